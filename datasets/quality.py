"""How sure the map is: the probability that it is right to 2 pixels of the frame."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from datasets.pyramid import Level
from datasets.view import Image

Numbers = NDArray[np.float64]

BLOCK_COLUMNS = 48  # of the frame: what agrees must agree along the whole travel


@dataclass(frozen=True)
class Evidence:
    """What is known of a map without the truth."""

    bands: float  # correlation of the contrasts in the roof and floor bands
    whole: float  # the same over all matched rows alike
    worst: float  # 10th percentile over blocks along the travel, bands
    travel: float  # cost of the path, below 0 as far as it fits
    turned: float  # how much cheaper it was than the path the other way round
    residual: float
    seen: float


def probability_right(evidence: Evidence) -> float:
    return float(np.clip(1.25 * evidence.bands, 0, 1))


def correlation(a: Image, b: Image, weight: Image) -> float:
    total = weight.sum() + 1e-6
    both = (weight * a * b).sum() / total
    return float(both / np.sqrt((weight * a * a).sum() * (weight * b * b).sum() / total**2 + 1e-9))


def correlations(level: Level, row_weights: Image) -> tuple[float, float, float]:
    """Of a level whose destination was moved: in the bands, over all matched rows, and of the worst blocks."""
    origin, moved = level.origin, level.destination
    both = origin.weight * moved.weight
    bands = both * row_weights[:, None]
    alike = both * (row_weights > 0)[:, None]
    blocks = [
        correlation(origin.value[:, x], moved.value[:, x], bands[:, x])
        for x in (slice(n, n + BLOCK_COLUMNS) for n in range(0, both.shape[1] - BLOCK_COLUMNS + 1, BLOCK_COLUMNS))
    ]
    return (
        correlation(origin.value, moved.value, bands),
        correlation(origin.value, moved.value, alike),
        float(np.percentile(blocks, 10)),
    )
