import numpy as np
import pytest
from numpy.typing import NDArray

from datasets.curve import Law, apply_curve, fit_curve

SHAPE = (48, 120)
LAW = Law(1.15, 0.9)


def attenuation() -> NDArray[np.float32]:
    """Wall over the upper half, load of every attenuation below."""
    rng = np.random.default_rng(0)
    image = np.full(SHAPE, 0.12)
    image[24:] = np.repeat(rng.uniform(0.3, 4.0, (1, 20)), 6, axis=1)
    return image.astype(np.float32)


def measured(image: NDArray[np.float32], noise: float = 0.005) -> NDArray[np.float32]:
    return (image + noise * np.random.default_rng(1).standard_normal(SHAPE)).astype(np.float32)


def error(curve: Law) -> float:
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
    assert fit_curve(air, air, np.ones(SHAPE, bool)) == Law()


@pytest.mark.parametrize("offset", [-0.1, -0.04, 0.07])
def test_where_open_air_is_clipped_the_offset_is_found_beside_the_law(offset: float) -> None:
    b = attenuation() + np.float32(0.1)
    law = Law(1.1, 0.98, offset)
    found = fit_curve(measured(apply_curve(b, law)), measured(b), np.ones(SHAPE, bool), clipped=True)
    at = np.geomspace(b.min(), b.max(), 30).astype(np.float32)
    assert np.abs(apply_curve(at, found) - apply_curve(at, law)).max() < 0.03
    assert found.offset == pytest.approx(offset, abs=0.02)


def test_where_open_air_is_known_there_is_no_offset() -> None:
    b = attenuation()
    found = fit_curve(measured(b + np.float32(0.05)), measured(b), np.ones(SHAPE, bool))
    assert found.offset == pytest.approx(0, abs=1e-3)


def test_open_air_stays_open_air_whatever_the_offset() -> None:
    assert apply_curve(np.zeros(3, np.float32), Law(1.1, 0.95, 0.08)).tolist() == [0, 0, 0]
    assert apply_curve(np.full(3, 0.05, np.float32), Law(offset=-0.08)).tolist() == [0, 0, 0]
