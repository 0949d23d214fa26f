import numpy as np

from datasets.contrast import contrast

SHAPE = (64, 96)
SEEN = np.zeros(SHAPE, bool)


def texture() -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    return (1 + 0.4 * np.random.default_rng(0).uniform(size=SHAPE)).astype(np.float32)


def test_contrast_hardly_changes_under_another_intensity_law() -> None:
    a = texture()
    difference = contrast(a, SEEN).value - contrast((1.2 * a**0.9).astype(np.float32), SEEN).value
    assert np.abs(difference).max() < 0.15


def test_noise_on_a_bare_wall_gives_little_contrast() -> None:
    wall = (0.1 + 0.004 * np.random.default_rng(0).standard_normal(SHAPE)).astype(np.float32)
    assert contrast(wall, SEEN).value.std() < 0.25


def test_the_edge_of_what_is_opaque_has_little_weight() -> None:
    a, unseen = texture(), SEEN.copy()
    unseen[:, 48:] = True
    weight = contrast(a, unseen).weight
    assert weight[:, 46:].max() < 0.4
    assert weight[:, :30].min() > 0.9
