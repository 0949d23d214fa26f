"""The voyage: a load shifts, settles and dries, and stays the same load."""

from dataclasses import replace

import numpy as np
import pytest

from datasets.simulation.blocks import Blocks, nothing
from datasets.simulation.hiding.concealment import Hidden, hide
from datasets.simulation.nuisances import Nuisances, Range
from datasets.simulation.scenes.containers import by_name
from datasets.simulation.scenes.loads import draw_load
from datasets.simulation.story import Contents, Story
from datasets.simulation.voyage import JOLT_M, travelled

BOX = by_name("40' HC")
ROUGH = replace(Nuisances(), voyage_share=1.0, load_shift_m=Range(0.2, 0.2), settling_share=0.0)
SOFT = replace(Nuisances(), voyage_share=0.0, drying_share=0.0, settling_share=1.0, settling=Range(0.02, 0.02))


def a_story(load: Blocks, *lots: Hidden, cargo: str = "mixed") -> Story:
    contents = Contents(load, lots)
    return Story(BOX, cargo, "none", contents, contents)


def test_a_load_shifts_by_no_more_than_it_may_and_stays_inside() -> None:
    for seed in range(20):
        rng = np.random.default_rng(seed)
        load = draw_load(rng, BOX.room, "mixed")
        arrived = travelled(rng, ROUGH, a_story(load)).load
        moved = arrived.bounds - load.bounds
        assert np.abs(moved[:, :2]).max() <= 0.2 + 4 * JOLT_M
        assert np.abs(moved[:, 2:]).max() == 0
        assert arrived.bounds[:, 0].min() >= BOX.room[0] - 0.08
        assert arrived.mass_kg == pytest.approx(load.mass_kg, rel=0.031)


def test_a_rough_voyage_moves_pallets_apart() -> None:
    load = draw_load(np.random.default_rng(0), BOX.room, "mixed")
    moved = travelled(np.random.default_rng(1), ROUGH, a_story(load)).load.bounds[:, 0] - load.bounds[:, 0]
    assert len(np.unique(moved.round(4))) > 5


def test_a_voyage_without_nuisances_changes_nothing() -> None:
    calm = replace(Nuisances(), voyage_share=0.0, drying_share=0.0, settling_share=0.0)
    load = draw_load(np.random.default_rng(0), BOX.room, "mixed")
    arrived = travelled(np.random.default_rng(1), calm, a_story(load)).load
    assert np.array_equal(arrived.bounds, load.bounds)
    assert np.array_equal(arrived.density, load.density)


def test_what_is_hidden_moves_with_the_goods_beside_it() -> None:
    rng = np.random.default_rng(2)
    load = draw_load(rng, BOX.room, "mixed")
    lot = hide(rng, BOX, load, "cargo", 50.0)
    arrived = travelled(rng, ROUGH, a_story(load, lot)).hidden[0]
    moved = arrived.lot.bounds[:, 0] - lot.lot.bounds[:, 0]
    assert np.ptp(moved) < 1e-5
    assert moved[0] == pytest.approx(float((arrived.carved.bounds[:, 0] - lot.carved.bounds[:, 0]).mean()), abs=0.05)


def test_an_empty_container_travels_unchanged() -> None:
    assert len(travelled(np.random.default_rng(0), ROUGH, a_story(nothing())).load) == 0


def test_soft_goods_settle_towards_the_floor_and_keep_their_mass() -> None:
    load = draw_load(np.random.default_rng(0), BOX.room, "mixed")
    arrived = travelled(np.random.default_rng(1), SOFT, a_story(load)).load
    top, floor = load.bounds[:, 3].max(), BOX.room[2]
    assert arrived.bounds[:, 3].max() == pytest.approx(top - 0.02 * (top - floor), abs=1e-4)
    assert arrived.bounds[:, 2].min() == pytest.approx(load.bounds[:, 2].min(), abs=0.01)
    assert arrived.mass_kg == pytest.approx(load.mass_kg, rel=1e-4)


def test_machines_do_not_settle() -> None:
    load = draw_load(np.random.default_rng(0), BOX.room, "machinery")
    arrived = travelled(np.random.default_rng(1), SOFT, a_story(load, cargo="machinery")).load
    assert np.array_equal(arrived.bounds, load.bounds)


def test_a_lot_among_settling_goods_sinks_whole() -> None:
    rng = np.random.default_rng(2)
    load = draw_load(rng, BOX.room, "mixed")
    lot = hide(rng, BOX, load, "cargo", 50.0)
    arrived = travelled(rng, SOFT, a_story(load, lot)).hidden[0].lot
    sunk = lot.lot.bounds[:, 2:4] - arrived.bounds[:, 2:4]
    assert np.ptp(sunk) < 1e-5
    assert 0 < sunk.mean() < 0.06
