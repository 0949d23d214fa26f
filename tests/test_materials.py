"""Attenuation coefficients against published values."""

import numpy as np
import pytest

from datasets.simulation.beam.materials import (
    CELLULOSE,
    CERAMIC,
    COCAINE_HCL,
    COCOA,
    COFFEE,
    COTTON,
    FRUIT,
    GLASS,
    GRAIN,
    GRANITE,
    INDEX,
    LEAD,
    LEATHER,
    MATERIALS,
    MEAT,
    PVC,
    SILICA,
    STEEL,
    SUCROSE,
    WATER,
    WOOD,
    Material,
    compound,
    element_attenuation,
    element_table,
    mixture,
)

ENERGIES_MEV = np.array([0.1, 0.5, 1.0, 2.0, 4.0, 6.0, 9.0])

# mu/rho in cm2/g at ENERGIES_MEV, NIST XCOM
PUBLISHED = {
    CELLULOSE: (0.16212, 0.09255, 0.06756, 0.04720, 0.03245, 0.02636, 0.02195),
    COCAINE_HCL: (0.16707, 0.09250, 0.06748, 0.04716, 0.03253, 0.02653, 0.02221),
    PVC: (0.18872, 0.08981, 0.06533, 0.04587, 0.03261, 0.02754, 0.02419),
    SUCROSE: (0.16257, 0.09278, 0.06773, 0.04732, 0.03253, 0.02643, 0.02201),
    SILICA: (0.16842, 0.08738, 0.06367, 0.04469, 0.03166, 0.02663, 0.02327),
    FRUIT: (0.16858, 0.09579, 0.06993, 0.04886, 0.03363, 0.02737, 0.02283),
    compound("ethanol", C=2, H=6, O=1): (0.17145, 0.09845, 0.07188, 0.05016, 0.03428, 0.02764, 0.02276),
}

# mu/rho in cm2/g at 1 MeV, J. H. Hubbell and S. M. Seltzer, NISTIR 5632 (1995)
ELEMENTS_AT_1_MEV = {
    "H": 0.1263, "C": 0.06361, "N": 0.06364, "O": 0.06372, "Al": 0.06146, "Si": 0.06361, "Fe": 0.05995,
    "Cu": 0.05901, "Pb": 0.07102,
}  # fmt: skip

# The same at 0.1, 0.5, 2, 5 and 10 MeV
HEAVY_ELEMENTS = {
    "Fe": (0.3717, 0.08414, 0.04265, 0.03146, 0.02994),
    "Pb": (5.549, 0.1614, 0.04606, 0.04272, 0.04972),
}


@pytest.mark.parametrize("material", PUBLISHED, ids=lambda material: material.name)
def test_a_material_attenuates_as_published(material: Material) -> None:
    assert material.attenuation(ENERGIES_MEV) == pytest.approx(PUBLISHED[material], rel=1e-3)


@pytest.mark.parametrize("symbol", ELEMENTS_AT_1_MEV)
def test_an_element_is_right_at_one_megaelectronvolt(symbol: str) -> None:
    assert element_attenuation(symbol, np.array([1.0])) == pytest.approx([ELEMENTS_AT_1_MEV[symbol]], rel=2e-3)


@pytest.mark.parametrize("symbol", HEAVY_ELEMENTS)
def test_steel_and_lead_are_right_from_photoelectric_to_pair_production(symbol: str) -> None:
    found = element_attenuation(symbol, np.array([0.1, 0.5, 2.0, 5.0, 10.0]))
    assert found == pytest.approx(HEAVY_ELEMENTS[symbol], rel=5e-3)


@pytest.mark.parametrize(("material", "published"), [(WATER, 0.07072), (STEEL, 0.05995), (LEAD, 0.07102)])
def test_water_steel_and_lead_are_right_at_one_megaelectronvolt(material: Material, published: float) -> None:
    assert material.attenuation(np.array([1.0])) == pytest.approx([published], rel=1e-3)


def test_between_tabulated_energies_nothing_swings() -> None:
    energies = np.geomspace(0.1, 10.0, 400)
    table_energies, table = element_table()
    for symbol, values in table.items():
        nearest = np.searchsorted(table_energies, energies).clip(1, len(table_energies) - 1)
        low = np.minimum(values[nearest], values[nearest - 1])
        high = np.maximum(values[nearest], values[nearest - 1])
        found = element_attenuation(symbol, energies)
        assert np.all((found >= low * (1 - 1e-9)) & (found <= high * (1 + 1e-9))), symbol


def test_lead_jumps_at_its_k_edge() -> None:
    below, above = element_attenuation("Pb", np.array([0.0880, 0.0881]))
    assert above / below > 3


def test_mass_fractions_of_every_material_sum_to_one() -> None:
    sums = [sum(share for _, share in material.fractions) for material in MATERIALS]
    assert sums == pytest.approx([1.0] * len(MATERIALS))


def test_every_material_has_a_place_of_its_own_in_the_index() -> None:
    assert len(INDEX) == len(MATERIALS)


def test_a_mixture_attenuates_as_its_parts_by_mass() -> None:
    wet = mixture("wet paper", (CELLULOSE, 0.7), (WATER, 0.3))
    parts = 0.7 * CELLULOSE.attenuation(ENERGIES_MEV) + 0.3 * WATER.attenuation(ENERGIES_MEV)
    assert wet.attenuation(ENERGIES_MEV) == pytest.approx(parts)


@pytest.mark.parametrize("energy_mev", [0.01, 12.0])
def test_an_energy_outside_the_table_is_refused(energy_mev: float) -> None:
    with pytest.raises(ValueError, match="wanted within"):
        element_attenuation("Fe", np.array([energy_mev]))


@pytest.mark.parametrize("material", [WOOD, COTTON, COFFEE, COCOA, GRAIN, MEAT, LEATHER], ids=lambda one: one.name)
def test_organic_goods_attenuate_alike_at_two_megaelectronvolts(material: Material) -> None:
    assert material.attenuation(np.array([2.0])) == pytest.approx(CELLULOSE.attenuation(np.array([2.0])), rel=0.05)


def test_stone_and_glass_attenuate_like_silica_at_two_megaelectronvolts() -> None:
    found = [one.attenuation(np.array([2.0]))[0] for one in (GRANITE, CERAMIC, GLASS)]
    assert found == pytest.approx([SILICA.attenuation(np.array([2.0]))[0]] * 3, rel=0.01)
