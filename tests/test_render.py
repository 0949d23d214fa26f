"""Rendering: exact path lengths, the fan's geometry, noise that follows the counts."""

from dataclasses import replace

import numpy as np
import pytest

from datasets.simulation.blocks import Blocks, blocks
from datasets.simulation.materials import STEEL, WATER
from datasets.simulation.render import integrals, mass_thickness, material_shares, render, row_part, transmission
from datasets.simulation.scanner import Detector, Geometry, Passage
from datasets.simulation.spectrum import spectrum

PITCH = 0.01
QUIET = Detector((6.0,), 1e12, 0.0, 0.0, 1e-3, 0.0, 0.0, 0, 60000, preview=False, preview_gamma=1.0, quality=90)


def a_passage(side: int = -1, height: float = 1.0, columns: int = 200) -> Passage:
    """A scanner whose source stands 4 m from the middle plane; columns of 1 cm from x = 0."""
    edges = np.linspace(0.0, columns * PITCH, columns + 1)
    return Passage(Geometry(side, 4.0, height), PITCH, 300, 2.5, edges, np.zeros(columns))


def row_of(passage: Passage, y: float, z: float) -> int:
    return round(float(passage.pixels(np.array([[1.0, y, z]]))[0, 1]))


def test_a_slab_at_the_height_of_the_source_is_crossed_straight() -> None:
    passage = a_passage()
    slab = blocks([(0.5, 1.5, 0.0, 2.0, -0.2, 0.3)], WATER, 1.0)
    assert mass_thickness(slab, passage)[row_of(passage, 1.0, 0.0), 100] == pytest.approx(50.0, rel=1e-3)


def test_a_slanting_ray_is_longer_by_its_secant() -> None:
    passage = a_passage()
    slab = blocks([(0.5, 1.5, -5.0, 5.0, -0.2, 0.3)], WATER, 1.0)
    slope = (passage.top - 0.5 * PITCH - 1.0) / 4.0
    assert mass_thickness(slab, passage)[0, 100] == pytest.approx(50.0 * np.hypot(1, slope), rel=1e-3)


def test_rows_of_a_random_block_agree_with_sampling_along_the_ray() -> None:
    passage, rng = a_passage(), np.random.default_rng(0)
    low = rng.uniform([0.0, -1.0], [1.5, 0.0], (20, 2))
    high = low + rng.uniform(0.1, 0.8, (20, 2))
    bounds = np.stack([np.zeros(20), np.ones(20), low[:, 0], high[:, 0], low[:, 1], high[:, 1]], 1).astype(np.float32)
    row = 140
    z = np.linspace(-1.22, 1.22, 20001)
    y = 1.0 + (passage.top - (row + 0.5) * PITCH - 1.0) / 4.0 * (4.0 + z)
    inside = (y > bounds[:, 2:3]) & (y < bounds[:, 3:4]) & (z > bounds[:, 4:5]) & (z < bounds[:, 5:6])
    step = np.hypot(z[1] - z[0], y[1] - y[0])
    assert row_part(bounds, passage)[row] == pytest.approx(inside.sum(axis=1) * step, abs=3e-4)


def test_a_block_narrower_than_a_column_counts_by_the_part_it_covers() -> None:
    thin = blocks([(1.002, 1.005, 0.0, 2.0, -0.5, 0.5)], WATER, 1.0)
    assert mass_thickness(thin, a_passage())[150, 100] == pytest.approx(30.0, rel=1e-3)


def test_near_and_far_change_places_with_the_side_of_the_source() -> None:
    roof = np.array([[1.0, 2.4, -1.2]])
    left, right = a_passage(-1).pixels(roof)[0, 1], a_passage(+1).pixels(roof)[0, 1]
    assert (right - left) * PITCH > 0.5  # parallax at the roof reaches half a metre


def test_a_thing_appears_where_the_geometry_says() -> None:
    passage = replace(a_passage(), sway=np.full(200, 4.0))
    post = blocks([(1.0, 1.01, 1.5, 1.6, 0.5, 0.51)], STEEL, 7.85)
    [column, row] = passage.pixels(np.array([[1.005, 1.55, 0.505]]))[0]
    found = np.unravel_index(mass_thickness(post, passage).argmax(), (300, 200))
    assert abs(found[1] - column) <= 1
    assert abs(found[0] - row) <= 6


def test_a_vehicle_that_comes_the_other_way_is_mirrored() -> None:
    post = blocks([(0.2, 0.3, 0.0, 2.0, -0.1, 0.1)], STEEL, 7.85)
    one = a_passage()
    other = replace(one, edges=one.edges[::-1])
    assert np.array_equal(mass_thickness(post, other), mass_thickness(post, one)[:, ::-1])


def test_open_air_is_one_and_water_follows_the_spectrum() -> None:
    slab = blocks([(0.5, 1.5, 0.0, 2.0, -0.5, 0.5)], WATER, 1.0)
    passage = a_passage()
    image = transmission(integrals(slab, passage, material_shares(slab)), 6.0)
    energies, weights = spectrum(6.0)
    wanted = (weights * np.exp(-WATER.attenuation(energies) * 100.0)).sum()
    assert image[150, 10] == pytest.approx(1.0)
    assert image[row_of(passage, 1.0, 0.0), 100] == pytest.approx(wanted, rel=5e-3)


@pytest.mark.parametrize("photons", [1e4, 1e5])
def test_the_variance_of_the_noise_falls_with_the_counts(photons: float) -> None:
    nothing_there: Blocks = blocks([(5.0, 5.1, 0.0, 1.0, 0.0, 0.1)], WATER, 1.0)
    image = render(nothing_there, a_passage(), replace(QUIET, photons=photons), np.random.default_rng(0))[0]
    assert image.var() == pytest.approx(1.35 / photons, rel=0.05)


def test_identical_scenes_leave_no_difference() -> None:
    scene = blocks([(0.5, 1.5, 0.0, 2.0, -0.5, 0.5)], WATER, 0.4)
    one, other = mass_thickness(scene, a_passage()), mass_thickness(scene, a_passage())
    assert not (one - other).any()
