"""The bench of the simulator times what simulating does."""

import numpy as np

from datasets.simulation.throughput import COLUMNS, ROWS, STAGES, Throughput, measure, products, shots_of


def test_every_stage_of_a_pair_is_timed_and_every_pair_heard_of() -> None:
    heard: list[None] = []
    speed = measure(2, 1, "cpu", lambda: heard.append(None))
    assert len(heard) == 2
    assert set(speed.seconds) == set(STAGES)
    assert min(speed.seconds.values()) > 0
    assert 0 < speed.products_s < speed.seconds["rays and spectrum"]
    assert speed.pairs_per_s < 1 / min(speed.seconds.values())
    assert speed.peak_bytes > 100 << 20
    assert speed.pasting_s > 0


def test_pairs_are_of_the_size_that_is_promised() -> None:
    shots = shots_of(np.random.default_rng(0))
    assert [(shot.passage.rows, shot.passage.columns) for shot in shots] == [(ROWS, COLUMNS)] * 2


def test_the_products_cover_every_ray_once_an_energy() -> None:
    shots = shots_of(np.random.default_rng(0))
    rays = sum(right.shape[1] for left, right in products(shots, "cpu") if left.shape == (2, 8))
    assert rays == sum(ROWS * COLUMNS * len(shot.detector.energies_mv) for shot in shots)


def test_the_lines_tell_rate_stages_ratio_and_memory() -> None:
    speed = Throughput(12.34, dict.fromkeys(STAGES, 0.02), 0.01, 2, 512 << 20, 0.004)
    text = "\n".join(speed.lines())
    assert "12.3 pairs/s" in text
    assert "2.0 times" in text
    assert "512 MiB" in text
    assert "4.0 ms a crop" in text
