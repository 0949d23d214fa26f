"""Blocks of the origin's load, each looked for in the destination around the place where the map lays it.

A load may move by itself along the container, and what lies nearer or farther than the middle plane is seen higher or
lower.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from datasets.aligned import AlignedPair, Alignment
from datasets.bands import LOWEST_PART
from datasets.contrast import halved
from datasets.planes import FAR_WALL, MIDDLE, NEAR_WALL
from datasets.view import BOX_ROWS, MARGIN_ROWS, Image

Numbers = NDArray[np.float64]

GRID = 2  # frame pixels a pixel; all that follows is in pixels of the grid
NEARBY_PX = 4.0  # over which what is even in a load is taken out
FAINT = 0.05  # of attenuation: up to there an edge counts as it is, stronger ones hardly more
BANDS = 5  # of the box's height
FLAT = 0.1  # a block with less contrast tells nothing
UNSEEN_SHARE = 0.5  # of a block, from which on it tells nothing
ALONG_PX = 16  # columns to either side in which a block is looked for, 32 cm
DOWN_PX, FARTHEST_DOWN_PX = 4, 48  # rows beyond what depth explains, and at most
NEARLY_PX = 3  # columns between offsets that are nearly the same


@dataclass(frozen=True)
class FoundBlocks:
    """Per block its first column, mean attenuation, best fit, how far along that is, and its best fit elsewhere.

    Columns and offsets are in pixels of the grid, fits are correlations. Elsewhere is in place, or at any offset that
    is not nearly the same, so that what repeats itself is known.
    """

    left: Numbers
    attenuation: Numbers
    fit: Numbers
    along: Numbers
    fit_elsewhere: Numbers

    def __len__(self) -> int:
        return len(self.fit)


def find_blocks(pair: AlignedPair, length: int, step: int) -> FoundBlocks:
    """Blocks a fifth of the box high and `length` columns long, one every `step` columns."""
    mean = halved(pair.origin.attenuation[0], GRID)
    here, there = structure(mean), structure(halved(pair.moved[0], GRID))
    unseen = halved(pair.origin.unseen.astype(np.float32), GRID)
    down = rows_around(pair.alignment)
    first, last = MARGIN_ROWS // GRID, (MARGIN_ROWS + round((1 - LOWEST_PART) * BOX_ROWS)) // GRID
    height = (last - first) // BANDS
    found = [
        (left, mean[top : top + height, left : left + length].mean(), *best_fit(block, there, top, left, down))
        for top in range(first, first + BANDS * height, height)
        for left in range(ALONG_PX, here.shape[1] - length - ALONG_PX, step)
        if unseen[top : top + height, left : left + length].mean() <= UNSEEN_SHARE
        and (block := here[top : top + height, left : left + length]).std() > FLAT
    ]
    return FoundBlocks(*np.array(found, dtype=np.float64).reshape(-1, 5).T)


def structure(attenuation: Image) -> Image:
    """What stands out from its surroundings, with strong edges held down."""
    own = attenuation - cv2.GaussianBlur(attenuation, (0, 0), NEARBY_PX)
    return np.asarray(np.arcsinh(own / FAINT), dtype=np.float32)


def rows_around(alignment: Alignment) -> int:
    """How many rows higher or lower than in the middle plane a load may show."""
    if alignment.planes is None:
        return DOWN_PX
    box = np.arange(MARGIN_ROWS, MARGIN_ROWS + BOX_ROWS, dtype=np.float64)
    near, middle, far = (alignment.planes.level_rows(box, depth) for depth in (NEAR_WALL, MIDDLE, FAR_WALL))
    farthest = max(np.abs(wall - middle).max() for wall in (near, far))
    return min(round(float(farthest) / GRID) + DOWN_PX, FARTHEST_DOWN_PX)


def best_fit(block: Image, there: Image, top: int, left: int, down: int) -> tuple[float, float, float]:
    """The correlation of a block with the place it fits best, how far along that lies, and the best fit elsewhere."""
    rows = slice(max(0, top - down), top + block.shape[0] + down)
    columns = slice(left - ALONG_PX, left + block.shape[1] + ALONG_PX)
    fits = np.nan_to_num(cv2.matchTemplate(there[rows, columns], block, cv2.TM_CCOEFF_NORMED))
    row, column = divmod(int(fits.argmax()), fits.shape[1])
    by_column = fits.max(axis=0)
    offsets = np.arange(fits.shape[1])
    elsewhere = (np.abs(offsets - column) > NEARLY_PX) | (offsets == ALONG_PX)
    return float(fits[row, column]), column + vertex(fits[row], column) - ALONG_PX, float(by_column[elsewhere].max())


def vertex(fits: Image, at: int) -> float:
    """How far beside the highest of three values a parabola through them has its top."""
    if at in (0, len(fits) - 1):
        return 0.0
    before, top, after = (float(value) for value in fits[at - 1 : at + 2])
    return (before - after) / (2 * min(before - 2 * top + after, -1e-9))
