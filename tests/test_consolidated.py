"""Goods of many senders: every pallet another, and part loads kept in place."""

import numpy as np

from datasets.simulation.beam.materials import CARDBOARD
from datasets.simulation.blocks import Bounds, blocks
from datasets.simulation.scenes.goods.consolidated import any_pallet, household, mixed, odd_cartons, secured

ROOM: Bounds = (0.1, 12.1, 0.17, 2.8, -1.17, 1.17)


def test_a_mixed_load_is_of_many_materials() -> None:
    assert len(set(mixed(np.random.default_rng(0), ROOM).material)) > 6


def test_a_pallet_stays_within_its_area_and_height() -> None:
    for seed in range(30):
        bounds = any_pallet(np.random.default_rng(seed), (1.0, 2.2, -1.0, 0.0), 0.3, 2.0, 0).bounds
        assert bounds.min(axis=0)[0::2].tolist() >= [0.94, 0.29, -1.06]
        assert bounds[:, 3].max() < 2.06
        assert bounds[:, 1].max() < 2.26
        assert bounds[:, 5].max() < 0.06


def test_parcels_lie_one_upon_another_and_not_in_one_another() -> None:
    load = odd_cartons(np.random.default_rng(1), (0.0, 1.2, 0.0, 1.0), 0.0, 1.6, 0)
    over = np.minimum(load.bounds[:, None, 1::2], load.bounds[None, :, 1::2]) - np.maximum(
        load.bounds[:, None, 0::2], load.bounds[None, :, 0::2]
    )
    np.fill_diagonal(over[:, :, 0], -1)
    assert over.min(axis=2).max() <= 1e-6


def test_a_removal_is_light() -> None:
    masses = [household(np.random.default_rng(seed), ROOM).mass_kg for seed in range(6)]
    assert min(masses) > 1_000
    assert max(masses) < 12_000


def test_a_part_load_is_secured_on_the_side_of_the_doors() -> None:
    goods = blocks([(8.0, 12.0, 0.17, 1.8, -1.1, 1.1)], CARDBOARD, 0.3)
    for seed in range(6):
        load = secured(np.random.default_rng(seed), ROOM, goods)
        assert len(load) > 1
        assert load.bounds[1:, 1].max() <= 8.0


def test_a_full_load_needs_no_securing() -> None:
    goods = blocks([(0.2, 12.0, 0.17, 1.8, -1.1, 1.1)], CARDBOARD, 0.3)
    assert len(secured(np.random.default_rng(0), ROOM, goods)) == 1
