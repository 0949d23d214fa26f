"""Where the load moved by itself, in the origin scan as it was delivered, and the same in words."""

from dataclasses import dataclass

import numpy as np

from datasets.aligned import AlignedPair
from datasets.doors import End
from datasets.load_shift import LoadShift, load_shifts
from serving.sides import Side


@dataclass(frozen=True)
class MovedLoad:
    """A stretch of the origin scan, in delivered pixels, whose load lies `shift_px` further right at destination.

    `shift_mm` is the same at the container's middle plane, None without a scale; `towards` tells where to.
    """

    left: int
    right: int
    shift_px: float
    shift_mm: float | None
    towards: str


def moved_loads(pair: AlignedPair, origin: Side, doors: End | None) -> tuple[MovedLoad, ...]:
    """From left to right, in the scan as it was delivered."""
    return tuple(moved_load(shift, origin, doors) for shift in load_shifts(pair))


def moved_load(shift: LoadShift, origin: Side, doors: End | None) -> MovedLoad:
    frame = origin.view.frame
    ends = frame.to_scan(np.array([[shift.left - 0.5, 0.0], [shift.right - 0.5, 0.0]]))[:, 0] + 0.5
    pitch = (frame.outline.right - frame.outline.left) / frame.columns
    left, _, right, _ = origin.within((float(ends[0]), 0.0, float(ends[1]), 1.0))
    scale = origin.scale
    return MovedLoad(
        left,
        right,
        shift.shift_px * pitch,
        None if scale is None else shift.shift_px * scale.column_mm,
        towards(shift.shift_px, doors),
    )


def towards(shift_px: float, doors: End | None) -> str:
    end = "right" if shift_px > 0 else "left"
    if doors is None:
        return f"to the {end}"
    return "towards the doors" if end == doors else "away from the doors"


def moved_words(loads: tuple[MovedLoad, ...]) -> str:
    """In one sentence, by the stretch that moved furthest; empty where nothing moved."""
    if not loads:
        return ""
    furthest = max(loads, key=lambda load: abs(load.shift_px))
    far = f"{abs(furthest.shift_px):.0f} px" if furthest.shift_mm is None else f"{abs(furthest.shift_mm):.0f} mm"
    least, most = min(load.left for load in loads), max(load.right for load in loads)
    where = f"between columns {least} and {most} of the origin scan"
    several = "by up to " if len(loads) > 1 else ""
    return f"Load {where} moved {several}{far} {furthest.towards} by itself."
