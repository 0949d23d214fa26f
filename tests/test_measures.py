"""Profiles of previews and the distances between them."""

import numpy as np
import pytest

from datasets.simulation.realism.measures import (
    ATTENUATION_EDGES,
    MEASURES,
    attenuation_histogram,
    column_spectrum,
    gaps,
    octave_powers,
    row_spectrum,
    wasserstein,
)
from datasets.simulation.realism.previews import Preview


def noise(
    seed: int, spread: float = 10, size: tuple[int, int] = (256, 512)
) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    grey = np.random.default_rng(seed).normal(60, spread, size)
    return np.clip(grey, 0, 255).astype(np.uint8)


def previews(seeds: range, spread: float = 10) -> list[Preview]:
    return [Preview(str(seed), str(seed), noise(seed, spread)) for seed in seeds]


def test_the_distance_of_two_greys_is_the_difference_of_their_attenuation() -> None:
    bright, dark = (attenuation_histogram(np.full((8, 8), grey, np.uint8)) for grey in (200, 50))
    assert wasserstein(ATTENUATION_EDGES)(bright, dark) == pytest.approx(np.log(200 / 50), abs=0.1)


def test_a_wave_shows_in_the_octave_of_its_period() -> None:
    wave = np.tile(20 * np.sin(np.arange(512) * 2 * np.pi / 12), (16, 1)).astype(np.float32)
    assert int(np.argmax(octave_powers(wave))) == 2


def test_lines_across_show_down_the_columns_only() -> None:
    lines = np.repeat(np.random.default_rng(0).integers(40, 80, (256, 1)), 512, axis=1).astype(np.uint8)
    assert (column_spectrum(lines) > row_spectrum(lines) + 5).all()


def test_previews_of_one_kind_of_texture_lie_no_farther_apart_than_the_floor() -> None:
    for gap in gaps(previews(range(20)), previews(range(100, 120)), "loaded", np.random.default_rng(0)):
        assert gap.distance < 2 * gap.floor, gap.measure.name


def test_another_texture_lies_far_above_the_floor_in_every_measure() -> None:
    found = gaps(previews(range(20), 25), previews(range(100, 120)), "loaded", np.random.default_rng(0))
    assert len(found) == len(MEASURES)
    assert min(gap.distance / gap.floor for gap in found) > 5


def test_a_kind_that_one_side_lacks_is_not_measured() -> None:
    assert gaps(previews(range(3)), [], "loaded", np.random.default_rng(0)) == []


def test_boxes_too_short_for_a_spectrum_do_not_spoil_the_mean() -> None:
    short = Preview("short", "short", noise(0, size=(256, 60)))
    row = gaps([*previews(range(3)), short], previews(range(100, 104)), "loaded", np.random.default_rng(0))[2]
    assert np.isfinite(row.distance)
