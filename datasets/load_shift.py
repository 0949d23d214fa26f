"""Where a load lies elsewhere along the container than it did: its own offset, apart from the container's map."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from datasets.aligned import AlignedPair
from datasets.contrast import contrast, halved
from datasets.pyramid import UNSEEN_SHARE
from datasets.view import BOX_ROWS, MARGIN_ROWS, Image

Numbers = NDArray[np.float64]

GRID = 2  # frame pixels a pixel
REACH = 12  # pixels of the grid: 24 of the frame, about 25 cm
STRETCH_PX = 64  # columns of the frame that are taken to have moved together: half a pallet
HIGHEST, LOWEST = 0.2, 0.85  # part of the box between roof and floor, which belong to the container
LEAST_FIT, LEAST_GAIN = 0.6, 0.1  # correlation where the load was found, and by how much it exceeds that in place
LEAST_SHIFT_PX = 2.0  # less is the map's own error


@dataclass(frozen=True)
class LoadShift:
    """Columns of the origin's frame whose load lies `shift_px` further right in the destination laid on it."""

    left: int
    right: int
    shift_px: float


def load_shifts(pair: AlignedPair) -> tuple[LoadShift, ...]:
    """The stretches that moved by themselves, from left to right; a load that fits nowhere tells nothing."""
    fits = fits_by_shift(pair)
    count = fits.shape[1]
    found = []
    for left in range(0, count - STRETCH_PX // GRID + 1, STRETCH_PX // GRID):
        middle = left + STRETCH_PX // GRID // 2
        fit = fits[:, middle]
        at = int(fit.argmax())
        shift = GRID * (at + vertex(fit, at) - REACH)
        if fit[at] >= LEAST_FIT and fit[at] - fit[REACH] >= LEAST_GAIN and abs(shift) >= LEAST_SHIFT_PX:
            found.append(LoadShift(GRID * left, GRID * left + STRETCH_PX, shift))
    return tuple(found)


def fits_by_shift(pair: AlignedPair) -> Numbers:
    """Shifts x columns of the grid: the correlation of the load's contrasts about each column, moved by so much."""
    here = contrast_of(pair.origin.attenuation[0], pair.origin.unseen)
    there = contrast_of(pair.moved[0], pair.moved_unseen)
    fits = np.empty((2 * REACH + 1, here[0].shape[1]))
    for place, shift in enumerate(range(-REACH, REACH + 1)):
        value, weight = (np.roll(image, -shift, axis=1) for image in there)
        both = here[1] * weight
        joint, own, other = (
            together((both * product).sum(axis=0)) for product in (here[0] * value, here[0] ** 2, value**2)
        )
        fits[place] = joint / np.sqrt(own * other + 1e-6)
    return fits


def contrast_of(attenuation: Image, unseen: NDArray[np.bool_]) -> tuple[Image, Image]:
    """Value and weight of the load's rows on the grid."""
    rows = slice(*(round((MARGIN_ROWS + part * BOX_ROWS) / GRID) for part in (HIGHEST, LOWEST)))
    found = contrast(halved(attenuation, GRID), halved(unseen.astype(np.float32), GRID) > UNSEEN_SHARE)
    return found.value[rows], found.weight[rows]


def together(columns: Numbers) -> Numbers:
    """The mean over a stretch about each column; of squares, a running sum may end below 0."""
    return np.asarray(cv2.blur(columns[None].astype(np.float64), (STRETCH_PX // GRID, 1))[0])


def vertex(fit: Numbers, at: int) -> float:
    """How far beside the highest of three values a parabola through them has its top."""
    if at in (0, len(fit) - 1):
        return 0.0
    before, top, after = fit[at - 1 : at + 2]
    return float((before - after) / (2 * min(before - 2 * top + after, -1e-9)))
