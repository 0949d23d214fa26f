"""Structural similarity of the aligned attenuations (Z. Wang et al., IEEE Trans. Image Process. 13, 600, 2004)."""

import numpy as np
from skimage.metrics import structural_similarity

from datasets.aligned import AlignedPair
from training.baselines.inside import highest, inside

WINDOW = 7  # half-resolution pixels, about 14 cm
RANGE = 1.0  # of attenuation: what varies by less than a few hundredths of it counts as even


def ssim_score(pair: AlignedPair) -> float:
    """How unlike the two views are where they are least alike: 0 for equal ones, at most 2."""
    compared = structural_similarity(*inside(pair), win_size=WINDOW, data_range=RANGE, full=True)  # type: ignore[no-untyped-call]
    return highest(1 - np.asarray(compared[1], np.float32))
