"""Goods in bags: stacks of soft bags, and big bags of about a tonne."""

import numpy as np

from datasets.simulation.beam.materials import SUCROSE
from datasets.simulation.blocks import Bounds
from datasets.simulation.scenes.goods.bagged import bags, big_bags, coffee

ROOM: Bounds = (0.1, 6.0, 0.17, 2.5, -1.17, 1.17)


def test_a_20_foot_container_of_coffee_weighs_6_to_22_t() -> None:
    masses = [coffee(np.random.default_rng(seed), ROOM).mass_kg for seed in range(10)]
    assert min(masses) > 5_500
    assert 9_500 < np.median(masses) < 21_600


def test_bags_are_narrower_above_and_below_than_in_their_middles() -> None:
    pack = bags(SUCROSE, 0.85, (0.8, 0.2, 0.5), 5, False)
    load = pack(np.random.default_rng(0), (1.0, 1.8, -0.25, 0.25), 0.2, 0.41, 0)
    wide = load.bounds[:, 1] - load.bounds[:, 0]
    assert len(load) == 5
    assert wide[2] > wide[0] + 0.02
    assert wide[2] > wide[4] + 0.02


def test_stacks_of_bags_are_not_equally_high() -> None:
    load = coffee(np.random.default_rng(3), ROOM)
    tops = [load.bounds[load.group == group, 3].max() for group in np.unique(load.group)]
    assert np.std(tops) > 0.01


def test_a_big_bag_weighs_about_a_tonne() -> None:
    for seed in range(5):
        load = big_bags(np.random.default_rng(seed), ROOM, SUCROSE, 0.85)
        walls = len(np.unique(load.group))
        assert 500 < load.mass_kg / (2 * walls) < 2200
