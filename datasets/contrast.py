"""What two views are matched on: attenuation less its local mean, over its local deviation.

It does not change under another scanner's intensity curve, so the map can be found before the curve is known.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from datasets.view import Image, Mask

SIGMA_PX = 3.5  # of the window, on the grid that is matched
WALL = 0.02  # attenuation below which a deviation is noise and JPEG, not structure


@dataclass(frozen=True, eq=False)
class Contrast:
    """`value` is about -2..2; `weight` 0..1 says how much of the window could be seen."""

    value: Image
    weight: Image

    def turned(self) -> "Contrast":
        return Contrast(self.value[:, ::-1], self.weight[:, ::-1])


def contrast(attenuation: Image, unseen: Mask) -> Contrast:
    """The contrast of one energy, H x W."""
    seen = (~unseen).astype(np.float32)
    coverage = smooth(seen) + 1e-6
    mean = smooth(attenuation * seen) / coverage
    variance = smooth(attenuation**2 * seen) / coverage - mean**2
    value = (attenuation - mean) * seen / np.sqrt(np.maximum(variance, 0) + WALL**2)
    # The edge of what is opaque lies elsewhere for another scanner: a window that meets it counts little.
    return Contrast(value.astype(np.float32), (seen * np.clip(2 * coverage - 1, 0, 1)).astype(np.float32))


def smooth(image: Image) -> Image:
    return np.asarray(cv2.GaussianBlur(image, (0, 0), SIGMA_PX, borderType=cv2.BORDER_REPLICATE), dtype=np.float32)


def halved(image: Image, grid: int) -> Image:
    """The mean of grid x grid pixels; the frame's size is a multiple of it."""
    rows, columns = image.shape[0] // grid, image.shape[1] // grid
    return np.asarray(cv2.resize(image, (columns, rows), interpolation=cv2.INTER_AREA), dtype=np.float32)
