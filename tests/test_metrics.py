import math

import numpy as np
import pytest
from scipy.stats import binomtest

from training.metrics import (
    Rate,
    conformal_threshold,
    detection,
    empirical_threshold,
    rate_interval,
    roc_auc,
    smallest_rate,
)

BENIGN = np.linspace(0, 0.999, 1000)


def test_a_rate_has_the_interval_of_clopper_and_pearson() -> None:
    exact = binomtest(7, 50).proportion_ci(method="exact")
    assert Rate(7, 50).interval == pytest.approx((exact.low, exact.high))


def test_the_interval_of_nothing_found_begins_at_nought_and_of_all_found_ends_at_one() -> None:
    assert Rate(0, 10).interval[0] == 0.0
    assert Rate(10, 10).interval[1] == 1.0


def test_a_rate_of_no_cases_says_so() -> None:
    assert math.isnan(Rate(0, 0).value)
    assert str(Rate(0, 0)) == "-"


@pytest.mark.parametrize("rate", [0.004, 0.01, 0.05])
def test_no_more_benign_pairs_than_allowed_reach_the_threshold(rate: float) -> None:
    assert (empirical_threshold(BENIGN, rate) <= BENIGN).sum() == round(1000 * rate)


def test_equal_benign_scores_are_not_all_let_through_as_false_alarms() -> None:
    assert detection(np.full(100, 0.5), np.array([0.5, 0.6]), 0.01).found == 1


def test_what_scores_below_every_benign_pair_is_not_found() -> None:
    assert detection(BENIGN, np.array([-math.inf, 2.0]), 0.01) == Rate(1, 2)


def test_without_benign_pairs_nothing_is_said_to_be_found() -> None:
    assert detection(np.array([]), np.array([0.9]), 0.01) == Rate(0, 0)


def test_a_conformal_threshold_keeps_its_rate_on_new_pairs_on_average() -> None:
    rng = np.random.default_rng(0)
    alarms = [float((conformal_threshold(rng.random(99), 0.05).score <= rng.random(99)).mean()) for _ in range(400)]
    assert np.mean(alarms) == pytest.approx(0.05, abs=0.005)


def test_too_few_pairs_give_the_smallest_rate_they_can_carry() -> None:
    threshold = conformal_threshold(np.linspace(0, 0.5, 99), 0.001)
    assert threshold.rate == pytest.approx(0.01)
    assert threshold.score == pytest.approx(0.5)
    assert smallest_rate(249) == pytest.approx(0.004)


def test_the_area_under_the_curve_is_the_share_of_pairs_in_the_right_order() -> None:
    benign, mismatched = np.array([0.1, 0.4, 0.35]), np.array([0.8, 0.37])
    assert roc_auc(benign, mismatched) == pytest.approx(5 / 6)


def test_the_area_does_not_depend_on_the_scale_of_the_scores() -> None:
    benign, mismatched = np.array([-900.0, -math.inf]), np.array([-899.0, 5000.0])
    assert roc_auc(benign, mismatched) == pytest.approx(1.0)


def test_the_interval_of_the_true_rate_narrows_with_the_pairs() -> None:
    few, many = rate_interval(302, 0.004), rate_interval(3000, 0.004)
    assert few == pytest.approx((0.00008, 0.0121), rel=0.05)  # the highest score decides: beta of 1 and 302
    assert many[0] < 0.004 < many[1] < few[1]


def test_thresholds_of_many_draws_exceed_their_rate_as_the_interval_says() -> None:
    rng = np.random.default_rng(0)
    low, high = rate_interval(299, 0.01)
    true = [1 - conformal_threshold(rng.random(299), 0.01).score for _ in range(2000)]
    assert np.mean([low <= rate <= high for rate in true]) == pytest.approx(0.95, abs=0.015)
