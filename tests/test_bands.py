import numpy as np

from datasets.bands import place_weights, row_weights
from datasets.view import BOX_ROWS, MARGIN_ROWS


def test_margins_and_the_lowest_part_have_no_say() -> None:
    weights = row_weights(1)
    assert not weights[: MARGIN_ROWS - 4].any()
    assert not weights[MARGIN_ROWS + round(0.94 * BOX_ROWS) :].any()


def test_the_load_has_less_to_say_than_roof_and_floor() -> None:
    weights = row_weights(1)
    assert weights[MARGIN_ROWS + 5] == weights[MARGIN_ROWS + 230] == 1
    assert weights[MARGIN_ROWS + 128] < 0.2


def test_at_the_ends_of_the_length_all_rows_have_the_same_say() -> None:
    weights = place_weights(2, 400, ends=3.0)
    ends = np.concatenate([weights[:, :20], weights[:, -20:]], axis=1)
    assert set(np.unique(ends)) == {0.0, 3.0}
    assert np.array_equal(weights[:, 200], row_weights(2))
