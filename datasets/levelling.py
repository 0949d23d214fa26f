"""Where down the destination each row of the origin lies, as one offset and one scale.

Two outlines of one container may differ by a tenth of its height, where one of them took the chassis for the floor.
What the rows show on the whole (rails, floor, top of the load) does not depend on speed or mirroring, so this comes
first.
"""

import numpy as np
from numpy.typing import NDArray

from datasets.contrast import Contrast
from datasets.view import Image
from datasets.warp import heights

Numbers = NDArray[np.float64]

QUANTILES = (15, 35, 50, 65, 85)  # of a row's contrasts
ROOF_OFFSETS = np.arange(-12.0, 13.0, 2.0)  # frame pixels by which the roof may lie lower
FLOOR_OFFSETS = np.arange(-60.0, 61.0, 3.0)
ROOF_COST, FLOOR_COST = 0.01, 0.004  # of correlation, for each pixel: a roof is seldom taken for something else


def level_rows(origin: Contrast, destination: Contrast, row_weights: Image, grid: int) -> tuple[float, float]:
    """Vertical offset and its change with height, in frame pixels, from contrasts of one grid."""
    own, other = profile(origin), profile(destination)
    rows = np.arange(len(row_weights), dtype=np.float64)
    height = heights(rows, grid)
    roof, floor = (axis[:, :, None] for axis in np.meshgrid(ROOF_OFFSETS, FLOOR_OFFSETS, indexing="ij"))
    at = rows + ((roof + floor) / 2 + (roof - floor) / 2 * height) / grid
    scores = np.zeros(at.shape[:2])
    for mine, others in zip(own, other, strict=True):
        there = np.interp(at, rows, others)
        inside = row_weights * ((at >= 0) & (at <= rows[-1]))
        scores += correlated(mine, there, inside) / len(own)
    scores -= (ROOF_COST * np.abs(roof) + FLOOR_COST * np.abs(floor))[:, :, 0]
    i, j = np.unravel_index(int(scores.argmax()), scores.shape)
    return float(ROOF_OFFSETS[i] + FLOOR_OFFSETS[j]) / 2, float(ROOF_OFFSETS[i] - FLOOR_OFFSETS[j]) / 2


def profile(contrast: Contrast) -> Numbers:
    """Quantiles of each row's contrasts, what was not seen left out by its contrast of 0."""
    return np.asarray(np.percentile(contrast.value, QUANTILES, axis=1), dtype=np.float64)


def correlated(a: Numbers, b: Numbers, weight: Numbers) -> Numbers:
    total = weight.sum(axis=-1) + 1e-9
    mean_a, mean_b = (weight * a).sum(axis=-1) / total, (weight * b).sum(axis=-1) / total
    da, db = a - mean_a[..., None], b - mean_b[..., None]
    joint = (weight * da * db).sum(axis=-1)
    return np.asarray(joint / np.sqrt((weight * da**2).sum(axis=-1) * (weight * db**2).sum(axis=-1) + 1e-9))
