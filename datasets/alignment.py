"""One view laid on another: mirrored or not, the map between them, the intensity law, and how sure all of it is."""

from dataclasses import replace

import cv2
import numpy as np
from scipy.linalg import LinAlgError

from datasets.aligned import AlignedPair, Alignment
from datasets.alike import laid_alike
from datasets.bands import row_weights
from datasets.course import Course, find_courses
from datasets.curve import apply_curve, fit_curve
from datasets.errors import AlignmentError
from datasets.fine_map import finer_map
from datasets.height import RowCosts, lowered, settled
from datasets.levelling import level_rows
from datasets.planes import MIDDLE, Planes
from datasets.pyramid import GRIDS, UNSEEN_SHARE, Level, Pyramid, pyramid
from datasets.quality import UNSEEN_SPREAD_PX, Evidence, agreement, agreement_along, bending, probability_right
from datasets.residual import patches, relative_residual
from datasets.rivals import are_apart, standing
from datasets.shell import Shell
from datasets.view import Image, Mask, View
from datasets.warp import FIELDS, Fields, refine, regrid, taken, whole_map

COARSEST = GRIDS[0]
TRAVEL_GRID = 2
SETTLING_MIDDLE = 0.3  # weight of the middle rows in looking for roof and floor
ROUNDS = 4  # of Gauss-Newton on each grid
ROOF_HEIGHT = 0.9  # of the roof band, from -1 at the floor to 1 at the roof: it shows how the vehicle sways


def align(origin: View, destination: View) -> AlignedPair:
    """Lays the destination on the origin's grid and brings it to the origin's grey scale."""
    levels = pyramid(origin, destination)
    shells = shells_of(origin, destination)
    start = (0.0, 0.0) if shells else levelled(levels[TRAVEL_GRID])
    courses = find_courses(levels[TRAVEL_GRID].moved(even_fields(levels[TRAVEL_GRID], start)), shells)
    if courses[0].mirrored:
        levels = {grid: level.turned() for grid, level in levels.items()}
    try:
        course, fields = best_fields(levels, courses, start, settle=shells is None)
        planes = planes_of(levels, fields, course, *shells) if shells else None
    except LinAlgError as error:
        raise AlignmentError(f"no map between the views can be computed: {error}") from error
    columns, rows = whole_map(fields)
    if planes:
        rows = planes.rows(MIDDLE)
    columns = delivered(columns, origin, destination, course.mirrored)
    alignment = Alignment(course.mirrored, columns, rows, (), 0.0, 0.0, planes, course.side_odds)
    pair = laid(origin, destination, alignment)
    if origin.frame.outline.region == destination.frame.outline.region == "object":
        pair = finer(pair)
    evidence = evidence_of(levels[1].moved(fields), course, shells)
    return replace(pair, alignment=replace(pair.alignment, quality=probability_right(evidence)))


def finer(pair: AlignedPair) -> AlignedPair:
    """An object has no roof, floor and posts that carry its map: all of its attenuation does."""
    found = pair.alignment
    there = apply_curve(pair.destination.attenuation[0], found.curve[0]).astype(np.float32)
    columns, rows = finer_map(pair.origin.attenuation[0], there, found.columns, found.rows)
    return laid(pair.origin, pair.destination, replace(found, columns=columns, rows=rows))


def evidence_of(moved: Level, course: Course, shells: tuple[Shell, Shell] | None) -> Evidence:
    spread = max(shells[0].spread + shells[1].spread) if shells else UNSEEN_SPREAD_PX
    return Evidence(
        agreement(moved), *agreement_along(moved), bending(course.path.offset), course.advantage, max(spread, 0.1)
    )


def shells_of(origin: View, destination: View) -> tuple[Shell, Shell] | None:
    """Both shells, where both were seen and from one direction."""
    first, second = origin.frame.outline.shell, destination.frame.outline.shell
    return (first, second) if first and second and first.above == second.above else None


def levelled(level: Level) -> tuple[float, float]:
    return level_rows(level.origin, level.destination, row_weights(level.grid), level.grid)


def planes_of(levels: Pyramid, fields: Fields, course: Course, origin: Shell, destination: Shell) -> Planes:
    """The map at every depth: heights by both shells, sway by what roof and floor show.

    The sources' sides are as declared, else as the walls tell, and else taken to be one: a box is nearly symmetric.
    """
    sway = fields[2] + ROOF_HEIGHT * fields[3]
    planes = Planes(origin, destination, course.opposite, sway - np.median(sway))
    if origin.side and destination.side:
        planes = replace(planes, opposite=origin.side != destination.side)
    return planes if planes.opposite else laid_alike(levels, fields, course, planes) or planes


def even_fields(level: Level, start: tuple[float, float]) -> Fields:
    """Fields that only shift and stretch the rows, by frame pixels."""
    fields = np.zeros((FIELDS, level.columns))
    fields[2:] = np.array(start)[:, None] / level.grid
    return fields


def best_fields(
    levels: Pyramid, courses: tuple[Course, ...], start: tuple[float, float], settle: bool
) -> tuple[Course, Fields]:
    """The likelier course, its path made exact; where the outlines may be off, roof and floor settle first."""
    if not are_apart(courses, TRAVEL_GRID):
        courses = courses[:1]
    exact = [(course, exact_fields(levels, course, start, settle)) for course in courses]
    return exact[0] if len(exact) == 1 else max(exact, key=lambda one: standing(levels[1], *one))


def exact_fields(levels: Pyramid, course: Course, start: tuple[float, float], settle: bool) -> Fields:
    fields = refined(levels[TRAVEL_GRID], course, begin(levels, course, start, settle))
    return refined(levels[1], course, regrid(fields, levels[1].columns, TRAVEL_GRID))


def begin(levels: Pyramid, course: Course, start: tuple[float, float], settle: bool) -> Fields:
    """The path as it was found; where the outlines may be off, roof and floor settle on the coarsest grid.

    Where they are exact that grid is left out: on it a path slips by periods of the corrugation.
    """
    fields = even_fields(levels[TRAVEL_GRID], start)
    fields[0] = course.path.offset
    if not settle:
        return fields
    level = levels[COARSEST]
    fields = regrid(fields, level.columns, TRAVEL_GRID / COARSEST)
    costs = RowCosts.of(level.origin, level.moved(fields).destination, row_weights(COARSEST, SETTLING_MIDDLE), COARSEST)
    fields = lowered(fields, *(px / COARSEST for px in settled(costs)))
    return regrid(refined(level, course, fields), levels[TRAVEL_GRID].columns, COARSEST / TRAVEL_GRID)


def refined(level: Level, course: Course, fields: Fields) -> Fields:
    """A course made exact on one grid."""
    weights, jumped = course.weights(level.grid, level.columns), course.jumped(level.grid, level.columns)
    return refine(level.origin, level.destination, fields, jumped, weights, level.grid, ROUNDS)


def delivered(columns: Image, origin: View, destination: View, mirrored: bool) -> Image:
    """Columns into the destination's own frame: its width and its direction."""
    columns = (columns + 0.5) * (destination.frame.columns / origin.frame.columns) - 0.5
    if mirrored:
        columns = destination.frame.columns - 1 - columns
    return columns.astype(np.float32)


def laid(origin: View, destination: View, alignment: Alignment) -> AlignedPair:
    """The pair after this map, the curve and the residual added to it."""
    moved, unseen = moved_view(destination, alignment, len(origin.attenuation))
    usable = ~(origin.unseen | unseen)
    clipped = origin.clipped or destination.clipped
    curve = tuple(fit_curve(*patches(a, b, usable), clipped) for a, b in zip(origin.attenuation, moved, strict=False))
    moved = np.stack([np.minimum(apply_curve(b, law), origin.floor) for b, law in zip(moved, curve, strict=True)])
    residual = relative_residual(*patches(origin.attenuation[0], moved[0], usable))
    return AlignedPair(origin, destination, moved, unseen, replace(alignment, curve=curve, residual=residual))


def moved_view(view: View, alignment: Alignment, energies: int) -> tuple[Image, Mask]:
    """Attenuation and unseen of the view, taken where the map says."""
    columns, rows = alignment.columns, alignment.rows
    moved = [
        cv2.remap(energy, columns, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        for energy in view.attenuation[:energies]
    ]
    unseen = taken(view.unseen.astype(np.float32), columns, rows, outside=1.0)
    return np.stack(moved).astype(np.float32), unseen > UNSEEN_SHARE
