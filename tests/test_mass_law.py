"""What a law makes of a line integral."""

from math import log

import pytest

from serving.mass import LineIntegral
from serving.mass_law import MassLaw

ONE_KG = LineIntegral(1.0, 0.2, 50.0, 1.0, declared=True)
LIMITS = {"least": (1.0, 0.0, -9.0, 0.0, 0.0, 0.0), "most": (1.0, log(100.0), 9.0, 9.0, 9.0, 1.0)}


def a_law(low: float = 0.5, high: float = 2.0, wider: float = 0.0) -> MassLaw:
    ends = ((log(by), 1.0, 0.0, 0.0, 0.0, 0.0) for by in (low, 1.0, high))
    return MassLaw(**dict(zip(("low", "middle", "high"), ends, strict=True)), wider=wider, **LIMITS, lots=100)


def test_what_went_weighs_as_much_as_what_came() -> None:
    gone = LineIntegral(-20.0, -0.2, 50.0, 1.0, declared=True)
    mass = a_law().mass(gone)
    assert mass.kg == pytest.approx(20.0)
    assert mass.interval == pytest.approx((10.0, 40.0))


def test_both_ends_are_moved_by_what_new_lots_were_off() -> None:
    mass = a_law(wider=log(3.0)).mass(ONE_KG)
    assert mass.interval == pytest.approx((0.5 / 3, 6.0))


def test_an_interval_holds_its_mass_even_where_quantiles_cross() -> None:
    mass = a_law(low=1.2, high=0.9).mass(ONE_KG)
    assert mass.interval == pytest.approx((1.0, 1.0))


def test_beyond_what_was_taught_a_law_says_no_more_than_at_its_end() -> None:
    heavy = LineIntegral(5000.0, 0.2, 50.0, 1.0, declared=True)
    assert a_law().mass(heavy).kg == pytest.approx(100.0)
