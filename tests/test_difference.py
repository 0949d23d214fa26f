import numpy as np
import pytest

from datasets.view import FRAME_ROWS, MARGIN_ROWS, Image
from tests.trucks import a_pair
from training.baselines.difference import difference_score


def flat() -> Image:
    return np.full((FRAME_ROWS, 192), 1.0, np.float32)


def with_block(difference: float) -> Image:
    changed = flat()
    changed[100:120, 50:70] += difference
    return changed


def test_equal_views_score_nothing() -> None:
    assert difference_score(a_pair(flat(), flat())) == 0.0


@pytest.mark.parametrize("difference", [0.3, -0.3])
def test_the_score_is_the_difference_of_a_block_whatever_its_sign(difference: float) -> None:
    assert difference_score(a_pair(flat(), with_block(difference))) == pytest.approx(0.3, rel=1e-3)


def test_one_pixel_of_noise_hardly_counts() -> None:
    noisy = flat()
    noisy[100, 50] += 1.0
    assert difference_score(a_pair(flat(), noisy)) < 0.02


def test_what_could_not_be_seen_is_left_out() -> None:
    unseen = np.zeros((FRAME_ROWS, 192), np.bool_)
    unseen[95:125, 45:75] = True
    assert difference_score(a_pair(flat(), with_block(0.3), unseen)) == 0.0


def test_what_lies_below_the_floor_is_left_out() -> None:
    chassis = flat()
    chassis[-MARGIN_ROWS:, 50:90] += 2.0
    assert difference_score(a_pair(flat(), chassis)) == 0.0
