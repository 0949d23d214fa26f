"""Containers, vehicles and loads: real sizes and masses, and nothing outside its room."""

import numpy as np
import pytest

from datasets.simulation.blocks import Blocks
from datasets.simulation.scenes.containers import CONTAINERS, WIDTH, Container, build, reefer_unit
from datasets.simulation.scenes.loads import LARGEST_PAYLOAD_KG, LOADS, REEFER_LOADS, draw_load
from datasets.simulation.scenes.vehicles import draw_vehicle

DRY, REEFER = CONTAINERS[1], CONTAINERS[4]
TARE_KG = {"20'": 2300, "40'": 3750, "40' HC": 3900, "20' reefer": 3000, "40' HC reefer": 4600}


def reaches_out_of(container: Container, load: Blocks) -> float:
    """Metres by which a load leaves its room; some play along the travel is how goods lean."""
    low, high = np.array(container.room[0::2]), np.array(container.room[1::2])
    under, over = (low - load.bounds[:, 0::2]).max(), (load.bounds[:, 1::2] - high).max()
    return float(max(under, over))


@pytest.mark.parametrize("container", CONTAINERS, ids=lambda container: container.name)
def test_an_empty_container_weighs_what_it_does(container: Container) -> None:
    rng = np.random.default_rng(0)
    mass = build(container, rng).mass_kg + (reefer_unit(container, rng).mass_kg if container.kind == "reefer" else 0)
    assert mass == pytest.approx(TARE_KG[container.name], rel=0.15)


@pytest.mark.parametrize("kind", LOADS)
def test_a_load_stands_in_its_room_and_is_no_heavier_than_allowed(kind: str) -> None:
    container = REEFER if kind in REEFER_LOADS else DRY
    for seed in range(4):
        load = draw_load(np.random.default_rng(seed), container.room, kind)
        assert load.mass_kg <= LARGEST_PAYLOAD_KG * 1.001
        assert not len(load) or reaches_out_of(container, load) < 0.08


@pytest.mark.parametrize("kind", [kind for kind in LOADS if kind != "empty"])
def test_two_draws_of_a_kind_differ(kind: str) -> None:
    one, other = (draw_load(np.random.default_rng(seed), DRY.room, kind) for seed in (1, 2))
    assert len(one)
    assert one.bounds.shape != other.bounds.shape or not np.allclose(one.bounds, other.bounds)


def test_the_chassis_stays_below_the_container() -> None:
    vehicle = draw_vehicle(np.random.default_rng(3), DRY)
    under_the_box = (vehicle.bounds[:, 0] < DRY.length - 0.5) & (vehicle.bounds[:, 1] > 0.5)
    assert vehicle.bounds[under_the_box, 3].max() < 0.1
    assert np.abs(vehicle.bounds[:, 4:]).max() < WIDTH
