"""The plainest method: the absolute difference of the aligned attenuations."""

import cv2
import numpy as np

from datasets.aligned import AlignedPair
from training.baselines.inside import highest, inside

SMOOTHED = 3  # half-resolution pixels, about 6 cm: a brick stays, an edge off by a pixel is spread


def difference_score(pair: AlignedPair) -> float:
    """The largest smoothed differences inside the container, of what could be seen in both views."""
    origin, destination = inside(pair)
    return highest(np.asarray(cv2.blur(np.abs(destination - origin), (SMOOTHED, SMOOTHED))))
