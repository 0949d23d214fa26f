"""What a linear accelerator sends out and a scintillator weighs: a few energies that stand for the spectrum."""

from functools import cache

import numpy as np

from datasets.simulation.materials import MATERIALS, SILICA, STEEL, Values

NODES = 8
LOWEST_MEV = 0.12
FILTER_G_CM2 = 25.0  # as steel; chosen so that 100-400 mm of steel let through what is published for 4, 6 and 9 MV
SCINTILLATOR_G_CM2 = 20.0  # about 25 mm of cadmium tungstate, weighed here as silica in the Compton range
BASIS = 3  # photoelectric, Compton and pair production: three functions of energy describe any material


@cache
def spectrum(megavolts: float) -> tuple[Values, Values]:
    """Energies in MeV and the share of the detector's signal in air that each stands for (they sum to 1).

    Kramers' thick-target law, filtered, weighted with the energy that the scintillator takes up; Gauss-Legendre nodes.
    """
    points, weights = np.polynomial.legendre.leggauss(NODES)
    energies = LOWEST_MEV + (megavolts - LOWEST_MEV) * (points + 1) / 2
    return energies, normalised(weights * signal(energies, megavolts))


def signal(energies: Values, megavolts: float) -> Values:
    """Signal per MeV in open air, in any unit."""
    filtered = np.exp(-STEEL.attenuation(energies) * FILTER_G_CM2)
    taken_up = 1 - np.exp(-SILICA.attenuation(energies) * SCINTILLATOR_G_CM2)
    return np.asarray((megavolts - energies) * filtered * taken_up)


def normalised(weights: Values) -> Values:
    return np.asarray(weights / weights.sum())


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
