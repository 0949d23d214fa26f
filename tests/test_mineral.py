"""Stone and ceramics: heavy, low, and close to what a container may carry."""

import numpy as np

from datasets.simulation.beam.materials import GRANITE
from datasets.simulation.blocks import Bounds, blocks
from datasets.simulation.scenes.goods.mineral import rough_block, slabs, stone, tiles

ROOM: Bounds = (0.1, 6.0, 0.17, 2.5, -1.17, 1.17)
AREA: Bounds = (0.0, 2.5, 0.3, 1.8, 0.0, 0.0)


def test_tiles_stand_low() -> None:
    for seed in range(6):
        load = tiles(np.random.default_rng(seed), ROOM)
        assert np.quantile(load.bounds[:, 3], 0.99) < ROOM[2] + 1.6
        assert load.mass_kg < 27_500


def test_slabs_lean_against_one_another_from_both_sides() -> None:
    load = slabs(np.random.default_rng(0), AREA, 9000, 0)
    far = np.abs(load.bounds[:, 4:].mean(axis=1))
    low, high = load.bounds[:, 2] < 0.5, load.bounds[:, 3] > 1.5
    assert far[low].mean() > far[high].mean() + 0.05
    assert load.bounds[:, 4].min() < 0 < load.bounds[:, 5].max()


def test_a_bundle_of_slabs_is_no_heavier_than_what_is_left_to_load() -> None:
    assert slabs(np.random.default_rng(1), AREA, 3000, 0).mass_kg < 3200


def test_a_rough_block_is_one_of_granite_with_an_uneven_top() -> None:
    block = rough_block(np.random.default_rng(2), AREA, 12_000, 0)
    assert blocks(block.bounds, GRANITE, 2.7).mass_kg <= 12_000
    assert block.bounds[:, 3].std() > 0.005


def test_a_container_of_stone_weighs_up_to_its_payload() -> None:
    masses = [stone(np.random.default_rng(seed), ROOM).mass_kg for seed in range(10)]
    assert np.median(masses) > 6_000
    assert max(masses) < 28_500
