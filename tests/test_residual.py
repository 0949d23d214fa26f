import numpy as np
import pytest

from datasets.residual import UNKNOWN, patches, relative_residual
from datasets.view import FRAME_ROWS

SHAPE = (FRAME_ROWS, 200)
SEEN = np.ones(SHAPE, bool)


def test_the_residual_is_the_difference_over_the_attenuation() -> None:
    a, b = np.full(SHAPE, 2.0, np.float32), np.full(SHAPE, 2.1, np.float32)
    assert relative_residual(*patches(a, b, SEEN)) == pytest.approx(0.05)


def test_noise_within_a_patch_averages_out() -> None:
    a = np.full(SHAPE, 2.0, np.float32)
    noise = 0.2 * np.random.default_rng(0).standard_normal(SHAPE).astype(np.float32)
    assert relative_residual(*patches(a, a + noise, SEEN)) < 0.02


def test_what_lies_outside_the_box_does_not_count() -> None:
    a = np.full(SHAPE, 2.0, np.float32)
    b = a.copy()
    b[:30], b[275:] = 5.0, 5.0
    assert relative_residual(*patches(a, b, SEEN)) == 0


def test_views_that_show_next_to_nothing_in_common_have_the_largest_residual() -> None:
    a = np.full(SHAPE, 2.0, np.float32)
    assert relative_residual(*patches(a, a, ~SEEN)) == UNKNOWN
    air = np.zeros(SHAPE, np.float32)
    assert relative_residual(*patches(air, air, SEEN)) == UNKNOWN
