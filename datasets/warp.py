"""The map along the travel made exact: Gauss-Newton for four numbers a column, smooth along the travel.

The normal equations are a band nine wide, so a column costs next to nothing.
"""

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.linalg import solveh_banded

from datasets.contrast import Contrast
from datasets.view import FRAME_ROWS, Image

Numbers = NDArray[np.float64]
Fields = Numbers  # FIELDS x W, in pixels of a grid; height runs from -1 at the floor of the box to 1 at its roof
Flags = NDArray[np.bool_]

FIELDS = 4  # offset along, its change with height, offset down, its change with height
SMOOTH_PX = np.array([60.0, 200.0, 150.0, 250.0])  # of the frame: of each field, shorter waves are held down
# Towards where it began, against the usual curvature. A column passes all heights at one moment, so the offset along
# hardly changes with height: held less, the maps of 147 simulated pairs were off by .12 px in the median, not .07.
PULL = np.array([0.0, 10.0, 0.0, 0.02])
FINEST_HELD, HELD = 4, 10.0  # on such a grid the offset along stays: it slips there by periods of the corrugation
JUMP_SLACK = 1e-4  # of the smoothness is left where the travel jumped
OUTLIER = 0.5  # a difference of contrast that counts a quarter


def whole_map(fields: Fields) -> tuple[Image, Image]:
    """Column and row of the destination for every place of the frame."""
    rows = np.arange(FRAME_ROWS, dtype=np.float64)
    return places(fields, rows, heights(rows, 1))


def heights(rows: Numbers, grid: int) -> Numbers:
    """Of rows of a grid whose pixels are `grid` frame pixels."""
    return ((FRAME_ROWS - 1) / 2 - ((rows + 0.5) * grid - 0.5)) / 128


def places(fields: Fields, rows: Numbers, height: Numbers) -> tuple[Image, Image]:
    x = np.arange(fields.shape[1]) + fields[0]
    across, down = height.astype(np.float32)[:, None], rows.astype(np.float32)[:, None]
    along, tilt, lower, stretch = (field.astype(np.float32) for field in (x, *fields[1:]))
    return along + across * tilt, down + lower + across * stretch


def regrid(fields: Fields, columns: int, ratio: float) -> Fields:
    """The same fields on a grid with so many columns, offsets times the ratio."""
    at = (np.arange(columns) + 0.5) / ratio - 0.5
    return np.stack([np.interp(at, np.arange(fields.shape[1]), row) for row in fields]) * ratio


def refine(
    origin: Contrast, destination: Contrast, fields: Fields, jumped: Flags, weights: Image, grid: int, rounds: int
) -> Fields:
    """Better fields, in pixels of a grid whose pixels are `grid` frame pixels."""
    used = np.flatnonzero(weights.max(axis=1))
    rows = np.arange(used[0], used[-1] + 1, dtype=np.float64)
    matched = slice(int(rows[0]), int(rows[-1]) + 1)
    height = heights(rows, grid)
    value, own = origin.value[matched], origin.weight[matched] * weights[matched]
    images = np.dstack([destination.value, *gradients(destination.value), destination.weight])
    start, pull = fields, pulls(grid)
    for _ in range(rounds):
        x, y = places(fields, rows, height)
        there, gx, gy, seen = (np.asarray(image, dtype=np.float32) for image in cv2.split(taken(images, x, y)))
        difference = value - there
        weight = own * seen
        weight /= (1 + (difference / OUTLIER) ** 2) ** 2
        blocks, right = normal_equations(weight, difference, gx, gy, height.astype(np.float32))
        usual = np.maximum(blocks[np.arange(FIELDS), np.arange(FIELDS)].mean(axis=1), 1e-3)
        band = banded(blocks) + smoothness(usual, pull, jumped, grid)
        right = right + np.einsum("ijx,jx->ix", blocks, fields) + (usual * pull)[:, None] * start
        fields = solveh_banded(band, right.T.ravel(), lower=True).reshape(-1, FIELDS).T
    return fields


def pulls(grid: int) -> Numbers:
    """How much each field holds to where it began on a grid."""
    pull = PULL.copy()
    if grid >= FINEST_HELD:
        pull[0] = HELD
    return pull


def taken(image: Image, columns: Image, rows: Image, outside: float = 0.0) -> Image:
    """The image, of one channel or more, where the map says, and a constant outside it."""
    there = cv2.remap(
        image, columns, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=(outside,) * 4
    )
    return np.asarray(there, dtype=np.float32)


def gradients(image: Image) -> tuple[Image, Image]:
    """Along the columns and down the rows, per pixel."""
    along, down = (cv2.Scharr(image, cv2.CV_32F, dx, 1 - dx, scale=1 / 32) for dx in (1, 0))
    return np.asarray(along, dtype=np.float32), np.asarray(down, dtype=np.float32)


def normal_equations(weight: Image, difference: Image, gx: Image, gy: Image, height: Image) -> tuple[Numbers, Numbers]:
    """Per column the FIELDS x FIELDS matrix (FIELDS x FIELDS x W) and the right-hand side (FIELDS x W)."""
    powers = np.stack([np.ones_like(height), height, height**2])
    wx, wy = weight * gx, weight * gy
    xx, xy, yy = powers @ (wx * gx), powers @ (wx * gy), powers @ (wy * gy)  # 3 x W each
    moments = np.array([[0, 1], [1, 2]])
    blocks = np.concatenate(
        [np.concatenate([xx[moments], xy[moments]], axis=1), np.concatenate([xy[moments], yy[moments]], axis=1)]
    )
    right = np.concatenate([powers[:2] @ (wx * difference), powers[:2] @ (wy * difference)])
    return blocks.astype(np.float64), right.astype(np.float64)


def banded(blocks: Numbers) -> Numbers:
    """Lower band form of the block diagonal: unknowns run through the fields, then through the columns."""
    columns = blocks.shape[2]
    band = np.zeros((2 * FIELDS + 1, columns, FIELDS))
    for i in range(FIELDS):
        for j in range(i + 1):
            band[i - j, :, j] = blocks[i, j]
    return band.reshape(2 * FIELDS + 1, -1)


def smoothness(usual: Numbers, pull: Numbers, jumped: Flags, grid: int) -> Numbers:
    """Second differences of each field, held against its usual curvature; loose where the travel jumped."""
    stiff = usual * (SMOOTH_PX / (2 * np.pi * grid)) ** 4
    hold = np.where(jumped[1:-1], JUMP_SLACK, 1.0)[:, None]
    columns = len(jumped)
    band = np.zeros((2 * FIELDS + 1, columns, FIELDS))
    for first, second in ((0, 1.0), (1, 4.0), (2, 1.0)):
        band[0, first : columns - 2 + first] += second * hold * stiff
    for first in (0, 1):
        band[FIELDS, first : columns - 2 + first] -= 2 * hold * stiff
    band[2 * FIELDS, : columns - 2] += hold * stiff
    band[0] += usual * pull + 1e-6
    return band.reshape(2 * FIELDS + 1, -1)
