"""Photons counted from a picture's own noise."""

import numpy as np
import pytest

from datasets.simulation.projecting.counting import Counts, counts_of

ROWS, COLUMNS = 400, 600


def a_picture(counts: Counts) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """Stripes, a step and bright to dark, with noise."""
    picture = np.geomspace(2e-3, 0.9, ROWS)[:, None] * np.ones((ROWS, COLUMNS))
    picture[:, ::37] *= 0.8
    picture[200:300, 200:400] *= 0.5
    noise = np.random.default_rng(0).standard_normal(picture.shape) * np.sqrt(
        counts.variance(picture.astype(np.float32))
    )
    return np.asarray(picture + noise, np.float32)


@pytest.mark.parametrize("photons", [3e3, 2e4, 1e5])
def test_photons_are_counted_from_the_noise(photons: float) -> None:
    assert counts_of(a_picture(Counts(photons, 1e-4))).photons == pytest.approx(photons, rel=0.2)


def test_dark_noise_is_told_from_that_of_photons() -> None:
    found = counts_of(a_picture(Counts(1e5, 2e-3)))
    assert found.dark == pytest.approx(2e-3, rel=0.1)


def test_a_picture_without_noise_counts_without_end() -> None:
    found = counts_of(np.full((ROWS, COLUMNS), 0.5, np.float32))
    assert found.photons == np.inf
    assert found.dark == 0.0


def test_what_a_multiplied_picture_lacks_makes_its_noise_whole() -> None:
    counts, bright, factor = Counts(1e4, 1e-3), np.full((1, 1), 0.6, np.float32), np.full((1, 1), 0.3, np.float32)
    whole = factor**2 * counts.variance(bright) + counts.missing(bright, factor)
    assert whole == pytest.approx(counts.variance(bright * factor))
    assert counts.missing(bright, np.ones_like(factor)) == 0
