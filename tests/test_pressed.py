"""Bales: one upon another in walls, rounded at their rims and held by wires."""

import numpy as np

from datasets.simulation.beam.materials import INDEX, STEEL
from datasets.simulation.blocks import Bounds
from datasets.simulation.scenes.goods.pressed import bales, straps

ROOM: Bounds = (0.1, 12.1, 0.17, 2.8, -1.17, 1.17)


def test_a_container_of_bales_weighs_8_to_26_t() -> None:
    masses = [bales(np.random.default_rng(seed), ROOM).mass_kg for seed in range(10)]
    assert 7_000 < np.median(masses) < 26_000


def test_four_wires_lie_over_a_bale() -> None:
    wires = straps(np.array([[0.0, 1.0, 0.0, 0.6, -0.4, 0.4]]), 5)
    assert len(wires) == 4
    assert set(wires.group) == {5}
    assert (wires.bounds[:, 2] >= np.float32(0.6)).all()


def test_the_wires_are_a_small_part_of_the_mass() -> None:
    load = bales(np.random.default_rng(1), ROOM)
    wires = load.chosen(load.material == INDEX[STEEL.name])
    assert 0 < wires.mass_kg < 0.02 * load.mass_kg
