"""Heights from one view to the other, once the columns are known: roof and floor moved to where the rows fit best."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from datasets.contrast import Contrast
from datasets.view import Image
from datasets.warp import Fields, heights

Numbers = NDArray[np.float64]

REACH_PX = 72  # frame pixels
OUTLIER = 0.7  # a difference of contrast that counts half
ROOFS, FLOORS = np.arange(-8.0, 9.0, 2.0), np.arange(-56.0, 57.0, 2.0)  # frame pixels, for outlines that were off
ROOF_COST, FLOOR_COST = 0.01, 0.003  # for each pixel, of what rows cost that have nothing in common


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
