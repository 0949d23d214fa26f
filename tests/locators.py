"""A locator of a few channels, its ONNX graph traced once, and drawn boxes to train it on."""

from functools import cache

import numpy as np
import onnx
import torch

from datasets.locator.picture import COLUMNS, OUTSIDE, ROWS, WIDE_COLUMNS, WIDE_ROWS
from datasets.view import Image
from model.locator_export import as_onnx
from model.locator_network import LocatorNet
from training.locator.examples import STEPS, Examples

Numbers = np.ndarray[tuple[int, ...], np.dtype[np.float64]]

WALL, OUTLINED = 0.2, 0.9  # attenuation of a wall, and of each of its edges
EDGES = np.array([8.0, 14.0, 20.0, 120.0, 114.0, 108.0])  # rows beneath the box's top: as from under the roof


def a_tiny_locator(rows: int = ROWS, columns: int = COLUMNS, seed: int = 0) -> LocatorNet:
    torch.manual_seed(seed)
    return LocatorNet(rows, columns, (4, 4, 6, 8))


@cache
def traced() -> bytes:
    content: bytes = as_onnx(a_tiny_locator().eval()).SerializeToString()
    return content


def traced_before(_: LocatorNet) -> onnx.ModelProto:
    """Stands in for `as_onnx`."""
    return onnx.load_from_string(traced())


def some_examples(count: int = 8, seed: int = 0) -> Examples:
    """Boxes that lean and lie somewhere, their doors at either end; the first at its scan's left edge."""
    rng = np.random.default_rng(seed)
    drawn = [a_drawing(rng, doors_left=bool(number % 2)) for number in range(count)]
    pictures, rows, ends, kinds = (np.stack(values) for values in zip(*drawn, strict=True))
    pictures[0, :, :60] = OUTSIDE
    return Examples(
        np.round(pictures * STEPS).astype(np.uint16),
        rows.astype(np.float32),
        ends.astype(np.float32),
        kinds.astype(np.float32),
    )


def a_drawing(rng: np.random.Generator, doors_left: bool) -> tuple[Image, Numbers, Numbers, Numbers]:
    """A wide picture, the rows of its edges, its ends and kinds."""
    x = np.arange(WIDE_COLUMNS)
    ends = np.array([75.0, 305.0]) + rng.normal(0, 3, 2)
    rows = EDGES[:, None] + 60 + rng.normal(0, 2) + rng.normal(0, 0.02) * (x - x.mean())
    y = np.arange(WIDE_ROWS)[:, None]
    picture = WALL * ((y > rows[0]) & (y < rows[3]))
    for row in rows:
        picture = picture + OUTLINED * np.exp(-((y - row) ** 2) / 2)
    door = ends[0] + 10 if doors_left else ends[1] - 10
    picture += np.where((np.abs(x - door) < 5) & (y > rows[2]) & (y < rows[5]), 1.5, 0.0)
    picture *= (x > ends[0]) & (x < ends[1])
    return picture.astype(np.float32), rows, ends, np.array([doors_left, False], np.float64)
