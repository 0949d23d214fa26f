"""What a history of pairs tells of two scanners, and how that is counted."""

import pytest

from datasets.measuring.site_trial import history_rows, odds_between, site_trial


def test_a_history_counts_as_right_where_its_odds_together_are_and_as_sure_where_they_are_large() -> None:
    rows = list(history_rows([([0.9, 0.3, 0.5], True), ([-0.2, 0.4, 0.9], False), ([-1.2] * 12, False)]))
    assert [row.result.split(",")[0] for row in rows] == ["3 of 3", "2 of 3", "1 of 1"]
    assert rows[-1].result.endswith("sure of 1, of which right 1")
    assert rows[0].result.endswith("sure of 0, of which right 0")


def test_one_pair_of_two_scanners_is_drawn_again_as_it_was() -> None:
    odds = odds_between((77, 0, 0))
    assert odds is not None
    assert odds == pytest.approx(odds_between((77, 0, 0)))


def test_a_trial_simulates_all_that_it_needs() -> None:
    first, *histories = site_trial(scanners=2, pairs=1, seed=77, workers=1)
    assert first.result.startswith("2 of 2")
    assert len(histories) == 1
