"""Liquids in drums, tanks and bottles: real volumes, and a level below the lid."""

import numpy as np

from datasets.simulation.beam.materials import INDEX, STEEL, WATER
from datasets.simulation.blocks import Bounds
from datasets.simulation.scenes.goods.liquid import bottles, drum, drums, ibc, ibcs

ROOM: Bounds = (0.1, 6.0, 0.17, 2.5, -1.17, 1.17)


def test_a_full_drum_holds_about_200_l_and_its_steel_weighs_about_17_kg() -> None:
    one = drum(0.29, 0.88, WATER, 1.0, 0.93, True)
    steel = one.chosen(one.material == INDEX[STEEL.name])
    assert 190 < one.mass_kg - steel.mass_kg < 225
    assert 12 < steel.mass_kg < 24


def test_the_liquid_in_a_drum_ends_below_its_lid() -> None:
    one = drum(0.29, 0.88, WATER, 1.0, 0.85, True)
    liquid = one.chosen(one.material == INDEX[WATER.name])
    assert 0.08 < one.bounds[:, 3].max() - liquid.bounds[:, 3].max() < 0.2


def test_eighty_drums_or_fewer_stand_in_a_20_foot_container() -> None:
    for seed in range(6):
        assert 5_000 < drums(np.random.default_rng(seed), ROOM).mass_kg < 27_500


def test_a_tank_of_a_cubic_metre_holds_less_than_that() -> None:
    one = ibc(np.random.default_rng(0), (0.0, 1.2, -0.5, 0.5), 0.0, WATER, 1.0, 0.95, 0)
    assert 850 < one.chosen(one.material == INDEX[WATER.name]).mass_kg < 1080


def test_each_tank_is_filled_to_its_own_level() -> None:
    load = ibcs(np.random.default_rng(1), ROOM)
    liquid = load.chosen((load.density > 0.8) & (load.volume_m3 > 0.2))
    assert np.std(liquid.bounds[:, 3] - liquid.bounds[:, 3].round(0)) > 0.003


def test_necks_are_lighter_than_bodies() -> None:
    load = bottles(np.random.default_rng(2), ROOM)
    assert 3_000 < load.mass_kg < 27_500
    assert load.density.min() < 0.4 * load.density.max()
