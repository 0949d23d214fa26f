"""What is left of the attenuation between two views that lie on each other, by patches of about 5 cm."""

import cv2
import numpy as np

from datasets.bands import LOWEST_PART
from datasets.view import BOX_ROWS, MARGIN_ROWS, Image, Mask

PATCH_PX = 5  # about 5 cm
LEAST_SEEN = 0.7  # of a patch
FAINTEST = 0.03  # mean attenuation of a patch that holds more than air
FEWEST_PATCHES = 20
UNKNOWN = 1.0  # the residual where next to nothing was seen in both


def patches(a: Image, b: Image, usable: Mask) -> tuple[Image, Image, Mask]:
    """Means of two images over the patches of the box, and which of them were seen; the lowest part is left out."""
    rows = slice(MARGIN_ROWS, MARGIN_ROWS + int((1 - LOWEST_PART) * BOX_ROWS))
    seen = usable[rows].astype(np.float32)
    share = patch_mean(seen)
    first, second = (patch_mean(image[rows] * seen) / (share + 1e-6) for image in (a, b))
    return first, second, share > LEAST_SEEN


def patch_mean(image: Image, side: int = PATCH_PX) -> Image:
    """Means over whole patches of `side` pixels."""
    rows, columns = image.shape[0] // side, image.shape[1] // side
    whole = np.ascontiguousarray(image[: rows * side, : columns * side])
    return np.asarray(cv2.resize(whole, (columns, rows), interpolation=cv2.INTER_AREA), dtype=np.float32)


def relative_residual(a: Image, b: Image, seen: Mask) -> float:
    """Median of |difference| / attenuation over patches."""
    seen = seen & (a > FAINTEST)
    if np.count_nonzero(seen) < FEWEST_PATCHES:
        return UNKNOWN
    return float(np.median(np.abs(a - b)[seen] / a[seen]))
