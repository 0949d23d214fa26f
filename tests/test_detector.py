"""Dead lines are found and filled in, gains are read from the open air."""

import numpy as np
import pytest

from datasets.detector import dead_rows, gains, medians, repaired
from datasets.scan import Pixels

AIR = 60000.0


def a_picture(noise: float = 0.004) -> Pixels:
    """Air with a block, rails and a roof line in it."""
    picture = np.ones((400, 1600))
    picture[60:300, 200:1400] *= 0.85
    picture[60:66, 200:1400] *= 0.5
    picture[280:300, 200:1400] *= 0.2
    picture += noise * np.random.default_rng(1).standard_normal(picture.shape)
    return np.clip(picture * AIR, 0, 65535).round().astype(np.uint16)


def test_rails_and_roofs_are_no_dead_lines() -> None:
    _, dead = repaired(a_picture(), AIR)
    assert dead == 0


def test_a_dead_row_is_filled_in_from_its_neighbours() -> None:
    picture = a_picture()
    picture[150] = 0
    whole, dead = repaired(picture, AIR)
    assert dead == 1
    assert whole[150, 800] == pytest.approx(0.85 * AIR, rel=0.02)


def test_two_dead_rows_together_are_found() -> None:
    picture = a_picture()
    picture[150:152] = 12345
    assert dead_rows(picture[:, ::16], AIR).tolist() == [150, 151]


def test_a_lost_pulse_is_a_dead_column() -> None:
    picture = a_picture()
    picture[:, 700] //= 4
    whole, dead = repaired(picture, AIR)
    assert dead == 1
    assert whole[150, 700] == pytest.approx(0.85 * AIR, rel=0.02)


def test_the_scan_as_delivered_is_left_alone() -> None:
    picture = a_picture()
    picture[150] = 0
    repaired(picture, AIR)
    assert picture[150].max() == 0


def test_gains_are_read_from_open_air() -> None:
    rng = np.random.default_rng(2)
    true = 1 + 0.01 * np.sin(np.arange(1000) / 30) + 0.005 * rng.standard_normal(1000)
    air = true[:, None] * (1 + 0.005 * rng.standard_normal((1000, 30))) * AIR
    assert np.abs(gains(air.astype(np.uint16), AIR) - true).mean() < 0.0015


def test_no_gain_is_read_from_noise() -> None:
    air = (1 + 0.01 * np.random.default_rng(3).standard_normal((1000, 16))) * AIR
    assert gains(air.astype(np.uint16), AIR).std() < 0.0015


def test_what_is_no_open_air_tells_nothing_of_gains() -> None:
    assert gains(np.full((50, 40), 30000, np.uint16), AIR) == pytest.approx(np.ones(50))


def test_a_row_that_stopped_measuring_is_dead() -> None:
    picture = a_picture()
    picture[150] = round(0.88 * AIR)  # near to what is beside it, so that only its evenness tells
    picture[150, :80], picture[150, 1500:] = picture[149, :80], picture[149, 1500:]
    assert dead_rows(picture[:, 100:1500:16], AIR).tolist() == [150]


@pytest.mark.parametrize("count", [12, 31, 32])
def test_medians_are_those_of_numpy(count: int) -> None:
    values = np.random.default_rng(3).random((50, count), dtype=np.float32)
    assert np.array_equal(medians(values), np.median(values, axis=1))


@pytest.mark.parametrize("shape", [(1, 40), (2, 40), (4, 40), (40, 3), (5, 5)])
def test_a_picture_of_few_lines_has_no_dead_ones(shape: tuple[int, int]) -> None:
    assert repaired(np.full(shape, AIR, np.uint16), AIR)[1] == 0
