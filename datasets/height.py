"""Heights from one view to the other, once the columns are known: roof and floor moved to where the rows fit best."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from datasets.contrast import Contrast
from datasets.rails import ROOF_EDGE, far_rails, middle_of_roof
from datasets.view import BOX_ROWS, FRAME_ROWS, MARGIN_ROWS, Image
from datasets.warp import Fields, heights

Numbers = NDArray[np.float64]

REACH_PX = 72  # frame pixels
OUTLIER = 0.7  # a difference of contrast that counts half
ROOFS, FLOORS = np.arange(-8.0, 9.0, 2.0), np.arange(-56.0, 57.0, 2.0)  # frame pixels, for outlines that were off
ROOF_COST, FLOOR_COST = 0.01, 0.003  # for each pixel, of what rows cost that have nothing in common
MIDDLE_FLOORS, MIDDLE_FLOOR_COST = np.arange(-32.0, 33.0), 0.005
HIGHEST, LOWEST = 0.06, 0.88  # part of the box in which the load's own height is looked for
RAIL_PX = 5  # rows around a far rail that say nothing of the load
LEAST_SHIFT_PX = 4.0  # sources whose middle planes lie nearer than this are taken to stand alike


@dataclass(frozen=True, eq=False)
class RowCosts:
    """What each row of the origin costs against the rows around the one that the map names, 0 where that says nothing.

    `cost` is rows x offsets; `height` belongs to the rows, from -1 at the floor to 1 at the roof.
    """

    cost: Numbers
    height: Numbers
    grid: int

    @classmethod
    def of(cls, origin: Contrast, moved: Contrast, weights: Image, grid: int) -> "RowCosts":
        """Of contrasts whose columns fit; `weights` says how much each row of the origin has to say."""
        reach, used = REACH_PX // grid, np.flatnonzero(weights)
        value, own = origin.value[used], origin.weight[used] * weights[used, None]
        padding = ((reach, reach), (0, 0))
        others, seen = np.pad(moved.value, padding), np.pad(moved.weight, padding)
        cost, total = np.empty((2, len(used), 2 * reach + 1))
        for k in range(2 * reach + 1):
            both = own * seen[used + k]
            squared = (value - others[used + k]) ** 2
            cost[:, k] = (both * squared / (squared + OUTLIER**2)).sum(axis=1)
            total[:, k] = both.sum(axis=1)
        usual = cost.sum() / max(total.sum(), 1e-6)
        most = max(usual * total.max(axis=1).sum(), 1e-6)
        return cls((cost - usual * total) / most, heights(used.astype(np.float64), grid), grid)

    def at(self, roof: Numbers, floor: Numbers) -> Numbers:
        """The cost where roof and floor lie so many frame pixels lower, for arrays of one shape; -1 at best."""
        reach = self.cost.shape[1] // 2
        lower = roof[..., None] * (1 + self.height) / 2 + floor[..., None] * (1 - self.height) / 2
        place = np.clip(lower / self.grid + reach, 0, 2 * reach - 1e-6)
        whole, rows = place.astype(int), np.arange(len(self.height))
        part = place - whole
        return np.asarray((self.cost[rows, whole] * (1 - part) + self.cost[rows, whole + 1] * part).sum(axis=-1))


def settled(costs: RowCosts) -> tuple[float, float]:
    """By how many frame pixels roof and floor lie lower than the map says, where an outline was off."""
    roof, floor = np.meshgrid(ROOFS, FLOORS, indexing="ij")
    total = costs.at(roof, floor) + ROOF_COST * np.abs(roof) + FLOOR_COST * np.abs(floor)
    best = np.unravel_index(int(total.argmin()), total.shape)
    return float(roof[best]), float(floor[best])


def lowered(fields: Fields, roof: float, floor: float) -> Fields:
    """The same fields with roof and floor so many of their pixels lower."""
    moved = fields.copy()
    moved[2] += (roof + floor) / 2
    moved[3] += (roof - floor) / 2
    return moved


@dataclass(frozen=True)
class Rails:
    """The rows of both frames at which the far rail is seen, and what a map of the near wall makes of them."""

    origin: float
    destination: float
    middle_height: float  # of the roof's middle in the origin's frame
    lower: float  # rows by which the destination shows the roof's middle lower than the near wall's map says

    @classmethod
    def of(cls, origin: Contrast, destination: Contrast, fields: Fields) -> "Rails | None":
        """On the frame's own grid; None where the sources stand alike, or a rail is not seen."""
        rows = np.arange(FRAME_ROWS, dtype=np.float64)
        near = rows + np.median(fields[2]) + heights(rows, 1) * np.median(fields[3])
        found = far_rails(origin, destination, near)
        if found is None:
            return None
        middle = ROOF_EDGE + middle_of_roof(found[0] - ROOF_EDGE)
        edge, alike = np.interp([ROOF_EDGE, middle], rows, near)
        lower = float(edge + middle_of_roof(found[1] - edge) - alike)
        height = float(heights(np.array([middle]), 1)[0])
        return cls(*found, height, lower) if abs(lower) >= LEAST_SHIFT_PX else None


def middle_plane(origin: Contrast, moved: Contrast, rails: Rails, grid: int) -> tuple[float, float]:
    """By how many frame pixels roof and floor of the middle plane lie lower than the near wall's map says.

    The roof follows from the rails; the floor is where the load fits best.
    """
    row = (np.arange(origin.value.shape[0]) + 0.5) * grid - 0.5
    part = (row - MARGIN_ROWS) / BOX_ROWS
    of_load = (part > HIGHEST) & (part < LOWEST) & (np.abs(row - rails.origin) > RAIL_PX)
    beside_rail = np.abs(row - rails.destination) > RAIL_PX
    without_rail = replace(moved, weight=moved.weight * beside_rail[:, None])
    costs = RowCosts.of(origin, without_rail, of_load.astype(np.float32), grid)
    roofs = (rails.lower - MIDDLE_FLOORS * (1 - rails.middle_height) / 2) * 2 / (1 + rails.middle_height)
    total = costs.at(roofs, MIDDLE_FLOORS) + MIDDLE_FLOOR_COST * np.abs(MIDDLE_FLOORS)
    best = int(total.argmin())
    return float(roofs[best]), float(MIDDLE_FLOORS[best])
