import numpy as np
from numpy.typing import NDArray

from datasets.contrast import Contrast
from datasets.travel import pooled, travel

ROWS, COLUMNS = 160, 360
WEIGHTS = np.ones((ROWS, COLUMNS), np.float32)


def texture(seed: int = 0) -> NDArray[np.float64]:
    return np.random.default_rng(seed).standard_normal((ROWS, COLUMNS + 100))


def taken_at(columns: NDArray[np.float64]) -> Contrast:
    """Smooth texture read at fractional columns."""
    values = np.array([np.convolve(row, np.hanning(9), mode="same") for row in texture()]) / 2
    read = np.array([np.interp(columns + 50, np.arange(values.shape[1]), row) for row in values])
    return Contrast(read.astype(np.float32), np.ones((ROWS, COLUMNS), np.float32))


def test_a_changing_speed_is_followed() -> None:
    x = np.arange(COLUMNS, dtype=float)
    offset = 12 * np.sin(x / 60)
    path = travel(pooled(taken_at(x)), pooled(taken_at(np.interp(x, x + offset, x))), WEIGHTS)
    assert np.abs(path.offset - offset)[20:-20].max() < 2.0


def test_a_jump_is_followed_and_marked() -> None:
    x = np.arange(COLUMNS, dtype=float)
    lost = np.where(x < 180, x, x + 14)
    path = travel(pooled(taken_at(x)), pooled(taken_at(lost)), WEIGHTS)
    assert np.abs(path.offset[20:160]).max() < 1.0
    assert np.abs(path.offset[220:-20] + 14).max() < 1.0
    assert path.jumped[160:220].any()


def test_unrelated_views_cost_more_than_alike_ones() -> None:
    x = np.arange(COLUMNS, dtype=float)
    other = Contrast(texture(1)[:, :COLUMNS].astype(np.float32), np.ones((ROWS, COLUMNS), np.float32))
    here = pooled(taken_at(x))
    assert travel(here, here, WEIGHTS).cost < travel(here, pooled(other), WEIGHTS).cost - 0.3


def test_what_is_not_seen_costs_nothing() -> None:
    x = np.arange(COLUMNS, dtype=float)
    a = taken_at(x)
    dark = Contrast(a.value, np.zeros_like(a.weight))
    assert travel(pooled(a), pooled(dark), WEIGHTS).cost == 0
