"""The reefer's box: two skins with foam between them, T-shaped floor, wall posts."""

import numpy as np

from datasets.simulation.beam.materials import ALUMINIUM, POLYETHYLENE, STEEL
from datasets.simulation.blocks import Blocks, Bounds, blocks, both_sides, join
from datasets.simulation.scenes.fittings import Fittings
from datasets.simulation.scenes.frame import FITTING, SIDE, frame, steel, tube_across, tube_upright

INSULATION = 0.07  # foam between two skins, of a side wall
UNIT_DEPTH = 0.42  # machinery at the front end
CEILING = 0.085  # foam and skins under the roof
FLOOR_FOAM = (0.100, 0.172)
FLOOR_TOP = 0.238  # T-bars of 63 mm on a plate of 3 mm
FOAM_G_CM3 = 0.050  # polyurethane as blown between the skins
LINING = 0.0006  # stainless steel
SKIN = 0.0008  # outer, steel


def reefer_body(fittings: Fittings) -> Blocks:
    """The insulated box but for its doors and its machinery."""
    return join(
        frame(fittings), end_frames(fittings), foam(fittings), skins(fittings), wall_posts(fittings), t_floor(fittings)
    )


def end_frames(fittings: Fittings) -> Blocks:
    """What carries the machinery in front and the heavy doors behind, and the lower rails' second plate."""
    length, height = fittings.length, fittings.height
    front = (length - 0.105, length - 0.012)
    rows = both_sides(tube_upright(front, (0.17, height - 0.12), (SIDE - 0.095, SIDE - 0.008), 0.0045))
    rows += both_sides([(length - 0.31, length - 0.165, 0.163, height - 0.07, SIDE - 0.014, SIDE - 0.010)])
    rows += both_sides([(FITTING[0], length - FITTING[0], 0.03, 0.163, SIDE - 0.0135, SIDE - 0.0105)])
    for start, end in ((0.012, 0.102), (length - 0.160, length - 0.012)):  # the corner posts' inner plates
        rows += both_sides([(start, end, FITTING[1], height - FITTING[1], SIDE - 0.116, SIDE - 0.100)])
    across = (-SIDE + 0.17, SIDE - 0.17)
    rows += tube_across(front, (height - 0.125, height - 0.072), across, 0.012)
    rows += tube_across((length - 0.115, length - 0.012), (0.022, 0.158), across, 0.012)
    rows += tube_across((0.066, 0.16), (0.025, 0.145), across, 0.013)
    return steel(rows)


def foam(fittings: Fittings) -> Blocks:
    start, end = 0.10, fittings.length - UNIT_DEPTH + 0.02
    inner, low, high = SIDE - INSULATION, FLOOR_FOAM[0], fittings.height - CEILING
    rows = both_sides([(start, end, low, high, inner, SIDE - 0.005)])
    rows.append((start, end, high, fittings.height - 0.012, -SIDE + 0.06, SIDE - 0.06))
    rows.append((start, end, *FLOOR_FOAM, -inner, inner))
    return blocks(rows, POLYETHYLENE, FOAM_G_CM3)


def skins(fittings: Fittings) -> Blocks:
    """Outer sheets with shallow swages, the lining, and the scuff plates along the floor."""
    start, end, inner = 0.10, fittings.length - 0.165, SIDE - INSULATION
    low, high = 0.10, fittings.height - CEILING
    rows = both_sides(
        [
            (start, end, low, fittings.height - 0.068, SIDE - 0.005, SIDE - 0.005 + SKIN),
            (start, end + 0.04, FLOOR_FOAM[1], high, inner - LINING, inner),
            (start, end - 0.25, FLOOR_TOP - 0.03, FLOOR_TOP + 0.18, inner - LINING - 0.001, inner - LINING),
        ]
    )
    rows += [
        (start, end, fittings.height - 0.012, fittings.height - 0.012 + SKIN, -SIDE + 0.06, SIDE - 0.06),
        (start, end - 0.25, high - LINING, high, -inner, inner),
        (start, end - 0.25, FLOOR_FOAM[0], FLOOR_FOAM[0] + SKIN, -inner, inner),
    ]
    return steel(rows)


def wall_posts(fittings: Fittings) -> Blocks:
    """Channels between the skins; those of one wall stand off from those of the other, and some are paired."""
    rng = np.random.default_rng([fittings.plan, 2])
    low, high, inner = 0.163, fittings.height - 0.07, SIDE - INSULATION
    pitch, wide = rng.uniform(1.0, 1.25), rng.uniform(0.045, 0.065)
    rows: list[Bounds] = []
    for side in (-1, 1):
        first = 0.12 + rng.uniform(0.3, 1.0)
        for x in np.arange(first, fittings.length - 0.9, pitch).tolist():
            top = high if rng.random() < 0.7 else high - rng.uniform(0.1, 0.3)
            near, far = sorted((side * (inner + 0.012), side * (SIDE - 0.006)))
            rows += [
                (x, x + 0.0025, low, top, near, far),
                (x + wide - 0.0025, x + wide, low, top, near, far),
                (x + 0.0025, x + wide - 0.0025, low, top, *sorted((side * (SIDE - 0.006), side * (SIDE - 0.0085)))),
            ]
    return steel(rows)


def t_floor(fittings: Fittings) -> Blocks:
    """Extruded T-bars along the box on a plate, over cross members that are lighter than a dry box has."""
    start, end, half = 0.13, fittings.length - UNIT_DEPTH - 0.06, SIDE - INSULATION - 0.006
    rows: list[Bounds] = [(start, end, FLOOR_FOAM[1], FLOOR_FOAM[1] + 0.003, -half, half)]
    for z in np.arange(-half + 0.02, half - 0.02, 0.0617).tolist():
        rows.append((start, end, FLOOR_FOAM[1] + 0.003, FLOOR_TOP - 0.0035, z - 0.0020, z + 0.0020))
        rows.append((start, end, FLOOR_TOP - 0.0035, FLOOR_TOP, z - 0.0165, z + 0.0165))
    count = round((fittings.length - 0.5) / (fittings.beam_spacing * 1.5))
    beams: list[Bounds] = []
    for x in np.linspace(FITTING[0] + 0.1, fittings.length - 0.3, count).tolist():
        beams += [
            (x, x + 0.004, 0.0175, FLOOR_FOAM[0], -SIDE + 0.012, SIDE - 0.012),
            (x + 0.004, x + 0.040, 0.0175, 0.0215, -SIDE + 0.012, SIDE - 0.012),
            (x + 0.004, x + 0.040, FLOOR_FOAM[0] - 0.004, FLOOR_FOAM[0], -SIDE + 0.012, SIDE - 0.012),
        ]
    return join(blocks(rows, ALUMINIUM, 2.7), blocks(beams, STEEL, 7.85))
