"""How much of a container differs between two views that lie on each other, whatever any network makes of it."""

import numpy as np
from numpy.typing import NDArray

from datasets.aligned import AlignedPair
from datasets.residual import patch_mean
from datasets.view import BOX_ROWS, MARGIN_ROWS, Image

PATCH_PX = 8  # about 8 cm
HIGHEST, LOWEST = 0.06, 0.88  # part of the box that is looked at: between the roof's edge and the floor
LEAST, LEAST_SHARE = 0.25, 0.3  # of attenuation, and of the greater of the two, by which a patch differs
BEYOND = 0.5  # of attenuation by which the bound of what one view could not see must exceed the other

# Two thirds of what both scans show should agree, or there is another load in the box, or it is another box.
# Exceeded by 1 of 149 real containers scanned again and 5 % of 573 simulated unchanged pairs; by all 6 of 146 pairs of
# different real containers whose shells could be laid on each other.
LARGEST_CHANGE = 1 / 3


def changed_share(pair: AlignedPair) -> float:
    """Part of the patches that tell anything in which origin and destination differ; 0 where none does."""
    a, b = patch_means(pair.origin.attenuation[0]), patch_means(pair.moved[0])
    a_unseen, b_unseen = patch_means(pair.origin.unseen) > 0.5, patch_means(pair.moved_unseen) > 0.5
    seen = np.abs(a - b) > np.maximum(LEAST, LEAST_SHARE * np.maximum(a, b))
    # A floor is a bound: it tells of a change only where it lies beyond the other view.
    beyond = np.where(a_unseen, a - b, b - a) > BEYOND
    one = a_unseen ^ b_unseen
    changed = np.where(one, beyond, seen & ~a_unseen)
    telling = (~a_unseen & ~b_unseen) | (one & beyond)
    return float(changed.sum() / max(int(telling.sum()), 1))


def patch_means(image: Image | NDArray[np.bool_]) -> NDArray[np.float32]:
    box = image[MARGIN_ROWS + int(HIGHEST * BOX_ROWS) : MARGIN_ROWS + int(LOWEST * BOX_ROWS)].astype(np.float32)
    return patch_mean(box, PATCH_PX)
