"""What things are made of, and how strongly that attenuates X-rays."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]

ATOMIC_WEIGHT = {
    "H": 1.008, "C": 12.011, "N": 14.007, "O": 15.999, "Na": 22.990, "Al": 26.982, "Si": 28.085, "P": 30.974,
    "S": 32.06, "Cl": 35.45, "K": 39.098, "Ca": 40.078, "Fe": 55.845, "Cu": 63.546, "Zn": 65.38, "Pb": 207.2,
}  # fmt: skip


@dataclass(frozen=True)
class Material:
    """A substance by its mass fractions; how densely it is packed belongs to the block that holds it."""

    name: str
    fractions: tuple[tuple[str, float], ...]

    def attenuation(self, energies_mev: Values) -> Values:
        """Mass attenuation coefficient mu/rho in cm2/g at each energy."""
        parts = [share * element_attenuation(symbol, energies_mev) for symbol, share in self.fractions]
        return np.asarray(np.sum(parts, axis=0))


def compound(name: str, **atoms: float) -> Material:
    """From the counts of a chemical formula."""
    weights = {symbol: count * ATOMIC_WEIGHT[symbol] for symbol, count in atoms.items()}
    total = sum(weights.values())
    return Material(name, tuple((symbol, weight / total) for symbol, weight in weights.items()))


def mixture(name: str, *parts: tuple[Material, float]) -> Material:
    """From other materials by their mass fractions."""
    shares: dict[str, float] = {}
    for material, share in parts:
        for symbol, fraction in material.fractions:
            shares[symbol] = shares.get(symbol, 0.0) + share * fraction
    return Material(name, tuple(shares.items()))


WATER = compound("water", H=2, O=1)
CELLULOSE = compound("cellulose", C=6, H=10, O=5)
SUCROSE = compound("sucrose", C=12, H=22, O=11)
POLYETHYLENE = compound("polyethylene", C=1, H=2)
PVC = compound("PVC", C=2, H=3, Cl=1)
COCAINE_HCL = compound("cocaine hydrochloride", C=17, H=22, Cl=1, N=1, O=4)
ALUMINIUM = compound("aluminium", Al=1)
STEEL = compound("steel", Fe=1)
COPPER = compound("copper", Cu=1)
LEAD = compound("lead", Pb=1)
SILICA = compound("silica", Si=1, O=2)
RUBBER = mixture("rubber", (compound("isoprene", C=5, H=8), 0.92), (compound("zinc oxide", Zn=1, O=1), 0.08))
STARCH = compound("starch", C=6, H=10, O=5)
FAT = compound("fat", C=57, H=104, O=6)
PROTEIN = compound("protein", C=4, H=7, N=1, O=1)
FRUIT = mixture("fruit", (WATER, 0.75), (CELLULOSE, 0.25))
FROZEN = mixture("frozen goods", (WATER, 0.72), (POLYETHYLENE, 0.08), (PROTEIN, 0.20))
MEAT = mixture(
    "meat", (WATER, 0.66), (PROTEIN, 0.20), (FAT, 0.13), (compound("calcium phosphate", Ca=3, P=2, O=8), 0.01)
)
WOOD = mixture("wood", (CELLULOSE, 0.85), (WATER, 0.15))  # dried by air, 12-18 % water
GREEN_WOOD = mixture("green wood", (CELLULOSE, 0.62), (WATER, 0.38))
CARDBOARD = mixture("cardboard", (CELLULOSE, 0.92), (WATER, 0.08))
COTTON = mixture("cotton", (CELLULOSE, 0.93), (WATER, 0.07))
POLYESTER = compound("polyester", C=10, H=8, O=4)
LEATHER = mixture("leather", (PROTEIN, 0.75), (WATER, 0.15), (FAT, 0.10))
COFFEE = mixture("coffee", (CELLULOSE, 0.62), (PROTEIN, 0.13), (FAT, 0.14), (WATER, 0.11))
COCOA = mixture("cocoa", (FAT, 0.50), (CELLULOSE, 0.31), (PROTEIN, 0.12), (WATER, 0.07))
GRAIN = mixture("grain", (STARCH, 0.68), (PROTEIN, 0.16), (FAT, 0.03), (WATER, 0.13))
OIL = compound("mineral oil", C=15, H=32)
GLASS = mixture(
    "glass", (SILICA, 0.73), (compound("sodium oxide", Na=2, O=1), 0.15), (compound("lime", Ca=1, O=1), 0.12)
)  # soda-lime
GRANITE = mixture(
    "granite",
    (SILICA, 0.74),
    (compound("alumina", Al=2, O=3), 0.15),
    (compound("potassium oxide", K=2, O=1), 0.05),
    (compound("sodium oxide", Na=2, O=1), 0.04),
    (compound("iron oxide", Fe=2, O=3), 0.02),
)
CERAMIC = mixture(
    "ceramic", (SILICA, 0.70), (compound("alumina", Al=2, O=3), 0.25), (compound("lime", Ca=1, O=1), 0.05)
)
CAST_IRON = mixture("cast iron", (STEEL, 0.945), (compound("carbon", C=1), 0.035), (compound("silicon", Si=1), 0.02))
BRASS = mixture("brass", (COPPER, 0.63), (compound("zinc", Zn=1), 0.37))

MATERIALS = (
    WATER, CELLULOSE, SUCROSE, POLYETHYLENE, PVC, COCAINE_HCL, ALUMINIUM, STEEL, COPPER, LEAD, SILICA, RUBBER,
    FRUIT, FROZEN, MEAT, WOOD, GREEN_WOOD, CARDBOARD, COTTON, POLYESTER, LEATHER, COFFEE, COCOA, GRAIN, OIL, GLASS,
    GRANITE, CERAMIC, CAST_IRON, BRASS,
)  # fmt: skip
INDEX = {material.name: n for n, material in enumerate(MATERIALS)}


def element_attenuation(symbol: str, energies_mev: Values) -> Values:
    """mu/rho of an element in cm2/g, between the table's energies on a straight line in log-log."""
    energies, table = element_table()
    if energies_mev.min() < energies[0] or energies_mev.max() > energies[-1]:
        found, wanted = (energies_mev.min(), energies_mev.max()), (energies[0], energies[-1])
        raise ValueError(f"energies {found[0]:g} to {found[1]:g} MeV, wanted within {wanted[0]:g} to {wanted[1]:g}")
    return np.asarray(np.exp(np.interp(np.log(energies_mev), np.log(energies), np.log(table[symbol]))))


@cache
def element_table() -> tuple[Values, dict[str, Values]]:
    """Energies in MeV and mu/rho with coherent scattering in cm2/g, where NIST XCOM tabulates them (NBSIR 87-3597)."""
    with (Path(__file__).parent / "elements.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    columns = {name: np.array([float(row[name]) for row in rows]) for name in rows[0]}
    return columns.pop("energy_mev"), columns
