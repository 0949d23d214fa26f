"""Machines and scrap: nothing axis-parallel about a heap, and machines made of real parts."""

from itertools import pairwise

import numpy as np

from datasets.simulation.beam.materials import CAST_IRON, COPPER, INDEX, OIL
from datasets.simulation.blocks import Bounds
from datasets.simulation.scenes.goods.metal import (
    bent,
    casting,
    engine_block,
    gearbox,
    machinery,
    motor,
    scrap,
    within_heap,
)

ROOM: Bounds = (0.1, 12.1, 0.17, 2.8, -1.17, 1.17)
X = np.linspace(0.1, 12.1, 50)
TOPS = np.full(50, 1.2)


def test_a_heap_of_scrap_has_an_uneven_surface() -> None:
    load = scrap(np.random.default_rng(0), ROOM)
    tops = [load.bounds[np.abs(load.bounds[:, 0] - x) < 0.1, 3].max() for x in np.arange(0.5, 11.5, 0.25)]
    assert np.std(tops) > 0.05


def test_scrap_weighs_10_to_27_t() -> None:
    masses = [scrap(np.random.default_rng(seed), ROOM).mass_kg for seed in range(6)]
    assert 10_000 < np.median(masses) < 27_500


def test_loose_pieces_lie_within_the_heap() -> None:
    places = within_heap(np.random.default_rng(1), ROOM, X, TOPS, 500)
    assert ROOM[2] <= places[:, 1].min()
    assert places[:, 1].max() <= 1.2


def test_profiles_slant() -> None:
    pieces = bent(np.random.default_rng(2), ROOM, X, TOPS, 30)
    middles = pieces.bounds.reshape(2, 7, 30, 6)[..., 2:4].mean(axis=-1)
    assert np.median(np.abs(np.ptp(middles, axis=1))) > 0.02


def test_an_engine_block_weighs_40_to_240_kg() -> None:
    for seed in range(5):
        one = engine_block(np.random.default_rng(seed), np.zeros(3), 0)
        assert 40 < one.mass_kg < 240


def test_a_casting_is_hollow() -> None:
    one = casting(np.random.default_rng(0), (0.0, 1.0, 0.0, 1.0, 0.0, 1.0), 0)
    assert set(one.material) == {INDEX[CAST_IRON.name]}
    assert 0.05 < one.volume_m3.sum() < 0.45


def test_a_gearbox_holds_oil_and_a_motor_copper() -> None:
    room = (0.0, 0.9, 0.0, 0.7, -0.3, 0.3)
    assert INDEX[OIL.name] in gearbox(np.random.default_rng(1), room, 0).material
    assert INDEX[COPPER.name] in motor(np.random.default_rng(1), room, 0).material


def test_machines_stand_apart_from_one_another() -> None:
    load = machinery(np.random.default_rng(4), ROOM)
    spans = sorted(
        (load.bounds[load.group == group, 0].min(), load.bounds[load.group == group, 1].max())
        for group in np.unique(load.group)
    )
    assert len(spans) > 1
    assert all(ahead[0] >= behind[1] - 0.02 for behind, ahead in pairwise(spans))
