"""Lines of a container: what stands for numpy's slower ways, and the roof's line through its outliers."""

import numpy as np
import pytest

from datasets.profiles import percentiles, roof_line, straight


@pytest.mark.parametrize("count", [2, 101, 110])
def test_percentiles_are_those_of_numpy(count: int) -> None:
    lines = np.random.default_rng(1).random((30, count), dtype=np.float32)
    assert percentiles(lines, 20, 35, 100) == pytest.approx(np.percentile(lines, (20, 35, 100), axis=1))


def test_a_straight_line_is_found_exactly() -> None:
    x = np.arange(-20.0, 30.0)
    assert straight(x, 7 - 0.03 * x) == pytest.approx((-0.03, 7))


def test_the_roof_is_followed_past_what_stands_on_it() -> None:
    roof = 40 + 0.02 * np.arange(300.0)
    roof[60:90] -= 15
    line = roof_line(roof, (0, 300))
    assert line.slope == pytest.approx(0.02, abs=1e-4)
    assert line.level == pytest.approx(40 + 0.02 * 149.5, abs=0.01)
    assert np.abs(line.wave).max() < 0.01
