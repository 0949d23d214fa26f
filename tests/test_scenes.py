"""Containers and vehicles: real sizes and masses."""

import numpy as np
import pytest

from datasets.simulation.scenes.containers import CONTAINERS, WIDTH, Container, build, reefer_unit
from datasets.simulation.scenes.vehicles import draw_vehicle

DRY = CONTAINERS[1]
TARE_KG = {"20'": 2300, "40'": 3750, "40' HC": 3900, "20' reefer": 3000, "40' HC reefer": 4600}


@pytest.mark.parametrize("container", CONTAINERS, ids=lambda container: container.name)
def test_an_empty_container_weighs_what_it_does(container: Container) -> None:
    rng = np.random.default_rng(0)
    mass = build(container, rng).mass_kg + (reefer_unit(container, rng).mass_kg if container.kind == "reefer" else 0)
    assert mass == pytest.approx(TARE_KG[container.name], rel=0.15)


def test_the_chassis_stays_below_the_container() -> None:
    vehicle = draw_vehicle(np.random.default_rng(3), DRY)
    under_the_box = (vehicle.bounds[:, 0] < DRY.length - 0.5) & (vehicle.bounds[:, 1] > 0.5)
    assert vehicle.bounds[under_the_box, 3].max() < 0.1
    assert np.abs(vehicle.bounds[:, 4:]).max() < WIDTH
