"""What the beam does behind matter, as tables: steel's transmission, ratios of two energies, hardening and noise."""

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from datasets.simulation.beam.materials import (
    ALUMINIUM,
    CELLULOSE,
    COCAINE_HCL,
    LEAD,
    POLYETHYLENE,
    STEEL,
    WATER,
    Material,
)
from datasets.simulation.beam.render import render
from datasets.simulation.beam.scanner import draw_detector
from datasets.simulation.beam.spectrum import second_moment, spectrum
from datasets.simulation.blocks import blocks
from datasets.simulation.charts.chart_figures import noiseless, thickest
from datasets.simulation.charts.charts import STEEL_G_CM3, Scanner, penetration
from datasets.simulation.nuisances import Nuisances

MEGAVOLTS = (2.5, 3.0, 4.0, 6.0, 9.0)
PAIRS_MV = ((4.0, 6.0), (6.0, 9.0), (3.0, 6.0))
STEEL_MM = (100, 200, 300, 400)
STEEL_G_CM2_PER_MM = STEEL_G_CM3 / 10
SLABS_G_CM2 = (10.0, 60.0, 150.0)
TRANSFER_G_CM2 = (0.0, 20.0, 40.0, 80.0, 160.0)
DRAWN = 8  # scanners of each energy
DRAWN_MV = (4.0, 6.0, 9.0)


def beam_tables() -> list[str]:
    parts = (steel_table(), ratio_table(), beam_table())
    return [line for part in parts for line in (*part, "")]


def attenuation(material: Material, g_cm2: float, megavolts: float) -> float:
    energies, weights = spectrum(megavolts)
    return float(-np.log((weights * np.exp(-material.attenuation(energies) * g_cm2)).sum()))


def steel_table() -> list[str]:
    """Transmission of steel, a line an energy."""
    lines = [
        (f"{mv:g}", *(f"{np.exp(-attenuation(STEEL, mm * STEEL_G_CM2_PER_MM, mv)):.1e}" for mm in STEEL_MM))
        for mv in MEGAVOLTS
    ]
    return markdown(("MV", *(f"{mm} mm" for mm in STEEL_MM)), lines)


def ratio_table() -> list[str]:
    """ln T of the lower energy over that of the higher, at each of SLABS_G_CM2."""

    def ratios(material: Material, low: float, high: float) -> str:
        found = (attenuation(material, g, low) / attenuation(material, g, high) for g in SLABS_G_CM2)
        return " / ".join(f"{value:.3f}" for value in found)

    lines = [
        (material.name, *(ratios(material, *pair) for pair in PAIRS_MV))
        for material in (POLYETHYLENE, WATER, COCAINE_HCL, CELLULOSE, ALUMINIUM, STEEL, LEAD)
    ]
    return markdown(("R", *(f"{low:g}/{high:g} MV" for low, high in PAIRS_MV)), lines)


def beam_table() -> list[str]:
    """Mean energy, what a thin layer of cellulose attenuates in air and behind 60 g/cm2, and the noise."""
    lines = []
    for mv in MEGAVOLTS:
        energies, weights = spectrum(mv)
        steel = np.exp(-STEEL.attenuation(energies) * 200 * STEEL_G_CM2_PER_MM)
        behind = (second_moment(mv) * steel).sum() / (weights * steel).sum()
        thin = (f"{effective(0.0, mv):.4f}", f"{effective(60.0, mv):.4f}")
        lines.append(
            (f"{mv:g}", f"{(weights * energies).sum():.2f}", *thin, f"{second_moment(mv).sum():.2f}", f"{behind:.2f}")
        )
    head = ("MV", "mean energy of the signal, MeV", "mu/rho of cellulose in air, cm2/g", "behind 60 g/cm2")
    return markdown((*head, "variance x photons, air", "over T behind 200 mm of steel"), lines)


def effective(behind_g_cm2: float, megavolts: float) -> float:
    """mu/rho at which a thin layer of cellulose attenuates the signal behind more of it, cm2/g."""
    energies, weights = spectrum(megavolts)
    mu = CELLULOSE.attenuation(energies)
    through = weights * np.exp(-mu * behind_g_cm2)
    return float((through * mu).sum() / through.sum())


def transfer_table(scanner: Scanner) -> list[str]:
    """Photon transfer: mean and variance of rendered flat fields behind steel, beside what the spectrum gives."""
    lines = []
    detector = replace(noiseless(scanner.detector), photons=scanner.detector.photons)
    energies, _ = spectrum(detector.energies_mv[0])
    for g_cm2 in TRANSFER_G_CM2:
        slab = blocks([(-9.0, 9.0, -9.0, 9.0, 0.0, 0.01)], STEEL, g_cm2)
        image = render(slab, scanner.passage, detector, np.random.default_rng(0))[0].astype(np.float64)
        wanted = (second_moment(detector.energies_mv[0]) * np.exp(-STEEL.attenuation(energies) * g_cm2)).sum()
        # Neighbours along the travel: a slanting ray is longer, so that the field is even along rows alone.
        variance = np.diff(image, axis=1).var() / 2
        lines.append((f"{g_cm2:g}", f"{image.mean():.2e}", f"{variance:.2e}", f"{wanted / detector.photons:.2e}"))
    return markdown(("steel, g/cm2", "mean", "variance", "of the spectrum"), lines)


def drawn_table() -> list[str]:
    """Steel behind which the arrow is seen, over scanners drawn from the recipe's ranges."""
    rng = np.random.default_rng(0)
    nuisances = replace(Nuisances(), preview_share=0, dead_rows_share=0, saturation_share=0)
    lines = []
    for mv in DRAWN_MV:
        drawn = (
            Scanner("drawn", draw_detector(rng, nuisances, (mv,)), nuisances.pitch_mm.draw(rng) / 1000)
            for _ in range(DRAWN)
        )
        found = [thickest(penetration, scanner, 20.0, 600.0) for scanner in drawn]
        lines.append((f"{mv:g}", *(f"{np.quantile(found, share):.0f}" for share in (0, 0.25, 0.5, 0.75, 1))))
    return markdown(("MV", "least, mm", "quarter", "half", "three quarters", "greatest"), lines)


def markdown(head: Iterable[str], lines: Iterable[Iterable[str]]) -> list[str]:
    head = tuple(head)
    rows = [head, ("---:",) * len(head), *(tuple(line) for line in lines)]
    return ["| " + " | ".join(row) + " |" for row in rows]
