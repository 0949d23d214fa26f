"""Containers that are no closed box: tank, open top, flat rack."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from datasets.simulation.beam.materials import ALUMINIUM, CELLULOSE, PVC, SILICA, STEEL
from datasets.simulation.blocks import Blocks, Bounds, blocks, both_sides, disc, join, reflected, ring, stairs
from datasets.simulation.scenes.dry import dry_floor, front_wall, lashing_rings, side_walls
from datasets.simulation.scenes.fittings import WIDTH, Fittings
from datasets.simulation.scenes.frame import (
    FITTING,
    SIDE,
    STEEL_G_CM3,
    corner_fittings,
    frame,
    steel,
    tube_across,
    tube_along,
    tube_upright,
)

TARPAULIN = 0.0006  # coated fabric of about 680 g/m2
SPREAD = 0.055  # a curved wall is drawn lighter and as thick as its jacket: thin, its steps would show as bands
HEAD_SLICES = 10
RACK = 0.648  # flat rack: floor above the underside
RACK_WALL = 0.24  # flat rack: an end wall with its posts


@dataclass(frozen=True)
class Vessel:
    """A lying cylinder with dished ends, in metres: outer radius, wall, how far inside the frame it ends, its dish."""

    radius: float
    wall: float
    end: float
    dish: float
    jacket: float  # insulation around it

    def middle(self, height: float) -> float:
        """Height of its axis: as near to the frame's roof as a walkway allows."""
        return height / 2 + 0.01


VESSEL = Vessel(radius=1.115, wall=0.0046, end=0.16, dish=0.40, jacket=0.055)


def tank(fittings: Fittings) -> Blocks:
    """A 20' tank for about 24,000 litres in its frame, with walkway, manhole and valves."""
    return join(tank_frame(fittings), vessel(fittings), top_fittings(fittings), outlet(fittings))


def vessel(fittings: Fittings) -> Blocks:
    """The steel shell, its stiffening rings, and rock wool under a cladding of aluminium."""
    start, end = VESSEL.end + VESSEL.dish, fittings.length - VESSEL.end - VESSEL.dish
    centre, radius = (VESSEL.middle(fittings.height), 0.0), VESSEL.radius
    inner = radius - VESSEL.wall
    shell = ring("x", centre, (inner, inner + SPREAD), (start, end), strips=96)
    jacket = ring("x", centre, (radius, radius + VESSEL.jacket), (start - 0.2, end + 0.2), strips=40)
    heads = join(*(head(fittings, n) for n in range(HEAD_SLICES)))
    stiff = [
        row
        for x in np.linspace(start + 0.4, end - 0.4, 3).tolist()
        for row in ring("x", centre, (radius, radius + 0.05), (x, x + 0.006), strips=24)
    ]
    return join(
        blocks(shell, STEEL, STEEL_G_CM3 * VESSEL.wall * (2 * inner + VESSEL.wall) / (SPREAD * (2 * inner + SPREAD))),
        heads,
        blocks(jacket, SILICA, 0.14),
        steel(stiff),
    )


def head(fittings: Fittings, n: int) -> Blocks:
    """One slice of both dished ends: a ring as heavy as the plate that slants through it."""
    depth, reach = np.linspace(0, 1, HEAD_SLICES + 1)[[n, n + 1]], VESSEL.radius
    inner, outer = (reach * np.sqrt(1 - (1 - depth) ** 2)).tolist()
    x0, x1 = (VESSEL.end + VESSEL.dish * depth).tolist()
    inner = max(min(inner, outer - SPREAD), 0.0)
    plate = np.pi * (inner + outer) * np.hypot(x1 - x0, outer - inner) * VESSEL.wall
    rows = ring("x", (VESSEL.middle(fittings.height), 0.0), (inner, outer), (x0, x1), strips=24)
    density = STEEL_G_CM3 * plate / (np.pi * (outer**2 - inner**2) * (x1 - x0))
    return blocks(rows + reflected(rows, 0, fittings.length / 2), STEEL, float(density))


def tank_frame(fittings: Fittings) -> Blocks:
    """Castings, posts, rails, and the braces that hold the vessel's skirts."""
    length, height = fittings.length, fittings.height
    low, high = FITTING[1], height - FITTING[1]
    end = tube_upright((0.01, 0.13), (low, high), (SIDE - 0.13, SIDE - 0.01), 0.009)
    end += tube_along(0.178, length / 2, (height - 0.085, height - 0.005), (SIDE - 0.065, SIDE - 0.005), 0.004)
    end += tube_along(0.178, length / 2, (0.015, 0.115), (SIDE - 0.085, SIDE - 0.005), 0.005)
    end += stairs((0.02, 0.95), (0.10, 0.95), 0.08, (SIDE - 0.5, SIDE - 0.13))
    end += stairs((0.14, 0.12), (1.10, 0.62), 0.075, (SIDE - 0.08, SIDE - 0.03), step=0.02)
    rows = both_sides(end)
    across = (-SIDE + 0.17, SIDE - 0.17)
    rows += tube_across((0.02, 0.12), (height - 0.10, height - 0.01), across, 0.006)
    rows += tube_across((0.02, 0.12), (0.02, 0.13), across, 0.007)
    rows += saddle(fittings)
    return steel(rows + reflected(rows, 0, length / 2) + corner_fittings(length, height))


def saddle(fittings: Fittings) -> list[Bounds]:
    """The skirt that welds the vessel's end to the frame, and the foot below it."""
    middle = VESSEL.middle(fittings.height)
    rows = ring("x", (middle, 0.0), (0.982, 0.990), (0.12, VESSEL.end + 0.16), strips=14)
    rows += [(1.05, 1.056, 0.03, 0.20, -0.75, 0.75), (1.20, 1.206, 0.03, 0.20, -0.75, 0.75)]
    rows.append((1.056, 1.20, 0.03, 0.036, -0.75, 0.75))
    return rows


def top_fittings(fittings: Fittings) -> Blocks:
    """Walkway, manhole with its lid and bolts, and the valves beside it, in a spill box."""
    top, middle = fittings.height - 0.012, fittings.length / 2
    grating = [(0.3, fittings.length - 0.3, top - 0.03, top, z, z + 0.45) for z in (-0.85, 0.40)]
    crown = VESSEL.middle(fittings.height) + VESSEL.radius
    neck = ring("y", (middle, 0.0), (0.240, 0.250), (crown - 0.02, top - 0.03), strips=12)
    lid = disc("y", (middle, 0.0), 0.28, (top - 0.030, top - 0.016), strips=10)
    valves = disc("y", (middle + 0.7, 0.1), 0.06, (crown - 0.02, top - 0.01), strips=6)
    valves += disc("y", (middle + 1.0, -0.1), 0.045, (crown - 0.02, top - 0.02), strips=6)
    box = tube_upright((middle - 0.45, middle + 1.2), (crown - 0.04, top - 0.02), (-0.4, 0.4), 0.003)
    ladder = [(0.004, 0.034, y, y + 0.03, 0.45, 0.80) for y in np.arange(0.35, fittings.height - 0.2, 0.28).tolist()]
    return join(
        blocks(grating, ALUMINIUM, 0.45),
        blocks(neck + lid + box, STEEL, 7.85),
        blocks(valves, STEEL, 4.0),
        blocks(ladder, STEEL, 3.0),
    )


def outlet(fittings: Fittings) -> Blocks:
    """Foot valve, butterfly valve and pipe at the rear, in their box; steam coils under the shell."""
    low = VESSEL.middle(fittings.height) - VESSEL.radius
    pipe = ring("x", (low - 0.03, 0.0), (0.036, 0.042), (0.05, 0.62), strips=6)
    valves = disc("x", (low - 0.03, 0.0), 0.085, (0.20, 0.26), strips=6)
    valves += disc("y", (0.62, 0.0), 0.075, (low - 0.09, low + 0.04), strips=6)
    valves += [(0.03, 0.09, low - 0.12, low + 0.06, -0.10, 0.10)]
    coils = [(1.0, fittings.length - 1.0, low - 0.03, low + 0.01, z, z + 0.06) for z in (-0.42, -0.15, 0.15, 0.36)]
    return join(steel(pipe), blocks(valves, STEEL, 5.0), blocks(coils, STEEL, 1.6))


def open_top(fittings: Fittings) -> Blocks:
    """A dry box without a roof: heavier rails, bows from side to side, and a tarpaulin over them."""
    height, half = fittings.height, SIDE - 0.066
    walls = side_walls(fittings) + front_wall(fittings) + lashing_rings(fittings)
    rails = both_sides(
        tube_along(0.18, fittings.length - 0.18, (height - 0.125, height - 0.071), (SIDE - 0.064, SIDE - 0.004), 0.008)
    )
    bows: list[Bounds] = []
    for x in np.arange(0.5, fittings.length - 0.3, 0.62).tolist():
        bows += tube_across((x, x + 0.034), (height - 0.044, height - 0.010), (-half, half), 0.0025)
        bows += both_sides([(x, x + 0.034, height - 0.10, height - 0.044, half - 0.004, half)])
    sheet = [(0.06, fittings.length - 0.01, height - 0.008, height - 0.008 + TARPAULIN, -half - 0.03, half + 0.03)]
    sheet += both_sides(
        [(0.06, fittings.length - 0.01, height - 0.24, height - 0.008, SIDE - 0.002, SIDE - 0.002 + TARPAULIN)]
    )
    return join(frame(fittings), dry_floor(fittings), steel(walls + rails + bows), blocks(sheet, PVC, 1.15))


def flat_rack(fittings: Fittings) -> Blocks:
    """A floor on deep beams between two end walls."""
    length, half = fittings.length, WIDTH / 2
    beams = both_sides(
        [
            (0.18, length - 0.18, 0.02, 0.045, half - 0.26, half - 0.04),
            (0.18, length - 0.18, 0.045, 0.565, half - 0.155, half - 0.147),
            (0.18, length - 0.18, 0.565, 0.585, half - 0.26, half - 0.04),
            (0.18, length - 0.18, 0.40, RACK, half - 0.012, half - 0.006),
        ]
    )
    for x in np.arange(0.35, length - 0.3, 0.40).tolist():
        beams += [
            (x, x + 0.006, 0.42, 0.594, -half + 0.16, half - 0.16),
            (x + 0.006, x + 0.07, 0.588, 0.594, -half + 0.16, half - 0.16),
            (x + 0.006, x + 0.07, 0.42, 0.426, -half + 0.16, half - 0.16),
        ]
    pockets = both_sides(
        [(x, x + 0.09, 0.50, 0.62, half - 0.09, half - 0.02) for x in np.arange(0.8, length - 0.5, 0.95)]
    )
    planks = both_sides([(0.2, length - 0.2, 0.594, RACK, 0.003, half - 0.014)])
    wall = end_wall(fittings)
    return join(
        steel(beams + wall + reflected(wall, 0, length / 2) + corner_fittings(length, fittings.height)),
        blocks(pockets, STEEL, 2.5),
        blocks(planks, CELLULOSE, 0.6),
    )


def end_wall(fittings: Fittings) -> list[Bounds]:
    """Two boxed posts on hinges, and a folded plate between them."""
    half, high = WIDTH / 2, fittings.height - FITTING[1]
    rows = both_sides(tube_upright((0.02, RACK_WALL - 0.03), (FITTING[1], high), (half - 0.16, half - 0.01), 0.008))
    rows += both_sides([(0.05, 0.17, 0.52, 0.66, half - 0.17, half - 0.012)])
    rows += tube_across((0.04, 0.16), (high - 0.06, high + 0.08), (-half + 0.17, half - 0.17), 0.005)
    rows += tube_across((0.04, 0.16), (0.44, 0.60), (-half + 0.17, half - 0.17), 0.006)
    edges = np.linspace(-half + 0.17, half - 0.17, 12).tolist()
    for n, (start, end) in enumerate(pairwise(edges)):
        x = 0.06 + 0.045 * (n % 2)
        rows.append((x, x + 0.003, RACK, high - 0.06, start, end))
        rows.append((0.06, 0.108, RACK, high - 0.06, end - 0.0016, end + 0.0016))
    return rows
