"""Two door leaves with locking bars, cams, handles, hinges and gaskets; they close a little otherwise at each scan."""

from itertools import pairwise

import numpy as np

from datasets.simulation.beam.materials import ALUMINIUM, CELLULOSE, POLYETHYLENE, RUBBER, STEEL
from datasets.simulation.blocks import Blocks, Bounds, blocks, both_sides, join, ring
from datasets.simulation.nuisances import Nuisances
from datasets.simulation.scenes.fittings import Fittings
from datasets.simulation.scenes.frame import SIDE, steel, tube_across, tube_upright

LEAF = (0.058, 0.102)  # outer and inner face
CLOSED = 0.1  # of a gap is left by a gasket that is pressed
EDGE = SIDE - 0.085  # outer edge of a leaf, inside the post


def doors(fittings: Fittings, nuisances: Nuisances, rng: np.random.Generator, *, insulated: bool = False) -> Blocks:
    """Both leaves; each may stand off its gasket."""
    leaves = []
    for side in (-1, 1):
        gap = nuisances.door_gap_m.draw(rng) * (1.0 if rng.random() < nuisances.door_gap_share else CLOSED)
        leaf = join(door_leaf(fittings, side, insulated), bars(fittings, side, rng))
        leaves.append(leaf.moved(np.tile(np.array([[-gap, 0, 0]], np.float32), (len(leaf), 1))))
    return join(*leaves, seals(fittings))


def door_leaf(fittings: Fittings, side: int, insulated: bool) -> Blocks:
    """A frame of tubes and channels around a folded plate, or two skins with foam between them."""
    low, high = 0.152, fittings.height - 0.122
    near, far = sorted((0.012 * side, EDGE * side))
    deep, wall = (LEAF[0], LEAF[0] + 0.042), 0.0048 if insulated else 0.0032
    edge = tube_upright(deep, (low, high), (near, near + 0.09), wall)
    edge += tube_upright(deep, (low, high), (far - 0.09, far), wall)
    inner = (near + 0.09, far - 0.09)
    edge += tube_across(deep, (low, low + 0.15), inner, wall)
    edge += tube_across(deep, (high - 0.12, high), inner, wall)
    edge += hinges(fittings, side)
    if insulated:
        skins: list[Bounds] = [(x, x + 0.0012, low + 0.15, high - 0.12, *inner) for x in (LEAF[0], LEAF[1] - 0.0012)]
        foam: list[Bounds] = [(LEAF[0] + 0.002, LEAF[1] - 0.002, low + 0.15, high - 0.12, *inner)]
        return join(steel(edge), steel(skins), blocks(foam, POLYETHYLENE, 0.05))
    return join(steel(edge + folded_panel((low + 0.15, high - 0.12), inner)), marking(inner, high))


def folded_panel(y: tuple[float, float], z: tuple[float, float]) -> list[Bounds]:
    """A plate of 2 mm with three upright folds, 36 mm deep."""
    outer, inner = LEAF[0] + 0.004, LEAF[0] + 0.040
    edges = np.linspace(*z, 8).tolist()
    rows: list[Bounds] = []
    for n, (start, end) in enumerate(pairwise(edges)):
        x = inner - 0.002 if n % 2 else outer
        rows.append((x, x + 0.002, *y, start, end))
        if n:
            rows.append((outer, inner, *y, start - 0.0011, start + 0.0011))
    return rows


def marking(z: tuple[float, float], high: float) -> Blocks:
    """The approval plates inside the leaf's panel: aluminium on a wooden backing."""
    place = (high - 1.35, high - 1.10, z[0] + 0.2, z[0] + 0.4)
    return join(
        blocks([(LEAF[0] + 0.001, LEAF[0] + 0.003, *place)], ALUMINIUM, 2.7),
        blocks([(LEAF[0] + 0.0405, LEAF[0] + 0.043, *place)], CELLULOSE, 0.6),
    )


def hinges(fittings: Fittings, side: int) -> list[Bounds]:
    """Forged hinges with their pins, four to a leaf, between leaf and post."""
    near, far = sorted((EDGE * side, (SIDE - 0.053) * side))
    heights = np.linspace(0.32, fittings.height - 0.35, 4).tolist()
    return [(0.030, 0.062, y - 0.045, y + 0.045, near, far) for y in heights]


def bars(fittings: Fittings, side: int, rng: np.random.Generator) -> Blocks:
    """Two locking bars to a leaf: tubes of 34 mm in brackets, a cam at both ends and a handle."""
    tubes: list[Bounds] = []
    solid: list[Bounds] = []
    high = fittings.height
    for place in (at for at in fittings.bars if at * side > 0):
        tubes += ring("y", (0.030, place), (0.0138, 0.017), (0.075, high - 0.06), strips=4)
        for y in (0.050, high - 0.105):
            solid += [(0.016, 0.060, y, y + 0.055, place - 0.020, place + 0.020)]
            solid += [(0.008, 0.050, y + 0.012, y + 0.044, place - 0.055, place - 0.025)]
        solid += [(0.010, 0.058, y, y + 0.060, place - 0.032, place + 0.032) for y in guides(high)]
        catch = place - side * 0.395
        turned = rng.uniform(0.0, 0.012)  # a handle seldom lies quite flat in its catch
        reach = min(place, place - side * 0.42), max(place, place - side * 0.42)
        solid += [(0.004 + turned, 0.016 + turned, 1.18, 1.215, *reach)]
        solid += [(0.004, 0.058, 1.165, 1.235, catch - 0.035, catch + 0.035)]
    # Brackets and cams are forgings with holes in them: two thirds of their outline is steel.
    return join(steel(tubes), blocks(solid, STEEL, 5.2))


def guides(high: float) -> list[float]:
    """Heights of the brackets that hold a locking bar to its leaf."""
    return [0.26, 0.95, 1.55, high - 0.34]


def seals(fittings: Fittings) -> Blocks:
    """Rubber profiles around both leaves."""
    low, high = 0.150, fittings.height - 0.118
    rows: list[Bounds] = both_sides([(0.066, 0.098, low, high, EDGE + 0.002, EDGE + 0.020)])
    rows += [(0.066, 0.098, low, high, -0.010, 0.010)]
    rows += [(0.066, 0.098, y, y + 0.012, -EDGE, EDGE) for y in (low - 0.008, high - 0.004)]
    return blocks(rows, RUBBER, 0.9)
