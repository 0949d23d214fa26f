"""Vehicles: below the container, on the ground, with wheels, legs and a cab; a second box beside a 20' one."""

import numpy as np
import pytest

from datasets.simulation.beam.materials import INDEX, RUBBER
from datasets.simulation.blocks import Blocks, disc, reflected, ring, stairs
from datasets.simulation.nuisances import Nuisances
from datasets.simulation.scenes.containers import CONTAINERS, Container, by_name
from datasets.simulation.scenes.fittings import WIDTH
from datasets.simulation.scenes.neighbours import draw_neighbour
from datasets.simulation.scenes.tractors import cab_over, conventional, terminal_tractor
from datasets.simulation.scenes.trailers import TOP, Carried, Trailer, platform, skeletal, terminal
from datasets.simulation.scenes.vehicles import draw_vehicle

FORTY = Carried(((0.0, 12.192),), tunnel=True)
TRAILER_KG = {"skeletal": (2500, 5500), "platform": (4000, 8000), "terminal": (3500, 8000)}
TRACTOR_KG = {"cab_over": (4500, 8500), "conventional": (5000, 9500), "terminal_tractor": (3500, 8000)}
TRAILERS = {"skeletal": skeletal, "platform": platform, "terminal": terminal}
TRACTORS = {"cab_over": cab_over, "conventional": conventional, "terminal_tractor": terminal_tractor}


def a_trailer(seed: int) -> Trailer:
    return skeletal(np.random.default_rng(seed), FORTY)


def under(things: Blocks, container: Container) -> Blocks:
    """What lies beneath the box, not beside it."""
    return things.inside((0.2, container.length - 0.2, -3, 3, -1.2, 1.2))


@pytest.mark.parametrize("container", CONTAINERS, ids=lambda container: container.name)
def test_a_vehicle_stays_out_of_the_container(container: Container) -> None:
    for seed in range(8):
        vehicle = draw_vehicle(np.random.default_rng(seed), Nuisances(), container)
        tunnel = 0.12 if container.length > 7 and container.kind in ("dry", "open_top") else 0.06
        assert under(vehicle, container).bounds[:, 3].max() < tunnel


def test_a_vehicle_stands_on_its_wheels() -> None:
    for seed in range(8):
        vehicle = draw_vehicle(np.random.default_rng(seed), Nuisances(), by_name("40'"))
        tyres = vehicle.chosen(vehicle.material == INDEX[RUBBER.name])
        assert tyres.bounds[:, 2].min() == pytest.approx(vehicle.bounds[:, 2].min(), abs=0.02)


def test_a_vehicle_is_no_wider_than_the_road_allows() -> None:
    for seed in range(8):
        assert np.abs(draw_vehicle(np.random.default_rng(seed), Nuisances(), by_name("20'")).bounds[:, 4:]).max() < 1.31


def test_no_block_is_turned_inside_out() -> None:
    for seed in range(12):
        vehicle = draw_vehicle(np.random.default_rng(seed), Nuisances(), by_name("40' HC"))
        assert np.all(vehicle.bounds[:, 1::2] > vehicle.bounds[:, 0::2])


@pytest.mark.parametrize("kind", TRAILERS)
def test_a_trailer_weighs_what_its_kind_does(kind: str) -> None:
    low, high = TRAILER_KG[kind]
    for seed in range(4):
        assert low < TRAILERS[kind](np.random.default_rng(seed), FORTY).things.mass_kg < high


@pytest.mark.parametrize("kind", TRACTORS)
def test_a_tractor_weighs_what_its_kind_does(kind: str) -> None:
    low, high = TRACTOR_KG[kind]
    for seed in range(4):
        assert low < TRACTORS[kind](np.random.default_rng(seed), a_trailer(seed)).mass_kg < high


@pytest.mark.parametrize("kind", TRACTORS)
def test_a_cab_rises_in_front_of_the_box_and_clear_of_it(kind: str) -> None:
    tractor = TRACTORS[kind](np.random.default_rng(1), a_trailer(1))
    high = tractor.bounds[tractor.bounds[:, 3] > 0.5]
    assert high[:, 0].min() > FORTY.front + 0.05
    assert high[:, 3].max() > 1.0


def test_a_skeletal_chassis_rises_into_a_gooseneck_tunnel_where_there_is_one() -> None:
    for tunnel in (True, False):
        trailer = skeletal(np.random.default_rng(2), Carried(((0.0, 12.192),), tunnel))
        middle = trailer.things.inside((9.5, 11.5, -1, 1, -0.6, 0.6))
        assert (middle.bounds[:, 3].max() > TOP + 0.05) == tunnel


def test_a_tractor_takes_the_trailer_at_its_plate() -> None:
    trailer = a_trailer(3)
    tractor = cab_over(np.random.default_rng(3), trailer)
    wheel = tractor.inside((trailer.pin - 0.1, trailer.pin + 0.1, -1, 1, -0.2, 0.2))
    assert wheel.bounds[:, 3].max() == pytest.approx(trailer.plate, abs=0.01)


def test_a_trailer_is_long_enough_for_a_second_box() -> None:
    container = by_name("20'")
    for seed in range(6):
        rng = np.random.default_rng(seed)
        beside = draw_neighbour(rng, Nuisances(), container)
        vehicle = draw_vehicle(rng, Nuisances(), container, beside)
        assert vehicle.bounds[:, 0].min() < beside.bounds[:, 0].min() + 0.1
        assert vehicle.bounds[:, 1].max() > beside.bounds[:, 1].max()


def test_vehicles_differ_from_one_site_to_the_next() -> None:
    counts = {len(draw_vehicle(np.random.default_rng(seed), Nuisances(), by_name("40'"))) for seed in range(10)}
    assert len(counts) > 5


def test_a_neighbour_stands_beside_the_box_within_the_width() -> None:
    container = by_name("20'")
    for seed in range(10):
        other = draw_neighbour(np.random.default_rng(seed), Nuisances(), container)
        left, right = float(other.bounds[:, 0].min()), float(other.bounds[:, 1].max())
        assert right < -0.02 or left > container.length + 0.02
        assert np.abs(other.bounds[:, 4:]).max() <= WIDTH / 2 + 1e-4


def test_a_neighbour_is_now_empty_now_loaded() -> None:
    masses = [draw_neighbour(np.random.default_rng(seed), Nuisances(), by_name("20'")).mass_kg for seed in range(12)]
    assert min(masses) < 2500
    assert max(masses) > 5000
    assert max(masses) < 30_480  # ISO 668


@pytest.mark.parametrize("axis", ["x", "y", "z"])
def test_a_ring_has_the_volume_of_a_tube(axis: str) -> None:
    rows = np.array(ring(axis, (1.0, 2.0), (0.4, 0.5), (0.0, 2.0), strips=9))
    volume = np.prod(rows[:, 1::2] - rows[:, 0::2], axis=1).sum()
    assert volume == pytest.approx(np.pi * (0.5**2 - 0.4**2) * 2)


def test_a_ring_without_a_hole_is_a_disc() -> None:
    rows, whole = (np.array(r) for r in (ring("z", (0, 0), (0.0, 0.5), (0, 1)), disc("z", (0, 0), 0.5, (0, 1))))
    assert rows[:, :4].min() == pytest.approx(whole[:, 0].min())
    assert np.all(rows[:, 3] == -rows[:, 2])


def test_stairs_climb_from_one_place_to_the_other_without_gaps() -> None:
    rows = np.array(stairs((2.0, 1.0), (1.0, 1.3), 0.05, (0.0, 0.1), step=0.01))
    ordered = rows[np.argsort(rows[:, 0])]
    assert len(rows) == 30
    assert np.allclose(ordered[1:, 0], ordered[:-1, 1])
    assert ordered[0, 2] > ordered[-1, 2]


def test_a_reflection_keeps_low_below_high() -> None:
    [row] = reflected([(1.0, 2.0, 0.0, 1.0, 0.5, 0.7)], 0, middle=3.0)
    assert row == pytest.approx((4.0, 5.0, 0.0, 1.0, 0.5, 0.7))
