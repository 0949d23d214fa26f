import numpy as np
import pytest

from datasets.height import RowCosts, lowered, settled
from datasets.pyramid import pyramid
from datasets.warp import FIELDS
from tests.phantoms import Phantom, pallets

LOADED = Phantom(1, 512, pallets(3))


def straight(columns: int) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    return np.zeros((FIELDS, columns))


def test_roof_and_floor_are_moved_to_where_the_rows_fit() -> None:
    level = pyramid(LOADED.view(), LOADED.view())[4]
    off = level.moved(lowered(straight(level.columns), 1.0, -8.0))
    weights = np.ones(level.origin.value.shape[0], np.float32)
    assert settled(RowCosts.of(level.origin, off.destination, weights, 4)) == pytest.approx((-4.0, 32.0), abs=4)


def test_rows_that_fit_cost_less_than_nothing() -> None:
    level = pyramid(LOADED.view(), LOADED.view())[4]
    costs = RowCosts.of(level.origin, level.destination, np.ones(level.origin.value.shape[0], np.float32), 4)
    assert costs.at(np.zeros(1), np.zeros(1))[0] < -0.9
    assert costs.at(np.zeros(1), np.full(1, 24.0))[0] > -0.6
