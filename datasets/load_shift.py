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
Weighted = tuple[Image, Image]  # value and weight

GRID = 2  # frame pixels a pixel
REACH = 12  # pixels of the grid: 24 of the frame, about 25 cm
STRETCH_PX = 64  # columns of the frame that are taken to have moved together: half a pallet
HIGHEST, LOWEST = 0.2, 0.85  # part of the box between roof and floor, which belong to the container
LEAST_FIT, LEAST_GAIN = 0.6, 0.1  # correlation where the load was found, and by how much it exceeds that in place
LEAST_SHIFT_PX = 2.0  # less is the map's own error
LEAST_NORM = 1.0  # squared sum of contrasts: a stretch without any has thousands of times less than a load's


@dataclass(frozen=True)
class LoadShift:
    """Columns of the origin's frame whose load lies `shift_px` further right in the destination laid on it."""

    left: int
    right: int
    shift_px: float


def load_shifts(pair: AlignedPair) -> tuple[LoadShift, ...]:
    """The stretches that moved by themselves, from left to right; a load that fits nowhere tells nothing."""
    found = []
    for stretch, fit in enumerate(fits_by_stretch(pair)):
        at = int(fit.argmax())
        shift = GRID * (at + vertex(fit, at) - REACH)
        if fit[at] >= LEAST_FIT and fit[at] - fit[REACH] >= LEAST_GAIN and abs(shift) >= LEAST_SHIFT_PX:
            found.append(LoadShift(stretch * STRETCH_PX, (stretch + 1) * STRETCH_PX, shift))
    return tuple(found)


def fits_by_stretch(pair: AlignedPair) -> Numbers:
    """Stretches x shifts: the correlation of the contrasts of each stretch's load, moved by -REACH to REACH."""
    here = contrast_of(pair.origin.attenuation[0], pair.origin.unseen)
    there = contrast_of(pair.moved[0], pair.moved_unseen, REACH)
    width = STRETCH_PX // GRID
    lefts = range(0, here[0].shape[1] - width + 1, width)
    return np.array([fits_of(here, there, left, width) for left in lefts]).reshape(len(lefts), 2 * REACH + 1)


def fits_of(here: Weighted, there: Weighted, left: int, width: int) -> Numbers:
    """Of one stretch; `there` is REACH columns wider at either end."""
    value, weight = (image[:, left : left + width] for image in here)
    other, seen = (image[:, left : left + width + 2 * REACH] for image in there)
    joint, own, others = (
        cv2.matchTemplate(moved, still, cv2.TM_CCORR)[0].astype(np.float64)
        for moved, still in (
            (seen * other, weight * value),
            (seen, weight * value**2),
            (seen * other**2, weight),
        )
    )
    return np.asarray(joint / np.sqrt(np.maximum(own * others, 0) + LEAST_NORM))


def contrast_of(attenuation: Image, unseen: NDArray[np.bool_], beside: int = 0) -> Weighted:
    """Of the load's rows on the grid, with as many columns of no weight at either end."""
    rows = slice(*(GRID * round((MARGIN_ROWS + part * BOX_ROWS) / GRID) for part in (HIGHEST, LOWEST)))
    hidden = halved(unseen[rows].astype(np.float32), GRID) > UNSEEN_SHARE
    found = contrast(halved(attenuation[rows], GRID), hidden)
    return np.pad(found.value, ((0, 0), (beside, beside))), np.pad(found.weight, ((0, 0), (beside, beside)))


def vertex(fit: Numbers, at: int) -> float:
    """How far beside the highest of three values a parabola through them has its top."""
    if at in (0, len(fit) - 1):
        return 0.0
    before, top, after = fit[at - 1 : at + 2]
    return float((before - after) / (2 * min(before - 2 * top + after, -1e-9)))
