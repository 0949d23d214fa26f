"""What the container stands on: skeletal chassis, platform trailer, terminal trailer."""

from dataclasses import dataclass

import numpy as np

from datasets.simulation.blocks import Blocks, Bounds, blocks, both_sides, disc, join, reflected, ring, stairs
from datasets.simulation.materials import ALUMINIUM, CELLULOSE, PVC, STEEL
from datasets.simulation.scenes.containers import Container
from datasets.simulation.scenes.frame import steel, tube_upright
from datasets.simulation.scenes.wheels import air_spring, axle, leaf_spring, mudguard, spare_wheel

FORTY_FEET = 12.192
TOP = -0.012  # of a frame, under the container's cross members


@dataclass(frozen=True)
class Beam:
    """A longitudinal of I section: its top, the underside at both ends, flange and web; metres."""

    top: float
    foot: float
    flange: tuple[float, float]  # width, thickness
    web: float


def skeletal(rng: np.random.Generator, container: Container, ground: float) -> Blocks:
    """Two deep beams that rise to a shallow gooseneck in front, bolsters with twist locks, axles, legs."""
    length = container.length
    start, end = -rng.uniform(0.0, 0.25), length + rng.uniform(-0.05, 0.35)
    deep, shallow = -rng.uniform(0.38, 0.52), -rng.uniform(0.10, 0.20)
    bend = length - min(rng.uniform(3.2, 3.7), length * 0.5)
    raised = 0.09 if length > 7 and container.kind in ("dry", "open_top") else TOP
    beam = Beam(TOP, deep, (rng.uniform(0.12, 0.15), rng.uniform(0.012, 0.018)), 0.007)
    rows = i_beam(start, bend, beam) + gooseneck(bend, end, beam, shallow, raised)
    rows += bolsters(container) + cross_members(rng, start, bend, beam) + underrun(start, ground)
    wheels = running_gear(rng, start, ground, int(rng.choice([1, 2, 2, 3, 3], p=[0.1, 0.25, 0.2, 0.25, 0.2])))
    extras = [landing_legs(bend - rng.uniform(0.2, 0.6), ground, deep), air_tank(rng, start + 4.2, deep)]
    if rng.random() < 0.4:
        extras.append(spare_wheel(bend - rng.uniform(1.8, 2.6), ground + 0.30))
    return join(steel(rows), wheels, *extras, lamps(start, deep), coupling(end, shallow))


def platform(rng: np.random.Generator, container: Container, ground: float) -> Blocks:
    """A flatbed: planks on cross members and two beams, outer frame, at times boards along its sides."""
    length = container.length
    start, end = -rng.uniform(0.1, 0.9), length + rng.uniform(0.3, 1.6)
    deep, bend = -rng.uniform(0.45, 0.60), end - 3.6
    beam = Beam(-0.13, deep, (0.14, 0.014), 0.006)
    rows = i_beam(start, bend, beam) + gooseneck(bend, end, beam, -0.26, -0.13)
    rows += both_sides([(start, end, -0.17, -0.012, 1.21, 1.216), (start, end, -0.17, -0.164, 1.13, 1.21)])
    members = np.arange(start + 0.1, end - 0.1, rng.uniform(0.45, 0.6)).tolist()
    rows += [(x, x + 0.004, -0.13, -0.045, -1.2, 1.2) for x in members]
    rows += [(x + 0.004, x + 0.05, -0.049, -0.045, -1.2, 1.2) for x in members]
    rows += [(end - 0.08, end - 0.07, -0.2, rng.uniform(0.05, 0.5), -1.2, 1.2), *underrun(start, ground)]
    planks = both_sides([(start, end, -0.045, -0.013, z, z + 0.19) for z in (0.01, 0.21, 0.41, 0.61, 0.81, 1.01)])
    wheels = running_gear(rng, start + 0.4, ground, int(rng.integers(2, 4)))
    extras = [landing_legs(bend - 0.3, ground, deep), air_tank(rng, start + 4.6, deep), lamps(start, deep)]
    extras.append(posts_and_boards(rng, start, end))
    return join(steel(rows), blocks(planks, CELLULOSE, 0.7), wheels, *extras, coupling(end, -0.26))


def posts_and_boards(rng: np.random.Generator, start: float, end: float) -> Blocks:
    """Pillars along the bed, and side boards where they have not been taken off."""
    places = np.linspace(start + 0.6, end - 0.6, int(rng.integers(4, 6))).tolist()
    high = rng.uniform(0.3, 0.6)
    pillars = both_sides([(x, x + 0.10, -0.25, high, z, z + 0.004) for x in places for z in (1.225, 1.275)])
    if rng.random() < 0.5:
        return blocks(pillars, STEEL, 7.85)
    boards = both_sides(
        [
            (start + 0.05, end - 0.1, -0.01, high - 0.03, 1.235, 1.238),
            (start + 0.05, end - 0.1, -0.01, high - 0.03, 1.257, 1.26),
        ]
    )
    return join(blocks(pillars, STEEL, 7.85), blocks(boards, ALUMINIUM, 2.7))


def terminal(rng: np.random.Generator, container: Container, ground: float) -> Blocks:
    """A yard trailer: heavy beams, guides at the corners in place of twist locks, axles without springs."""
    length = container.length
    start, end = -rng.uniform(0.1, 0.6), max(length, FORTY_FEET * 0.6) + rng.uniform(0.2, 0.8)
    deep, bend = -rng.uniform(0.55, 0.70), end - 3.0
    beam = Beam(TOP - 0.04, deep, (0.20, 0.022), 0.010)
    rows = i_beam(start, bend, beam) + gooseneck(bend, end, beam, -0.30, TOP - 0.04)
    places = np.arange(start + 0.3, end - 0.2, rng.uniform(1.0, 1.5)).tolist()
    rows += [(x, x + 0.012, deep + 0.12, TOP - 0.06, -1.15, 1.15) for x in places]
    rows += [(x + 0.012, x + 0.10, deep + 0.12, deep + 0.13, -1.15, 1.15) for x in places]
    rows += both_sides([(start, end, -0.22, TOP - 0.03, 1.16, 1.172), (start, end, -0.052, -0.04, 1.10, 1.16)])
    guides = both_sides(
        [(x, x + 0.30, -0.10, rng.uniform(0.12, 0.30), 1.25, 1.262) for x in (0.1, length / 2, length - 0.4)]
    )
    axles = [axle(start + 1.1 + 1.35 * n, ground) for n in range(2)]
    return join(
        blocks(rows + guides, STEEL, 7.85), *axles, landing_legs(bend - 0.4, ground, deep), coupling(end, -0.30)
    )


def i_beam(start: float, end: float, beam: Beam) -> list[Bounds]:
    """Both longitudinals over a stretch where they are straight."""
    (wide, thick), z = beam.flange, 0.47
    across = (z - wide / 2, z + wide / 2)
    return both_sides(
        [
            (start, end, beam.top - thick, beam.top, *across),
            (start, end, beam.foot, beam.foot + thick, *across),
            (start, end, beam.foot + thick, beam.top - thick, z - beam.web / 2, z + beam.web / 2),
        ]
    )


def gooseneck(bend: float, end: float, beam: Beam, shallow: float, raised: float) -> list[Bounds]:
    """The longitudinals where their underside climbs, and the shallow part in front, higher where a tunnel takes it."""
    (wide, thick), z = beam.flange, 0.47
    across, knee = (z - wide / 2, z + wide / 2), bend + 0.9
    foot = shallow + (raised - beam.top)
    lower = stairs((bend, beam.foot), (knee, foot), thick * 1.15, across, step=0.008)
    upper = stairs((bend - 0.05, beam.top - thick), (bend + 0.3, raised - thick), thick, across, step=0.008)
    web = [(x0, x1, y1, raised - thick, z - beam.web / 2, z + beam.web / 2) for x0, x1, _, y1, _, _ in lower]
    front = i_beam(knee, end, Beam(raised, foot, beam.flange, beam.web))
    return both_sides(lower + upper + web + [(bend + 0.3, knee, raised - thick, raised, *across)]) + front


def bolsters(container: Container) -> list[Bounds]:
    """Cross beams under the corner fittings, with twist-lock housings at their ends."""
    offset = max(container.length - FORTY_FEET, 0) / 2
    rows: list[Bounds] = []
    for x in (offset + 0.005, container.length - offset - 0.155):
        rows += [
            (x, x + 0.006, -0.16, TOP, -1.20, 1.20),
            (x + 0.144, x + 0.15, -0.16, TOP, -1.20, 1.20),
            (x + 0.006, x + 0.144, TOP - 0.008, TOP, -1.20, 1.20),
            (x + 0.006, x + 0.144, -0.16, -0.152, -1.20, 1.20),
        ]
        rows += both_sides([(x + 0.04, x + 0.12, -0.24, TOP, 1.08, 1.16), (x + 0.06, x + 0.10, TOP, 0.05, 1.10, 1.15)])
    return rows


def cross_members(rng: np.random.Generator, start: float, end: float, beam: Beam) -> list[Bounds]:
    places = np.arange(start + 0.4, end, rng.uniform(0.9, 1.5)).tolist()
    low, high = beam.foot + 0.08, beam.top - 0.08
    rows: list[Bounds] = [(x, x + 0.006, low, high, -0.46, 0.46) for x in places]
    rows += [(x + 0.006, x + 0.06, y, y + 0.006, -0.46, 0.46) for x in places for y in (low, high - 0.006)]
    # Outriggers: brackets outside the beams that carry cables, hoses and, on some, the sliding part.
    return rows + both_sides([(x, x + 0.008, -0.20, beam.top, 0.54, 1.0) for x in places[1::3]])


def running_gear(rng: np.random.Generator, start: float, ground: float, count: int) -> Blocks:
    """One to three axles, all on leaf springs or all on air, with or without mudguards."""
    first, apart = start + rng.uniform(0.9, 1.7), rng.uniform(1.28, 1.38)
    springs = air_spring if rng.random() < 0.5 else leaf_spring
    guarded = rng.random() < 0.6
    parts = []
    for x in (first + apart * n for n in range(count)):
        parts += [axle(x, ground), springs(x, ground)] + ([mudguard(x, ground)] if guarded else [])
    return join(*parts)


def landing_legs(x: float, ground: float, under: float) -> Blocks:
    """Two telescopic legs wound up from the ground, braces, the shaft between them and its crank."""
    foot = ground + 0.32
    one = tube_upright((x, x + 0.11), (foot + 0.25, under + 0.30), (0.60, 0.708), 0.007)
    one += tube_upright((x + 0.015, x + 0.095), (foot, under - 0.05), (0.618, 0.690), 0.006)
    one.append((x - 0.06, x + 0.17, foot - 0.02, foot, 0.53, 0.77))
    one += stairs((x - 0.62, under), (x, foot + 0.42), 0.05, (0.64, 0.648), step=0.015)
    rows = both_sides(one)
    rows.append((x + 0.03, x + 0.06, foot + 0.62, foot + 0.65, -0.62, 0.62))
    rows.append((x + 0.03, x + 0.06, foot + 0.58, foot + 0.69, 0.72, 1.10))
    return steel(rows)


def air_tank(rng: np.random.Generator, x: float, under: float) -> Blocks:
    """Compressed air for the brakes: a small vessel across the frame, its valves and its hoses."""
    y = under + 0.12
    shell = ring("z", (x, y), (0.125, 0.129), (-0.40, 0.40), strips=14)
    ends = [row for z in (-0.41, 0.40) for row in disc("z", (x, y), 0.127, (z, z + 0.005), strips=8)]
    valves: list[Bounds] = []
    for _ in range(4):
        at, z = x + rng.uniform(-1.6, 0.6), rng.uniform(-0.4, 0.3)
        valves.append((at, at + rng.uniform(0.05, 0.12), y, y + rng.uniform(0.05, 0.14), z, z + 0.1))
    hoses = [(x - 2.5, x + 3.5, at, at + 0.012, z, z + 0.012) for at, z in ((under + 0.2, 0.4), (under + 0.24, -0.4))]
    return join(blocks(shell + ends, STEEL, 7.85), blocks(valves, ALUMINIUM, 1.8), blocks(hoses, PVC, 1.3))


def underrun(start: float, ground: float) -> list[Bounds]:
    """The bar across the rear that stops a car, on two brackets."""
    y = ground + 0.45
    rows: list[Bounds] = [
        (start, start + 0.004, y, y + 0.12, -1.15, 1.15),
        (start + 0.10, start + 0.104, y, y + 0.12, -1.15, 1.15),
    ]
    rows += [(start + 0.004, start + 0.10, at, at + 0.004, -1.15, 1.15) for at in (y, y + 0.116)]
    return rows + both_sides([(start + 0.02, start + 0.10, y + 0.12, -0.25, 0.50, 0.508)])


def lamps(start: float, under: float) -> Blocks:
    """Rear lights on their plate and the number plate."""
    y = under + 0.05
    glass = both_sides([(start - 0.05, start, y, y + 0.13, 0.70, 1.12)])
    plate: list[Bounds] = [(start - 0.006, start - 0.004, y - 0.02, y + 0.16, -1.15, 1.15)]
    return join(blocks(glass, PVC, 0.35), blocks(plate, STEEL, 7.85))


def coupling(end: float, under: float) -> Blocks:
    """Rubbing plate and kingpin, and the connections for air and current at the front."""
    pin = end - 0.9
    rows: list[Bounds] = [(pin - 0.6, end - 0.05, under - 0.010, under, -0.55, 0.55)]
    rows += [
        (x, x + 0.010, under, under + 0.12, -0.47, 0.47)
        for x in (pin - 0.4, pin - 0.1, pin + 0.1, pin + 0.4, end - 0.02)
    ]
    rows += disc("y", (pin, 0.0), 0.036, (under - 0.095, under - 0.010), strips=4)
    sockets = reflected([(end, end + 0.06, under + 0.02, under + 0.09, 0.10, 0.30)], 2)
    return join(steel(rows), blocks(sockets, ALUMINIUM, 1.5))
