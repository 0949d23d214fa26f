"""What a lot adds behind a background: the tables against the direct sum over the spectrum."""

import numpy as np
import pytest

from datasets.simulation.beam.hardening import GOODS, WALLS_G_CM2, added
from datasets.simulation.beam.materials import CELLULOSE, COCAINE_HCL, STEEL, WATER, Material, Values
from datasets.simulation.beam.spectrum import spectrum

MEGAVOLTS = (2.5, 3.7, 4.0, 6.0, 9.0)
LOTS = np.array([0.5, 3.0, 7.0, 20.0, 60.0])


def directly(megavolts: float, background: float, goods: Material) -> tuple[float, Values]:
    """Attenuation of so many g/cm2 of walls and goods, and what each of the lots adds to it."""
    energies, weights = spectrum(megavolts)
    walls = min(background, WALLS_G_CM2)
    there = STEEL.attenuation(energies) * walls + goods.attenuation(energies) * (background - walls)
    lots = np.outer(LOTS, COCAINE_HCL.attenuation(energies))
    before = float(-np.log(weights @ np.exp(-there)))
    return before, -np.log(np.exp(-there - lots) @ weights) - before


def from_table(before: float, megavolts: float) -> Values:
    attenuation = np.full((1, len(LOTS)), before, np.float32)
    return np.asarray(added(attenuation, LOTS[None].astype(np.float32), megavolts)[0], float)


@pytest.mark.parametrize("megavolts", MEGAVOLTS)
@pytest.mark.parametrize("background", [0.0, 2.0, 9.0, 30.0, 80.0, 150.0])
def test_a_table_is_within_one_per_cent_of_the_sum_over_the_spectrum(megavolts: float, background: float) -> None:
    before, wanted = directly(megavolts, background, GOODS)
    assert from_table(before, megavolts) == pytest.approx(wanted, rel=0.01)


@pytest.mark.parametrize("megavolts", MEGAVOLTS)
@pytest.mark.parametrize("goods", [CELLULOSE, WATER])
def test_which_goods_a_lot_lies_among_hardly_matters(megavolts: float, goods: Material) -> None:
    before, wanted = directly(megavolts, 60.0, goods)
    assert from_table(before, megavolts) == pytest.approx(wanted, rel=0.02)


def test_a_lot_adds_less_behind_cargo_than_in_an_empty_box() -> None:
    empty, full = (from_table(before, 6.0) for before in (0.1, 3.0))
    assert (full < 0.85 * empty).all()


def test_what_gives_way_to_a_lot_takes_attenuation_away() -> None:
    less = added(np.full((1, 1), 2.0, np.float32), np.full((1, 1), -5.0, np.float32), 6.0)
    assert less[0, 0] == pytest.approx(-5 * 0.0415, rel=0.03)
