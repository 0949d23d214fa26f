"""How sure the map is: a calibrated probability that it is right, and the limit below which two views are not compared.

Right means: 90 % of the places within 3 frame pixels along the travel, about 3 cm, and within 24 in height, a tenth of
the box, which is what sources at other places leave open.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from datasets.bands import row_weights
from datasets.pyramid import Level
from datasets.travel import BLOCK

Numbers = NDArray[np.float64]

# Logistic regression on simulated pairs, real radiographs scanned again, and containers that differ;
# docs/figures/aligning.md has the counts and how well it holds on others.
INTERCEPT, OF_AGREEMENT, OF_BENDING, OF_ADVANTAGE = -1.93, 8.02, -0.74, 1.04
LEAST_BENDING, LEAST_ADVANTAGE = 0.05, 0.001
NO_STRUCTURE = 0.03  # a spread of contrast that is rounding, not structure
LEAST_QUALITY = 0.4  # refuses no real re-scan and 5 % of simulated pairs whose map is right


@dataclass(frozen=True)
class Evidence:
    """What is known of a map without the truth.

    `agreement` is the correlation of both contrasts in the near wall's map; `bending` how much the travel changes its
    speed from block to block; `advantage` how much dearer the travel is the other way round.
    """

    agreement: float
    bending: float
    advantage: float


def probability_right(evidence: Evidence) -> float:
    score = (
        INTERCEPT
        + OF_AGREEMENT * evidence.agreement
        + OF_BENDING * math.log(evidence.bending + LEAST_BENDING)
        + OF_ADVANTAGE * math.log(evidence.advantage + LEAST_ADVANTAGE)
    )
    return 1 / (1 + math.exp(-score))


def agreement(level: Level) -> float:
    """Correlation of the contrasts of a level whose destination was moved, over all matched rows."""
    matched = row_weights(level.grid) > 0
    a, b = level.origin.value[matched], level.destination.value[matched]
    weight = level.origin.weight[matched] * level.destination.weight[matched]
    least = NO_STRUCTURE**2 * weight.sum() + 1e-6
    own, other = (float((weight * values**2).sum() + least) for values in (a, b))
    return float((weight * a * b).sum()) / math.sqrt(own * other)


def bending(offset: Numbers) -> float:
    """Mean change, from block to block, of how far a block's offset is from the last one's, in columns."""
    return float(np.abs(np.diff(offset[::BLOCK], 2)).mean())
