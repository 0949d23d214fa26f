"""Do both sources stand on one side of the container? The load tells: it lies deeper or nearer in the second view."""

import cv2
import numpy as np
from numpy.typing import NDArray

from datasets.bands import LOWEST_PART
from datasets.contrast import Contrast
from datasets.planes import Planes
from datasets.view import BOX_ROWS, FRAME_ROWS, MARGIN_ROWS, Image
from datasets.warp import taken

Numbers = NDArray[np.float64]

DEPTHS = (-0.8, -0.5, 0.5, 0.8)  # the middle plane is the same from either side
PATCH = (5, 9)  # pixels of the grid, rows and columns: 20 x 36 of the frame
FAINTEST = 0.15  # contrast of a patch that tells anything
HIGHEST = 0.04  # of the box: above it there is the roof alone


def opposite_sides(origin: Contrast, destination: Contrast, planes: Planes, columns: Image, grid: int) -> bool:
    """Whether the load fits better with the sources on different sides.

    `columns` is where in the destination each column of the grid lies, W; `planes` holds either side.
    """
    evidence = {
        opposite: best_fit(
            origin, destination, Planes(planes.origin, planes.destination, opposite, planes.sway), columns, grid
        )
        for opposite in (False, True)
    }
    return float(evidence[True].sum()) > float(evidence[False].sum())


def best_fit(origin: Contrast, destination: Contrast, planes: Planes, columns: Image, grid: int) -> Image:
    """For each patch of the load how well it fits at the best depth: a correlation, times what there is to see."""
    rows = (np.arange(FRAME_ROWS // grid, dtype=np.float64) + 0.5) * grid - 0.5
    part = (rows - MARGIN_ROWS) / BOX_ROWS
    load = slice(int(np.searchsorted(part, HIGHEST)), int(np.searchsorted(part, 1 - LOWEST_PART)))
    own = np.maximum(smooth(origin.weight * origin.value**2), 0)  # a running sum may end below
    fits = []
    for depth in DEPTHS:
        there = (planes.level_rows(rows, depth)[:, None] + planes.sway[::grid][: len(columns)] + 0.5) / grid - 0.5
        at = np.broadcast_to(columns, there.shape).astype(np.float32), there.astype(np.float32)
        moved, seen = (taken(image, *at) for image in (destination.value, destination.weight))
        both = origin.weight * seen
        joint, other = smooth(both * origin.value * moved), smooth(both * moved**2)
        fits.append(joint / np.sqrt(own * other + FAINTEST**4) * np.sqrt(own))
    return np.asarray(np.max(fits, axis=0)[load], dtype=np.float32)


def smooth(image: Image) -> Image:
    return np.asarray(cv2.blur(image, PATCH[::-1]), dtype=np.float32)
