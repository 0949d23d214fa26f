"""Goods in cartons: real weights, standards' sizes, and grain within."""

import numpy as np
import pytest

from datasets.simulation.beam.materials import FRUIT, INDEX, WOOD
from datasets.simulation.blocks import Bounds
from datasets.simulation.scenes.goods.boxed import bananas, electronics, frozen, fruit_in, textiles

ROOM: Bounds = (0.1, 11.6, 0.21, 2.75, -1.12, 1.12)


def test_twenty_odd_pallets_of_bananas_weigh_11_to_23_t() -> None:
    masses = [bananas(np.random.default_rng(seed), ROOM).mass_kg for seed in range(8)]
    assert min(masses) > 11_000
    assert 14_000 < np.median(masses) < 23_000


def test_bananas_stand_on_wooden_pallets() -> None:
    load = bananas(np.random.default_rng(0), ROOM)
    wood, goods = load.chosen(load.material == INDEX[WOOD.name]), load.chosen(load.material == INDEX[FRUIT.name])
    assert len(np.unique(wood.group)) in range(16, 25)
    assert np.quantile(wood.bounds[:, 3], 0.95) <= goods.bounds[:, 2].min() + 0.01


def test_cartons_hold_goods_of_uneven_density() -> None:
    load = frozen(np.random.default_rng(1), ROOM)
    assert 0.08 < load.density.std() / load.density.mean() < 0.6


def test_textiles_are_light() -> None:
    masses = [textiles(np.random.default_rng(seed), ROOM).mass_kg for seed in range(8)]
    assert 2_000 < np.median(masses) < 14_000


def test_appliances_have_dense_cores_in_light_foam() -> None:
    load = electronics(np.random.default_rng(2), ROOM)
    core = load.density > 0.35
    assert load.volume_m3[core].sum() < 0.35 * load.volume_m3[~core].sum()


def test_fruit_of_one_layer_lie_half_a_fruit_beside_those_below() -> None:
    rows = fruit_in(np.random.default_rng(0), np.array([[0.0, 0.4, 0.0, 0.2, 0.0, 0.5]]), 0.08)
    first, second = (rows[np.isclose(rows[:, 2], floor, atol=0.02), 0].min() for floor in (0.01, 0.11))
    pitch = 0.4 / 5.5
    assert second - first == pytest.approx(pitch / 2, abs=0.2 * pitch)
