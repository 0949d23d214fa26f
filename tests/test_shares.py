"""A share is told with what it rests on."""

from datasets.measuring.shares import share


def test_a_share_comes_with_the_interval_of_clopper_and_pearson() -> None:
    assert share([True] * 9 + [False]) == "9 of 10, 90.0% (95 % interval 55.5% to 99.7%)"


def test_nothing_to_count_is_said_to_be_nothing() -> None:
    assert share([]) == "none to count"
