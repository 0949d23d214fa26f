"""What of an aligned pair the plain methods look at, and how a map of theirs becomes one score."""

import numpy as np

from datasets.aligned import AlignedPair
from datasets.view import MARGIN_ROWS, Image

TOP = 20  # half-resolution pixels, as many as make the network's score


def inside(pair: AlignedPair) -> tuple[Image, Image]:
    """Both attenuations inside the container at half resolution, alike where either view could not see.

    Above the roof and below the floor are left out: chassis and wheels differ between any two scans.
    """
    origin = pair.origin.attenuation[0]
    return halved(origin), halved(np.where(pair.unseen, origin, pair.moved[0]))


def halved(attenuation: Image) -> Image:
    box = attenuation[MARGIN_ROWS:-MARGIN_ROWS].astype(np.float32)
    rows, columns = box.shape
    return np.asarray(box.reshape(rows // 2, 2, columns // 2, 2).mean(axis=(1, 3)))


def highest(found: Image) -> float:
    """The mean of the largest values, so that one pixel of noise hardly counts."""
    return float(np.partition(found.ravel(), -TOP)[-TOP:].mean())
