"""Rendering: the spectrum behind matter, the fan's geometry, noise that follows the counts, faults one by one."""

from dataclasses import replace

import numpy as np
import pytest

from datasets.simulation.beam.materials import STEEL, WATER
from datasets.simulation.beam.render import Shot, mass_thickness, recorded, render, render_clean
from datasets.simulation.beam.scanner import Detector, Geometry, Passage
from datasets.simulation.beam.spectrum import second_moment, spectrum
from datasets.simulation.blocks import Blocks, blocks

PITCH = 0.01
QUIET = Detector(
    energies_mv=(6.0,), photons=1e12, dark=0.0, scatter=0.0, blur_px=1e-3, blur_along_px=1e-3, column_gain=0.0,
    pulse_jitter=0.0, row_gain=0.0, row_offset=0.0, dead_rows=0, saturation=None, air=60000,
)  # fmt: skip
SLAB = blocks([(0.5, 1.5, 0.0, 2.0, -0.5, 0.5)], WATER, 1.0)
AIR: Blocks = blocks([(5.0, 5.1, 0.0, 1.0, 0.0, 0.1)], WATER, 1.0)


def a_passage() -> Passage:
    """A scanner whose source stands 4 m from the middle plane; 200 columns of 1 cm from x = 0."""
    return Passage(Geometry(-1, 4.0, 1.0), PITCH, 300, 2.5, np.linspace(0.0, 2.0, 201), np.zeros(200))


def row_of(passage: Passage, y: float, z: float) -> int:
    return round(float(passage.pixels(np.array([[1.0, y, z]]))[0, 1]))


def air(detector: Detector, seed: int = 0) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    return render(AIR, a_passage(), detector, np.random.default_rng(seed))[0]


def test_a_slanting_ray_is_longer_by_its_secant() -> None:
    passage = a_passage()
    slab = blocks([(0.5, 1.5, -5.0, 5.0, -0.2, 0.3)], WATER, 1.0)
    slope = (passage.top - 0.5 * PITCH - 1.0) / 4.0
    assert mass_thickness(slab, passage)[0, 100] == pytest.approx(50.0 * np.hypot(1, slope), rel=1e-3)


def test_a_thing_appears_where_the_geometry_says() -> None:
    passage = replace(a_passage(), sway=np.full(200, 4.0))
    post = blocks([(1.0, 1.01, 1.5, 1.6, 0.5, 0.51)], STEEL, 7.85)
    [column, row] = passage.pixels(np.array([[1.005, 1.55, 0.505]]))[0]
    found = np.unravel_index(mass_thickness(post, passage).argmax(), (300, 200))
    assert abs(found[1] - column) <= 1
    assert abs(found[0] - row) <= 6


@pytest.mark.parametrize("megavolts", [2.5, 6.0, 9.0])
def test_open_air_is_one_and_water_follows_the_spectrum(megavolts: float) -> None:
    passage = a_passage()
    [[signal]] = render_clean([Shot(SLAB, passage, replace(QUIET, energies_mv=(megavolts,)))])
    energies, weights = spectrum(megavolts)
    through = np.exp(-WATER.attenuation(energies) * 100.0)
    mean, moment = signal[row_of(passage, 1.0, 0.0), 100]
    assert signal[150, 10, 0] == pytest.approx(1.0)
    assert mean == pytest.approx((weights * through).sum(), rel=5e-3)
    assert moment == pytest.approx((second_moment(megavolts) * through).sum(), rel=5e-3)


def test_each_energy_has_a_picture_and_the_lower_is_darker() -> None:
    high, low = render(SLAB, a_passage(), replace(QUIET, energies_mv=(6.0, 4.0)), np.random.default_rng(0))
    assert low[150, 100] < high[150, 100] < 1.0


@pytest.mark.parametrize("photons", [1e4, 1e5])
def test_the_variance_of_the_noise_falls_with_the_counts(photons: float) -> None:
    moment = float(render_clean([Shot(AIR, a_passage(), QUIET)])[0][0][0, 0, 1])
    assert air(replace(QUIET, photons=photons)).var() == pytest.approx(moment / photons, rel=0.05)


def test_dark_noise_is_left_where_nothing_comes_through() -> None:
    lead = blocks([(-1.0, 3.0, -5.0, 5.0, -1.0, 1.0)], STEEL, 20.0)
    image = render(lead, a_passage(), replace(QUIET, dark=1e-3), np.random.default_rng(0))[0]
    assert image.std() == pytest.approx(1e-3, rel=0.03)


def test_scatter_lifts_what_is_dark_beside_what_is_bright() -> None:
    wall = blocks([(1.0, 3.0, -5.0, 5.0, -1.0, 1.0)], STEEL, 20.0)
    image = render(wall, a_passage(), replace(QUIET, scatter=1e-2), np.random.default_rng(0))[0]
    assert 1e-3 < image[150, 110] < 1e-2
    assert image[150, 110] > 2 * image[150, 170]


def test_pulses_jitter_by_column_and_gains_by_row() -> None:
    jitter, rows = air(replace(QUIET, pulse_jitter=0.01)), air(replace(QUIET, row_gain=0.01))
    assert jitter.mean(axis=0).std() == pytest.approx(0.01, rel=0.2)
    assert rows.mean(axis=1).std() == pytest.approx(0.01, rel=0.2)
    assert np.ptp(jitter, axis=0).max() < 1e-4
    assert np.ptp(rows, axis=1).max() < 1e-4


def test_blur_along_the_travel_is_the_vehicles_and_down_the_array_the_detectors() -> None:
    post = blocks([(0.95, 1.05, 0.9, 1.1, -0.5, 0.5)], STEEL, 7.85)
    moving = render(post, a_passage(), replace(QUIET, blur_along_px=3.0), np.random.default_rng(0))[0]
    still = render(post, a_passage(), QUIET, np.random.default_rng(0))[0]
    row, column = row_of(a_passage(), 1.0, 0.0), 100
    assert (moving[row] < 0.9).sum() > (still[row] < 0.9).sum() + 4
    assert abs(int((moving[:, column] < 0.9).sum()) - int((still[:, column] < 0.9).sum())) <= 1


def test_offsets_of_rows_show_where_it_is_dark() -> None:
    lead = blocks([(-1.0, 3.0, -5.0, 5.0, -1.0, 1.0)], STEEL, 20.0)
    image = render(lead, a_passage(), replace(QUIET, row_offset=1e-3), np.random.default_rng(0))[0]
    assert image.mean(axis=1).std() == pytest.approx(1e-3, rel=0.2)


def test_a_saturated_detector_tells_nothing_above_its_limit() -> None:
    image = air(replace(QUIET, photons=1e4, saturation=0.95))
    assert image.max() == np.float32(0.95)
    assert (image == image.max()).mean() > 0.99


def test_dead_rows_are_dark() -> None:
    image = air(replace(QUIET, dead_rows=2))
    assert (image.max(axis=1) == 0).sum() in (1, 2)


def test_noise_differs_from_scan_to_scan_and_is_the_same_for_the_same_seed() -> None:
    noisy = replace(QUIET, photons=1e4)
    assert np.array_equal(air(noisy, 1), air(noisy, 1))
    assert not np.array_equal(air(noisy, 1), air(noisy, 2))


def test_shots_rendered_together_are_those_rendered_alone() -> None:
    shots = [Shot(SLAB, a_passage(), QUIET), Shot(AIR, a_passage(), replace(QUIET, energies_mv=(9.0, 6.0)))]
    for together, shot in zip(render_clean(shots), shots, strict=True):
        for one, other in zip(together, render_clean([shot])[0], strict=True):
            assert np.allclose(one, other, rtol=1e-5)


def test_a_signal_keeps_its_height_where_nothing_is_wrong() -> None:
    [[signal]] = render_clean([Shot(SLAB, a_passage(), QUIET)])
    image = recorded(signal, a_passage(), QUIET, np.random.default_rng(0))
    assert np.abs(image - signal[:, :, 0]).max() < 2e-5


def test_identical_scenes_leave_no_difference() -> None:
    one, other = mass_thickness(SLAB, a_passage()), mass_thickness(SLAB, a_passage())
    assert not (one - other).any()
