"""How sure the map is: a calibrated probability that it is right, and the limit below which two views are not compared.

Right means: 90 % of the places of the middle plane within 2 frame pixels, about 2 cm.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from datasets.bands import row_weights
from datasets.pyramid import Level
from datasets.travel import BLOCK

Numbers = NDArray[np.float64]

# Logistic regression on 1,206 simulated pairs of one container and, at three tenths of the weight, 650 pairs of
# different ones; then slope and intercept by those of one container alone. docs/figures/aligning.md tells how well it
# holds. Whether two views are of one container is another question: datasets/likeness.py.
INTERCEPT, OF_AGREEMENT, OF_BENDING, OF_ADVANTAGE, OF_SPREAD = 2.693, 5.484, -0.129, 1.633, -0.573
OF_WEAKEST, OF_USUAL = 7.256, -7.717
LEAST_BENDING, LEAST_ADVANTAGE = 0.05, 0.001
NO_STRUCTURE = 0.03  # a spread of contrast that is rounding, not structure
UNSEEN_SPREAD_PX = 20.0  # stands for that of a shell that was not seen
CARRYING = 0.5  # weight above which a row belongs to the bands
NEXT_TO_NOTHING = 1e-3  # of squared contrast, so that what shows nothing agrees with nothing
STRETCHES, WEAKEST_PERCENT = 12, 10  # of the length, each judged by itself
LEAST_QUALITY = 0.5  # below it a map is likelier wrong than right


@dataclass(frozen=True)
class Evidence:
    """What is known of a map without the truth.

    `agreement` is the correlation of both contrasts in the near wall's map; `weakest` and `usual` are the 10th
    percentile and the median of what the bands of roof and floor have along STRETCHES of the length. `bending` is how
    much the travel changes its speed from block to block, `advantage` how much dearer the travel is the other way
    round, `spread_px` how unsure the less sure shell's middle plane is, in frame pixels.
    """

    agreement: float
    weakest: float
    usual: float
    bending: float
    advantage: float
    spread_px: float = UNSEEN_SPREAD_PX


def probability_right(evidence: Evidence) -> float:
    score = (
        INTERCEPT
        + OF_AGREEMENT * evidence.agreement
        + OF_WEAKEST * evidence.weakest
        + OF_USUAL * evidence.usual
        + OF_BENDING * math.log(evidence.bending + LEAST_BENDING)
        + OF_ADVANTAGE * math.log(evidence.advantage + LEAST_ADVANTAGE)
        + OF_SPREAD * math.log(evidence.spread_px)
    )
    return 1 / (1 + math.exp(-score))


def agreement_along(level: Level) -> tuple[float, float]:
    """The weakest and the usual agreement of the bands of roof and floor over stretches of the length."""
    bands = row_weights(level.grid) > CARRYING
    a, b = level.origin.value[bands], level.destination.value[bands]
    weight = level.origin.weight[bands] * level.destination.weight[bands]
    joint, own, other = ((weight * product).sum(axis=0) for product in (a * b, a * a, b * b))
    parts = np.linspace(0, level.columns, STRETCHES, endpoint=False).astype(int)
    joint, own, other = (np.add.reduceat(values, parts) for values in (joint, own, other))
    found = joint / np.sqrt(own * other + NEXT_TO_NOTHING)
    return float(np.percentile(found, WEAKEST_PERCENT)), float(np.median(found))


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
