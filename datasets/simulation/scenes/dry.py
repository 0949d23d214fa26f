"""The dry box: folded walls, stamped roof, plywood on cross members, lashing rings."""

from itertools import pairwise

import numpy as np

from datasets.simulation.beam.materials import CELLULOSE
from datasets.simulation.blocks import Blocks, Bounds, blocks, both_sides, join, reflected
from datasets.simulation.scenes.fittings import Fittings
from datasets.simulation.scenes.frame import (
    FRONT_POST,
    RAIL_TOP,
    REAR_POST,
    SIDE,
    frame,
    pocket_spans,
    steel,
)

PITCH, FLAT, FOLD = 0.278, 0.071, 0.068  # side wall: a period is two flats and two slopes, ISO container practice
DEPTH = 0.036  # of a fold
WALL, END_WALL = 0.0016, 0.002  # plates; the panels next to the posts are the thicker, as are all of a 45' box
END_PANEL = 0.95  # how far they reach
ROOF, ROOF_PITCH, ROOF_SLOPE, ROOF_DEPTH = 0.002, 0.209, 0.014, 0.020
PLYWOOD_G_CM3 = 0.80  # apitong, phenol-bonded
FLOOR = (0.1395, 0.1675)  # plywood of 28 mm
BEAM_FOOT = 0.0175  # cross members are 122 mm high above it
TUNNEL_LENGTH, TUNNEL_HALF_WIDTH = 3.32, 0.515  # ISO 1496-1: 1,029 mm wide


def dry_body(fittings: Fittings) -> Blocks:
    """The whole box but for its door leaves."""
    shell = side_walls(fittings) + roof(fittings) + front_wall(fittings) + lashing_rings(fittings) + vents(fittings)
    return join(frame(fittings), steel(shell), dry_floor(fittings))


def side_walls(fittings: Fittings) -> list[Bounds]:
    """Flats outside and inside, joined by slopes that lengthen the ray's way through the plate."""
    height, first, last = fittings.height, REAR_POST, fittings.length - FRONT_POST
    outer, inner = SIDE - 0.008, SIDE - 0.008 - DEPTH
    lengthened = float(np.hypot(FOLD, DEPTH) / FOLD)
    rows: list[Bounds] = []
    at = first - PITCH + fittings.fold_start
    while at < last:
        places = np.clip(at + np.cumsum([0, FLAT, FOLD, FLAT, FOLD]), first, last)
        thick = min(at - first, last - at) < END_PANEL or fittings.length > 13
        plate = END_WALL if thick else WALL
        middle = (outer + inner) / 2
        for n, (z, through) in enumerate(
            [(outer, plate), (middle, plate * lengthened), (inner + plate, plate), (middle, plate * lengthened)]
        ):
            if places[n + 1] > places[n]:
                rows.append((float(places[n]), float(places[n + 1]), RAIL_TOP, height - 0.068, z - through, z))
        at += PITCH
    return both_sides(rows)


def roof(fittings: Fittings) -> list[Bounds]:
    """Stamped plates: troughs across the box, whose slopes stand steep to a ray that comes from below."""
    top, start, end = fittings.height - 0.008, 0.30, fittings.length - 0.30
    across = (-SIDE + 0.055, SIDE - 0.055)
    steep = ROOF * float(np.hypot(ROOF_SLOPE, ROOF_DEPTH) / ROOF_SLOPE)
    slope = (top - (ROOF_DEPTH + steep) / 2, top - (ROOF_DEPTH - steep) / 2)
    crown, trough = (top - ROOF, top), (top - ROOF_DEPTH, top - ROOF_DEPTH + ROOF)
    rows: list[Bounds] = [
        (0.145, start, top - 0.003, top, *across),
        (end, fittings.length - 0.062, top - 0.003, top, *across),
    ]
    count = int((end - start) / ROOF_PITCH)
    edges = np.linspace(start, end, count + 1)
    flat = (edges[1] - edges[0]) / 2 - ROOF_SLOPE
    for at in edges[:-1].tolist():
        places = at + np.cumsum([0, flat, ROOF_SLOPE, flat, ROOF_SLOPE])
        heights = (crown, slope, trough, slope)
        rows += [(float(places[n]), float(places[n + 1]), *heights[n], *across) for n in range(4)]
    return rows


def front_wall(fittings: Fittings) -> list[Bounds]:
    """Upright folds that a ray from the side meets edge on: flats as lines, slopes as a haze between them."""
    outer, inner = fittings.length - 0.008, fittings.length - 0.056
    low, high = RAIL_TOP, fittings.height - 0.070
    half = SIDE - 0.11
    edges = np.linspace(-half, half, 9 * 2 + 1)
    rows: list[Bounds] = []
    for n, (start, end) in enumerate(zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True)):
        plate = outer if n % 2 else inner + END_WALL
        rows.append((plate - END_WALL, plate, low, high, start + 0.009, end - 0.009))
        rows.append((inner, outer, low, high, end - 0.0012, end + 0.0012))
    return rows


def lashing_rings(fittings: Fittings) -> list[Bounds]:
    """Bars of 12 mm bent to eyes, welded to the rails inside: at the roof they hang, at the floor they stand."""
    rng = np.random.default_rng(fittings.plan)
    wide, rod = 0.045, 0.011
    rows: list[Bounds] = []
    for low, z in ((RAIL_TOP + 0.008, SIDE - 0.066), (fittings.height - 0.118, SIDE - 0.078)):
        far = low + 0.05 - rod if low < 1 else low
        for at in np.arange(REAR_POST + rng.uniform(0.1, 0.3), fittings.length - 0.3, 1.2).tolist():
            rows += [(x, x + rod, low, low + 0.05, z, z + rod) for x in (at, at + wide - rod)]
            rows.append((at + rod, at + wide - rod, far, far + rod, z, z + rod))
    return both_sides(rows)


def vents(fittings: Fittings) -> list[Bounds]:
    """Small ventilators near the roof, one towards each end of either wall; drawn as the steel that covers them."""
    rng = np.random.default_rng([fittings.plan, 1])
    y, at = fittings.height - 0.30, rng.uniform(0.5, 1.3)
    near: list[Bounds] = [(at, at + 0.10, y, y + 0.16, SIDE - 0.0060, SIDE - 0.0048)]
    far = reflected(near, 0, fittings.length / 2)
    return near + reflected(far, 2) + (both_sides(far) if rng.random() < 0.3 else [])


def dry_floor(fittings: Fittings) -> Blocks:
    """Boards on cross members; under the front of a 40' box the gooseneck's tunnel in place of their middle."""
    places = beam_places(fittings)
    rows: list[Bounds] = []
    for n, x in enumerate(places):
        foot = 0.075 if n % 8 == 4 else 0.045  # where boards meet the flange is broader
        for z in beam_spans(fittings, x):
            rows += [
                (x, x + 0.004, BEAM_FOOT, FLOOR[0], *z),
                (x + 0.004, x + foot, FLOOR[0] - 0.004, FLOOR[0], *z),
                (x + 0.004, x + 0.040, BEAM_FOOT, BEAM_FOOT + 0.004, *z),
            ]
    rows += tunnel(fittings) if fittings.tunnel else []
    rows += pockets(fittings) if fittings.pockets else []
    rows.append((0.165, fittings.length - 0.060, FLOOR[1] - 0.004, FLOOR[1], -0.025, 0.025))  # rail between the boards
    rows += [(x + 0.018, x + 0.024, *FLOOR, -0.54, -0.492) for x in places]  # eight screws of 6 mm, as one
    return join(steel(rows), boards(fittings, places))


def beam_places(fittings: Fittings) -> list[float]:
    """Where cross members stand; none inside a fork pocket."""
    count = round((fittings.length - 0.5) / fittings.beam_spacing)
    places = np.linspace(0.27, fittings.length - 0.24, count + 1).tolist()
    return [x for x in places if not any(low - 0.05 < x < high + 0.01 for low, high in pocket_spans(fittings))]


def beam_spans(fittings: Fittings, x: float) -> list[tuple[float, float]]:
    half = SIDE - 0.011
    if fittings.tunnel and x > fittings.length - TUNNEL_LENGTH:
        return [(-half, -TUNNEL_HALF_WIDTH - 0.004), (TUNNEL_HALF_WIDTH + 0.004, half)]
    return [(-half, half)]


def boards(fittings: Fittings, places: list[float]) -> Blocks:
    """Plywood sheets that meet on the broader cross members, with a gap of 3 mm, either side of a middle rail."""
    ends = [0.165, *(x + 0.036 for x in places[4::8] if x < fittings.length - 0.6), fittings.length - 0.060]
    rows: list[Bounds] = []
    for low, high in pairwise(ends):
        rows += both_sides([(low, high - 0.003, *FLOOR, 0.025, SIDE - 0.040)])
    return blocks(rows, CELLULOSE, PLYWOOD_G_CM3)


def tunnel(fittings: Fittings) -> list[Bounds]:
    """Roof plate, side beams, and flat bows of hat section that carry the floor over it."""
    start, end, half = fittings.length - TUNNEL_LENGTH, fittings.length - 0.08, TUNNEL_HALF_WIDTH
    rows = both_sides(
        [
            (start, end, BEAM_FOOT, FLOOR[0], half, half + 0.004),
            (start, end, BEAM_FOOT, BEAM_FOOT + 0.004, half + 0.004, half + 0.06),
        ]
    )
    rows.append((start, end, 0.117, 0.120, -half, half))
    rows.append((start - 0.004, start, BEAM_FOOT, FLOOR[0], -half, half))
    for x in np.arange(start + 0.12, end - 0.15, 0.34).tolist():
        rows.append((x, x + 0.12, FLOOR[0] - 0.004, FLOOR[0], -half, half))
        rows += [(at, at + 0.004, 0.120, FLOOR[0] - 0.004, -half, half) for at in (x, x + 0.116)]
    return rows


def pockets(fittings: Fittings) -> list[Bounds]:
    """Two passages across the floor for forks: side plates, roof, and straps below at their mouths."""
    half = SIDE - 0.012
    rows: list[Bounds] = []
    for low, high in pocket_spans(fittings):
        rows += [
            (low, high, FLOOR[0] - 0.003, FLOOR[0], -half, half),
            (low - 0.006, low, BEAM_FOOT, FLOOR[0], -half, half),
            (high, high + 0.006, BEAM_FOOT, FLOOR[0], -half, half),
        ]
        rows += both_sides([(low, high, 0.013, 0.019, half - 0.2, half)])
    return rows
