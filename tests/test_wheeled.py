"""Cars: real masses and sizes, wheels on the floor, and a rack where one is raised."""

import numpy as np

from datasets.simulation.beam.materials import ALUMINIUM, CAST_IRON, GLASS, INDEX, LEAD, POLYESTER, RUBBER, STEEL
from datasets.simulation.blocks import Blocks, Bounds
from datasets.simulation.scenes.goods.wheeled import one_car, turned_round, vehicles

ROOM: Bounds = (0.1, 12.1, 0.17, 2.8, -1.17, 1.17)


def a_car(seed: int = 0) -> Blocks:
    return one_car(np.random.default_rng(seed), 4.3, 0)


def test_a_car_weighs_about_a_tonne() -> None:
    assert all(750 < a_car(seed).mass_kg < 1900 for seed in range(8))


def test_a_car_stands_on_its_wheels_and_is_as_long_as_asked() -> None:
    car = a_car()
    assert abs(car.bounds[:, 2].min()) < 0.02
    assert abs(np.ptp(car.bounds[:, :2]) - 4.3) < 0.05


def test_a_car_is_made_of_what_cars_are_made_of() -> None:
    found = set(a_car().material)
    assert found >= {INDEX[m.name] for m in (STEEL, ALUMINIUM, CAST_IRON, GLASS, LEAD, POLYESTER, RUBBER)}


def test_the_engine_is_under_the_bonnet() -> None:
    car = a_car()
    iron = car.chosen((car.material == INDEX[CAST_IRON.name]) & (car.bounds[:, 3] > 0.5))
    assert iron.bounds[:, 1].max() < 0.4 * 4.3


def test_a_car_turned_round_has_its_nose_where_its_tail_was() -> None:
    car = a_car()
    battery = turned_round(car, 4.3).chosen(car.material == INDEX[LEAD.name])
    assert battery.bounds[:, 0].min() > 0.6 * 4.3


def test_two_or_three_cars_stand_in_a_40_foot_container() -> None:
    counts = {len(np.unique(vehicles(np.random.default_rng(seed), ROOM).group)) for seed in range(12)}
    assert counts <= {2, 3}
    assert len(counts) == 2


def test_a_raised_car_does_not_reach_the_roof() -> None:
    for seed in range(12):
        assert vehicles(np.random.default_rng(seed), ROOM).bounds[:, 3].max() < ROOM[3]
