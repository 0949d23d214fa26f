"""What the pixels show: nothing at all, a negative, or air that was declared too low."""

import numpy as np
import pytest

from datasets.errors import UnusableScan
from datasets.exposure import Exposure, cells_of, judge
from datasets.forms.picture import Picture
from datasets.scan import Pixels
from tests.pictures import a_picture

HIGH = a_picture()
NOISE = np.random.default_rng(0).normal(0, 600, HIGH.shape)


def judged(*channels: Pixels, air: float | None = None, bits: int = 16) -> Exposure:
    return judge(Picture(channels, bits), air)


def framed(picture: Pixels, value: int = 0) -> Pixels:
    return np.pad(picture, 24, constant_values=value)


@pytest.mark.parametrize("picture", [HIGH, framed(HIGH), HIGH // 16, np.pad(HIGH, ((0, 0), (150, 0)))])
def test_a_scan_with_bright_air_is_kept_as_it_is(picture: Pixels) -> None:
    assert judged(picture).channels[0] is picture


@pytest.mark.parametrize(
    ("picture", "said"),
    [
        (np.zeros_like(HIGH), "all black"),
        (np.full_like(HIGH, 300), "all black"),
        (np.full_like(HIGH, 60000), "nothing but air"),
        ((60000 + NOISE).clip(0, 65535).astype(np.uint16), "nothing but air"),
        (framed(np.full_like(HIGH, 60000)), "nothing but air"),
    ],
)
def test_a_picture_of_nothing_is_refused(picture: Pixels, said: str) -> None:
    with pytest.raises(UnusableScan, match=said):
        judged(picture)


def test_a_blank_low_energy_is_named() -> None:
    with pytest.raises(UnusableScan, match="the low energy is all black"):
        judged(HIGH, np.zeros_like(HIGH))


@pytest.mark.parametrize("full", [65535, 60000])
def test_a_negative_is_turned_by_its_full_scale(full: int) -> None:
    negative = (full - np.minimum(HIGH, full)).astype(np.uint16)
    exposure = judged(negative, air=60000.0)
    assert np.array_equal(exposure.channels[0], np.minimum(HIGH, full))
    assert (exposure.air, len(exposure.warnings)) == (60000.0, 1)


def test_without_declared_air_full_scale_is_that_of_the_bits() -> None:
    assert np.array_equal(judged(65535 - HIGH).channels[0], HIGH)


def test_declared_air_tells_a_negative_of_12_bits() -> None:
    picture = np.minimum(a_picture(air=4000), 4095)
    assert np.array_equal(judged(4095 - picture, air=4000.0).channels[0], picture)


def test_a_negative_in_eight_bits_is_turned() -> None:
    picture = a_picture(air=250)
    exposure = judged(255 - picture, bits=8)
    assert np.array_equal(exposure.channels[0], picture)
    assert "turned" in exposure.warnings[-1]


def test_both_energies_are_turned_alike() -> None:
    exposure = judged(65535 - HIGH, 65535 - HIGH // 2)
    assert np.array_equal(exposure.channels[1], HIGH // 2)


def test_a_negative_with_white_padding_is_turned() -> None:
    assert "turned" in judged(65535 - np.pad(HIGH, ((0, 0), (60, 0)))).warnings[-1]


def test_air_that_does_not_fit_a_turned_scan_is_left_out() -> None:
    exposure = judged(65535 - HIGH, air=5000.0)
    assert exposure.air is None
    assert "declared air 5000 is not used" in exposure.warnings[-1]


def test_a_cut_through_opaque_load_is_no_negative() -> None:
    load = np.full_like(HIGH, 60)
    load[60:90, 60:120] = 9000
    assert judged(load).warnings == ()


@pytest.mark.parametrize("air", [60000.0, 58500.0, 65535.0])
def test_air_about_the_brightest_parts_is_kept(air: float) -> None:
    assert judged(HIGH, air=air).air == air


@pytest.mark.parametrize("air", [1000.0, 40000.0, 55000.0])
def test_air_below_the_data_is_refused(air: float) -> None:
    with pytest.raises(UnusableScan, match=f"the declared air is {air:g}, below the data"):
        judged(HIGH, air=air)


def test_air_above_full_scale_is_left_out() -> None:
    exposure = judged(a_picture(air=250), air=60000.0, bits=8)
    assert exposure.air is None
    assert "the largest value is 255" in exposure.warnings[-1]


def test_a_narrow_picture_is_judged_to_its_last_pixel() -> None:
    narrow = np.full((400, 23), 60000, np.uint16)
    narrow[:, :16] = 0
    assert cells_of(narrow)[:, -1].min() > 30000


def test_cells_of_a_large_picture_are_means_of_whole_cells() -> None:
    picture = np.random.default_rng(4).integers(0, 60000, (206, 411), dtype=np.uint16)
    means = picture[:200, :408].reshape(25, 8, 51, 8).mean(axis=(1, 3))
    assert cells_of(picture) == pytest.approx(means, abs=1)
