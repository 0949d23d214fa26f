"""A found map made finer on whatever grid the attenuation is given: Gauss-Newton for smooth splines.

What `warp` matches is contrast, which tells less about where a thin edge lies than the attenuation itself. Once the
intensity law is known, the attenuation can be compared as it is. Four splines run along the travel; a fifth, the bow,
runs down the rows: both posts of the rack of real repeats lean alike, by up to 0.8 px more than a tilt explains.
"""

import cv2
import numpy as np
from scipy.interpolate import BSpline

from datasets.view import Image
from datasets.warp import FIELDS, Numbers, gradients, normal_equations, taken

SPANS = 12  # of a spline over the whole width: on the rack 6 leave 4 % more, 20 leave 1 % less
BOW_SPANS = 8  # over the whole height: on the rack, by the pixels of the scans, .0397 is left, .0402 with 6
DEGREE = 3
BLURS_PX = (6.0, 6.0, 3.0, 3.0, 1.5, 1.5, 0.7, 0.7, 0.7, 0.7)  # standard deviation in each round: far, then exact
OUTLIER = 1.0  # of -ln T: a difference that counts a quarter; at 0.3 thin edges not yet met are left out
HOLD = 1e-4  # of the usual curvature: where nothing shows an edge the map stays as it was


def finer_map(origin: Image, destination: Image, columns: Image, rows: Image) -> tuple[Image, Image]:
    """Better columns and rows of the destination for every place of the origin; both of one grey scale."""
    height = np.linspace(1, -1, len(origin), dtype=np.float32)
    across, down = basis(origin.shape[1], SPANS), basis(len(origin), BOW_SPANS)
    for blur in BLURS_PX:
        here, there = (blurred(image, blur) for image in (origin, destination))
        columns, rows = moved(columns, rows, step(here, there, columns, rows, height, across), height)
        columns = columns + bow(here, there, columns, rows, down)[:, None]
    return columns, rows


def blurred(image: Image, blur: float) -> Image:
    return np.asarray(cv2.GaussianBlur(image, (0, 0), blur), dtype=np.float32)


def moved(columns: Image, rows: Image, fields: Numbers, height: Image) -> tuple[Image, Image]:
    """The map with the fields added: along and down, each with its change with height."""
    along, tilt, lower, stretch = fields.astype(np.float32)
    return columns + along + height[:, None] * tilt, rows + lower + height[:, None] * stretch


def step(origin: Image, destination: Image, x: Image, y: Image, height: Image, splines: Numbers) -> Numbers:
    """What one round adds to the fields along the travel."""
    weight, difference, along, down = compared(origin, destination, x, y)
    blocks, right = normal_equations(weight, difference, along, down, height)
    unknowns = FIELDS * splines.shape[1]
    matrix = np.einsum("xk,ijx,xl->ikjl", splines, blocks, splines, optimize=True).reshape(unknowns, unknowns)
    return np.asarray(solved(matrix, (right @ splines).ravel()).reshape(FIELDS, -1) @ splines.T)


def bow(origin: Image, destination: Image, x: Image, y: Image, splines: Numbers) -> Image:
    """What one round adds to the offset along, a row each and the same in all columns."""
    weight, difference, along, _ = compared(origin, destination, x, y)
    curvature = (weight * along**2).sum(axis=1, dtype=np.float64)
    right = (weight * along * difference).sum(axis=1, dtype=np.float64)
    found = splines @ solved(splines.T @ (curvature[:, None] * splines), right @ splines)
    return np.asarray(found, dtype=np.float32)


def compared(origin: Image, destination: Image, x: Image, y: Image) -> tuple[Image, Image, Image, Image]:
    """How much each place counts, what is left there, and the destination's gradients."""
    along, down = gradients(destination)
    difference = origin - taken(destination, x, y)
    weight = taken(np.ones_like(destination), x, y) / (1 + (difference / np.float32(OUTLIER)) ** 2) ** 2
    return weight, difference, taken(along, x, y), taken(down, x, y)


def solved(matrix: Numbers, right: Numbers) -> Numbers:
    hold = HOLD * np.trace(matrix) / len(matrix) + 1e-9
    return np.asarray(np.linalg.solve(matrix + hold * np.eye(len(matrix)), right), dtype=np.float64)


def basis(length: int, spans: int) -> Numbers:
    """Cubic B-splines with even knots, length x splines."""
    inner = np.linspace(0, length - 1, spans + 1)
    knots = np.concatenate([np.full(DEGREE, inner[0]), inner, np.full(DEGREE, inner[-1])])
    return np.asarray(BSpline.design_matrix(np.arange(length, dtype=np.float64), knots, DEGREE).toarray())
