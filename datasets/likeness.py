"""Whether two views that were laid on each other show one load: how well blocks of the one are found in the other.

Of one load most blocks are found, and many of them equally far along; of two loads of one kind a block fits here or
there.
"""

import math

import numpy as np

from datasets.aligned import AlignedPair
from datasets.load_blocks import ALONG_PX, FoundBlocks, find_blocks

BLOCK_PX = 48  # of the grid: about a metre
TOGETHER_PX = 1  # whole columns of the grid between blocks that lie equally far along
FEWEST_BLOCKS = 4

# Logistic regression on 859 simulated pairs of one container against 83 pairs of different ones with one kind of load,
# all of which passed LEAST_QUALITY, both kinds with equal weight.
INTERCEPT, OF_WORSE, OF_TOGETHER = -8.27, 4.23, 10.62
LEAST_LIKENESS = 0.35  # on other 302 and 45 such pairs: of one container 4.0 % are below, of different ones 44 of 45


def likeness(pair: AlignedPair) -> float:
    """The probability that both views show one load; 1 where the load has too little structure to tell."""
    found = find_blocks(pair, BLOCK_PX, BLOCK_PX)
    if len(found) < FEWEST_BLOCKS:
        return 1.0
    return 1 / (1 + math.exp(-(INTERCEPT + OF_WORSE * worse(found) + OF_TOGETHER * together(found))))


def worse(found: FoundBlocks) -> float:
    """The fit that three quarters of the blocks exceed."""
    return float(np.quantile(found.fit, 0.25))


def together(found: FoundBlocks) -> float:
    """The largest share of the blocks that lie equally far along."""
    along = found.along.round()
    return float(max((np.abs(along - one) <= TOGETHER_PX).mean() for one in range(-ALONG_PX, ALONG_PX + 1)))
