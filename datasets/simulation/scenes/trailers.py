"""What the container stands on: skeletal chassis, platform trailer, terminal trailer."""

from dataclasses import dataclass

import numpy as np

from datasets.simulation.beam.materials import ALUMINIUM, CELLULOSE
from datasets.simulation.blocks import Blocks, Bounds, blocks, both_sides, join
from datasets.simulation.scenes.beams import Beam, coupling, cross_members, longitudinals
from datasets.simulation.scenes.frame import FORTY_FEET, steel
from datasets.simulation.scenes.undercarriage import air_tank, lamps, landing_legs, running_gear, underrun
from datasets.simulation.scenes.wheels import axle, spare_wheel

TOP = -0.012  # of a frame, under the containers' cross members
IN_TUNNEL = 0.09  # of a gooseneck that rises into a container's tunnel
TWENTY_FEET = 6.058
KINGPIN = 0.9  # behind the front end, ISO 1726


@dataclass(frozen=True)
class Carried:
    """Where the boxes stand along a trailer (metres), and whether the foremost has a tunnel for a gooseneck."""

    spans: tuple[tuple[float, float], ...]
    tunnel: bool

    @property
    def rear(self) -> float:
        return min(start for start, _ in self.spans)

    @property
    def front(self) -> float:
        return max(end for _, end in self.spans)


@dataclass(frozen=True, eq=False)
class Trailer:
    """A trailer, the ground's height, and where a tractor takes it: place along the travel, underside of the plate."""

    things: Blocks
    ground: float
    pin: float
    plate: float


def skeletal(rng: np.random.Generator, carried: Carried) -> Trailer:
    """Two deep beams that rise to a shallow gooseneck in front, bolsters with twist locks, axles, legs."""
    raised = IN_TUNNEL if carried.tunnel else TOP
    beam = Beam(
        start=carried.rear - rng.uniform(0.0, 0.25),
        bend=carried.front - min(rng.uniform(3.4, 3.8), (carried.front - carried.rear) / 2),
        end=carried.front + rng.uniform(0.05, 0.35),
        top=TOP,
        foot=-rng.uniform(0.38, 0.52),
        raised=raised,
        shallow=raised - rng.uniform(0.12, 0.18),
        flange=(rng.uniform(0.12, 0.15), rng.uniform(0.012, 0.018)),
    )
    ground = standing(rng, beam)
    rows = longitudinals(beam) + bolsters(rng, carried) + cross_members(rng, beam) + underrun(beam.start, ground)
    extras = [landing_legs(beam.bend - rng.uniform(0.2, 0.6), ground, beam.foot)]
    if rng.random() < 0.4:
        extras.append(spare_wheel(beam.bend - rng.uniform(1.5, 2.2), max(beam.foot - 0.30, ground + 0.25)))
    room = beam.bend - beam.start
    axles = int(rng.choice([1, 2, 3], p=[0.1, 0.45, 0.45] if room > 5.5 else [0.3, 0.7, 0.0]))
    extras += [running_gear(rng, beam.start, ground, axles), air_tank(rng, beam.start + room * 0.6, beam.foot)]
    return finished(beam, ground, steel(rows), *extras, lamps(beam.start, beam.foot))


def platform(rng: np.random.Generator, carried: Carried) -> Trailer:
    """A flatbed: planks on cross members and two beams, outer frame, at times boards along its sides."""
    beam = Beam(
        start=carried.rear - rng.uniform(0.1, 0.9),
        bend=carried.front - rng.uniform(2.0, 2.8),
        end=carried.front + rng.uniform(0.3, 1.6),
        top=-0.13,
        foot=-rng.uniform(0.45, 0.60),
        raised=-0.13,
        shallow=-rng.uniform(0.26, 0.32),
        flange=(0.14, 0.014),
    )
    start, end, ground = beam.start, beam.end, standing(rng, beam)
    rows = longitudinals(beam) + underrun(start, ground)
    rows += both_sides([(start, end, -0.17, TOP, 1.21, 1.216), (start, end, -0.17, -0.164, 1.13, 1.21)])
    members = np.arange(start + 0.1, end - 0.1, rng.uniform(0.45, 0.6)).tolist()
    rows += [(x, x + 0.004, -0.13, -0.045, -1.2, 1.2) for x in members]
    rows += [(x + 0.004, x + 0.05, -0.049, -0.045, -1.2, 1.2) for x in members]
    rows.append((end - 0.08, end - 0.07, -0.2, rng.uniform(0.05, 0.5), -1.2, 1.2))
    planks = both_sides([(start, end, -0.045, TOP - 0.001, z, z + 0.19) for z in np.arange(0.01, 1.1, 0.2).tolist()])
    axles = int(rng.integers(2, 4)) if beam.bend - start > 5.5 else 2
    return finished(
        beam,
        ground,
        steel(rows),
        blocks(planks, CELLULOSE, 0.7),
        running_gear(rng, start + 0.3, ground, axles),
        landing_legs(beam.bend - 0.3, ground, beam.foot),
        air_tank(rng, start + (beam.bend - start) * 0.6, beam.foot),
        lamps(start, beam.foot),
        pillars(rng, start, end),
    )


def pillars(rng: np.random.Generator, start: float, end: float) -> Blocks:
    """Posts along the bed, and side boards between them where they have not been taken off."""
    places, high = np.linspace(start + 0.6, end - 0.6, int(rng.integers(4, 6))).tolist(), rng.uniform(0.3, 0.6)
    posts = both_sides([(x, x + 0.10, -0.25, high, z, z + 0.004) for x in places for z in (1.225, 1.275)])
    if rng.random() < 0.5:
        return steel(posts)
    sheets = [(start + 0.05, end - 0.1, -0.01, high - 0.03, z, z + 0.003) for z in (1.235, 1.257)]
    return join(steel(posts), blocks(both_sides(sheets), ALUMINIUM, 2.7))


def terminal(rng: np.random.Generator, carried: Carried) -> Trailer:
    """A yard trailer: heavy beams, guides at its sides in place of twist locks, axles without springs."""
    long = max(carried.front - carried.rear, 0.6 * FORTY_FEET)
    beam = Beam(
        start=carried.rear - rng.uniform(0.1, 0.6),
        bend=carried.rear + long - rng.uniform(2.4, 2.8),
        end=carried.rear + long + rng.uniform(0.2, 0.8),
        top=TOP - 0.04,
        foot=-rng.uniform(0.55, 0.70),
        raised=TOP - 0.04,
        shallow=-rng.uniform(0.30, 0.36),
        flange=(0.20, 0.022),
        web=0.010,
    )
    start, end, ground = beam.start, beam.end, standing(rng, beam)
    places = np.arange(start + 0.3, end - 0.2, rng.uniform(1.0, 1.5)).tolist()
    rows = longitudinals(beam)
    for x in places:
        low = beam.foot + 0.12 if x < beam.bend else beam.shallow + 0.02
        rows += [(x, x + 0.012, low, TOP - 0.06, -1.15, 1.15), (x + 0.012, x + 0.10, low, low + 0.01, -1.15, 1.15)]
    rows += both_sides([(start, end, -0.22, TOP - 0.03, 1.16, 1.172), (start, end, -0.052, -0.04, 1.10, 1.16)])
    high = rng.uniform(0.12, 0.30)
    ends = [x for low, top in carried.spans for x in (low + 0.1, top - 0.4)]
    rows += both_sides([(x, x + 0.30, -0.10, high, 1.25, 1.262) for x in ends])
    axles = [axle(start + 1.1 + 1.35 * n, ground) for n in range(2)]
    return finished(beam, ground, steel(rows), *axles, landing_legs(beam.bend - 0.4, ground, beam.foot))


def standing(rng: np.random.Generator, beam: Beam) -> float:
    """Height of the ground: a tractor carries a trailer's front at 1.12 to 1.22 m."""
    return beam.shallow - 0.010 - rng.uniform(1.12, 1.22)


def finished(beam: Beam, ground: float, *parts: Blocks) -> Trailer:
    pin = beam.end - KINGPIN
    return Trailer(join(*parts, coupling(beam, pin)), ground, pin, beam.shallow - 0.010)


def bolsters(rng: np.random.Generator, carried: Carried) -> list[Bounds]:
    """Cross beams under the corner fittings, with twist-lock housings at their ends; idle ones for two short boxes."""
    rows: list[Bounds] = []
    for start, end in carried.spans:
        offset = max(end - start - FORTY_FEET, 0) / 2
        for x in (start + offset + 0.005, end - offset - 0.155):
            rows += bolster(x)
        if end - start > 2 * TWENTY_FEET and rng.random() < 0.7:
            rows += bolster((start + end) / 2 - 0.20) + bolster((start + end) / 2 + 0.04)
    return rows


def bolster(x: float) -> list[Bounds]:
    rows: list[Bounds] = [
        (x, x + 0.006, -0.16, TOP, -1.20, 1.20),
        (x + 0.144, x + 0.15, -0.16, TOP, -1.20, 1.20),
        (x + 0.006, x + 0.144, TOP - 0.008, TOP, -1.20, 1.20),
        (x + 0.006, x + 0.144, -0.16, -0.152, -1.20, 1.20),
    ]
    return rows + both_sides(
        [(x + 0.04, x + 0.12, -0.24, TOP, 1.08, 1.16), (x + 0.06, x + 0.10, TOP, 0.05, 1.10, 1.15)]
    )
