"""What the locator's network looks at: a scan, small, with room around an outline that may be off."""

import cv2
import numpy as np
from numpy.typing import NDArray

from datasets.air import air_values, measured_window
from datasets.scan import Scan
from datasets.view import Image, Outline

Affine = NDArray[np.float64]

# The wide picture, in parts of the outline: training moves the network's own picture about within it.
WIDE_ROWS, WIDE_COLUMNS = 256, 384
WIDE_HEIGHT, WIDE_LENGTH = 2.0, 5 / 3
ROWS, COLUMNS = 192, 192
COLUMN_STEP = 1.5  # columns of the wide picture to one of the network's
OUTSIDE = 15.0  # stands for what the scan does not show
LOOKS_AT = (
    f"attenuation high, {ROWS} x {COLUMNS} of {WIDE_HEIGHT:g} heights and {WIDE_LENGTH:g} lengths of an outline, v1"
)
BEYOND = -1e9  # of transmission: so far below 0 that any share of it shows
DEEPEST = 8.0  # attenuation


def wide_picture(scan: Scan, outline: Outline) -> Image:
    """Attenuation at the high energy, WIDE_ROWS x WIDE_COLUMNS about the outline's middle; OUTSIDE beyond the scan."""
    window = measured_window(scan)
    air = air_values(scan, window)[0]
    across, down, left, top = wide_grid(outline)
    # Averaged to about the pixels wanted, then brought to their exact places.
    step = max(1, int(across)), max(1, int(down))
    values = window.of(scan.high)
    size = values.shape[1] // step[0], values.shape[0] // step[1]
    small = cv2.resize(values[: size[1] * step[1], : size[0] * step[0]], size, interpolation=cv2.INTER_AREA)
    x, y = (left - window.left + across / 2) / step[0] - 0.5, (top - window.top + down / 2) / step[1] - 0.5
    there = np.array([[across / step[0], 0, x], [0, down / step[1], y]])
    seen = warped(small.astype(np.float32), there, (WIDE_COLUMNS, WIDE_ROWS), BEYOND)
    attenuation = -np.log(np.clip(seen / np.float32(air), np.exp(-np.float32(DEEPEST)), 1.0))
    return np.where(seen < 0, np.float32(OUTSIDE), attenuation)


def wide_grid(outline: Outline) -> tuple[float, float, float, float]:
    """Scan pixels to one of the wide picture, along and down, and where its left and upper edges lie in the scan."""
    width, height = outline.right - outline.left, outline.bottom - outline.top
    left = (outline.left + outline.right - width * WIDE_LENGTH) / 2
    top = (outline.top + outline.bottom - height * WIDE_HEIGHT) / 2
    return width * WIDE_LENGTH / WIDE_COLUMNS, height * WIDE_HEIGHT / WIDE_ROWS, left, top


def placed(wide: Image, to_wide: Affine) -> Image:
    """The network's picture, ROWS x COLUMNS; `to_wide` (2 x 3) takes its pixels (x, y) to those of the wide picture."""
    shown = (wide < OUTSIDE).astype(np.float32)
    picture, share = (warped(image, to_wide, (COLUMNS, ROWS)) for image in (wide * shown, shown))
    return np.asarray(np.where(share > 0.5, picture / np.maximum(share, 0.5), OUTSIDE), dtype=np.float32)


def warped(image: Image, there: Affine, size: tuple[int, int], beyond: float = 0.0) -> Image:
    """The image where an affine map says, `size` columns and rows of it."""
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    moved = cv2.warpAffine(image, there, size, flags=flags, borderMode=cv2.BORDER_CONSTANT, borderValue=(beyond,))
    return np.asarray(moved, dtype=np.float32)


def centred() -> Affine:
    """The middle of the wide picture, as the product looks at it."""
    return about(WIDE_COLUMNS / 2 - 0.5, WIDE_ROWS / 2 - 0.5, COLUMN_STEP, 1.0)


def about(x: float, y: float, across: float, down: float) -> Affine:
    """A picture whose middle shows (x, y) of the wide one, so many of its pixels to one; `across` < 0 mirrors."""
    return np.array([[across, 0, x - across * (COLUMNS - 1) / 2], [0, down, y - down * (ROWS - 1) / 2]])
