"""The charts shown to three scanners: a table of what each shows, and a picture of what its reader sees."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from datasets.simulation.beam.materials import ALUMINIUM, COPPER, LEAD, POLYETHYLENE, STEEL, Material
from datasets.simulation.blocks import nothing
from datasets.simulation.charts.beam_report import beam_tables, drawn_table, markdown, transfer_table
from datasets.simulation.charts.chart_figures import picture, ratio, resolved_mm, thickest, thinnest
from datasets.simulation.charts.charts import Chart, Scanner, bars, foil, penetration, scanners, wire
from datasets.simulation.nuisances import Nuisances

Row = tuple[str, Callable[[Scanner], str]]

BLOCKS_MM = (50.0, 100.0, 200.0)
PLATE_ATTENUATION = 2.0  # -ln T at the higher energy, of the plates whose ratio is measured
TILE_PX = 196
GREYS = 16  # of a tile: enough for noise, and a small file
LABEL_PX = 22


def charts(out: Path) -> list[str]:
    """Measures scanners of the usual recipe, writes charts.png into a folder and returns the lines of all tables."""
    shown = scanners(Nuisances())
    out.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(out / "charts.png"), sheet(shown), [cv2.IMWRITE_PNG_COMPRESSION, 9])
    return [*beam_tables(), *transfer_table(shown[1]), "", *drawn_table(), "", *table(shown)]


def table(shown: Sequence[Scanner]) -> list[str]:
    return markdown(
        ("", *(scanner.name for scanner in shown)), ((name, *map(figure, shown)) for name, figure in rows())
    )


def rows() -> list[Row]:
    return [*settings(), *steel_and_lead(), *wires(), *foils(), *resolution(), *discrimination()]


def settings() -> list[Row]:
    return [
        ("energies, MV", lambda s: "/".join(f"{energy:g}" for energy in s.detector.energies_mv)),
        ("pixel, mm", lambda s: f"{s.pitch * 1000:.1f}"),
        ("photons a pixel in open air", lambda s: f"{s.detector.photons:,.0f}"),
        ("dark noise, scatter, of open air", lambda s: f"{s.detector.dark:.0e}, {s.detector.scatter:.0e}"),
    ]


def steel_and_lead() -> list[Row]:
    def figure(material: Material, scanner: Scanner) -> str:
        return f"{seen_behind(material, scanner):.0f}"

    return [(f"{material.name} arrow seen behind steel, mm", partial(figure, material)) for material in (STEEL, LEAD)]


def seen_behind(material: Material, scanner: Scanner) -> float:
    return thickest(lambda mm: penetration(mm, material), scanner, 20.0, 600.0)


def wires() -> list[Row]:
    def figure(material: Material, block_mm: float, scanner: Scanner) -> str:
        return f"{thinnest(lambda mm: wire(mm, material, block_mm), scanner, 0.05, 50.0):.1f}"

    return [
        (f"{material.name} wire seen {behind(block_mm)}, mm", partial(figure, material, block_mm))
        for material in (STEEL, COPPER)
        for block_mm in (0.0, 50.0, 100.0)
    ]


def foils() -> list[Row]:
    def in_air(scanner: Scanner) -> str:
        return f"{thinnest_foil(0.0, scanner):.2f}"

    def figure(block_mm: float, scanner: Scanner) -> str:
        return f"{100 * thinnest_foil(block_mm, scanner) / block_mm:.2f}"

    rows: list[Row] = [("steel foil seen in air, mm", in_air)]
    return rows + [(f"steel foil seen {behind(mm)}, % of it", partial(figure, mm)) for mm in BLOCKS_MM]


def thinnest_foil(block_mm: float, scanner: Scanner) -> float:
    return thinnest(lambda mm: foil(mm, block_mm), scanner, 0.005, 100.0)


def resolution() -> list[Row]:
    def figure(upright: bool, scanner: Scanner) -> str:
        width = resolved_mm(upright, scanner)
        return f"{width:g} mm, {1 / (2 * width):.2f} lp/mm"

    return [
        ("bars told apart along the travel", partial(figure, True)),
        ("bars told apart down the array", partial(figure, False)),
    ]


def discrimination() -> list[Row]:
    def figure(material: Material, scanner: Scanner) -> str:
        found = ratio(material, PLATE_ATTENUATION, scanner)
        return f"{found.mean:.3f} ± {found.spread:.3f}"

    return [(f"R of {material.name}", partial(figure, material)) for material in (POLYETHYLENE, ALUMINIUM, STEEL, LEAD)]


def behind(block_mm: float) -> str:
    return f"behind {block_mm:g} mm of steel" if block_mm else "in air"


def sheet(shown: Sequence[Scanner]) -> NDArray[np.uint8]:
    """Pictures of charts, a scanner a row, each spread over the greys of its background."""
    return np.vstack([np.hstack([tile(label, chart, scanner) for label, chart in exhibits()]) for scanner in shown])


def exhibits() -> list[tuple[str, Chart]]:
    return [
        ("arrow, 150 mm steel", penetration(150.0)),
        ("arrow, 250 mm steel", penetration(250.0)),
        ("arrow, 350 mm steel", penetration(350.0)),
        ("wire 2 mm, air", wire(2.0, STEEL, 0.0)),
        ("wire 4 mm, 100 mm", wire(4.0, STEEL, 100.0)),
        ("foil 1 mm, 100 mm", foil(1.0, 100.0)),
        ("bars 6 mm", bars(6.0, upright=True)),
        ("bars 10 mm", bars(10.0, upright=False)),
    ]


def tile(label: str, chart: Chart, scanner: Scanner) -> NDArray[np.uint8]:
    """One chart, dark is dense, with its label and the scanner's energy below."""
    image = picture(chart, scanner, 0)
    background = picture(Chart(nothing(), chart.before), scanner, 1)
    spread = max(4 * float(background.std()), 0.6 * float(background.mean() - image.min()))
    grey = np.round(np.clip(0.7 + 0.7 * (image - background.mean()) / spread, 0, 1) * (GREYS - 1)) * 255 / (GREYS - 1)
    size = (TILE_PX, TILE_PX)
    large = cv2.resize(grey.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST)
    framed = cv2.copyMakeBorder(large, 2, LABEL_PX, 2, 2, cv2.BORDER_CONSTANT, value=255)
    text = f"{label}, {scanner.detector.energies_mv[0]:g} MV"
    cv2.putText(framed, text, (4, TILE_PX + 17), cv2.FONT_HERSHEY_SIMPLEX, 0.4, 0, 1, cv2.LINE_AA)
    return np.asarray(framed, np.uint8)
