"""Where a simulated pair's destination truly shows what its origin shows, in the middle plane and at other depths."""

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self

import cv2
import numpy as np
from numpy.typing import NDArray

from datasets.aligned import AlignedPair
from datasets.errors import SetError
from datasets.simulation.beam.scanner import Geometry
from datasets.view import FRAME_ROWS, Image, Points

Numbers = NDArray[np.float64]

SIDES = ("length", "height", "width")
LOWEST_M, BELOW_ROOF_M = 0.10, 0.05  # heights of the first and last row of a true map's places: `write_grid`
LEAST_INSIDE = 0.3  # of the true places lie in the origin's frame, or another box was taken for the container


@dataclass(frozen=True, eq=False)
class TrueMap:
    """Places of the container in delivered pixels of both scans, one by one, and where both sources stood.

    `height_m` is each place's height above the container's underside, `box_m` the container's length, height and width,
    NaN where the set does not tell; `sources` is None where the record tells of none.
    """

    origin: Points
    destination: Points
    height_m: Numbers
    box_m: tuple[float, float, float]
    sources: tuple[Geometry, Geometry] | None

    @classmethod
    def load(cls, folder: Path, pair_id: str) -> Self:
        places = read_places(folder / "truth" / f"{pair_id}_grid.csv")
        known = read_record(folder / "truth" / f"{pair_id}.json")
        box_m = tuple(float(known.get("container", {}).get(f"{side}_m", np.nan)) for side in SIDES)
        heights = np.linspace(LOWEST_M, box_m[1] - BELOW_ROOF_M, rows_of(places))
        return cls(
            places[:, :2],
            places[:, 2:],
            np.repeat(heights, len(places) // len(heights)),
            (box_m[0], box_m[1], box_m[2]),
            sources_of(known),
        )

    @property
    def mirrored(self) -> bool:
        """Whether the container passed the other way round."""
        return bool(np.corrcoef(self.origin[:, 0], self.destination[:, 0])[0, 1] < 0)

    @property
    def half_width_m(self) -> float:
        return self.box_m[2] / 2

    @property
    def from_above(self) -> bool:
        return self.sources is not None and self.sources[0].above

    @property
    def from_other_sides(self) -> bool:
        return self.sources is not None and self.sources[0].side != self.sources[1].side

    def at_depth(self, depth: float) -> Self:
        """The same heights at another depth: 1 at the origin's near wall, -1 at its far wall."""
        if self.sources is None:
            raise SetError("the depth of a place can only be told where the sources are known")
        z = depth * self.half_width_m * self.sources[0].side
        here, there = (
            lifted(points, self.height_m, source.at_middle(self.height_m, z))
            for points, source in zip((self.origin, self.destination), self.sources, strict=True)
        )
        return replace(self, origin=here, destination=there)


@dataclass(frozen=True, eq=False)
class MapErrors:
    """By how many frame pixels a map is off, place by place; `at` are the places in the origin's frame."""

    along: Numbers
    down: Numbers
    at: Points

    @property
    def both(self) -> Numbers:
        return np.hypot(self.along, self.down)

    def right(self, px: float, part: float = 0.9) -> bool:
        """Whether so large a part of the places is right to `px`."""
        return bool((self.both <= px).mean() >= part)


def errors_of(pair: AlignedPair, truth: TrueMap, depth: float = 0.0) -> MapErrors | None:
    """Errors at the places that the origin's frame shows; None where these are too few: another box was laid."""
    truth = truth.at_depth(depth) if depth else truth
    frame, there = pair.origin.frame, pair.destination.frame
    at, wanted = frame.from_scan(truth.origin), there.from_scan(truth.destination)
    inside = (at >= 0).all(axis=1) & (at[:, 0] <= frame.columns - 1) & (at[:, 1] <= FRAME_ROWS - 1)
    if inside.mean() < LEAST_INSIDE:
        return None
    columns, rows = (sampled(image, at[inside]) for image in pair.alignment.at_depth(depth))
    along = (columns - wanted[inside, 0]) * frame.columns / there.columns
    return MapErrors(along, rows - wanted[inside, 1], at[inside])


def sampled(image: Image, at: Points) -> Numbers:
    """Values of an image between its pixels."""
    x, y = at.astype(np.float32).T
    values = cv2.remap(image, x[None], y[None], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(values[0], dtype=np.float64)


def lifted(points: Points, height: Numbers, level: Numbers) -> Points:
    """Places of the middle plane at one height, moved to another level: a row is linear in the level."""
    rows = rows_of(points)
    by_row = points[:, 1].reshape(rows, -1)
    pitch = (by_row[-1] - by_row[0]) / (height[-1] - height[0])  # pixels a metre, below 0
    moved = by_row + (level - height).reshape(rows, -1) * pitch
    return np.stack([points[:, 0], moved.ravel()], axis=1)


def rows_of(places: Points) -> int:
    """How many rows of places there are: along each the column goes one way, and from one to the next it returns."""
    steps = np.diff(places[:, 0])
    return 1 + int((steps * np.median(steps) < 0).sum())


def read_places(path: Path) -> Points:
    try:
        return np.loadtxt(path, delimiter=",", skiprows=1, ndmin=2)
    except (OSError, ValueError) as error:
        raise SetError(f"{path} is no true map: {error}") from error


def read_record(path: Path) -> dict[str, Any]:
    """What is known of a pair; nothing where the set has no records."""
    try:
        known: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    except (OSError, ValueError) as error:
        raise SetError(f"{path} is no record of a pair: {error}") from error
    return known


def sources_of(known: dict[str, Any]) -> tuple[Geometry, Geometry] | None:
    ends = [known.get(end, {}) for end in ("origin", "destination")]
    if not all("distance_m" in end and "height_m" in end for end in ends):
        return None
    first, second = (
        Geometry(end["side"], end["distance_m"], end["height_m"], above=end.get("view") == "above") for end in ends
    )
    return first, second
