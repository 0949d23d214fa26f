"""The replies as the contract fixes them; these models are the OpenAPI schema as well."""

from typing import Annotated, Literal, Self

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from datasets.aligned import AlignedPair
from datasets.depth import Depth
from datasets.view import BOX_ROWS, MARGIN_ROWS, Points
from serving.answers import Comparison, Reading, ReadOut
from serving.card import ModelCard
from serving.findings import Finding, Kind
from serving.mass_law import LEVEL
from serving.moved import MovedLoad
from serving.reasons import Verdict
from serving.stopwatch import Seconds
from serving.zones import Place

GRID_ROWS, GRID_COLUMNS = 9, 33

Share = Annotated[float, Field(ge=0, le=1)]
BoxReply = Annotated[
    tuple[int, int, int, int], Field(description="Left, top, right, bottom in pixels of the scan as delivered.")
]
GridPoint = tuple[float, float, float, float]


class Reply(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class DepthReply(Reply):
    """How deep part of it lies, in millimetres from the wall that is near to the origin's source."""

    from_near_wall: float = Field(ge=0, description="Where both scans see it best.")
    low: float = Field(ge=0, description="The least depth that the scans allow.")
    high: float = Field(ge=0, description="The greatest depth that the scans allow.")

    @classmethod
    def of(cls, depth: Depth) -> Self:
        return cls(from_near_wall=round(depth.from_near_wall), low=round(depth.low), high=round(depth.high))


class FindingReply(Reply):
    """One region in which something differs, or seems hidden."""

    kind: Kind = Field(description="What happened there; `concealed` is said of one scan by itself.")
    score: Share = Field(description="The highest value of the network's map in the region.")
    mass_kg: float | None = Field(
        ge=0, description="About how heavy it is, taken for light goods; null where it was not seen or has no scale."
    )
    mass_interval_kg: tuple[float, float] | None = Field(
        description=f"What holds the true mass in {100 * LEVEL:g} % of the cases; null where that was never measured."
    )
    zone: Place = Field(
        description="The part of the container; `cargo` also where the scan does not tell which end holds the doors."
    )
    where: str = Field(description="The same in words, which tell more where the zone cannot.")
    box_origin: BoxReply | None = Field(
        description="Where it lies in the origin scan; null for what only the other scan shows."
    )
    box_destination: BoxReply | None = Field(
        description="Where it lies in the destination scan; null for what only the other scan shows."
    )
    depth_mm: DepthReply | None = Field(
        description="How deep it lies; null where only one scan shows it, the sources stand too much alike, "
        "or a site does not declare its source's side."
    )

    @classmethod
    def of(cls, finding: Finding) -> Self:
        return cls(
            kind=finding.kind,
            score=exact(finding.score),
            mass_kg=None if finding.mass_kg is None else round(finding.mass_kg, 1),
            mass_interval_kg=interval_of(finding),
            zone=finding.zone.name,
            where=finding.zone.words,
            box_origin=finding.box_origin,
            box_destination=finding.box_destination,
            depth_mm=None if finding.depth is None else DepthReply.of(finding.depth),
        )


def interval_of(finding: Finding) -> tuple[float, float] | None:
    if finding.mass is None or finding.mass.interval is None:
        return None
    low, high = finding.mass.interval
    return round(low, 1), round(high, 1)


class LoadShiftReply(Reply):
    """A stretch of the container whose load moved by itself, though the container lies on itself."""

    left: int = Field(ge=0, description="First column of the origin scan, as delivered.")
    right: int = Field(ge=1, description="First column of the origin scan beyond it.")
    shift_px: float = Field(description="Pixels of the origin scan by which the load moved, to the right above 0.")
    shift_mm: float | None = Field(description="The same in millimetres; null where the scan has no scale.")
    towards: str = Field(description="Where to, in words.")

    @classmethod
    def of(cls, load: MovedLoad) -> Self:
        return cls(
            left=load.left,
            right=load.right,
            shift_px=round(load.shift_px, 1),
            shift_mm=None if load.shift_mm is None else round(load.shift_mm),
            towards=load.towards,
        )


class AlignmentReply(Reply):
    """How the destination was laid on the origin."""

    mirrored: bool = Field(description="True where the destination was scanned the other way round.")
    stretch: float = Field(
        description="Pixels of the destination along the travel for one of the origin, on the whole."
    )
    shift_px: tuple[float, float] = Field(
        description="From the container's middle in the origin to its middle in the destination, x and y in pixels."
    )
    residual: float = Field(
        ge=0, description="Median over 5 cm patches of the difference of attenuation, as a share of the attenuation."
    )
    grid: list[GridPoint] = Field(
        min_length=85,
        description="[x_origin, y_origin, x_destination, y_destination]: one part of the container, middle plane.",
    )
    load_shifts: list[LoadShiftReply] = Field(
        description="Where the load moved by itself; what fits nowhere is not told, and a move alone is no alarm."
    )

    @classmethod
    def of(cls, pair: AlignedPair, moved: tuple[MovedLoad, ...]) -> Self:
        inside = grid_of(pair)
        here, there = pair.origin.frame.to_scan(inside), pair.to_destination(inside)
        slope = np.polyfit(here[:, 0], there[:, 0], 1)[0]
        shift = np.median(there, axis=0) - np.median(here, axis=0)
        return cls(
            mirrored=pair.alignment.mirrored,
            stretch=round(abs(float(slope)), 4),
            shift_px=(round(float(shift[0]), 1), round(float(shift[1]), 1)),
            residual=short(pair.alignment.residual),
            grid=[(x, y, u, v) for x, y, u, v in np.hstack([here, there]).round(2).tolist()],
            load_shifts=[LoadShiftReply.of(load) for load in moved],
        )


class ReadOutReply(Reply):
    """What one scan shows by itself."""

    score: Share = Field(description="The higher, the more likely something is hidden in this scan.")
    findings: list[FindingReply] = Field(
        description="Where it seems hidden; empty where the score is below the threshold."
    )
    seen_fraction: Share = Field(description="Part of the container whose transmission was above the noise.")
    container_box: BoxReply = Field(description="The container, or the object, in pixels of the scan as delivered.")

    @classmethod
    def of(cls, read: ReadOut) -> Self:
        return cls(
            score=exact(read.score),
            findings=[FindingReply.of(finding) for finding in read.findings],
            seen_fraction=short(read.seen_fraction),
            container_box=read.container_box,
        )


class ModelReply(Reply):
    """The network that answered."""

    name: str = Field(description="Of the network.")
    version: str = Field(description="Of the network, raised with every release.")
    sha256: str = Field(description="Digest of the model file.")

    @classmethod
    def of(cls, card: ModelCard) -> Self:
        return cls(name=card.name, version=card.version, sha256=card.sha256)


class SecondsReply(Reply):
    """How long it took."""

    read: float = Field(ge=0, description="Decoding, finding the container, normalising.")
    align: float = Field(ge=0, description="Laying the scans on each other.")
    infer: float = Field(ge=0, description="Running the network and naming what it found.")
    total: float = Field(ge=0, description="From start to answer.")

    @classmethod
    def of(cls, seconds: Seconds) -> Self:
        return cls(
            read=short(seconds.read), align=short(seconds.align), infer=short(seconds.infer), total=short(seconds.total)
        )


class ReadingReply(ReadOutReply):
    """The answer to one scan."""

    model: ModelReply = Field(description="The network that answered.")
    warnings: list[str] = Field(description="What makes the answer weaker than it could be.")
    seconds: SecondsReply = Field(description="How long the answer took, by stage.")

    @classmethod
    def answer(cls, reading: Reading) -> Self:
        return cls(
            **dict(ReadOutReply.of(reading.read_out)),
            model=ModelReply.of(reading.card),
            warnings=list(reading.warnings),
            seconds=SecondsReply.of(reading.seconds),
        )


class ComparisonReply(Reply):
    """The answer to two scans."""

    verdict: Verdict = Field(description="`match` is only said of what was seen in both scans.")
    reason: str = Field(description="One sentence a customs officer understands.")
    mismatch_score: Share | None = Field(
        description="The higher, the more likely the scans differ; null where they are not comparable."
    )
    false_alarm_rate: Share = Field(
        description="Share of unchanged pairs that are called a mismatch at the threshold in use."
    )
    quality: Share = Field(
        description="The probability that nine tenths of the map are right to 2 cm; below 0.5 nothing is compared."
    )
    seen_fraction: Share = Field(
        description="Part of the container whose transmission was above the noise in both scans."
    )
    alignment: AlignmentReply | None = Field(description="Null where the scans could not be laid on each other at all.")
    findings: list[FindingReply] = Field(description="Where the scans differ, the heaviest first.")
    origin: ReadOutReply = Field(description="What the origin scan shows by itself.")
    destination: ReadOutReply = Field(description="What the destination scan shows by itself.")
    model: ModelReply = Field(description="The network that answered.")
    warnings: list[str] = Field(description="What makes the answer weaker than it could be.")
    seconds: SecondsReply = Field(description="How long the answer took, by stage.")

    @classmethod
    def of(cls, comparison: Comparison) -> Self:
        return cls(
            verdict=comparison.verdict,
            reason=comparison.reason,
            mismatch_score=None if comparison.mismatch_score is None else exact(comparison.mismatch_score),
            false_alarm_rate=comparison.false_alarm_rate,
            quality=short(comparison.quality),
            seen_fraction=short(comparison.seen_fraction),
            alignment=None if comparison.pair is None else AlignmentReply.of(comparison.pair, comparison.moved),
            findings=[FindingReply.of(finding) for finding in comparison.findings],
            origin=ReadOutReply.of(comparison.origin),
            destination=ReadOutReply.of(comparison.destination),
            model=ModelReply.of(comparison.card),
            warnings=list(comparison.warnings),
            seconds=SecondsReply.of(comparison.seconds),
        )


class ErrorReply(Reply):
    """One line of a batch that could not be answered."""

    verdict: Literal["error"] = Field("error", description="The pair could not be compared.")
    reason: str = Field(description="What was found and what is wanted.")


def short(value: float) -> float:
    return round(value, 4)


def exact(score: float) -> float:
    """As many digits as the network's answer has, so that a score and its threshold compare alike everywhere."""
    return round(score, 8)


def grid_of(pair: AlignedPair) -> Points:
    """Whole pixels of the origin's frame, spread over the container."""
    columns = np.linspace(2, pair.origin.frame.columns - 3, GRID_COLUMNS).round()
    rows = np.linspace(MARGIN_ROWS + 2, MARGIN_ROWS + BOX_ROWS - 3, GRID_ROWS).round()
    return np.stack([axis.ravel() for axis in np.meshgrid(columns, rows)], axis=1)
