"""From the near wall to the middle plane: where the sources stand otherwise, heights map otherwise at each depth.

The frame and the bands that carry the map along the travel lie in the near wall. For one depth the map between two fans
is affine in the row, so two numbers, a shift and a stretch, carry the map from there to where the load is.
"""

from collections.abc import Iterator

import numpy as np

from datasets.contrast import Contrast
from datasets.view import BOX_ROWS, MARGIN_ROWS, Image
from datasets.warp import Fields, heights, places, taken

COARSE, FINE = 4, 2  # frame pixels a pixel
HIGHEST, LOWEST = 0.03, 0.90  # part of the box that is matched: below its edge, above the chassis
SHIFTS = np.arange(-40.0, 41.0, 4.0)  # frame pixels; sources 3.6 to 6.5 m away, on one side or on both
STRETCHES = np.arange(-40.0, 41.0, 5.0)  # frame pixels from the middle of the box to its roof
OUTLIER = 0.7  # a difference of contrast that counts half
LEAST_GAIN = 0.02  # of the cost, else the map stays in the near wall


def middle_plane(origins: dict[int, Contrast], destinations: dict[int, Contrast], fields: Fields) -> Fields:
    """The same fields, shifted and stretched in height to where most of what is seen lies; contrasts by their grid."""
    coarse = Matcher(origins[COARSE], destinations[COARSE], fields, COARSE)
    start = coarse.cost(0.0, 0.0)
    best = min(((coarse.cost(t, s), t, s) for t in SHIFTS for s in STRETCHES), key=lambda found: found[0])
    if best[0] > start * (1 - LEAST_GAIN):
        return fields
    _, shift, stretch = best
    fine = Matcher(origins[FINE], destinations[FINE], fields, FINE)
    for step in (2.0, 1.0, 0.5):
        _, shift, stretch = min((fine.cost(t, s), t, s) for t, s in around(shift, stretch, step))
    moved = fields.copy()
    moved[2] += shift
    moved[3] += stretch
    return moved


def around(shift: float, stretch: float, step: float) -> Iterator[tuple[float, float]]:
    for down in (-step, 0.0, step):
        for wider in (-step, 0.0, step):
            yield shift + down, stretch + wider


class Matcher:
    """How badly the two contrasts fit on one grid, for any shift and stretch in frame pixels."""

    def __init__(self, origin: Contrast, destination: Contrast, fields: Fields, grid: int) -> None:
        part = ((np.arange(origin.value.shape[0]) + 0.5) * grid - MARGIN_ROWS) / BOX_ROWS
        used = np.flatnonzero((part > HIGHEST) & (part < LOWEST))
        self.rows, self.height, self.grid = used.astype(np.float64), heights(used.astype(np.float64), grid), grid
        self.value, self.weight = origin.value[used], origin.weight[used]
        self.destination = destination
        at = (np.arange(origin.value.shape[1]) + 0.5) * grid - 0.5
        self.fields = np.stack([np.interp(at, np.arange(fields.shape[1]), field) for field in fields]) / grid

    def cost(self, shift: float, stretch: float) -> float:
        fields = self.fields.copy()
        fields[2] += shift / self.grid
        fields[3] += stretch / self.grid
        columns, rows = places(fields, self.rows, self.height)
        squared = (self.value - taken(self.destination.value, columns, rows)) ** 2
        weight: Image = self.weight * taken(self.destination.weight, columns, rows)
        return float((weight * squared / (squared + OUTLIER**2)).sum() / (weight.sum() + 1.0))
