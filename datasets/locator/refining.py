"""A rough outline made exact by what the network sees, and where the source stood."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import leastsq

from datasets.locator.edges import Edges, see_edges
from datasets.locator.picture import COLUMN_STEP, ROWS, centred, placed, wide_grid, wide_picture
from datasets.locator.prior import USUAL, Prior
from datasets.scan import Scan
from datasets.shell import Shell, seen_at
from datasets.view import BOX_ROWS, Outline

Numbers = NDArray[np.float64]

DEPTHS = np.array([1.0, 0.0, -1.0, 1.0, 0.0, -1.0])  # of the edges that the network sees
PARTS = np.array([1.0, 1.0, 1.0, 0.0, 0.0, 0.0])  # their heights: the roof first, then the floor
MIDDLE = DEPTHS == 0
MIDDLE_DOUBT = 3.0  # times the spread: nothing marks the middle plane, the network infers it
LEAST_SPREAD = 0.15  # rows of the picture
STARTS = (-0.3, 0.4)  # heights of the source from which the fit begins: below the floor and above it
NEARNESSES = 0.05, 0.6  # a source 24 m or 2 m away
LOOK_AGAIN = 0.04  # of the outline's length or height: so far off, the network looks a second time
MOST_LOOKS, SETTLED = 5, 0.01  # looks until an outline changes by no more than this share
UNSEEN_PX = 8.0  # of the frame: so widely spread, the edges were not seen at all
SURE_PX = 2.5  # of the frame: spread of the middle plane's roof and floor
EXACT = 1e-8  # relative change of the fit's misfit and unknowns at which it stops
FARTHEST = 0.4  # of the rough outline's length or height by which the network may correct it


def refined(scan: Scan, rough: Outline, prior: Prior | None = None) -> Outline:
    """The near wall's outline between the box's own ends, with its shell; the rough one where that is implausible.

    `prior` is what is known of the source's place; the scan's own declaration goes first.
    """
    known = known_before(scan, prior)
    found = once(scan, rough, known)
    if found is not None and correction(rough, found) > LOOK_AGAIN:
        found = once(scan, found, known) or found
    if found is None or spread_of(found) > UNSEEN_PX or correction(rough, found) > FARTHEST:
        return rough
    return found


def recognised(scan: Scan, whole: Outline, prior: Prior | None = None) -> Outline | None:
    """A container that the network sees within the outline of all that is not air, if it comes back to it surely."""
    known, before = known_before(scan, prior), replace(whole, region="container")
    for _ in range(MOST_LOOKS):
        found = once(scan, before, known)
        if found is None:
            return None
        if correction(before, found) < SETTLED:
            return found if spread_of(found) < SURE_PX else None
        before = found
    return None


def known_before(scan: Scan, prior: Prior | None) -> Prior:
    return Prior.of_source(scan.source) if scan.source else prior or USUAL


def spread_of(outline: Outline) -> float:
    """The larger spread of the middle plane's edges, frame pixels; without bound where no shell was seen."""
    return max(outline.shell.spread) if outline.shell else float("inf")


def correction(rough: Outline, found: Outline) -> float:
    """The largest correction of an edge, as a share of the outline's length or height."""
    width, height = rough.right - rough.left, rough.bottom - rough.top
    along = max(abs(found.left - rough.left), abs(found.right - rough.right)) / width
    return max(along, abs(found.top - rough.top) / height, abs(found.bottom - rough.bottom) / height)


def once(scan: Scan, outline: Outline, known: Prior) -> Outline | None:
    """What the network sees about an outline; None where it makes no box."""
    to_wide = centred()
    edges = see_edges(placed(wide_picture(scan, outline), to_wide))
    nearness, height, roof, floor = fitted(edges, known)
    across, down, left, top = wide_grid(outline)
    x = [left + (to_wide[0, 0] * end + to_wide[0, 2] + 0.5) * across for end in edges.ends]
    y = [top + (row + to_wide[1, 2] + 0.5) * down for row in (roof, floor)]
    if not (x[1] - x[0] > 1 and y[1] - y[0] > 1):
        return None
    rows = BOX_ROWS / (floor - roof)  # frame pixels to a row of the picture
    spread = float(edges.spread[1] * rows), float(edges.spread[4] * rows)
    side = scan.source.side if scan.source else None
    shell = Shell(nearness, height, spread, edges.above > 0.5, edges.doors_left, side)
    slope = edges.slope * down / (COLUMN_STEP * across)
    left, right, top, bottom = map(float, (*x, *y))
    return Outline(left, top, right, bottom, float(slope), outline.region, shell)


def fitted(edges: Edges, known: Prior) -> tuple[float, float, float, float]:
    """What explains all edges: nearness and height of the source, the rows of the near wall's roof and floor."""
    spread = np.maximum(edges.spread, LEAST_SPREAD) * np.where(MIDDLE, MIDDLE_DOUBT, 1.0)
    beyond = (edges.rows < 1) | (edges.rows > ROWS - 2)
    weight = 1 / np.where(beyond, ROWS, spread)

    def misfit(unknown: Numbers) -> Numbers:
        nearness, height, roof, floor = unknown
        seen = roof + (floor - roof) * seen_at(PARTS, DEPTHS, nearness, height)
        usual = (nearness - known.nearness) / known.nearness_spread, (height - known.height) / known.height_spread
        return np.concatenate([(edges.rows - seen) * weight, usual])

    roof, floor = edges.rows[0], edges.rows[3]
    fits = [leastsq(misfit, [known.nearness, start, roof, floor], ftol=EXACT, xtol=EXACT)[0] for start in STARTS]
    nearness, height, roof, floor = min(fits, key=lambda fit: float(np.square(misfit(fit)).sum()))
    return float(np.clip(nearness, *NEARNESSES)), float(height), float(roof), float(floor)
