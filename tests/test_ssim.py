import numpy as np
import pytest

from datasets.view import FRAME_ROWS, MARGIN_ROWS, Image
from tests.trucks import a_pair
from training.baselines.ssim import ssim_score


def striped() -> Image:
    return np.tile(1.0 + 0.3 * (np.arange(192) // 8 % 2), (FRAME_ROWS, 1)).astype(np.float32)


def test_equal_views_score_nothing() -> None:
    assert ssim_score(a_pair(striped(), striped())) == pytest.approx(0.0, abs=1e-6)


def test_a_structure_that_is_gone_is_unlike() -> None:
    changed = striped()
    changed[100:140, 50:90] = 1.15
    assert ssim_score(a_pair(striped(), changed)) > 0.8


def test_a_little_more_everywhere_is_hardly_unlike() -> None:
    assert ssim_score(a_pair(striped(), striped() * 1.02)) < 0.01


def test_what_could_not_be_seen_is_alike() -> None:
    changed, unseen = striped(), np.zeros((FRAME_ROWS, 192), np.bool_)
    changed[100:140, 50:90] = 1.15
    unseen[100:140, 50:90] = True
    assert ssim_score(a_pair(striped(), changed, unseen)) == pytest.approx(0.0, abs=1e-6)


def test_what_lies_below_the_floor_is_left_out() -> None:
    chassis = striped()
    chassis[-MARGIN_ROWS:] += 2.0
    assert ssim_score(a_pair(striped(), chassis)) == pytest.approx(0.0, abs=1e-6)
