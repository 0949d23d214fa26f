"""Which way round the container passed, from which side it was seen, and where along the travel each column lies.

Of a box seen from the side, the rows between the roof's near and far edge show the near wall alone. From the other side
that is the other wall: what is there then fits nowhere, or it fits where the same joint of the other wall stands.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from datasets.bands import END_PART, place_weights
from datasets.contrast import Contrast
from datasets.levelling import correlated
from datasets.pyramid import Level
from datasets.shell import Shell
from datasets.travel import Travel, pooled, travel
from datasets.view import BOX_ROWS, MARGIN_ROWS, Image
from datasets.warp import taken

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]

ENDS = 3.0  # weight of the posts and doors
SUREST_DOORS = 4.0  # log odds: the doors were told right in all of 200 simulated scans
COST_OF_ODDS = 0.03  # of a path's cost, to one of log odds: 97 % of right directions are so much cheaper
CARRYING_PX = 40  # rows below the far edge of the roof that carry the travel where the near wall is another
RAIL_PX = 12  # rows of the near rail: from either side it shows how the vehicle sways
EDGE_PX = 6  # rows beside an edge of the roof that belong to its rail
FEWEST_ROWS = 8  # of the near wall alone, in which it can be told
STRETCHES = 8  # of the length, each compared by itself
NEARBY_PX = 40  # columns over which a wall's pattern is evened out
# Logistic regression on 789 simulated pairs, 29 % of them with sources on different sides: log odds by the correlation
# of what both views show of their near walls, where both walls carry the travel. Cross-fitted 76.5 % are told right.
ODDS_UNLIKE, ODDS_OF_ALIKE = 1.53, -2.47  # the pair's own evidence
OPPOSITE_BEFORE = -0.88  # log odds before anything is known of two scanners


@dataclass(frozen=True, eq=False)
class Course:
    """A path along the travel, with the destination turned where `mirrored`.

    `advantage` is by how much the other way round is dearer. `carrying` is the row of the frame from which on what both
    walls show carries the travel; None where the near wall and the floor do. `side_odds` is what this pair says for
    sources on different sides of the container: the logarithm of a likelihood ratio, 0 where nothing is said.
    """

    path: Travel
    mirrored: bool
    advantage: float
    carrying: int | None = None
    side_odds: float = 0.0

    @property
    def opposite(self) -> bool:
        """Whether the sources likelier stood on different sides, as far as this pair tells."""
        return self.side_odds + OPPOSITE_BEFORE > 0

    def weights(self, grid: int, columns: int) -> Image:
        """What each place of a grid has to say."""
        return course_weights(grid, columns, 1.0, self.carrying)

    def jumped(self, grid: int, columns: int) -> Flags:
        """Where the path breaks off, for the columns of a grid."""
        found_on = round(columns * grid / len(self.path.jumped))
        at = np.arange(columns) * grid // found_on
        return self.path.jumped[np.minimum(at, len(self.path.jumped) - 1)]


def find_courses(level: Level, shells: tuple[Shell, Shell] | None) -> tuple[Course, ...]:
    """Of views on one grid, their rows levelled: what the near wall says and, where it can be told from what lies
    behind, what both walls say."""
    here, there = pooled(level.origin), pooled(level.destination)
    weights = place_weights(level.grid, level.columns, ENDS)
    one, advantage = best_direction(here, there, weights, doors_turned(*shells) if shells else 0.0)
    mirrored = advantage < 0
    if shells is None or shells[0].above:
        return (Course(one, mirrored, abs(advantage)),)
    first, second = sorted(round(MARGIN_ROWS + BOX_ROWS * float(shell.seen(1.0, -1.0))) for shell in shells)
    carrying = second + EDGE_PX
    weights = course_weights(level.grid, level.columns, ENDS, carrying)
    other = travel(here, there.turned() if mirrored else there, weights)
    alike = near_walls_alike(level.turned() if mirrored else level, other, first)
    odds = 0.0 if alike is None else ODDS_UNLIKE + ODDS_OF_ALIKE * alike
    return tuple(Course(path, mirrored, abs(advantage), row, odds) for path, row in ((one, None), (other, carrying)))


def best_direction(here: Contrast, there: Contrast, weights: Image, turned_odds: float) -> tuple[Travel, float]:
    """The likelier path of both directions, and by how much turned is dearer than straight: below 0 where mirrored."""
    straight, turned = (travel(here, way, weights) for way in (there, there.turned()))
    advantage = turned.cost - straight.cost - turned_odds * COST_OF_ODDS
    return (straight, advantage) if advantage >= 0 else (turned, advantage)


def doors_turned(origin: Shell, destination: Shell) -> float:
    """The logarithm of the odds that the container passed the other way round, by where its doors are seen."""
    here, there = origin.doors_left, destination.doors_left
    turned = here * (1 - there) + (1 - here) * there
    return float(np.clip(math.log((turned + 1e-6) / (1 - turned + 1e-6)), -SUREST_DOORS, SUREST_DOORS))


def course_weights(grid: int, columns: int, ends: float, carrying: int | None) -> Image:
    """What each place has to say; from row `carrying` of the frame both walls do, and the near wall alone does not."""
    weights = place_weights(grid, columns, ends)
    if carrying is None:
        return weights
    end = max(1, round(END_PART * columns))
    rail, first, last = (row // grid for row in (MARGIN_ROWS + RAIL_PX, carrying, carrying + CARRYING_PX))
    weights[rail:first, end:-end] = 0.0
    weights[first:last, end:-end] = 1.0
    return weights


def near_walls_alike(level: Level, path: Travel, far_edge: int) -> float | None:
    """The correlation along a path of what two views show of their near walls, above row `far_edge` of the frame.

    The median over stretches, so that a load that moved before a part of the wall does not count; None where too few
    rows show the near wall alone.
    """
    near = slice((MARGIN_ROWS + EDGE_PX) // level.grid, (far_edge - EDGE_PX) // level.grid)
    if near.stop - near.start < FEWEST_ROWS // level.grid:
        return None
    rows, columns = np.mgrid[near, : level.columns].astype(np.float32)
    columns += path.offset.astype(np.float32)
    here = (level.origin.value * level.origin.weight)[near]
    there = taken(level.destination.value, columns, rows) * taken(level.destination.weight, columns, rows)
    both = (np.array_split(pattern(image, level.grid), STRETCHES) for image in (here, there))
    return float(np.median([correlated(one, other, np.ones_like(one)) for one, other in zip(*both, strict=True)]))


def pattern(image: Image, grid: int) -> Numbers:
    """Along the travel, without posts and doors, what stands out from its neighbourhood."""
    mean = image.mean(axis=0).astype(np.float64)
    window = NEARBY_PX // grid
    fine = mean - np.convolve(mean, np.ones(window) / window, mode="same")
    end = round((END_PART + 0.01) * len(fine))
    return np.asarray(fine[end:-end])
