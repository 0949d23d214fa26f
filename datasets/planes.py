"""From one view to the other at every depth: what two sources at different places do to the rows."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from datasets.shell import Shell
from datasets.view import BOX_ROWS, FRAME_ROWS, MARGIN_ROWS, Image

Numbers = NDArray[np.float64]

NEAR_WALL, MIDDLE, FAR_WALL = 1.0, 0.0, -1.0  # depths, from the origin's source
SWEPT = (MIDDLE, NEAR_WALL, 0.5, -0.5, FAR_WALL)  # depths at which two views are compared
ELSEWHERE = SWEPT[1:]  # depths that lie elsewhere if the sources stood on the other sides than is taken
SWEEP_PLANES = len(SWEPT) + len(ELSEWHERE)
ROOF_ROW, FLOOR_ROW = MARGIN_ROWS - 0.5, MARGIN_ROWS + BOX_ROWS - 0.5  # the box's edges, between rows of its frame


@dataclass(frozen=True, eq=False)
class Planes:
    """Both shells, whether the sources stood on different sides, and how many rows lower each column is seen.

    Depths are parts of half the box's width, from 1 on the wall that is near to the origin's source to -1 on the other.
    `sway` (W of the origin's frame) holds for all depths alike: the vehicle leans and sways as a whole. `lower` are the
    rows by which the destination's frame shows the edges of roof and floor lower than its outline says.
    """

    origin: Shell
    destination: Shell
    opposite: bool
    sway: Numbers
    lower: tuple[float, float] = (0.0, 0.0)

    def rows(self, depth: float) -> Image:
        """FRAME_ROWS x W: the destination's row that shows what the origin's pixel shows at this depth."""
        there = self.level_rows(np.arange(FRAME_ROWS, dtype=np.float64), depth)
        return (there[:, None] + self.sway).astype(np.float32)

    def level_rows(self, rows: Numbers, depth: float) -> Numbers:
        """Rows of the origin's frame to those of the destination's, before sway."""
        part = self.origin.part((rows + 0.5 - MARGIN_ROWS) / BOX_ROWS, depth)
        seen = self.destination.seen(part, -depth if self.opposite else depth)
        roof, floor = self.lower
        return np.asarray(MARGIN_ROWS - 0.5 + BOX_ROWS * seen + roof * (1 - seen) + floor * seen)

    def sweep(self) -> Image:
        """SWEEP_PLANES x 2: how the destination laid on the origin has to be stretched to be right at other depths.

        The rows of the laid picture that show what the origin's picture shows at ROOF_ROW and FLOOR_ROW; all between
        is linear. First for the depths of SWEPT, then for ELSEWHERE if the sources' sides were taken wrongly.
        """
        otherwise = replace(self, opposite=not self.opposite)
        return np.stack([*(self.stretched(depth) for depth in SWEPT), *map(otherwise.stretched, ELSEWHERE)])

    def stretched(self, depth: float) -> Image:
        edges = np.array([ROOF_ROW, FLOOR_ROW])
        roof, floor = self.level_rows(edges, MIDDLE)
        shares = (self.level_rows(edges, depth) - roof) / (floor - roof)
        return np.asarray(ROOF_ROW + BOX_ROWS * shares, np.float32)


def even_sweep() -> Image:
    """The sweep of a pair of which no depth is known: all depths lie as the middle plane does."""
    return np.tile(np.array([ROOF_ROW, FLOOR_ROW], np.float32), (SWEEP_PLANES, 1))
