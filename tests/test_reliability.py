"""Quality as a probability: bins, the area under the curve, and the plot."""

import numpy as np
import pytest

from datasets.measuring.reliability import DOTS, area_under_curve, at, bins_of, reliability_plot


def test_bins_hold_mean_quality_and_share_right() -> None:
    found = bins_of(np.array([0.05, 0.95, 0.97, 1.0]), np.array([False, True, True, False]))
    assert [(one.low, one.pairs) for one in found] == [(0.0, 1), (0.9, 3)]
    assert found[1].predicted == pytest.approx(0.9733, abs=1e-3)
    assert found[1].right == pytest.approx(2 / 3)


def test_the_area_is_1_where_every_right_map_has_the_higher_quality_and_a_half_by_chance() -> None:
    assert area_under_curve(np.array([0.1, 0.2, 0.8, 0.9]), np.array([False, False, True, True])) == 1.0
    assert area_under_curve(np.array([0.5, 0.5]), np.array([False, True])) == 0.5


def test_there_is_no_area_where_all_maps_are_right() -> None:
    assert np.isnan(area_under_curve(np.array([0.5, 0.6]), np.array([True, True])))


def test_the_plot_has_a_dot_at_each_bin() -> None:
    found = bins_of(np.array([0.42, 0.44]), np.array([True, False]))
    x, y = at(found[0].predicted, 0.5)
    assert tuple(reliability_plot(found)[y, x]) == DOTS
