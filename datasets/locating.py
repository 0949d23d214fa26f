"""Where the containers lie in a scan: roof line, end posts and floor, found without a learned model.

A container is a stretch of columns whose matter begins at one straight roof line; its ends are upright steel from the
roof down; its floor is the lowest line of steel along its whole length above the chassis.
"""

from dataclasses import dataclass, replace

import cv2
import numpy as np

from datasets.air import Window, air_values, as_read, measured_window, shrink
from datasets.detector import channel_repaired
from datasets.errors import UnusableScan
from datasets.locator.prior import Prior
from datasets.locator.refining import recognised, refined
from datasets.profiles import (
    AIR,
    Profile,
    RoofLine,
    Span,
    ends,
    floor_edge,
    inner_posts,
    levelled,
    roof_edge,
    roof_line,
    roof_profile,
    runs,
)
from datasets.scan import Scan
from datasets.view import Image, Mask, Outline

WORK_ROWS = 240  # about the height at which outlines are looked for
LEAST_ROWS, LEAST_COLUMNS = 48, 16  # of a shrunk picture, or stretch of one, in which a container can be told
OPAQUE = 4.0  # attenuation is held below it: deeper says nothing about where a container ends
LEAST_ASPECT = 0.5  # length over height: a short container on a fast truck is squeezed along the travel
LEAST_HEIGHT = 0.3  # of the picture
LEAST_FILLED = 0.75  # of the outline is matter: even a tank fills its frame so far
FAINT_WALL = 0.5  # of the limit of matter: all that a saturated detector may leave of a bare wall
LEAST_PIECE = 0.05  # of the largest piece's area: less is a speck, or a neighbour's edge in the picture
SPECK_PX = 4
LEAST_WIDTH = 0.45  # of the widest container beside it; a cab is narrower
STEEPEST = 0.08
DENSER = (0.12, 0.2)  # attenuation
AGREEING = 0.03  # of the length or height: an edge seen farther from where the profiles have it is another's
REGIONS = ("container", "object")


@dataclass(frozen=True, eq=False)
class Sketch:
    """A scan shrunk for locating: attenuation, what is matter, and the way back to delivered pixels."""

    attenuation: Image
    matter: Mask
    air: float
    limit: float  # attenuation from which there is matter
    step: int
    window: Window  # what of the scan it covers; less than a step may be left over at the right and below

    @classmethod
    def of(cls, scan: Scan) -> "Sketch":
        window = measured_window(scan)
        air = as_read(window.of(scan.high), air_values(scan, window)[0])
        step = max(1, round((window.bottom - window.top) / WORK_ROWS))
        transmission = shrink(channel_repaired(scan, window, 0, air)[0], step) / np.float32(air)
        attenuation = -np.log(np.clip(transmission, np.exp(-OPAQUE), 1.0))
        limit = matter_limit(attenuation)
        return cls(attenuation, solid(attenuation > limit), air, limit, step, window)

    def above(self, limit: float) -> "Sketch":
        """The same with another limit of what is matter."""
        return replace(self, matter=solid(self.attenuation > limit), limit=limit)

    def outline(self, box: tuple[float, float, float, float], slope: float, region: str) -> Outline:
        """In delivered pixels; `slope` is the same in both, as pixels stay square."""
        rows, columns = self.matter.shape
        left, top = self.window.left + box[0] * self.step, self.window.top + box[1] * self.step
        right = self.window.left + box[2] * self.step if box[2] < columns else self.window.right
        bottom = self.window.top + box[3] * self.step if box[3] < rows else self.window.bottom
        return Outline(left, top, float(right), float(bottom), slope, region)


@dataclass(frozen=True, eq=False)
class Stretch:
    """Columns of a sketch that may be a container's, and the sketch there with its roof levelled."""

    line: RoofLine
    level: Image

    @classmethod
    def of(cls, sketch: Sketch, roof: Profile, span: Span) -> "Stretch":
        line = roof_line(roof, span)
        return cls(line, levelled(sketch.attenuation, line))


def locate(scan: Scan, region: str = "container", prior: Prior | None = None) -> list[Outline]:
    """The containers from left to right; where none is found or the object is asked for, what is not air.

    `prior` is what is known of where the site's source stands, as `Prior.of_history` makes it.
    """
    outlines = locate_roughly(scan, region)
    if region == "container" and outlines[0].region == "object":
        found = recognised(scan, outlines[0], prior)
        return [found] if found else outlines
    return [
        agreed(outline, refined(scan, outline, prior)) if outline.region == "container" else outline
        for outline in outlines
    ]


def agreed(rough: Outline, found: Outline) -> Outline:
    """The refined outline, but for ends and roof that the profiles of the picture contradict.

    In 294 simulated views from the side the profiles were never off by more than a hundredth of length or height; the
    network may take a neighbour's end for the box's, look for one beyond the picture, or see a tank's vessel as roof.
    """
    if found.shell is None or found.shell.above:
        return found
    length, middle = rough.right - rough.left, (found.left + found.right) / 2
    roof = found.top + found.slope * ((rough.left + rough.right) / 2 - middle)
    if abs(roof - rough.top) > AGREEING * (rough.bottom - rough.top):
        return rough
    left, right = (
        sure if abs(seen - sure) > AGREEING * length else seen
        for seen, sure in ((found.left, rough.left), (found.right, rough.right))
    )
    lower = found.slope * ((left + right) / 2 - middle)
    return replace(found, left=left, right=right, top=found.top + lower, bottom=found.bottom + lower)


def locate_roughly(scan: Scan, region: str = "container") -> list[Outline]:
    """As profiles of the picture show them."""
    if region not in REGIONS:
        raise ValueError(f"region is {region!r}, wanted one of {REGIONS}")
    sketch = Sketch.of(scan)
    if not sketch.matter.any():
        raise UnusableScan("the picture is open air throughout: wanted a container or an object")
    if region == "container":
        # Where stripes in the air hide the shape, what is denser may still show it.
        for limit in (sketch.limit, *DENSER):
            if found := containers(sketch.above(limit)):
                return found
    return [whole_object(scan, sketch)]


def matter_limit(attenuation: Image) -> float:
    """Just above the noise of the air at the picture's upper edge, where there is air."""
    strip = air_strip(attenuation)
    middle = float(np.median(strip))
    spread = 1.4826 * float(np.median(np.abs(strip - middle)))
    return float(np.clip(middle + 5 * spread, 0.04, 0.12)) if middle < AIR else 0.04


def air_strip(attenuation: Image) -> Image:
    """A few rows at the upper edge; the very first is often spoilt."""
    return attenuation[1 : 2 + attenuation.shape[0] // 25]


def solid(matter: Mask) -> Mask:
    """Without specks and single bad lines."""
    return cv2.morphologyEx(matter.astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)).astype(bool)


def whole_object(scan: Scan, sketch: Sketch) -> Outline:
    """The outline of all that is not air: the largest piece of matter, and others that are no mere fragments."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(sketch.matter.astype(np.uint8), connectivity=8)
    pieces = stats[1:]
    pieces = pieces[pieces[:, cv2.CC_STAT_AREA] >= LEAST_PIECE * pieces[:, cv2.CC_STAT_AREA].max()]
    starts = pieces[:, [cv2.CC_STAT_LEFT, cv2.CC_STAT_TOP]]
    stops = starts + pieces[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]]
    (left, top), (right, bottom) = starts.min(axis=0), stops.max(axis=0)
    return sharpened(
        scan, sketch, sketch.outline((float(left), float(top), float(right), float(bottom)), 0.0, "object")
    )


def sharpened(scan: Scan, sketch: Sketch, rough: Outline) -> Outline:
    """Edges to the pixel, where those of the sketch are to its step."""
    reach, window = sketch.step + 1, sketch.window
    left, right = max(window.left, int(rough.left) - reach), min(window.right, int(rough.right) + reach)
    top, bottom = max(window.top, int(rough.top) - reach), min(window.bottom, int(rough.bottom) + reach)
    around = cv2.blur(scan.high[top:bottom, left:right], (3, 3))
    matter = around < sketch.air * np.exp(-sketch.limit)
    across = np.flatnonzero(matter.sum(axis=0) > SPECK_PX)
    down = np.flatnonzero(matter.sum(axis=1) > SPECK_PX)
    if not (across.size and down.size):
        return rough
    left, right = left + int(across[0]), left + int(across[-1]) + 1
    top, bottom = top + int(down[0]), top + int(down[-1]) + 1
    return Outline(float(left), float(top), float(right), float(bottom), region="object")


def containers(sketch: Sketch) -> list[Outline]:
    """Every stretch of high roof that has the shape of a container, from left to right."""
    rows = sketch.matter.shape[0]
    if rows < LEAST_ROWS:
        return []
    roof = roof_profile(sketch.matter)
    stretches = [part for span in roof_spans(roof, rows) for part in parted(sketch, roof, span)]
    return [found for stretch in stretches if (found := container_in(sketch, roof, stretch)) is not None]


def roof_spans(roof: Profile, rows: int) -> list[Span]:
    """Stretches of columns whose matter begins high up, the narrow ones left out."""
    high = float(np.percentile(roof, 5))
    spans = runs(roof < high + 0.35 * (rows - high))
    widest = max((b - a for a, b in spans), default=0)
    return [(a, b) for a, b in spans if b - a >= LEAST_WIDTH * widest and b - a >= LEAST_COLUMNS]


def parted(sketch: Sketch, roof: Profile, span: Span) -> list[Stretch]:
    """The span as it is, or its two parts where two containers stand end to end."""
    whole = Stretch.of(sketch, roof, span)
    rows, level = whole.level.shape[0], whole.line.level
    below = rows - level
    if below < LEAST_HEIGHT * rows or span[1] - span[0] < max(LEAST_ASPECT * below, 3 * LEAST_COLUMNS):
        return [whole]
    gap = inner_posts(whole.level, round(level))
    if gap is None:
        return [whole]
    return [Stretch.of(sketch, roof, part) for part in ((span[0], span[0] + gap), (span[0] + gap, span[1]))]


def container_in(sketch: Sketch, roof: Profile, stretch: Stretch) -> Outline | None:
    """The container over a stretch of columns, if what is there has the shape of one."""
    rows = sketch.attenuation.shape[0]
    rough, span = stretch.line, stretch.line.span
    if rough.level > (1 - LEAST_HEIGHT) * rows or abs(rough.slope) > STEEPEST:
        return None
    left, right = ends(stretch.level, round(rough.level), sketch.limit)
    inner = span[0] + round(left), span[0] + round(right)
    if inner[1] - inner[0] < LEAST_COLUMNS:
        return None
    own = Stretch.of(sketch, roof, inner)
    line = own.line
    top = roof_edge(own.level, line.level)
    bottom = floor_edge(levelled(sketch.attenuation, line, waves=True), round(line.level))
    if not shaped(sketch, own, top, bottom):
        return None
    return sketch.outline((span[0] + left, top, span[0] + right, bottom), line.slope, "container")


def shaped(sketch: Sketch, own: Stretch, top: float, bottom: float) -> bool:
    """Whether the outline is as long, as high and as full as a container is."""
    width, height = own.level.shape[1], bottom - top
    level = own.level[max(0, round(top)) : round(bottom)]
    filled = float((level > FAINT_WALL * sketch.limit).mean()) if level.size else 0.0
    return height >= LEAST_HEIGHT * sketch.matter.shape[0] and width >= LEAST_ASPECT * height and filled >= LEAST_FILLED
