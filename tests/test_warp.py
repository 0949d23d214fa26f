import cv2
import numpy as np

from datasets.contrast import Contrast
from datasets.view import FRAME_ROWS
from datasets.warp import FIELDS, refine, regrid, whole_map

COLUMNS = 256


def scene() -> Contrast:
    noise = np.random.default_rng(0).standard_normal((FRAME_ROWS, COLUMNS)).astype(np.float32)
    smooth = np.asarray(6 * cv2.GaussianBlur(noise, (0, 0), 2.5), dtype=np.float32)
    return Contrast(smooth, np.ones((FRAME_ROWS, COLUMNS), np.float32))


def test_offsets_that_change_with_height_and_along_the_travel_are_found() -> None:
    x = np.arange(COLUMNS)
    true = np.stack([np.sin(x / 40), 0.4 * np.cos(x / 60), np.cos(x / 50), 0.3 * np.ones(COLUMNS)])
    destination = scene()
    columns, rows = whole_map(true)
    moved = cv2.remap(destination.value, columns, rows, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT)
    origin = Contrast(np.asarray(moved, dtype=np.float32), destination.weight)
    weights = np.ones((FRAME_ROWS, COLUMNS), np.float32)
    found = refine(origin, destination, np.zeros((FIELDS, COLUMNS)), np.zeros(COLUMNS, bool), weights, 1, 8)
    assert np.abs(found - true)[:, 10:-10].max() < 0.1


def test_fields_keep_their_place_and_size_on_another_grid() -> None:
    fields = np.tile(np.linspace(0, 8, 64), (FIELDS, 1))
    fine = regrid(fields, 128, 2.0)
    assert fine[0, 64] == 2 * np.interp((64 + 0.5) / 2 - 0.5, np.arange(64), fields[0])
    assert np.allclose(regrid(fine, 64, 0.5)[:, 2:-2], fields[:, 2:-2])
