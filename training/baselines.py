"""The plain method that the network must beat: the absolute difference of the aligned attenuations."""

import cv2
import numpy as np

from datasets.aligned import AlignedPair
from datasets.view import MARGIN_ROWS

TOP = 20  # half-resolution pixels, as many as make the network's score
SMOOTHED = 3  # half-resolution pixels, about 6 cm: a brick stays, an edge off by a pixel is spread


def difference_score(pair: AlignedPair) -> float:
    """The largest smoothed differences inside the container, of what could be seen in both views, at half resolution.

    Above the roof and below the floor are left out: chassis and wheels differ between any two scans.
    """
    difference = np.where(pair.unseen, 0.0, np.abs(pair.moved[0] - pair.origin.attenuation[0]))
    inside = difference[MARGIN_ROWS:-MARGIN_ROWS].astype(np.float32)
    rows, columns = inside.shape
    halved = inside.reshape(rows // 2, 2, columns // 2, 2).mean(axis=(1, 3))
    smoothed = cv2.blur(halved, (SMOOTHED, SMOOTHED)).ravel()
    return float(np.partition(smoothed, -TOP)[-TOP:].mean())
