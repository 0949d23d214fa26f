"""Test objects for a scanner, modelled on those of ANSI N42.46 and IEC 62523, and the scanners they are shown to.

All stand in the container's middle plane at the height of the source, in open air. Lengths are in metres unless the
name says otherwise. Sizes are this project's own: the two standards are followed in kind, not to the letter.
"""

from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from datasets.simulation.beam.materials import COPPER, LEAD, STEEL, Material
from datasets.simulation.beam.scanner import Detector, Geometry, Passage, draw_detector
from datasets.simulation.blocks import Blocks, Bounds, blocks, join, nothing
from datasets.simulation.nuisances import Nuisances, Range

STEEL_G_CM3, COPPER_G_CM3, LEAD_G_CM3 = 7.85, 8.96, 11.34
DENSITIES_G_CM3 = {STEEL: STEEL_G_CM3, COPPER: COPPER_G_CM3, LEAD: LEAD_G_CM3}

SOURCE = Geometry(side=-1, distance=5.0, height=1.0)
SPAN = 1.0  # of the picture, both ways
BLOCK = 0.6  # side of the steel block that test plates hide behind
PLATE = 0.1  # side of a test plate, length of an arrow
ARROW_SHARE = 0.2  # thickness of the arrow, of the block before it
STRIPS = 20  # that an arrow's head is cut into
LEG, LEGS = 0.06, 6  # of a bent wire
BARS = 4  # of a pattern


@dataclass(frozen=True, eq=False)
class Chart:
    """What is to be seen, and what it stands behind."""

    sought: Blocks
    before: Blocks

    @property
    def things(self) -> Blocks:
        return join(self.before, self.sought)


@dataclass(frozen=True)
class Scanner:
    """A named detector and the size of its pixels at the middle plane, down the array and along the travel alike."""

    name: str
    detector: Detector
    pitch: float

    @property
    def passage(self) -> Passage:
        """The fan's view of SPAN x SPAN about the source's height, travel even and without sway."""
        count = 2 * round(SPAN / self.pitch / 2)  # even: the middle lies between pixels
        edges = np.asarray((np.arange(count + 1) - count / 2) * self.pitch, np.float64)
        return Passage(SOURCE, self.pitch, count, SOURCE.height + count * self.pitch / 2, edges, np.zeros(count))


def scanners(nuisances: Nuisances) -> tuple[Scanner, ...]:
    """Three from a recipe's ranges: weak energy and strong; the lower energy of each is for discrimination."""
    return (
        scanner("modest", (4.0, 3.0), nuisances, 0.5),
        scanner("middle", (6.0, 4.0), nuisances, 0.5),
        scanner("strong", (9.0, 6.0), nuisances, 0.2),
    )


def scanner(name: str, energies_mv: tuple[float, ...], nuisances: Nuisances, poorness: float) -> Scanner:
    """Pixel and detector at one share of the way from the best to the worst end of their ranges."""
    return Scanner(name, detector(energies_mv, nuisances, poorness), between(nuisances.pitch_mm, poorness) / 1000)


def detector(energies_mv: tuple[float, ...], nuisances: Nuisances, poorness: float) -> Detector:
    def at(span: Range, share: float = poorness) -> Range:
        value = between(span, share)
        return Range(value, value)

    narrow = replace(
        nuisances,
        photons=at(nuisances.photons, 1 - poorness),
        dark=at(nuisances.dark),
        scatter=at(nuisances.scatter),
        blur_px=at(nuisances.blur_px),
        blur_along_px=at(nuisances.blur_along_px),
        column_gain=at(nuisances.column_gain),
        pulse_jitter=at(nuisances.pulse_jitter),
        row_gain=at(nuisances.row_gain),
        row_offset=at(nuisances.row_offset),
        dead_rows_share=0,
        saturation_share=0,
        preview_share=0,
    )
    return draw_detector(np.random.default_rng(0), narrow, energies_mv)


def between(span: Range, share: float) -> float:
    """A share of the way up a range, in log unless it begins at nothing."""
    if span.low <= 0:
        return span.low + share * (span.high - span.low)
    return float(span.low ** (1 - share) * span.high**share)


def penetration(block_mm: float, material: Material = STEEL, at: float = 0.0) -> Chart:
    """An upright arrow a fifth as thick as the steel block it stands behind."""
    depth = ARROW_SHARE * block_mm / 1000
    return Chart(arrow(material, depth, at), steel_block(block_mm, at))


def foil(thickness_mm: float, block_mm: float, at: float = 0.0) -> Chart:
    """A square steel plate behind a steel block."""
    return Chart(plate(STEEL, STEEL_G_CM3, thickness_mm / 1000, at), steel_block(block_mm, at))


def wire(diameter_mm: float, material: Material, block_mm: float, at: float = 0.0) -> Chart:
    """A wire bent into a stair, so that half of it runs along the travel; square, of a round one's cross-section."""
    side = diameter_mm / 1000 * np.sqrt(np.pi) / 2
    left, low = at - LEG * LEGS / 4, SOURCE.height - LEG * LEGS / 4
    legs: list[Bounds] = []
    for step in range(LEGS // 2):
        x, y = left + step * LEG, low + step * LEG
        legs.append((x, x + LEG, y, y + side, -side, 0.0))
        legs.append((x + LEG, x + LEG + side, y, y + LEG, -side, 0.0))
    return Chart(blocks(legs, material, DENSITIES_G_CM3[material]), steel_block(block_mm, at))


def bars(width_mm: float, upright: bool, phase: float = 0.0, at: float = 0.0) -> Chart:
    """Steel bars 20 mm thick, as wide as the gaps between them; `phase` moves them by a share of a period."""
    width = width_mm / 1000
    lows = (np.arange(BARS) * 2 - BARS + 0.5 + 2 * phase) * width
    if upright:
        rows = [(at + x, at + x + width, *around(SOURCE.height, PLATE), 0.0, 0.02) for x in lows]
    else:
        rows = [(*around(at, PLATE), SOURCE.height + y, SOURCE.height + y + width, 0.0, 0.02) for y in lows]
    return Chart(blocks(rows, STEEL, STEEL_G_CM3), nothing())


def plate(material: Material, density: float, depth: float, at: float = 0.0) -> Blocks:
    """A square test plate that reaches towards the source from the middle plane."""
    return blocks([(*around(at, PLATE), *around(SOURCE.height, PLATE), -depth, 0.0)], material, density)


@cache
def steel_block(thickness_mm: float, at: float = 0.0) -> Blocks:
    if thickness_mm == 0:
        return nothing()
    bounds = (*around(at, BLOCK), *around(SOURCE.height, BLOCK), 0.0, thickness_mm / 1000)
    return blocks([bounds], STEEL, STEEL_G_CM3)


def arrow(material: Material, depth: float, at: float) -> Blocks:
    """A head over the upper half of the length and a shaft a third as wide below."""
    foot, size = SOURCE.height - PLATE / 2, PLATE / 2
    rows: list[Bounds] = [(*around(at, PLATE / 3), foot, foot + size, -depth, 0.0)]
    for n in range(STRIPS):
        low = foot + size * (1 + n / STRIPS)
        rows.append((*around(at, PLATE * (1 - (n + 0.5) / STRIPS)), low, low + size / STRIPS, -depth, 0.0))
    return blocks(rows, material, DENSITIES_G_CM3[material])


def around(centre: float, size: float) -> tuple[float, float]:
    return centre - size / 2, centre + size / 2
