"""What the pixels show: whether anything was scanned, which way round grey runs, and whether the declared air fits."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from datasets.forms.picture import Picture, thinned
from datasets.scan import Pixels

CELL_PX = 8  # noise of a cell's mean is an eighth of a pixel's
Cells = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Exposure:
    """The channels with air bright, the declared air where it can be used, and what was found on the way."""

    channels: tuple[Pixels, ...]
    air: float | None
    warnings: tuple[str, ...] = ()


def judge(picture: Picture, air: float | None) -> Exposure:
    return Exposure(picture.channels, air, ())


def cells_of(pixels: Pixels) -> Cells:
    """Means over cells of the thinned picture."""
    small = thinned(pixels)
    rows, columns = (max(1, side // CELL_PX) for side in small.shape)
    return np.asarray(cv2.resize(small, (columns, rows), interpolation=cv2.INTER_AREA), np.float32)
