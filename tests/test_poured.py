"""Goods poured in: a surface without steps that falls off to the doors, and a bulkhead before it."""

import numpy as np

from datasets.simulation.beam.materials import INDEX, STEEL, WOOD
from datasets.simulation.blocks import Blocks, Bounds
from datasets.simulation.scenes.goods.poured import bulk

ROOM: Bounds = (0.1, 6.0, 0.17, 2.5, -1.17, 1.17)


def goods_of(load: Blocks) -> Blocks:
    return load.chosen(~np.isin(load.material, [INDEX[STEEL.name], INDEX[WOOD.name]]))


def surface(load: Blocks, places: np.ndarray) -> np.ndarray:
    """The highest block over each place along x."""
    over = (load.bounds[None, :, 0] <= places[:, None]) & (load.bounds[None, :, 1] > places[:, None])
    return np.asarray(np.where(over, load.bounds[None, :, 3], 0).max(axis=1))


def test_the_goods_are_higher_at_the_front_than_at_the_doors() -> None:
    loads = [goods_of(bulk(np.random.default_rng(seed), ROOM)) for seed in range(6)]
    falls = [surface(load, np.array([5.0]))[0] - surface(load, np.array([0.4]))[0] for load in loads]
    assert np.mean(falls) > 0.1


def test_the_surface_has_no_steps() -> None:
    load = goods_of(bulk(np.random.default_rng(1), ROOM))
    assert np.abs(np.diff(surface(load, np.arange(1.5, 5.9, 0.031)))).max() < 0.06


def test_poured_goods_rest_on_the_floor_from_wall_to_wall() -> None:
    load = goods_of(bulk(np.random.default_rng(2), ROOM))
    assert np.allclose(load.bounds.min(axis=0)[[2, 4]], [ROOM[2], ROOM[4]])
    assert np.isclose(load.bounds[:, 5].max(), ROOM[5])


def test_a_bulkhead_stands_between_the_goods_and_the_doors() -> None:
    load = bulk(np.random.default_rng(3), ROOM)
    bars = load.chosen(load.material == INDEX[STEEL.name])
    assert 3 <= len(bars) <= 5
    assert bars.bounds[:, 1].max() <= goods_of(load).bounds[:, 0].min()
