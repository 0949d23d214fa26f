"""In which part of a container something lies, as far as the scan tells.

A side view tells floor, roof and ends. It never tells the side walls, which lie over everything, so no finding is said
to be in one. Which end holds the doors is told by the truck: it stands before the front wall. Where no truck is seen
the ends cannot be told apart, and the zone of what lies there is the cargo.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from datasets.doors import End
from datasets.scan import Scan
from datasets.view import BOX_ROWS, MARGIN_ROWS, Frame, Outline
from serving.mass import Scale

Place = Literal["doors", "floor", "ceiling", "side_wall", "front_wall", "reefer_unit", "cargo"]

FLOOR_MM, ROOF_MM = 350, 350  # in the middle plane; the near edges stand above and below it
DOORS_MM, FRONT_MM = 1200, 500  # a lot is thrown in behind the doors; at the other end the wall itself hides one

# The truck: matter denser than this, within reach of an end and below the upper part (in heights of the container).
DENSE = 0.35
REACH, CAB_TOP = (0.06, 1.0), 0.2
LEAST_TRUCK, CLEARLY = 0.02, 3.0  # in areas of height x height, and how much more than at the other end


@dataclass(frozen=True)
class Zone:
    """A part of the container, as the contract names it and in words that follow a noun."""

    name: Place
    words: str


def zone_of(box: tuple[float, float, float, float], frame: Frame, doors: End | None) -> Zone:
    """Where a box (left, top, right, bottom in frame pixels) lies; an object that is no container has no parts."""
    if frame.outline.region != "container":
        return Zone("cargo", "in the object")
    scale = Scale.nominal(frame)
    middle, level = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2 - MARGIN_ROWS
    ends: dict[End, float] = {
        "left": middle * scale.column_mm,
        "right": (frame.columns - middle) * scale.column_mm,
    }
    for end, distance in ends.items():
        if distance < FRONT_MM or (doors in (end, None) and distance < DOORS_MM):
            return at_end(end, doors)
    if (BOX_ROWS - level) * scale.row_mm < FLOOR_MM:
        return Zone("floor", "at the floor")
    if level * scale.row_mm < ROOF_MM:
        return Zone("ceiling", "under the roof")
    return Zone("cargo", "in the cargo")


def at_end(end: End, doors: End | None) -> Zone:
    if doors is None:
        return Zone("cargo", f"at the {end} end")
    return Zone("doors", "near the doors") if end == doors else Zone("front_wall", "at the front wall")


def find_doors(scan: Scan, outline: Outline, air: float, others: tuple[Outline, ...] = ()) -> End | None:
    """The end away from the truck; None where no truck is seen, or another container stands beside this one."""
    if outline.region != "container" or others:
        return None
    left, right = beside(scan, outline, air, "left"), beside(scan, outline, air, "right")
    if max(left, right) < LEAST_TRUCK or max(left, right) < CLEARLY * min(left, right):
        return None
    return "right" if left > right else "left"


def beside(scan: Scan, outline: Outline, air: float, end: End) -> float:
    """How much dense matter stands beside an end, in areas of height x height."""
    height = outline.bottom - outline.top
    near, far = REACH[0] * height, REACH[1] * height
    edges = (outline.left - far, outline.left - near) if end == "left" else (outline.right + near, outline.right + far)
    first, last = (int(np.clip(edge, 0, scan.high.shape[1])) for edge in edges)
    top = int(np.clip(outline.top + CAB_TOP * height, 0, scan.high.shape[0]))
    dense = scan.high[top:, first:last] < air * np.exp(-DENSE)
    return float(dense.sum()) / height**2


def agreed(origin: End | None, destination: End | None, mirrored: bool) -> End | None:
    """Which end of the origin holds the doors, from both scans; None where they contradict each other."""
    if destination is not None and mirrored:
        destination = "left" if destination == "right" else "right"
    if origin is not None and destination is not None and origin != destination:
        return None
    return origin or destination
