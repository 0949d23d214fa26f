"""How deep a thing lies that both scans show: a sweep over depth planes finds where the two views of it meet.

Sources at different places see each depth at other rows. What is laid on each other is not the scans but a map of each,
in which the thing stands out: in the scans themselves the load before and behind it fits better than the thing does.
Not answered: what only one scan shows, which has no partner; sources that stand alike, which see every depth alike; and
sites that do not declare on which side their source stands, since a load looks nearly the same from either.

What is told is a depth at which part of the thing lies: one that reaches across the box may be told at either end.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from datasets.aligned import Alignment
from datasets.planes import FAR_WALL, NEAR_WALL, Planes
from datasets.shell import HALF_WIDTH_M
from datasets.view import Image, Mask
from datasets.warp import taken

Numbers = NDArray[np.float64]

HALF_WIDTH_MM = 1000 * HALF_WIDTH_M
DEPTHS = np.linspace(FAR_WALL, NEAR_WALL, 41)  # 61 mm from one to the next
BORDER_PX = 8  # around the region: where it ends is what fits
REACH_PX = 24  # by which the load may have moved along the container: about 25 cm
# Measured on 120 lots hidden in both of two simulated scans that the network scored .9 or more: 39 fit so well where
# near and far lie far enough apart, and 38 of them reach into the interval. Of 11 among them no deeper than 0.6 m 10
# do, where "in the middle" would be right of 2.
LEAST_FIT = 0.8  # correlation of the maps
ROW_ERROR_PX = 4.0  # by which the maps' edges are off
WIDEST = 0.8  # of an interval, in half widths: 975 mm


@dataclass(frozen=True)
class Depth:
    """Millimetres behind the wall that is near to the origin's source; it lies between `low` and `high`."""

    from_near_wall: float
    low: float
    high: float

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.from_near_wall <= self.high <= 2 * HALF_WIDTH_MM:
            found = f"{self.from_near_wall:g} mm, from {self.low:g} to {self.high:g}"
            raise ValueError(f"depth is {found}: wanted an interval around it within {2 * HALF_WIDTH_MM:g} mm")


def depth_of(alignment: Alignment, region: Mask, origin: Image, destination: Image) -> Depth | None:
    """How deep what the region shows lies; None where the two scans do not tell.

    `origin` and `destination` are maps of such things, each FRAME_ROWS x its own frame's width; the region lies in the
    origin's frame.
    """
    planes = alignment.planes
    if planes is None or not tells_depth(planes) or not region.any():
        return None
    error = ROW_ERROR_PX / max(parallax_px(planes, region), 1e-6)
    if 2 * error > WIDEST:
        return None
    fits = fits_by_depth(alignment, planes, region, origin, destination)
    best = int(fits.argmax())
    return depth_between(float(DEPTHS[best]), error) if fits[best] >= LEAST_FIT else None


def tells_depth(planes: Planes) -> bool:
    """Seen across, and from sides that are declared."""
    return not planes.origin.above and planes.origin.side is not None and planes.destination.side is not None


def parallax_px(planes: Planes, region: Mask) -> float:
    """Rows of the destination for half the box's width, at the region's height."""
    row = np.array([np.flatnonzero(region.any(axis=1)).mean()])
    return abs(float(planes.level_rows(row, NEAR_WALL)[0] - planes.level_rows(row, FAR_WALL)[0])) / 2


def fits_by_depth(alignment: Alignment, planes: Planes, region: Mask, origin: Image, destination: Image) -> Numbers:
    """At each of DEPTHS the correlation of the maps around the region, the load moved to where it is highest."""
    around = cv2.dilate(region.astype(np.uint8), np.ones((2 * BORDER_PX + 1,) * 2, np.uint8))
    left, top, width, height = cv2.boundingRect(around)
    rows = np.arange(top, top + height)
    thing = (origin * around)[rows, left : left + width].astype(np.float32)
    beside = np.clip(np.arange(left - REACH_PX, left + width + REACH_PX), 0, region.shape[1] - 1)
    columns, sway = alignment.columns[np.ix_(rows, beside)], planes.sway[beside]
    there = (planes.level_rows(rows.astype(np.float64), depth)[:, None] + sway for depth in DEPTHS)
    return np.array([fit_of(thing, taken(destination, columns, at.astype(np.float32))) for at in there])


def fit_of(thing: Image, there: Image) -> float:
    fits = cv2.matchTemplate(there, thing, cv2.TM_CCOEFF_NORMED)
    return float(fits[np.isfinite(fits) & (np.abs(fits) <= 1)].max(initial=0.0))


def depth_between(depth: float, error: float) -> Depth:
    """In millimetres from the near wall, cut to the box."""
    low, middle, high = (
        HALF_WIDTH_MM * float(np.clip(NEAR_WALL - at, 0, 2)) for at in (depth + error, depth, depth - error)
    )
    return Depth(middle, low, high)
