import math
from dataclasses import replace

import pytest

from serving.mass import LineIntegral
from serving.mass_law import Mass
from tests.outcomes import a_lot
from training.evaluating.localising import Localisation
from training.evaluating.masses import weighing
from training.evaluating.outcomes import Outcome
from training.metrics import Rate


def weighed(
    stated_kg: float | None,
    true_kg: float = 50.0,
    load: float = 20.0,
    score: float = 0.9,
    interval: tuple[float, float] | None = None,
) -> Outcome:
    integral = LineIntegral(50.0, 0.2, 50.0, 1.0, declared=True)
    mass = None if stated_kg is None else Mass(stated_kg, interval, integral)
    localisation = Localisation(True, 0.5, right_kind=mass is not None, mass=mass)
    return replace(a_lot(score, true_kg), load_g_cm2=load, localisation=localisation)


def test_the_error_is_the_median_share_of_the_true_mass() -> None:
    shown = weighing([weighed(45.0), weighed(60.0), weighed(100.0)])
    assert shown.error == pytest.approx(0.2)
    assert shown.stated == Rate(3, 3)


def test_a_found_lot_whose_mass_is_not_stated_is_counted() -> None:
    assert weighing([weighed(45.0), weighed(None)]).stated == Rate(1, 2)


def test_intervals_that_hold_the_true_mass_are_counted_among_those_that_are_stated() -> None:
    shown = weighing([weighed(45.0, interval=(40.0, 50.0)), weighed(45.0, interval=(40.0, 49.0)), weighed(45.0)])
    assert shown.held == Rate(1, 2)


def test_light_lots_heavy_loads_and_missed_lots_are_not_weighed() -> None:
    shown = weighing([weighed(5.0, true_kg=9.0), weighed(45.0, load=61.0), weighed(45.0, score=0.1)])
    assert shown.stated == Rate(0, 0)
    assert math.isnan(shown.error)


def test_only_what_was_put_in_is_weighed() -> None:
    removed = replace(weighed(45.0), row=a_lot(0.9, event="removed").row)
    assert weighing([removed]).stated == Rate(0, 0)
