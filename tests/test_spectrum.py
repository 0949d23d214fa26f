"""The few energies that stand for a spectrum, against published transmissions and a fine grid."""

import numpy as np
import pytest

from datasets.simulation.materials import ALUMINIUM, COCAINE_HCL, INDEX, LEAD, POLYETHYLENE, STEEL, WATER, Material
from datasets.simulation.spectrum import LOWEST_MEV, basis, basis_at_nodes, normalised, signal, spectrum

STEEL_G_CM2_PER_MM = 0.786


def attenuation(material: Material, g_cm2: float, megavolts: float) -> float:
    energies, weights = spectrum(megavolts)
    return float(-np.log((weights * np.exp(-material.attenuation(energies) * g_cm2)).sum()))


def test_shares_of_the_signal_sum_to_one() -> None:
    assert spectrum(6.0)[1].sum() == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("megavolts", "published"),
    [
        (4.0, (2.6e-2, 1.1e-3, 5.2e-5, 2.7e-6)),
        (6.0, (4.0e-2, 2.3e-3, 1.5e-4, 1.1e-5)),
        (9.0, (5.5e-2, 4.0e-3, 3.1e-4, 2.6e-5)),
    ],
)
def test_steel_lets_through_what_is_published(megavolts: float, published: tuple[float, ...]) -> None:
    through = [np.exp(-attenuation(STEEL, mm * STEEL_G_CM2_PER_MM, megavolts)) for mm in (100, 200, 300, 400)]
    assert through == pytest.approx(published, rel=0.12)


def test_the_ratio_of_two_energies_orders_materials_by_atomic_number() -> None:
    order = [POLYETHYLENE, COCAINE_HCL, ALUMINIUM, STEEL, LEAD]
    ratios = [attenuation(material, 60, 4.0) / attenuation(material, 60, 6.0) for material in order]
    assert ratios == sorted(ratios, reverse=True)


@pytest.mark.parametrize(("material", "published"), [(POLYETHYLENE, 1.199), (COCAINE_HCL, 1.192), (STEEL, 1.142)])
def test_the_ratio_of_four_and_six_megavolts_is_near_the_published_one(material: Material, published: float) -> None:
    assert attenuation(material, 60, 4.0) / attenuation(material, 60, 6.0) == pytest.approx(published, rel=0.02)


@pytest.mark.parametrize("material", [WATER, COCAINE_HCL, ALUMINIUM, STEEL], ids=lambda material: material.name)
@pytest.mark.parametrize("g_cm2", [1.0, 10.0, 60.0, 150.0, 300.0])
def test_a_slab_follows_beer_lambert_to_half_a_percent(material: Material, g_cm2: float) -> None:
    fine = np.linspace(LOWEST_MEV, 6.0, 4000)
    exact = -np.log((normalised(signal(fine, 6.0)) * np.exp(-material.attenuation(fine) * g_cm2)).sum())
    shares = basis()[2][INDEX[material.name]]
    found = -np.log((spectrum(6.0)[1] * np.exp(-(shares @ basis_at_nodes(6.0)) * g_cm2)).sum())
    assert found == pytest.approx(exact, rel=5e-3)
