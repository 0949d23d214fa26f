"""Lots: where they lie, what they weigh, and that goods give way to them."""

import numpy as np
import pytest

from datasets.simulation.blocks import Blocks, join, nothing
from datasets.simulation.hiding.concealment import PLACES, draw_mass, hide, places_in, swap
from datasets.simulation.nuisances import Nuisances
from datasets.simulation.scenes.containers import CONTAINERS, build, by_name, draw_fittings, state
from datasets.simulation.scenes.fittings import WIDTH
from datasets.simulation.scenes.loads import draw_load

REEFER, DRY = CONTAINERS[4], CONTAINERS[2]


def a_load(kind: str = "fruit", seed: int = 0) -> Blocks:
    return draw_load(np.random.default_rng(seed), REEFER.room, kind)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("mass_kg", [2.0, 20.0, 60.0])
def test_a_lot_has_about_the_mass_asked_for_and_lies_in_the_container(place: str, mass_kg: float) -> None:
    lot = hide(np.random.default_rng(4), REEFER, a_load(), place, mass_kg).lot
    assert lot.mass_kg == pytest.approx(mass_kg, rel=0.55)
    assert lot.bounds[:, 0].min() >= 0
    assert lot.bounds[:, 1].max() <= REEFER.length
    assert lot.bounds[:, 2].min() >= 0
    assert lot.bounds[:, 3].max() <= REEFER.height
    assert np.abs(lot.bounds[:, 4:]).max() <= WIDTH / 2


@pytest.mark.parametrize("place", PLACES)
def test_no_goods_are_left_where_a_lot_lies(place: str) -> None:
    load = a_load("frozen")
    hidden = hide(np.random.default_rng(5), REEFER, load, place, 60.0)
    for bounds in hidden.lot.bounds[:20]:
        room = (bounds[0], bounds[1], bounds[2], bounds[3], bounds[4], bounds[5])
        left = join(load, hidden.carved).inside(room).mass_kg
        assert abs(left) < 0.02 * hidden.lot.mass_kg


def test_a_place_says_where() -> None:
    rng, load = np.random.default_rng(6), a_load()
    assert hide(rng, REEFER, load, "floor", 30.0).lot.bounds[:, 3].max() < 0.18
    assert hide(rng, REEFER, load, "ceiling", 30.0).lot.bounds[:, 2].min() > REEFER.height - 0.1
    assert np.abs(hide(rng, REEFER, load, "side_wall", 30.0).lot.bounds[:, 4:]).min() > 1.1
    assert hide(rng, REEFER, load, "front_wall", 30.0).lot.bounds[:, 0].min() > REEFER.length - 1.0
    assert hide(rng, REEFER, load, "reefer_unit", 30.0).lot.bounds[:, 0].min() > REEFER.length - 0.45
    assert hide(rng, DRY, nothing(), "doors", 30.0).lot.bounds[:, 1].max() < 1.5


def test_a_swap_keeps_the_mass_of_the_goods() -> None:
    hidden = swap(np.random.default_rng(7), a_load("frozen"), 100.0)
    assert hidden.lot.mass_kg == pytest.approx(-hidden.carved.mass_kg, rel=0.1)


def test_only_a_reefer_has_a_unit_and_only_a_loaded_box_has_cargo() -> None:
    assert "reefer_unit" not in places_in(DRY, a_load())
    assert "cargo" not in places_in(REEFER, nothing())
    assert places_in(REEFER, a_load()) == list(PLACES)


def test_masses_are_spread_over_the_bins_of_the_press() -> None:
    rng = np.random.default_rng(8)
    masses = np.array([draw_mass(rng, "cargo") for _ in range(2000)])
    shares = np.histogram(masses, [1, 10, 30, 100, 1000, 4000])[0] / 2000
    assert shares == pytest.approx([0.15, 0.25, 0.30, 0.25, 0.05], abs=0.04)


@pytest.mark.parametrize("name", ["20'", "40' HC", "40' HC reefer", "20' tank", "40' flat rack"])
def test_lots_lie_in_hollows_of_the_container_not_in_its_steel(name: str) -> None:
    container = by_name(name)
    for place in places_in(container, nothing()):
        cut = []
        for seed in range(6):
            rng = np.random.default_rng(seed)
            fittings = draw_fittings(rng, container)
            body = join(build(container, fittings), state(container, fittings, Nuisances(), rng))
            lot = hide(rng, container, nothing(), place, 40.0).lot
            there = [body.inside((b[0], b[1], b[2], b[3], b[4], b[5])).mass_kg for b in lot.bounds]
            cut.append(sum(there) / lot.mass_kg)
        assert np.mean(cut) < 0.2, place
