import cv2
import numpy as np
import pytest

from datasets.fine_map import finer_map
from datasets.view import Image
from datasets.warp import Numbers

ROWS, COLUMNS = 160, 240


def plain_places() -> tuple[Image, Image]:
    rows, columns = np.mgrid[:ROWS, :COLUMNS].astype(np.float32)
    return columns, rows


def a_picture() -> Image:
    noise = np.random.default_rng(1).uniform(0, 4, (ROWS // 8, COLUMNS // 8)).astype(np.float32)
    return np.asarray(cv2.resize(noise, (COLUMNS, ROWS), interpolation=cv2.INTER_CUBIC), dtype=np.float32)


def error_px(along: Numbers | Image, down: Numbers | Image, changed: float = 0.0) -> float:
    """95th percentile of the map found between a picture and what it is after these offsets."""
    columns, rows = plain_places()
    there = a_picture()
    at = (columns + along).astype(np.float32), (rows + down).astype(np.float32)
    here = np.asarray(cv2.remap(there, *at, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE), dtype=np.float32)
    here[60:110, 90:150] += np.float32(changed)
    x, y = finer_map(here, there, columns, rows)
    return float(np.percentile(np.hypot(x - columns - along, y - rows - down)[10:-10, 10:-10], 95))


@pytest.mark.parametrize("changed", [0.0, 3.0])
def test_a_smooth_wander_is_found_with_and_without_a_changed_block(changed: float) -> None:
    columns, _ = plain_places()
    along = 1.5 * np.sin(columns / COLUMNS * 5)
    assert error_px(along, 0.8 * np.cos(columns / COLUMNS * 3), changed) < 0.25


def test_a_lean_that_bends_with_height_is_found() -> None:
    _, rows = plain_places()
    assert error_px(1.5 * (2 * rows / ROWS - 1) ** 2, np.zeros_like(rows)) < 0.25


def test_where_nothing_shows_an_edge_the_map_stays_as_it_was() -> None:
    flat = np.full((ROWS, COLUMNS), 1.0, np.float32)
    columns, rows = plain_places()
    x, y = finer_map(flat, flat, columns, rows)
    assert np.array_equal(x, columns)
    assert np.array_equal(y, rows)
