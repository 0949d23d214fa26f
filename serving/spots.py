"""From a map of probability to the connected parts of it that stand out."""

from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from datasets.view import Image, Mask

HALVES = 2  # pixels of the frame to one of a map
GROWTH = 0.5  # a spot reaches as far as the map holds this share of the threshold
MOST_SPOTS = 8
EVERY_NEIGHBOUR = np.ones((3, 3), bool)

FrameBox = tuple[int, int, int, int]


@dataclass(frozen=True, eq=False)
class Spot:
    """A connected part of a map: `region` is FRAME_ROWS x W, the score the map's largest value in it."""

    region: Mask
    score: float

    @property
    def box(self) -> FrameBox:
        """Left, top, right, bottom in frame pixels; right and bottom are the first outside."""
        [(rows, columns)] = ndimage.find_objects(self.region.astype(np.uint8))
        return columns.start, rows.start, columns.stop, rows.stop

    @property
    def area(self) -> int:
        return int(self.region.sum())

    def covered_by(self, other: "Spot") -> float:
        """The share of this spot that lies in the other."""
        return float((self.region & other.region).sum()) / self.area

    def joined(self, other: "Spot") -> "Spot":
        return Spot(self.region | other.region, max(self.score, other.score))


def find_spots(probability: Image, threshold: float) -> list[Spot]:
    """Parts that reach the threshold, grown to where the map falls to a share of it, the highest first."""
    labels, count = ndimage.label(probability >= GROWTH * threshold, EVERY_NEIGHBOUR)
    peaks = np.atleast_1d(ndimage.maximum(probability, labels, np.arange(1, count + 1)))
    high = sorted(((float(peak), label) for label, peak in enumerate(peaks, 1) if peak >= threshold), reverse=True)
    return [Spot(doubled(labels == label), peak) for peak, label in high[:MOST_SPOTS]]


def highest_spot(probability: Image) -> Spot:
    """The part around the map's largest value, where no part reaches a threshold."""
    peak = float(probability.max())
    labels, _ = ndimage.label(probability >= GROWTH * peak, EVERY_NEIGHBOUR)
    here = labels[np.unravel_index(int(probability.argmax()), probability.shape)]
    return Spot(doubled(labels == here), peak)


def doubled(mask: Mask) -> Mask:
    return mask.repeat(HALVES, axis=0).repeat(HALVES, axis=1)
