import cv2
import numpy as np

from datasets.contrast import Contrast
from datasets.view import FRAME_ROWS
from datasets.warp import FIELDS, Fields, refine, regrid, whole_map

COLUMNS = 256


def scene() -> Contrast:
    noise = np.random.default_rng(0).standard_normal((FRAME_ROWS, COLUMNS)).astype(np.float32)
    smooth = np.asarray(6 * cv2.GaussianBlur(noise, (0, 0), 2.5), dtype=np.float32)
    return Contrast(smooth, np.ones((FRAME_ROWS, COLUMNS), np.float32))


def moved_by(true: Fields) -> Contrast:
    columns, rows = whole_map(true)
    moved = cv2.remap(scene().value, columns, rows, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT)
    return Contrast(np.asarray(moved, dtype=np.float32), scene().weight)


def found(true: Fields, grid: int = 1) -> Fields:
    weights = np.ones((FRAME_ROWS, COLUMNS), np.float32)
    nothing = np.zeros((FIELDS, COLUMNS))
    return refine(moved_by(true), scene(), nothing, np.zeros(COLUMNS, bool), weights, grid, 8)


def waves() -> Fields:
    x = np.arange(COLUMNS)
    return np.stack([np.sin(x / 40), np.zeros(COLUMNS), np.cos(x / 50), 0.3 * np.ones(COLUMNS)])


def test_offsets_along_and_down_are_found() -> None:
    assert np.abs(found(waves()) - waves())[:, 10:-10].max() < 0.1


def test_an_offset_along_that_changes_with_height_is_hardly_believed() -> None:
    true = np.zeros((FIELDS, COLUMNS))
    true[1] = 0.4
    assert np.abs(found(true)[1]).max() < 0.1


def test_on_the_coarsest_grid_the_offset_along_stays_where_the_travel_put_it() -> None:
    coarse = found(waves(), grid=4)
    assert np.abs(coarse[0]).max() < 0.2
    assert np.abs(coarse[2]).max() > 0.5


def test_fields_keep_their_place_and_size_on_another_grid() -> None:
    fields = np.tile(np.linspace(0, 8, 64), (FIELDS, 1))
    fine = regrid(fields, 128, 2.0)
    assert fine[0, 64] == 2 * np.interp((64 + 0.5) / 2 - 0.5, np.arange(64), fields[0])
    assert np.allclose(regrid(fine, 64, 0.5)[:, 2:-2], fields[:, 2:-2])
