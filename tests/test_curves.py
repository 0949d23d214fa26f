"""Curves within a page: round numbers beside them, and gaps where a value is missing."""

import re

import numpy as np
import pytest

from datasets.pair_page.curves import ABOVE, BELOW, HEIGHT, Curve, drawing, path, ticks


@pytest.mark.parametrize(("low", "high", "first", "step"), [(-0.3, 10.2, 0.0, 5.0), (-0.02, 0.07, -0.02, 0.02)])
def test_lines_are_drawn_at_round_numbers(low: float, high: float, first: float, step: float) -> None:
    found = ticks(low, high)
    assert found[0] == pytest.approx(first)
    assert np.diff(found) == pytest.approx(step)


def test_a_curve_is_broken_where_a_value_is_missing() -> None:
    assert path(np.array([1.0, 2.0, np.nan, 3.0, 4.0]), 0, 5).count("M") == 2


def test_a_drawing_names_its_curves_and_lies_within_its_frame() -> None:
    values = np.linspace(-30, 40, 1000)
    found = drawing([Curve("along <x>", "found", values), Curve("level", "other", values * 0)], "Offsets.")
    assert "along &lt;x&gt;" in found
    assert found.count("<path") == 2
    heights = [float(y) for y in re.findall(r"[ML][\d.]+,([-\d.]+)", found)]
    assert min(heights) > ABOVE
    assert max(heights) < HEIGHT - BELOW


def test_an_even_curve_can_be_drawn() -> None:
    assert "<path" in drawing([Curve("level", "found", np.zeros(9))], "Nothing moves.")
