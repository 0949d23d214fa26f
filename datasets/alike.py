"""Do both sources stand alike? Then one map holds at every depth, and the pictures themselves say which.

Two scans by one scanner, or by two of one make. The load fits as it fits nowhere else, so what the edges of a box say
of either source, each by itself, can be left: a foreign chassis may hide the floor's edges, a dense load the roof's.
"""

import math
from dataclasses import replace

import numpy as np

from datasets.bands import LOWEST_PART, row_weights
from datasets.course import Course
from datasets.height import RowCosts, lowered, settled
from datasets.planes import MIDDLE, Planes
from datasets.pyramid import Level, Pyramid
from datasets.view import BOX_ROWS, FRAME_ROWS, MARGIN_ROWS, Image
from datasets.warp import Fields, refine, regrid, taken, whole_map

COARSE, FINE = 4, 2
ROUNDS = 3  # of Gauss-Newton on each grid
# Correlation of the contrasts from which the sources are taken to stand alike. Of 107 simulated pairs, nearly all with
# sources that stand otherwise, 3 reached .90, the worst map 1.6 px off; where edges are not seen clearly, less will do.
SURE_FIT, FIT_WHERE_UNCLEAR = 0.90, 0.80
HOPELESS_FIT = 0.7  # on the coarse grid: those that fitted by .8 in the end had .85 there
CLEAR_PX = 1.4  # spread of a shell: 97 % of simulated views are below
# Part of the box that both views must see through to overrule shells that are clear and say otherwise. Five of 500
# simulated pairs with other sources fitted as alike by less than that, and were 4 to 37 px off; of 36 real re-scans
# whose shells say otherwise none has shells so clear and so little seen.
LEAST_SEEN, FARTHEST_SPREADS = 0.6, 2.0
HIGHEST = 0.04  # of the box: above it there is the roof alone
ENDS = 16  # a part so small of the length at either end is left out: posts and doors fit in any case


def laid_alike(levels: Pyramid, fields: Fields, course: Course, planes: Planes) -> Planes | None:
    """The map if both sources stand alike; None where nothing speaks for it."""
    rough = on_each_other(levels[COARSE], fields)
    if fitting(levels[COARSE], *whole_map(regrid(rough, len(planes.sway), COARSE))) < HOPELESS_FIT:
        return None
    exact = exactly(levels, rough, course)
    columns, rows = whole_map(exact)
    fit = fitting(levels[FINE], columns, rows)
    spread = max(planes.origin.spread + planes.destination.spread)
    least = SURE_FIT if spread < CLEAR_PX else FIT_WHERE_UNCLEAR
    if fit < least or fit < fitting(levels[FINE], columns, planes.rows(MIDDLE)):
        return None
    roof, floor = (float(np.median(exact[2] + sign * exact[3])) for sign in (1, -1))
    alike = replace(planes.origin, side=planes.destination.side, doors_left=planes.destination.doors_left)
    found = replace(planes, destination=alike, opposite=False, lower=(roof, floor))
    overruled = spread < CLEAR_PX and seen_part(levels[FINE]) < LEAST_SEEN and contradicted(planes, found)
    return None if overruled else found


def contradicted(planes: Planes, alike: Planes) -> bool:
    """Whether the shells show roof or floor elsewhere."""
    edges = np.array([MARGIN_ROWS, MARGIN_ROWS + BOX_ROWS], dtype=np.float64)
    apart = np.abs(planes.level_rows(edges, MIDDLE) - alike.level_rows(edges, MIDDLE))
    return bool((apart > FARTHEST_SPREADS * np.hypot(planes.origin.spread, planes.destination.spread)).any())


def seen_part(level: Level) -> float:
    """Of the box, in the view that could see through less of it."""
    box = slice(MARGIN_ROWS // level.grid, (MARGIN_ROWS + BOX_ROWS) // level.grid)
    return min(float(view.weight[box].mean()) for view in (level.origin, level.destination))


def on_each_other(coarse: Level, fields: Fields) -> Fields:
    """Roof and floor moved to where all rows fit best; in pixels of the coarse grid."""
    there = regrid(fields, coarse.columns, 1 / COARSE)
    costs = RowCosts.of(coarse.origin, coarse.moved(there).destination, row_weights(COARSE, 1.0), COARSE)
    return lowered(there, *(px / COARSE for px in settled(costs)))


def exactly(levels: Pyramid, rough: Fields, course: Course) -> Fields:
    """From the coarse grid to the frame's own."""
    there, before = rough, COARSE
    for grid in (FINE, 1):
        level = levels[grid]
        there = regrid(there, level.columns, before / grid)
        weights, jumped = course.weights(grid, level.columns), course.jumped(grid, level.columns)
        there = refine(level.origin, level.destination, there, jumped, weights, grid, ROUNDS)
        before = grid
    return there


def fitting(level: Level, columns: Image, rows: Image) -> float:
    """The correlation of the contrasts inside the box where a map of the frame lays them."""
    grid, count = level.grid, level.columns
    at = [
        (image.reshape(FRAME_ROWS // grid, grid, count, grid).mean(axis=(1, 3)) + 0.5) / grid - 0.5
        for image in (columns, rows)
    ]
    top, bottom = (MARGIN_ROWS + round(part * BOX_ROWS) for part in (HIGHEST, 1 - LOWEST_PART))
    box = slice(top // grid, bottom // grid), slice(count // ENDS, -(count // ENDS))
    moved, seen = (
        taken(image, *(part.astype(np.float32) for part in at))[box]
        for image in (level.destination.value, level.destination.weight)
    )
    own, weight = level.origin.value[box], level.origin.weight[box] * seen
    norm = float((weight * own**2).sum()) * float((weight * moved**2).sum())
    return float((weight * own * moved).sum()) / (math.sqrt(norm) + 1e-6)
