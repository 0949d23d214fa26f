"""The plain method that the network must beat: the absolute difference of the aligned attenuations."""

import numpy as np

from datasets.aligned import AlignedPair

TOP = 20  # half-resolution pixels, as many as make the network's score


def difference_score(pair: AlignedPair) -> float:
    """The mean of the largest differences between what could be seen in both views, at half the frame's resolution."""
    difference = np.where(pair.unseen, 0.0, np.abs(pair.moved[0] - pair.origin.attenuation[0]))
    rows, columns = difference.shape
    halved = difference.reshape(rows // 2, 2, columns // 2, 2).mean(axis=(1, 3)).ravel()
    return float(np.partition(halved, -TOP)[-TOP:].mean())
