import pytest

from datasets.locator.prior import FEWEST_SEEN, STEADY_HEIGHT, STEADY_NEARNESS, USUAL, Prior
from datasets.scan import Source
from datasets.shell import HALF_WIDTH_M, Shell


def test_a_declared_source_is_expected_where_its_site_says() -> None:
    prior = Prior.of_source(Source(4.0, -0.55))
    assert prior.nearness == pytest.approx(HALF_WIDTH_M / 4.0)
    assert prior.height == pytest.approx(-0.2)
    assert prior.nearness_spread < USUAL.nearness_spread


def test_a_site_of_few_scans_says_nothing_yet() -> None:
    assert Prior.of_history([Shell(0.3, 0.2)] * (FEWEST_SEEN - 1)) == USUAL


def test_one_odd_scan_does_not_move_what_a_site_is_known_for() -> None:
    prior = Prior.of_history([Shell(0.3, 0.2)] * 6 + [Shell(0.5, -0.6)])
    assert (prior.nearness, prior.height) == pytest.approx((0.3, 0.2))
    assert (prior.nearness_spread, prior.height_spread) == (STEADY_NEARNESS, STEADY_HEIGHT)


def test_a_site_whose_vehicles_ride_at_many_heights_is_held_loosely() -> None:
    prior = Prior.of_history([Shell(0.3, height) for height in (-0.2, 0.0, 0.2, 0.4, 0.6)])
    assert prior.height_spread == pytest.approx(1.4826 * 0.2)


def test_views_from_above_tell_nothing_of_views_from_the_side() -> None:
    assert Prior.of_history([Shell(0.3, 0.2, above=True)] * 9) == USUAL
