"""Where the containers lie in a scan: roof line, end posts and floor, found without a learned model.

A container is a stretch of columns whose matter begins at one straight roof line; its ends are upright steel from the
roof down; its floor is the lowest strong line that runs the whole length, above the chassis.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from datasets.air import air_values, measured_window, shrink
from datasets.errors import UnusableScan
from datasets.scan import Scan
from datasets.view import Image, Mask, Outline

WORK_ROWS = 240  # about the height at which outlines are looked for
OPAQUE = 4.0  # attenuation is held below it: deeper says nothing about where a container ends
LEAST_ASPECT = 0.5  # length over height: a short container on a fast truck is squeezed along the travel
STEEPEST = 0.08
REGIONS = ("container", "object")

Profile = NDArray[np.float64]
Span = tuple[int, int]


@dataclass(frozen=True, eq=False)
class Sketch:
    """A scan shrunk for locating: attenuation, what is matter, and the way back to delivered pixels."""

    attenuation: Image
    matter: Mask
    step: int
    origin: tuple[int, int]  # x, y of its first pixel in the scan

    @classmethod
    def of(cls, scan: Scan) -> "Sketch":
        window = measured_window(scan)
        air = air_values(scan, window)[0]
        step = max(1, round((window.bottom - window.top) / WORK_ROWS))
        transmission = shrink(window.of(scan.high), step) / air
        attenuation = -np.log(np.clip(transmission, np.exp(-OPAQUE), 1.0))
        return cls(attenuation, matter_in(attenuation), step, (window.left, window.top))

    def outline(self, box: tuple[float, float, float, float], slope: float, region: str) -> Outline:
        """In delivered pixels; `slope` is the same in both, as pixels stay square."""
        x, y = self.origin
        left, top, right, bottom = (edge * self.step for edge in box)
        return Outline(left + x, top + y, right + x, bottom + y, slope, region)


def locate(scan: Scan, region: str = "container") -> list[Outline]:
    """The containers from left to right; where none is found or the object is asked for, what is not air."""
    if region not in REGIONS:
        raise ValueError(f"region is {region!r}, wanted one of {REGIONS}")
    sketch = Sketch.of(scan)
    if not sketch.matter.any():
        raise UnusableScan("the picture is open air throughout: wanted a container or an object")
    found = containers(sketch) if region == "container" else []
    return found or [whole_object(sketch)]


def matter_in(attenuation: Image) -> Mask:
    """What is not air: above the noise of air, specks and single bad lines left out."""
    bright = attenuation[attenuation < 0.05]
    noise = 1.4826 * float(np.median(np.abs(bright - np.median(bright)))) if bright.size else 0.0
    limit = float(np.clip(5 * noise, 0.04, 0.08))
    solid = cv2.morphologyEx((attenuation > limit).astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    return solid.astype(bool)


def whole_object(sketch: Sketch) -> Outline:
    """The outline of the largest piece of matter and of what lies within its reach."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(sketch.matter.astype(np.uint8), connectivity=8)
    areas = stats[1:, cv2.CC_STAT_AREA]
    box = stats[1 + int(areas.argmax())]
    left, top = box[cv2.CC_STAT_LEFT], box[cv2.CC_STAT_TOP]
    right, bottom = left + box[cv2.CC_STAT_WIDTH], top + box[cv2.CC_STAT_HEIGHT]
    return sketch.outline((float(left), float(top), float(right), float(bottom)), 0.0, "object")


# --- containers


def containers(sketch: Sketch) -> list[Outline]:
    roof = roof_of(sketch.matter)
    return [found for span in roof_spans(roof, sketch) if (found := container_in(span, roof, sketch)) is not None]


def roof_of(matter: Mask) -> Profile:
    """The first row of matter in each column; the picture's height where there is none."""
    first: Profile = np.where(matter.any(axis=0), matter.argmax(axis=0), matter.shape[0]).astype(np.float64)
    return first


def roof_spans(roof: Profile, sketch: Sketch) -> list[Span]:
    """Stretches of columns whose matter begins high up, the widest ones."""
    height = sketch.matter.shape[0]
    high = float(np.percentile(roof, 5))
    tall = roof < high + 0.35 * (height - high)
    spans = runs(tall)
    widest = max((b - a for a, b in spans), default=0)
    return [(a, b) for a, b in spans if b - a >= 0.45 * widest]


def container_in(span: Span, roof: Profile, sketch: Sketch) -> Outline | None:
    slope, level = roof_line(span, roof)
    left, right = span
    levelled = level_rows(sketch.attenuation, span, slope)
    bottom = floor_row(levelled, round(level))
    if bottom is None or right - left < LEAST_ASPECT * (bottom - level) or abs(slope) > STEEPEST:
        return None
    return sketch.outline((float(left), level, float(right), bottom), slope, "container")


def roof_line(span: Span, roof: Profile) -> tuple[float, float]:
    """Slope and height at the middle of the span."""
    x = np.arange(*span, dtype=np.float64) - (span[0] + span[1]) / 2 + 0.5
    y = roof[span[0] : span[1]]
    keep = np.ones(x.size, bool)
    slope = level = 0.0
    for _ in range(6):
        slope, level = np.polyfit(x[keep], y[keep], 1)
        rest = np.abs(y - slope * x - level)
        keep = rest <= max(1.5, 2.0 * float(np.median(rest)))
    return float(slope), float(level)


def level_rows(attenuation: Image, span: Span, slope: float) -> Image:
    """The columns of the span, moved up or down so that the roof is level."""
    left, right = span
    middle = (left + right) / 2
    shear = np.array([[1, 0, left], [slope, 1, slope * (left + 0.5 - middle)]], np.float64)
    size = (right - left, attenuation.shape[0])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    levelled = cv2.warpAffine(attenuation, shear, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return levelled.astype(np.float32, copy=False)


def floor_row(levelled: Image, roof: int) -> float | None:
    """The lower edge of the lowest line that runs the whole length and does not end in air."""
    line = np.percentile(levelled, 25, axis=1)
    height = line.size - roof
    if height < 20:
        return None
    start = roof + int(0.55 * height)
    k = max(2, round(0.02 * height))
    best, row = -1.0, None
    for y in range(start, line.size - 1):
        above = line[y - k : y].max()
        below = line[y + 1 : y + 1 + 2 * k].mean()
        air = below < 0.1
        score = (above - below) / (above + 0.2) * (0.5 if air else 1.0) * (above > 0.3)
        if score > best:
            best, row = score, y
    return None if row is None else float(row + 1)


def runs(flags: Mask) -> list[Span]:
    """First and one past last index of each stretch of true."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], flags.astype(np.int8), [0]])))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]
