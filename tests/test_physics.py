"""Pictures against physics: where a fan shows things, how a beam weakens, how noise follows counts, what mass means."""

from dataclasses import replace

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from datasets.simulation.beam.materials import (
    ALUMINIUM,
    CELLULOSE,
    COCAINE_HCL,
    FRUIT,
    LEAD,
    POLYETHYLENE,
    PVC,
    STEEL,
    SUCROSE,
    Material,
)
from datasets.simulation.beam.render import mass_thickness, render
from datasets.simulation.beam.scanner import Detector, Geometry, Passage
from datasets.simulation.beam.spectrum import LOWEST_MEV, normalised, second_moment, signal, spectrum
from datasets.simulation.blocks import Blocks, blocks, join
from datasets.simulation.labels import label_image
from datasets.simulation.story import Contents

Image = NDArray[np.float32]

PITCH = 0.008
COLUMNS = 50
QUIET = Detector(
    energies_mv=(6.0,), photons=1e30, dark=0.0, scatter=0.0, blur_px=1e-3, blur_along_px=1e-3, column_gain=0.0,
    pulse_jitter=0.0, row_gain=0.0, row_offset=0.0, dead_rows=0, saturation=None, air=60000,
)  # fmt: skip
ROOF, HALF_WIDTH = 2.6, 1.22  # of a container, metres
LEFT, RIGHT = Geometry(-1, 6.5, 1.0), Geometry(1, 6.5, 1.0)

# Places of lots, metres: the middle, the doors' wall by the floor, both side walls, the roof
PLACES = {
    "middle": (1.0, 0.0),
    "floor": (0.15, 0.5),
    "left wall": (1.2, -1.1),
    "right wall": (1.6, 1.1),
    "roof": (2.4, -0.4),
}


def a_passage(geometry: Geometry = LEFT, rows: int = 440) -> Passage:
    """Some columns about x = 0.5; rows from 0.3 m above the near roof edge down."""
    top = float(geometry.at_middle(ROOF, geometry.side * HALF_WIDTH)) + 0.3
    return Passage(
        geometry, PITCH, rows, top, 0.5 + np.linspace(-1, 1, COLUMNS + 1) * PITCH * COLUMNS / 2, np.zeros(COLUMNS)
    )


def a_block(material: Material, density: float, y: float, z: float, size: float = 0.2) -> Blocks:
    half = size / 2
    return blocks([(0.5 - half, 0.5 + half, y - half, y + half, z - half, z + half)], material, density)


def goods(g_cm2: float) -> Blocks:
    """Cellulose that fills the container and weighs this much along a level ray."""
    depth_cm = 2 * HALF_WIDTH * 100
    return blocks([(0.0, 1.0, 0.0, ROOF, -HALF_WIDTH, HALF_WIDTH)], CELLULOSE, g_cm2 / depth_cm)


def slab(material: Material, g_cm2: float) -> Blocks:
    """Infinitely wide for any ray of the picture, thin in depth so that rays near the source's height are level."""
    return blocks([(-9.0, 9.0, -9.0, 9.0, 0.0, 0.01)], material, g_cm2)


def a_flat_field(rows: int = 3) -> Passage:
    """Rows whose rays are all but level."""
    top = LEFT.height + rows * PITCH / 2
    return Passage(LEFT, PITCH, rows, top, np.linspace(0.0, 1.0, COLUMNS + 1), np.zeros(COLUMNS))


def through(things: Blocks, detector: Detector) -> list[float]:
    """-ln T of a level ray at each energy."""
    return [float(-np.log(image[1, COLUMNS // 2])) for image in render(things, a_flat_field(), detector, rng())]


def centre(image: Image) -> tuple[float, float]:
    """Centre of gravity as row, column."""
    rows, columns = np.indices(image.shape)
    return float((rows * image).sum() / image.sum()), float((columns * image).sum() / image.sum())


# Geometry


def test_a_thing_under_the_roof_moves_by_half_a_metre_between_a_source_left_and_one_right() -> None:
    thing = a_block(STEEL, 7.85, ROOF - 0.1, 1.0, size=0.04)
    rows = [centre(mass_thickness(thing, a_passage(geometry)))[0] for geometry in (LEFT, RIGHT)]
    tops = [a_passage(geometry).top for geometry in (LEFT, RIGHT)]
    heights = [top - (row + 0.5) * PITCH for top, row in zip(tops, rows, strict=True)]
    # Off the middle plane by z it is seen at 1.5 m x 6.5 / (6.5 - z) above the source's height.
    assert heights[1] - heights[0] == pytest.approx(1.5 * (6.5 / 5.5 - 6.5 / 7.5), abs=PITCH)
    assert heights[1] - heights[0] == pytest.approx(0.47, abs=0.01)


def test_a_thing_at_the_source_s_height_does_not_move_between_left_and_right() -> None:
    thing = a_block(STEEL, 7.85, LEFT.height, 1.0, size=0.04)
    rows = [centre(mass_thickness(thing, a_passage(geometry)))[0] for geometry in (LEFT, RIGHT)]
    assert rows[0] == pytest.approx(rows[1], abs=1.0)


@pytest.mark.parametrize("geometry", [LEFT, RIGHT])
def test_depth_moves_nothing_along_the_travel(geometry: Geometry) -> None:
    columns = [
        centre(mass_thickness(a_block(STEEL, 7.85, 2.4, z), a_passage(geometry)))[1] for z in (-1.1, -0.3, 0.4, 1.1)
    ]
    assert np.ptp(columns) < 0.01


@pytest.mark.parametrize("geometry", [LEFT, RIGHT, Geometry(-1, 3.6, 0.1)])
def test_the_near_roof_edge_is_seen_above_the_box(geometry: Geometry) -> None:
    passage = a_passage(geometry, rows=560)
    box = blocks([(0.0, 1.0, 0.0, ROOF, -HALF_WIDTH, HALF_WIDTH)], STEEL, 0.1)
    first = int(np.argmax(mass_thickness(box, passage)[:, COLUMNS // 2] > 0))
    above = passage.levels[first] - ROOF
    assert above == pytest.approx((ROOF - geometry.height) * HALF_WIDTH / (geometry.distance - HALF_WIDTH), abs=PITCH)
    assert above > 0.35


def test_a_near_thing_is_larger_than_a_far_one_down_the_array_alone() -> None:
    images = [mass_thickness(a_block(STEEL, 7.85, 1.0, z), a_passage(LEFT)) > 1 for z in (-1.0, 1.0)]
    heights = [image.any(axis=1).sum() for image in images]
    assert heights[0] / heights[1] == pytest.approx(7.5 / 5.5, rel=0.1)
    assert images[0].any(axis=0).sum() == images[1].any(axis=0).sum()


@pytest.mark.parametrize("between_rows", [0.0, 0.2, 0.4, 0.6, 0.8])
def test_a_level_sheet_thinner_than_a_row_is_seen_wherever_it_lies(between_rows: float) -> None:
    low = LEFT.height + between_rows * PITCH
    sheet = blocks([(0.0, 1.0, low, low + 0.0015, -0.01, 0.01)], STEEL, 7.85)
    seen = mass_thickness(sheet, a_flat_field(rows=20))[:, COLUMNS // 2].sum()
    assert seen == pytest.approx(2.0 * 7.85 * 0.0015 / PITCH, rel=0.01)


# Attenuation


@pytest.mark.parametrize("megavolts", [2.5, 4.0, 6.0, 9.0])
@pytest.mark.parametrize("material", [POLYETHYLENE, COCAINE_HCL, ALUMINIUM, STEEL, LEAD], ids=lambda m: m.name)
@pytest.mark.parametrize("g_cm2", [1.0, 60.0, 150.0])
def test_a_rendered_slab_is_a_fine_integral_over_the_spectrum(
    material: Material, g_cm2: float, megavolts: float
) -> None:
    [found] = through(slab(material, g_cm2), replace(QUIET, energies_mv=(megavolts,)))
    fine = np.geomspace(LOWEST_MEV, megavolts, 4000)
    weights = normalised(signal(fine, megavolts) * fine)
    exact = -np.log((weights * np.exp(-material.attenuation(fine) * g_cm2)).sum())
    assert found == pytest.approx(exact, rel=5e-3)


def test_a_beam_hardens_behind_matter() -> None:
    found = [through(slab(CELLULOSE, g), QUIET)[0] / g for g in (1.0, 20.0, 60.0, 150.0)]
    assert found == sorted(found, reverse=True)
    assert found[-1] < 0.9 * found[0]


def test_two_energies_tell_organic_aluminium_steel_and_lead_apart() -> None:
    ratios = [ratio(material) for material in (POLYETHYLENE, ALUMINIUM, STEEL, LEAD)]
    assert ratios == pytest.approx([1.199, 1.173, 1.142, 1.093], abs=0.01)


def test_two_energies_do_not_tell_cocaine_from_sugar() -> None:
    assert ratio(COCAINE_HCL) == pytest.approx(ratio(SUCROSE), abs=0.003)


# Noise


@pytest.mark.parametrize("photons", [1e4, 1e5])
@pytest.mark.parametrize("steel_g_cm2", [0.0, 20.0, 80.0, 200.0])
def test_the_variance_of_a_flat_field_follows_its_counts(steel_g_cm2: float, photons: float) -> None:
    detector = replace(QUIET, photons=photons, dark=1e-5)
    image = render(slab(STEEL, steel_g_cm2), a_flat_field(rows=200), detector, rng())[0]
    energies, _ = spectrum(6.0)
    behind = (second_moment(6.0) * np.exp(-STEEL.attenuation(energies) * steel_g_cm2)).sum()
    wanted = behind / photons + detector.dark**2
    assert columns_apart(image).var() / 2 == pytest.approx(wanted, rel=0.05)


def test_in_air_a_photon_s_noise_is_three_times_poisson_s_at_6_mv() -> None:
    air = render(slab(STEEL, 0.0), a_flat_field(rows=400), replace(QUIET, photons=1e4), rng())[0]
    assert columns_apart(air).var() / 2 * 1e4 == pytest.approx(3.03, rel=0.02)


def test_behind_matter_each_photon_leaves_more_so_that_noise_falls_slower_than_the_signal() -> None:
    energies, weights = spectrum(6.0)
    passing = np.exp(-STEEL.attenuation(energies) * 160.0)
    assert (second_moment(6.0) * passing).sum() / (weights * passing).sum() > 1.5 * second_moment(6.0).sum()


# Mass


@pytest.mark.parametrize("geometry", [LEFT, RIGHT])
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("material", [COCAINE_HCL, LEAD], ids=lambda m: m.name)
def test_the_mass_along_the_rays_is_the_mass_put_in(material: Material, place: str, geometry: Geometry) -> None:
    y, z = PLACES[place]
    lot = a_block(material, 1.1, y, z)
    passage = a_passage(geometry)
    assert weighed(mass_thickness(lot, passage), passage, z) == pytest.approx(lot.mass_kg, rel=0.01)


@pytest.mark.parametrize("geometry", [LEFT, RIGHT])
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("behind_g_cm2", [0.0, 60.0])
@pytest.mark.parametrize("material", [COCAINE_HCL, FRUIT, PVC], ids=lambda m: m.name)
def test_the_mass_weighed_from_transmission_as_cellulose_is_right_to_five_percent(
    material: Material, behind_g_cm2: float, place: str, geometry: Geometry
) -> None:
    y, z = PLACES[place]
    lot, passage = a_block(material, 1.1, y, z), a_passage(geometry)
    before, after = (render(things, passage, QUIET, rng())[0] for things in laid_in(lot, behind_g_cm2))
    thickness = as_cellulose(after) - as_cellulose(before)
    assert weighed(thickness, passage, z) == pytest.approx(lot.mass_kg, rel=0.05)


def test_a_lot_of_steel_weighed_as_cellulose_is_wrong_by_less_than_a_sixth() -> None:
    lot, passage = a_block(STEEL, 1.1, 1.0, 0.0), a_passage()
    before, after = (render(things, passage, QUIET, rng())[0] for things in laid_in(lot, 20.0))
    found = weighed(as_cellulose(after) - as_cellulose(before), passage, 0.0)
    assert 0.01 < abs(found / lot.mass_kg - 1) < 1 / 6


# Labels


@pytest.mark.parametrize("event", ["none", "other_load", "opened", "swapped"])
def test_an_identical_scene_has_an_empty_change_label(event: str) -> None:
    contents = Contents(join(goods(40.0), a_block(STEEL, 7.85, 1.0, 0.3)))
    passage, detector = a_passage(), replace(QUIET, photons=1e5)
    image = render(contents.things, passage, detector, rng())[0]
    assert not label_image(contents, contents, event, image, passage, detector).any()


def test_a_scene_that_differs_has_a_change_label_where_it_does() -> None:
    here, other = Contents(goods(40.0)), Contents(join(goods(40.0), a_block(STEEL, 7.85, 1.0, 0.0)))
    passage = a_passage()
    image = render(here.things, passage, QUIET, rng())[0]
    labels = label_image(here, other, "opened", image, passage, QUIET)
    thickness = mass_thickness(a_block(STEEL, 7.85, 1.0, 0.0), passage)
    assert labels[thickness > 20].all()
    # Differences are averaged over 5 x 5 pixels: the label reaches two pixels beyond the shadow, and no further.
    assert not labels[cv2.dilate(thickness, np.ones((5, 5))) == 0].any()


def rng() -> np.random.Generator:
    return np.random.default_rng(0)


def ratio(material: Material) -> float:
    """ln T at 4 MV over ln T at 6 MV behind 60 g/cm2."""
    high, low = through(slab(material, 60.0), replace(QUIET, energies_mv=(6.0, 4.0)))
    return low / high


def columns_apart(image: Image) -> Image:
    """Differences of neighbouring columns, in which what is constant along a row is gone."""
    return np.diff(image, axis=1)


def laid_in(lot: Blocks, behind_g_cm2: float) -> tuple[Blocks, Blocks]:
    """A load without and with a lot between the load and the source."""
    load = goods(behind_g_cm2)
    return load, join(load, lot)


def weighed(thickness: Image, passage: Passage, z: float) -> float:
    """Kilograms of g/cm2 along the rays, over the area that a pixel has at depth z.

    A slanting ray is longer than what it stands for is deep, by its secant.
    """
    geometry = passage.geometry
    slope = (passage.levels - geometry.height) / geometry.distance
    deep = thickness / np.hypot(1, slope)[:, None]
    row_cm = passage.pitch * (geometry.distance - geometry.side * z) / geometry.distance * 100
    column_cm = np.abs(np.diff(passage.edges)) * 100
    return float((deep * column_cm).sum() * row_cm / 1000)


def as_cellulose(image: Image, megavolts: float = 6.0) -> Image:
    """The g/cm2 of cellulose that would let as much through: mu/rho at the energy effective at each depth."""
    energies, weights = spectrum(megavolts)
    thickness = np.linspace(0, 150, 1501)
    attenuation = -np.log(np.exp(-np.outer(thickness, CELLULOSE.attenuation(energies))) @ weights)
    return np.interp(-np.log(image), attenuation, thickness).astype(np.float32)
