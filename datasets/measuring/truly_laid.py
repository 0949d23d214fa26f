"""A pair laid by the true map of its middle plane: what any map of that plane leaves, however exact."""

from dataclasses import replace

import numpy as np
from scipy.interpolate import LinearNDInterpolator

from datasets.aligned import AlignedPair
from datasets.alignment import laid
from datasets.measuring.true_map import TrueMap

OUTSIDE = -1e4  # a place that no view shows


def truly_laid(pair: AlignedPair, truth: TrueMap) -> AlignedPair:
    """Both views as in `pair`; what lies beyond the true places counts as unseen."""
    here, there = pair.origin.frame.from_scan(truth.origin), pair.destination.frame.from_scan(truth.destination)
    rows, columns = np.mgrid[: pair.alignment.columns.shape[0], : pair.alignment.columns.shape[1]]
    found = np.nan_to_num(LinearNDInterpolator(here, there)(columns, rows), nan=OUTSIDE).astype(np.float32)
    true = replace(pair.alignment, columns=found[..., 0], rows=found[..., 1])
    return laid(pair.origin, pair.destination, true)
