"""Label images: what is true in each pixel of a simulated scan (values as in the contract)."""

import cv2
import numpy as np
from numpy.typing import NDArray

from datasets.simulation.beam.render import mass_thickness
from datasets.simulation.beam.scanner import Detector, Passage
from datasets.simulation.blocks import Blocks, join
from datasets.simulation.story import Contents

Image = NDArray[np.float32]
Labels = NDArray[np.uint8]

UNCHANGED, HIDDEN_HERE, CHANGED, HIDDEN_ALIKE, CANNOT_BE_SEEN = 0, 1, 2, 3, 255

THINNEST_LOT_G_CM2 = 0.3
LEAST_CHANGE_G_CM2, LEAST_CHANGE_SHARE = 1.5, 0.04
PREVIEW_FLOOR = 6 / 255  # eight bits: below this nothing is told apart


def label_image(
    here: Contents, other: Contents, event: str, image: Image, passage: Passage, detector: Detector
) -> Labels:
    """Labels of the scan that shows `here`, on its own pixels (rows x columns), from contents before they shifted."""
    labels = np.full(image.shape, UNCHANGED, np.uint8)
    if event in ("other_load", "opened"):
        labels[changed(here.things, other.things, passage)] = CHANGED
    if event == "swapped":
        labels[covered(join(*(lot.carved.taken_away() for lot in other.hidden)), passage)] = CHANGED
    labels[covered(join(*(lot.lot for lot in here.hidden)), passage)] = HIDDEN_ALIKE if other.hidden else HIDDEN_HERE
    labels[cv2.blur(image, (3, 3)) < seen_from(detector)] = CANNOT_BE_SEEN
    return labels


def covered(things: Blocks, passage: Passage) -> NDArray[np.bool_]:
    return mass_thickness(things, passage) > THINNEST_LOT_G_CM2


def changed(here: Blocks, other: Blocks, passage: Passage) -> NDArray[np.bool_]:
    """Where the line integrals of the two contents differ by more than stowing differs."""
    first, second = mass_thickness(here, passage), mass_thickness(other, passage)
    difference = np.abs(cv2.blur(first - second, (5, 5)))
    return np.asarray(difference > np.maximum(LEAST_CHANGE_G_CM2, LEAST_CHANGE_SHARE * np.maximum(first, second)))


def seen_from(detector: Detector) -> float:
    """The transmission below which a pixel is lost: thrice the dark noise, ten photons, or eight bits."""
    floor = max(3 * detector.dark, 10 / detector.photons)
    return max(floor, PREVIEW_FLOOR) if detector.preview else floor
