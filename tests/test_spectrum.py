"""The few energies that stand for a spectrum, against published transmissions and ratios and a fine grid."""

import numpy as np
import pytest

from datasets.simulation.beam.materials import (
    ALUMINIUM,
    CELLULOSE,
    COCAINE_HCL,
    INDEX,
    LEAD,
    MATERIALS,
    POLYETHYLENE,
    STEEL,
    WATER,
    Material,
    Values,
)
from datasets.simulation.beam.spectrum import (
    LOWEST_MEV,
    basis,
    basis_at_nodes,
    normalised,
    recoil,
    second_moment,
    signal,
    spectrum,
)

STEEL_G_CM2_PER_MM = 0.786
MEGAVOLTS = (2.5, 3.0, 4.0, 6.0, 9.0)
SLABS_G_CM2 = np.array([1.0, 3.0, 10.0, 30.0, 60.0, 150.0, 300.0])
RATIO_SLABS_G_CM2 = (10.0, 60.0, 150.0)

# ln T of the lower energy over ln T of the higher at RATIO_SLABS_G_CM2
PUBLISHED_RATIOS = {
    (4.0, 6.0, POLYETHYLENE): (1.182, 1.199, 1.208),
    (4.0, 6.0, WATER): (1.178, 1.193, 1.200),
    (4.0, 6.0, COCAINE_HCL): (1.177, 1.192, 1.198),
    (4.0, 6.0, CELLULOSE): (1.178, 1.193, 1.200),
    (4.0, 6.0, ALUMINIUM): (1.166, 1.173, 1.173),
    (4.0, 6.0, STEEL): (1.146, 1.142, 1.132),
    (4.0, 6.0, LEAD): (1.154, 1.093, 1.063),
    (6.0, 9.0, POLYETHYLENE): (1.194, 1.202, 1.203),
    (6.0, 9.0, WATER): (1.187, 1.192, 1.191),
    (6.0, 9.0, COCAINE_HCL): (1.186, 1.191, 1.189),
    (6.0, 9.0, ALUMINIUM): (1.165, 1.162, 1.153),
    (6.0, 9.0, STEEL): (1.129, 1.115, 1.098),
    (6.0, 9.0, LEAD): (1.094, 1.043, 1.022),
}


def attenuation(material: Material, g_cm2: float, megavolts: float) -> float:
    energies, weights = spectrum(megavolts)
    return float(-np.log((weights * np.exp(-material.attenuation(energies) * g_cm2)).sum()))


def fine_spectrum(megavolts: float) -> tuple[Values, Values]:
    """Energies and shares of the signal on a grid fine enough to be exact."""
    energies = np.geomspace(LOWEST_MEV, megavolts, 4000)
    return energies, normalised(signal(energies, megavolts) * energies)


@pytest.mark.parametrize("megavolts", MEGAVOLTS)
def test_shares_of_the_signal_sum_to_one(megavolts: float) -> None:
    assert spectrum(megavolts)[1].sum() == pytest.approx(1.0)


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
    assert through == pytest.approx(published, rel=0.06)


@pytest.mark.parametrize(("low", "high"), [(4.0, 6.0), (6.0, 9.0), (3.0, 6.0)])
@pytest.mark.parametrize("g_cm2", RATIO_SLABS_G_CM2)
def test_the_ratio_of_two_energies_orders_materials_by_atomic_number(low: float, high: float, g_cm2: float) -> None:
    order = [POLYETHYLENE, COCAINE_HCL, ALUMINIUM, STEEL]
    ratios = [attenuation(material, g_cm2, low) / attenuation(material, g_cm2, high) for material in order]
    assert ratios == sorted(ratios, reverse=True)


@pytest.mark.parametrize(
    ("low", "high", "material"), PUBLISHED_RATIOS, ids=lambda part: getattr(part, "name", str(part))
)
def test_the_ratio_of_two_energies_is_the_published_one(low: float, high: float, material: Material) -> None:
    ratios = [attenuation(material, g, low) / attenuation(material, g, high) for g in RATIO_SLABS_G_CM2]
    assert ratios == pytest.approx(PUBLISHED_RATIOS[low, high, material], abs=0.01)


@pytest.mark.parametrize("megavolts", MEGAVOLTS)
@pytest.mark.parametrize("material", MATERIALS, ids=lambda material: material.name)
def test_a_slab_follows_beer_lambert_to_half_a_percent(material: Material, megavolts: float) -> None:
    energies, weights = fine_spectrum(megavolts)
    exact = -np.log(np.exp(-np.outer(SLABS_G_CM2, material.attenuation(energies))) @ weights)
    coefficients = basis()[2][INDEX[material.name]] @ basis_at_nodes(megavolts)
    found = -np.log(np.exp(-np.outer(SLABS_G_CM2, coefficients)) @ spectrum(megavolts)[1])
    assert found == pytest.approx(exact, rel=5e-3)


def test_a_compton_electron_takes_the_share_that_klein_and_nishina_give() -> None:
    # Mean recoil energy over photon energy, from the tables of Attix, Introduction to Radiological Physics, 1986.
    mean, _ = recoil(np.array([0.1, 1.0, 10.0]))
    assert mean == pytest.approx([0.138, 0.440, 0.684], abs=0.001)


@pytest.mark.parametrize("megavolts", MEGAVOLTS)
@pytest.mark.parametrize("steel_g_cm2", [0.0, 30.0, 300.0])
def test_the_second_moment_is_that_of_the_energies_left_by_single_photons(megavolts: float, steel_g_cm2: float) -> None:
    left = drawn_energies(megavolts, steel_g_cm2)
    in_air = drawn_energies(megavolts, 0.0)
    energies, weights = spectrum(megavolts)
    passing = np.exp(-STEEL.attenuation(energies) * steel_g_cm2)
    # Of a Poisson number of photons the variance over the signal is the mean square over the mean.
    wanted = (left**2).mean() / left.mean() / in_air.mean()
    found = (second_moment(megavolts) * passing).sum() / (weights * passing).sum()
    assert found == pytest.approx(wanted, rel=0.03)


def drawn_energies(megavolts: float, steel_g_cm2: float, count: int = 100_000) -> Values:
    """Energies in MeV that Compton electrons leave, drawn one by one behind steel."""
    rng = np.random.default_rng(0)
    energies, weights = fine_spectrum(megavolts)
    mean, square = recoil(energies)
    photons = normalised(weights / (energies * mean) * np.exp(-STEEL.attenuation(energies) * steel_g_cm2))
    drawn = rng.choice(len(energies), count, p=photons)
    # A beta distribution of the right mean and variance stands for that of the share.
    m, v = mean[drawn], (square - mean**2)[drawn]
    size = m * (1 - m) / v - 1
    return np.asarray(energies[drawn] * rng.beta(m * size, (1 - m) * size))
