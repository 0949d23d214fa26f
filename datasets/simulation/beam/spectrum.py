"""What a linear accelerator sends out and a scintillator weighs: a few energies that stand for the spectrum."""

from functools import cache

import numpy as np

from datasets.simulation.beam.materials import MATERIALS, STEEL, Values

NODES = 8
LOWEST_MEV = 0.12  # below, the filter lets nothing through that counts
# Target, flattening filter and housing, as steel: chosen with the scintillator so that 100-400 mm of steel let through
# what is published for 4, 6 and 9 MV and the ratios of two energies come out as published (docs/physics.md).
FILTER_G_CM2 = 8.0
SCINTILLATOR_G_CM2 = 24.0  # 30 mm of cadmium tungstate of 7.9 g/cm3, of which steel is the nearest in the table
ELECTRON_MEV = 0.51099895  # rest energy, CODATA 2018
BASIS = 3  # photoelectric, Compton and pair production: three functions of energy describe any material


@cache
def spectrum(megavolts: float) -> tuple[Values, Values]:
    """Energies in MeV and the share of the detector's signal in air that each stands for (they sum to 1).

    Gauss-Legendre nodes of log energy: a beam hardens from below, where they lie closest.
    """
    points, weights = np.polynomial.legendre.leggauss(NODES)
    energies = LOWEST_MEV * (megavolts / LOWEST_MEV) ** ((points + 1) / 2)
    return energies, normalised(weights * energies * signal(energies, megavolts))


@cache
def second_moment(megavolts: float) -> Values:
    """For each energy of `spectrum` its share of the variance of the signal in air, times the excess of the noise.

    A signal that sums energies left by a Poisson number of photons has the variance of the sum of their squares. With
    transmission t at each energy, relative to air, the signal is sum(spectrum x t) and its variance
    sum(second_moment x t) / n, where n photons interact in open air: their sum is 1 over Swank's factor of the signal
    in air (R. K. Swank, J. Appl. Phys. 44, 4199, 1973), which is 1 if all photons left the same energy.
    """
    energies, weights = spectrum(megavolts)
    mean, square = recoil(energies)
    photons = weights / (energies * mean)  # a photon's mean signal is the energy that it leaves
    return np.asarray(photons * energies**2 * square * photons.sum())


def signal(energies: Values, megavolts: float) -> Values:
    """Signal per MeV in open air, in any unit: Kramers' thick-target law, filtered, and the energy that stays.

    What stays is the recoil electron's: crystals are narrow, and most of what they scatter leaves them.
    """
    filtered = np.exp(-STEEL.attenuation(energies) * FILTER_G_CM2)
    interacting = 1 - np.exp(-STEEL.attenuation(energies) * SCINTILLATOR_G_CM2)
    return np.asarray((megavolts - energies) * filtered * interacting * recoil(energies)[0])


def recoil(energies: Values) -> tuple[Values, Values]:
    """Mean share of a photon's energy that a Compton electron takes, and the mean of the share's square.

    Both are moments of the cross-section of O. Klein and Y. Nishina (Z. Phys. 52, 853, 1929) over the share.
    """
    points, weights = np.polynomial.legendre.leggauss(64)
    alpha = energies[:, None] / ELECTRON_MEV
    share = (points + 1) / 2 * (2 * alpha / (1 + 2 * alpha))
    kept = 1 - share  # by the scattered photon
    cosine = 1 - (1 / kept - 1) / alpha
    likely = normalised((kept + 1 / kept - 1 + cosine**2) * weights)
    return (likely * share).sum(axis=1), (likely * share**2).sum(axis=1)


def normalised(weights: Values) -> Values:
    """Weights that sum to 1 along the last axis."""
    return np.asarray(weights / weights.sum(axis=-1, keepdims=True))


@cache
def basis() -> tuple[Values, Values, Values]:
    """All materials' mu/rho as few functions of energy: energies, functions (BASIS x energies), each material's shares.

    The functions come from a singular value decomposition; the shares are materials x BASIS.
    """
    energies = np.geomspace(LOWEST_MEV / 1.2, 10.0, 120)
    table = np.stack([material.attenuation(energies) for material in MATERIALS])
    weight = 1 / table.mean(axis=0)  # so that the relative error counts at every energy
    left, size, functions = np.linalg.svd(table * weight, full_matrices=False)
    return energies, functions[:BASIS] / weight, left[:, :BASIS] * size[:BASIS]


@cache
def basis_at_nodes(megavolts: float) -> Values:
    """The basis functions at the spectrum's energies, BASIS x NODES."""
    energies, functions, _ = basis()
    nodes, _ = spectrum(megavolts)
    return np.stack([np.interp(nodes, energies, function) for function in functions])
