import numpy as np
import pytest
from numpy.typing import NDArray

from datasets.curve import apply_curve, fit_curve

SHAPE = (48, 120)
LAW = (1.15, 0.9)


def attenuation() -> NDArray[np.float32]:
    """Wall over the upper half, load of every attenuation below."""
    rng = np.random.default_rng(0)
    image = np.full(SHAPE, 0.12)
    image[24:] = np.repeat(rng.uniform(0.3, 4.0, (1, 20)), 6, axis=1)
    return image.astype(np.float32)


def measured(image: NDArray[np.float32], noise: float = 0.005) -> NDArray[np.float32]:
    return (image + noise * np.random.default_rng(1).standard_normal(SHAPE)).astype(np.float32)


def error(curve: tuple[float, float]) -> float:
    b = np.array([0.12, 0.5, 1.0, 2.0, 4.0], np.float32)
    return float(np.abs(apply_curve(b, curve) / apply_curve(b, LAW) - 1).max())


def test_the_law_is_found_to_a_percent() -> None:
    b = attenuation()
    assert error(fit_curve(measured(apply_curve(b, LAW)), measured(b), np.ones(SHAPE, bool))) < 0.01


@pytest.mark.parametrize("rows", [slice(0, 24), slice(12, 36)], ids=["wall alone", "wall and load"])
def test_an_object_over_a_third_of_the_picture_does_not_bend_the_law(rows: slice) -> None:
    b = attenuation()
    a = apply_curve(b, LAW)
    a[rows, 20:100] += 0.6
    assert error(fit_curve(measured(a), measured(b), np.ones(SHAPE, bool))) < 0.05


def test_places_that_cannot_be_used_have_no_say() -> None:
    b = attenuation()
    a = apply_curve(b, LAW)
    usable = np.ones(SHAPE, bool)
    usable[:, :80] = False
    a[:, :80] = 6.0
    assert error(fit_curve(a, b, usable)) < 0.01


def test_without_anything_to_go_by_the_attenuation_stays_as_it_is() -> None:
    air = np.zeros(SHAPE, np.float32)
    assert fit_curve(air, air, np.ones(SHAPE, bool)) == (1.0, 1.0)
