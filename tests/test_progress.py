import pytest

from training.progress import time_left


@pytest.mark.parametrize(
    ("spent_s", "progress", "told"),
    [
        (0.0, 0.0, "time left not known yet"),
        (600.0, 0.25, "30 min left"),
        (590.0, 0.99, "less than a minute left"),
        (600.0, 1.0, "less than a minute left"),
    ],
)
def test_the_time_left_follows_from_the_time_spent(spent_s: float, progress: float, told: str) -> None:
    assert time_left(spent_s, progress) == told
