"""Stowing: layers that cross, pallets that fit, stacks that lean and are pressed without losing mass."""

import numpy as np
import pytest

from datasets.simulation.beam.materials import CARDBOARD
from datasets.simulation.blocks import Blocks, Bounds, blocks
from datasets.simulation.scenes.stowing import (
    PALLET_HIGH_M,
    Area,
    level,
    pallet,
    pallet_places,
    pallets,
    settled,
    stack,
    walls,
)

ROOM: Bounds = (0.08, 12.13, 0.16, 2.81, -1.18, 1.18)
AREA: Area = (1.0, 2.2, -1.1, 0.1)


def a_block(_rng: np.random.Generator, area: Area, floor: float, top: float, group: int) -> Blocks:
    return blocks([(area[0], area[1], floor, top, area[2], area[3])], CARDBOARD, 0.3, group)


def a_stack(seed: int = 0, crossed: bool = True) -> np.ndarray:
    return stack(np.random.default_rng(seed), AREA, 0.3, 1.8, (0.6, 0.3, 0.4), crossed)


def layer_of(rows: np.ndarray) -> np.ndarray:
    return ((rows[:, 2] - 0.3) / 0.3).round().astype(int)


def test_a_stack_has_as_many_layers_as_fit() -> None:
    assert set(layer_of(a_stack())) == {0, 1, 2, 3, 4}


def test_every_other_layer_of_a_crossed_stack_is_turned() -> None:
    rows = a_stack()
    layers = [rows[layer_of(rows) == n] for n in (0, 1)]
    long = [(layer[:, 1] - layer[:, 0]).mean() for layer in layers]
    assert long == pytest.approx([0.6, 0.4], abs=0.03)


def test_cartons_of_a_layer_lie_side_by_side() -> None:
    rows = a_stack(crossed=False)
    first = rows[layer_of(rows) == 0]
    over = np.minimum(first[:, None, 1::2], first[None, :, 1::2]) - np.maximum(
        first[:, None, 0::2], first[None, :, 0::2]
    )
    np.fill_diagonal(over[:, :, 0], -1)
    assert over.min(axis=2).max() < 0.02


def test_heavy_goods_are_stowed_lower_than_light_ones() -> None:
    heavy, light = (level(np.random.default_rng(0), ROOM, density, 0.9, 0.95) for density in (2.0, 0.2))
    assert heavy < 0.16 + 0.6 < light


def test_no_pallet_stands_in_another_or_outside_the_room() -> None:
    for seed in range(20):
        places = np.array(pallet_places(np.random.default_rng(seed), ROOM, None))
        apart = np.minimum(places[:, None, [1, 3]], places[None, :, [1, 3]]) - np.maximum(
            places[:, None, [0, 2]], places[None, :, [0, 2]]
        )
        np.fill_diagonal(apart[:, :, 0], -1)
        assert apart.min(axis=2).max() < 0.02
        assert places[:, 0].min() >= ROOM[0]
        assert places[:, 2].min() >= ROOM[4]
        assert places[:, 3].max() <= ROOM[5]


def test_a_wooden_pallet_weighs_about_20_kg_and_is_as_high_as_the_standard_says() -> None:
    made = [pallet(np.random.default_rng(seed), (0.0, 1.2, 0.0, 1.0), 0.0, 0) for seed in range(6)]
    assert all(12 < one.mass_kg < 32 for one in made)
    assert made[0].bounds[:, 3].max() == pytest.approx(PALLET_HIGH_M)


def test_pallets_differ_in_height() -> None:
    load = pallets(np.random.default_rng(1), ROOM, a_block, 2.2, uneven=0.1)
    tops = [load.bounds[load.group == group, 3].max() for group in np.unique(load.group)]
    assert np.std(tops) > 0.02


def test_walls_of_goods_follow_one_another_from_the_front() -> None:
    load = walls(np.random.default_rng(2), ROOM, a_block, 2.2, 1.1)
    order = np.argsort(load.group)
    assert (np.diff(load.bounds[order, 0]) < -1.0).all()
    assert load.bounds[0, 1] > ROOM[1] - 0.05


def test_settling_keeps_the_mass() -> None:
    rows = a_stack()
    load = blocks(rows, CARDBOARD, 0.3)
    assert settled(np.random.default_rng(3), load, ROOM, 0.01, 0.05).mass_kg == pytest.approx(load.mass_kg, rel=0.01)


def test_the_lowest_layer_is_pressed_most() -> None:
    load = blocks(a_stack(crossed=False), CARDBOARD, 0.3)
    after = settled(np.random.default_rng(3), load, ROOM, 0.0, 0.2)
    shrunk = (after.bounds[:, 3] - after.bounds[:, 2]) / (load.bounds[:, 3] - load.bounds[:, 2])
    assert shrunk[load.bounds[:, 2].argmin()] < shrunk[load.bounds[:, 2].argmax()] - 0.01


def test_settled_stacks_lean() -> None:
    load = blocks(a_stack(crossed=False), CARDBOARD, 0.3)
    after = settled(np.random.default_rng(4), load, ROOM, 0.02, 0.0)
    moved = after.bounds[:, 0] - load.bounds[:, 0]
    assert np.ptp(moved) > 0.003
