"""Round goods: rolls, coils and tyres, hollow where they are hollow and close where they stand close."""

import numpy as np
import pytest

from datasets.simulation.blocks import Bounds
from datasets.simulation.scenes.goods.rolled import coils, lying_coils, paper_rolls, staggered, tyre, tyres, wound

ROOM: Bounds = (0.1, 12.1, 0.17, 2.8, -1.17, 1.17)


@pytest.mark.parametrize("wide", [0.59, 0.8, 1.1, 1.3])
def test_round_things_stand_close_but_not_in_one_another(wide: float) -> None:
    places = staggered(ROOM, wide, 0.005)[:, :2]
    apart = np.linalg.norm(places[:, None] - places[None], axis=2) + 10 * np.eye(len(places))
    assert wide * 0.99 < apart.min() < wide * 1.2


def test_a_coil_weighs_what_its_steel_does_and_has_an_eye() -> None:
    coil = wound(np.random.default_rng(0), (1.0, 0.9), (0.6, 0.254), (-0.5, 0.5), 0)
    assert coil.mass_kg == pytest.approx(np.pi * (0.6**2 - 0.254**2) * 7850, rel=0.06)
    over = (coil.bounds[:, 0] < 1.0) & (coil.bounds[:, 1] > 1.0)
    assert not (over & (coil.bounds[:, 2] < 0.9) & (coil.bounds[:, 3] > 0.9)).any()


def test_lying_coils_weigh_3_to_10_t_each() -> None:
    load = lying_coils(np.random.default_rng(1), ROOM)
    masses = [load.chosen(load.group == group).mass_kg for group in np.unique(load.group)]
    assert all(2_900 < mass < 10_900 for mass in masses)


def test_coils_fill_the_payload_and_not_the_room() -> None:
    masses = [coils(np.random.default_rng(seed), ROOM).mass_kg for seed in range(8)]
    assert 15_000 < np.median(masses) < 28_000


def test_a_truck_tyre_weighs_what_a_truck_tyre_does() -> None:
    assert 35 < tyre(0.5, 0.3, 20, 0.0).mass_kg < 80


def test_tyres_are_mostly_air() -> None:
    for seed in range(4):
        assert 1_000 < tyres(np.random.default_rng(seed), ROOM).mass_kg < 15_000


def test_paper_rolls_stand_in_full_tiers() -> None:
    load = paper_rolls(np.random.default_rng(2), ROOM)
    assert load.bounds[:, 2].min() == pytest.approx(ROOM[2], abs=0.01)
    assert 5_000 < load.mass_kg < 27_500
