"""Whether two views that were laid on each other show one load: how well blocks of the one are found in the other.

A load may move by itself, and what lies nearer or farther than the middle plane shows at other rows; so a block is
looked for around the place where the map lays it. Of one load most blocks are found, and many of them equally far
along; of two loads of one kind a block fits here or there.
"""

import math
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

GRID = 2  # frame pixels a pixel
NEARBY_PX = 4.0  # of the grid: over which what is even in a load is taken out
FAINT = 0.05  # of attenuation: twice as strong an edge counts twice below it, hardly more beyond it
BANDS, BLOCK_PX = 5, 48  # a block is a fifth of the height and 48 pixels of the grid long, about a metre
FLAT = 0.1  # a block with less contrast tells nothing
UNSEEN_SHARE = 0.5  # of a block, from which on it tells nothing
ALONG_PX = 16  # columns of the grid to either side in which a block is looked for, 32 cm
DOWN_PX, FARTHEST_DOWN_PX = 4, 48  # rows of the grid beyond what depth explains, and at most
TOGETHER_PX = 1  # columns of the grid between blocks that lie equally far along
FEWEST_BLOCKS = 4

# Logistic regression on 859 simulated pairs of one container against 83 pairs of different ones with one kind of load,
# all of which passed LEAST_QUALITY, both kinds with equal weight.
INTERCEPT, OF_WORSE, OF_TOGETHER = -8.27, 4.23, 10.62
LEAST_LIKENESS = 0.35  # on other 302 and 45 such pairs: of one container 4.0 % are below, of different ones 44 of 45


@dataclass(frozen=True)
class Found:
    """Blocks of the origin's load in the destination: how well each fits at best, and how far along, in grid pixels."""

    fits: Numbers
    along: Numbers

    @property
    def worse(self) -> float:
        """The fit that three quarters of the blocks exceed."""
        return float(np.quantile(self.fits, 0.25))

    @property
    def together(self) -> float:
        """The largest share of the blocks that lie equally far along."""
        shares = [(np.abs(self.along - one) <= TOGETHER_PX).mean() for one in range(-ALONG_PX, ALONG_PX + 1)]
        return float(max(shares))


def likeness(pair: AlignedPair) -> float:
    """The probability that both views show one load; 1 where the load has too little structure to tell."""
    found = find_blocks(pair)
    if len(found.fits) < FEWEST_BLOCKS:
        return 1.0
    return 1 / (1 + math.exp(-(INTERCEPT + OF_WORSE * found.worse + OF_TOGETHER * found.together)))


def find_blocks(pair: AlignedPair) -> Found:
    here, there = structure(pair.origin.attenuation[0]), structure(pair.moved[0])
    unseen = halved(pair.origin.unseen.astype(np.float32), GRID)
    down = rows_around(pair.alignment)
    first, last = MARGIN_ROWS // GRID, (MARGIN_ROWS + round((1 - LOWEST_PART) * BOX_ROWS)) // GRID
    height = (last - first) // BANDS
    found = [
        (fit, along)
        for top in range(first, first + BANDS * height, height)
        for left in range(ALONG_PX, here.shape[1] - BLOCK_PX - ALONG_PX, BLOCK_PX)
        if unseen[top : top + height, left : left + BLOCK_PX].mean() <= UNSEEN_SHARE
        and (block := here[top : top + height, left : left + BLOCK_PX]).std() > FLAT
        for fit, along in [best_fit(block, there, top, left, down)]
    ]
    return Found(*np.array(found, dtype=np.float64).reshape(-1, 2).T)


def structure(attenuation: Image) -> Image:
    """What stands out from its surroundings, with strong edges held down."""
    image = halved(attenuation, GRID)
    return np.arcsinh((image - cv2.GaussianBlur(image, (0, 0), NEARBY_PX)) / FAINT).astype(np.float32)


def rows_around(alignment: Alignment) -> int:
    """How many rows of the grid higher or lower than in the middle plane a load may show."""
    box = slice(MARGIN_ROWS, MARGIN_ROWS + BOX_ROWS)
    if alignment.planes is None:
        return DOWN_PX
    middle = alignment.planes.rows(MIDDLE)
    farthest = max(np.abs(alignment.planes.rows(wall) - middle)[box].max() for wall in (NEAR_WALL, FAR_WALL))
    return min(round(farthest / GRID) + DOWN_PX, FARTHEST_DOWN_PX)


def best_fit(block: Image, there: Image, top: int, left: int, down: int) -> tuple[float, int]:
    """The correlation of a block with the place it fits best, and how far along that lies."""
    rows = slice(max(0, top - down), top + block.shape[0] + down)
    columns = slice(left - ALONG_PX, left + block.shape[1] + ALONG_PX)
    fits = np.nan_to_num(cv2.matchTemplate(there[rows, columns], block, cv2.TM_CCOEFF_NORMED))
    best = int(fits.argmax())
    return float(fits.flat[best]), best % fits.shape[1] - ALONG_PX
