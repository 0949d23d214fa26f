"""What is found in a scan and between two of them: the records that leave as replies, text and reports."""

from dataclasses import dataclass
from typing import NamedTuple

from datasets.aligned import AlignedPair
from datasets.preparation import Pictures
from datasets.view import Image
from serving.card import ModelCard
from serving.findings import Finding
from serving.moved import MovedLoad
from serving.reasons import Verdict
from serving.session import Maps
from serving.sides import Box, Side
from serving.stopwatch import Seconds


class Asked(NamedTuple):
    """What the network was shown, and what it said."""

    pictures: Pictures
    maps: Maps


@dataclass(frozen=True, eq=False)
class ReadOut:
    """What is found in one scan by itself; findings only where the score reaches the threshold.

    `hidden` is the map behind them, at half the frame's resolution; `pictures`, in which this scan is the origin, are
    what the network was shown for it: those of the pair where it read the scan with it.
    """

    score: float
    findings: tuple[Finding, ...]
    side: Side
    hidden: Image
    pictures: Pictures

    @property
    def seen_fraction(self) -> float:
        return self.side.view.seen_fraction

    @property
    def container_box(self) -> Box:
        return self.side.container_box


@dataclass(frozen=True, eq=False)
class Reading:
    """The read-out of one scan, and what made it."""

    read_out: ReadOut
    card: ModelCard
    warnings: tuple[str, ...]
    seconds: Seconds


@dataclass(frozen=True, eq=False)
class Comparison:
    """What is found between two scans.

    `pair`, and `pictures` and `maps`, what the network was shown of it and said of it, are None where the scans could
    not be laid on each other at all.

    `alarm_score` is what an alarm is decided by at any threshold: the network's score of two scans that could be
    compared, also where they are called no match though it stays below the threshold in use.
    """

    verdict: Verdict
    reason: str
    mismatch_score: float | None
    alarm_score: float | None
    false_alarm_rate: float
    pair: AlignedPair | None
    pictures: Pictures | None
    maps: Maps | None
    findings: tuple[Finding, ...]
    moved: tuple[MovedLoad, ...]
    origin: ReadOut
    destination: ReadOut
    card: ModelCard
    warnings: tuple[str, ...]
    seconds: Seconds

    def __post_init__(self) -> None:
        if (self.verdict == "not_comparable") != (self.mismatch_score is None):
            raise ValueError(f"verdict {self.verdict} with mismatch score {self.mismatch_score}")
        if (self.verdict == "mismatch") != bool(self.findings):
            raise ValueError(f"verdict {self.verdict} with {len(self.findings)} findings")

    @property
    def quality(self) -> float:
        return 0.0 if self.pair is None else self.pair.alignment.quality

    @property
    def seen_fraction(self) -> float:
        """Of the container in both scans; where they were not laid on each other, in the one that shows less of it."""
        if self.pair is None:
            return min(self.origin.seen_fraction, self.destination.seen_fraction)
        return self.pair.seen_fraction
