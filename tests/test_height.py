import numpy as np
import pytest

from datasets.height import Rails, RowCosts, lowered, middle_plane, settled
from datasets.pyramid import pyramid
from datasets.warp import FIELDS
from tests.phantoms import Phantom, Source, pallets

LOADED = Phantom(1, 512, pallets(3))
NEAR, FAR = Source(1, 0.3, -0.9), Source(1, 0.19, -0.9)


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


def test_sources_that_stand_alike_leave_the_map_in_the_near_wall() -> None:
    level = pyramid(LOADED.view(), LOADED.view())[1]
    assert Rails.of(level.origin, level.destination, straight(512)) is None


def test_the_middle_plane_is_found_where_the_sources_stand_otherwise() -> None:
    origin, destination = LOADED.but(source=NEAR), LOADED.but(source=FAR)
    levels = pyramid(origin.view(), destination.view())
    rails = Rails.of(levels[1].origin, levels[1].destination, straight(512))
    assert rails is not None
    roof, floor = middle_plane(levels[4].origin, levels[4].destination, rails, 4)
    heights = np.array([-0.5, 0.0, 0.6])
    here, there = NEAR.rows(heights, 0.0), FAR.rows(heights, 0.0)
    level = (159.5 - here) / 128
    assert here + roof * (1 + level) / 2 + floor * (1 - level) / 2 == pytest.approx(there, abs=5)
