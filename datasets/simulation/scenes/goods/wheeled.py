"""Vehicles: cars as bodies of sheet with engine, gearbox, seats, tank, axles and wheels, level or on racks."""

from dataclasses import replace

import numpy as np

from datasets.simulation.beam.materials import ALUMINIUM, CAST_IRON, GLASS, LEAD, OIL, POLYESTER, RUBBER, STEEL, WOOD
from datasets.simulation.blocks import Blocks, Bounds, blocks, join, ring
from datasets.simulation.scenes.goods.metal import engine_block
from datasets.simulation.shapes import cut, rods, slanted

SHEET_M = 0.0016  # outer skin and inner panel together


def vehicles(rng: np.random.Generator, room: Bounds) -> Blocks:
    """Two to four cars one behind another; where they are many, every other one stands on a slanting rack."""
    long_room, parts, group = room[1] - room[0], [], 0
    x = room[1] - rng.uniform(0.1, 0.5)
    racked = rng.random() < 0.4
    shortest, longest = (3.4, 3.9) if rng.random() < 0.4 else (3.8, 4.9)
    while (long := rng.uniform(shortest, longest)) < x - room[0]:
        car = one_car(rng, long, group)
        car = car if rng.random() < 0.6 else turned_round(car, long)
        rise = rng.uniform(0.12, 0.22) if racked and long_room > 8 and group % 2 else 0.0
        high = float(car.bounds[:, 3].max())
        rise = min(rise, max((room[3] - room[2] - high - 0.05) / long, 0))
        offset = np.array([[x - long, room[2], rng.uniform(-0.15, 0.15)]], np.float32)
        raised = slanted(cut(car, "x", 0.08), "y", "x", rise) if rise else car
        parts.append(raised.moved(np.repeat(offset, len(raised), axis=0)))
        parts.append(chocks(room, x - long, long, rise, group))
        x, group = x - long * (0.9 if rise else 1.0) - rng.uniform(0.08, 0.5), group + 1
        if rise and x - room[0] < 3.7:
            break
    return join(*parts).inside(room)


def turned_round(car: Blocks, long: float) -> Blocks:
    bounds = car.bounds.copy()
    bounds[:, 0], bounds[:, 1] = long - car.bounds[:, 1], long - car.bounds[:, 0]
    return replace(car, bounds=bounds)


def chocks(room: Bounds, x: float, long: float, rise: float, group: int) -> Blocks:
    """Timber nailed before the wheels; under a raised car a rack of posts and rails."""
    wood: list[Bounds] = [
        (x + at * long, x + at * long + 0.1, room[2], room[2] + 0.1, -0.9, 0.9) for at in (0.06, 0.3, 0.72, 0.94)
    ]
    if rise == 0:
        return blocks(wood, WOOD, 0.55, group)
    rails = rods(
        np.array([[x, room[2], z] for z in (-0.75, 0.75)]),
        np.array([[x + long, room[2] + rise * long, z] for z in (-0.75, 0.75)]),
        0.05,
        40,
    )
    posts = [
        (x + at * long, x + at * long + 0.06, room[2], room[2] + rise * at * long, z, z + 0.06)
        for at in (0.35, 0.65, 0.95)
        for z in (-0.8, 0.75)
    ]
    return join(blocks(rails, STEEL, 1.8, group), blocks(posts, STEEL, 1.2, group))


def one_car(rng: np.random.Generator, long: float, group: int) -> Blocks:
    """A car with its nose at x = 0 and its wheels on y = 0, of about 1,000-2,000 kg."""
    wide, tall = rng.uniform(1.62, 1.86), rng.uniform(1.38, 1.75)
    wheel = rng.uniform(0.29, 0.36)
    axles = (rng.uniform(0.17, 0.2) * long, rng.uniform(0.76, 0.82) * long)
    belt = rng.uniform(0.58, 0.64) * tall
    return join(
        skin(rng, long, wide, tall, belt, group),
        underbody(long, wide, wheel, group),
        *(axle(wide, wheel, at, group) for at in axles),
        drive(rng, axles[0], group),
        seats(long, wide, belt, group),
        tank(rng, axles[1], wide, group),
    )


def skin(rng: np.random.Generator, long: float, wide: float, tall: float, belt: float, group: int) -> Blocks:
    """Sides, bonnet, roof and boot as sheet along the car's outline, with glass above the belt and pillars."""
    screen, roof, back, tail = (
        np.array([rng.uniform(0.24, 0.3), rng.uniform(0.4, 0.45), rng.uniform(0.72, 0.86), rng.uniform(0.88, 0.97)])
        * long
    )
    boot = belt if rng.random() < 0.55 else belt + 0.3 * (tall - belt)
    outline = np.array(
        [
            (0.0, 0.3),
            (0.03, 0.62 * belt),
            (0.1 * long, 0.9 * belt),
            (screen, belt),
            (roof, tall - 0.03),
            ((roof + back) / 2, tall),
            (back, tall - 0.06),
            (tail, boot),
            (long, 0.9 * boot),
            (long, 0.32),
        ]
    )
    points = np.column_stack([outline, np.zeros(len(outline))])
    panels = rods(points[:-1], points[1:], 2 * SHEET_M, 40)
    panels[:, 4], panels[:, 5] = -wide / 2 + 0.08, wide / 2 - 0.08
    glazed = np.isin(np.arange(len(panels)) % (len(points) - 1), (3, 6))  # windscreen and rear window
    x = np.linspace(0.0, long, 61)
    top = np.interp(x, outline[:, 0], outline[:, 1]).clip(None, belt)
    sides = [
        (a, b, 0.25, max(t, 0.3), z, z + SHEET_M)
        for a, b, t in zip(x, x[1:], top, strict=False)
        for z in (-wide / 2, wide / 2 - SHEET_M)
    ]
    pillars = rods(
        np.array(
            [
                (at, belt, z)
                for at, _ in ((screen, roof), (0.56 * long, 0), (back, tail))
                for z in (-0.45 * wide, 0.42 * wide)
            ]
        ),
        np.array(
            [(to, tall - 0.05, z * 0.85) for to in (roof, 0.57 * long, back - 0.1) for z in (-0.45 * wide, 0.42 * wide)]
        ),
        0.035,
        30,
    )
    panes = [
        (a, b, belt, max(t, belt + 0.01), z, z + 0.004)
        for a, b, t in zip(x, x[1:], np.interp(x, outline[:, 0], outline[:, 1]), strict=False)
        if screen < a < tail
        for z in (-0.44 * wide, 0.44 * wide)
    ]
    return join(
        blocks(panels[~glazed], STEEL, 5.0, group),
        blocks(panels[glazed], GLASS, 2.5, group),
        blocks(sides, STEEL, 7.85, group),
        blocks(pillars, STEEL, 1.6, group),
        blocks(panes, GLASS, 2.5, group),
    )


def underbody(long: float, wide: float, wheel: float, group: int) -> Blocks:
    """Floor pan, sills, two longitudinal members, bumpers and the exhaust with its silencer."""
    rows: list[Bounds] = [(0.3, long - 0.2, wheel - 0.06, wheel - 0.058, -wide / 2 + 0.1, wide / 2 - 0.1)]
    rows += [
        (0.25 * long, 0.75 * long, wheel - 0.1, wheel + 0.02, z, z + 0.003)
        for z in (-wide / 2 + 0.05, -wide / 2 + 0.13, wide / 2 - 0.13, wide / 2 - 0.05)
    ]
    rows += [(0.1, long - 0.1, wheel - 0.02, wheel + 0.08, z, z + 0.004) for z in (-0.5, -0.42, 0.42, 0.5)]
    rows += [(x, x + 0.004, 0.42, 0.54, -wide / 2 + 0.1, wide / 2 - 0.1) for x in (0.04, long - 0.05)]
    exhaust = ring("x", (0.22, 0.2), (0.021, 0.025), (0.3 * long, 0.95 * long), 4)
    silencer = ring("x", (0.25, 0.3), (0.0, 0.1), (0.8 * long, 0.9 * long), 8)
    return join(
        blocks(rows, STEEL, 7.85, group), blocks(exhaust, STEEL, 7.85, group), blocks(silencer, STEEL, 0.9, group)
    )


def axle(wide: float, wheel: float, at: float, group: int) -> Blocks:
    """Two wheels with tyres, rims and brake discs, a shaft between them, springs and dampers."""
    parts = []
    for z in (-wide / 2 + 0.02, wide / 2 - 0.22):
        centre = (at, wheel)
        parts += [
            blocks(ring("z", centre, (wheel - 0.02, wheel), (z, z + 0.2), 44), RUBBER, 1.2, group),
            blocks(ring("z", centre, (0.62 * wheel, wheel - 0.02), (z, z + 0.012), 24), RUBBER, 1.15, group),
            blocks(ring("z", centre, (0.62 * wheel, wheel - 0.02), (z + 0.188, z + 0.2), 24), RUBBER, 1.15, group),
            blocks(ring("z", centre, (0.59 * wheel, 0.63 * wheel), (z, z + 0.2), 32), ALUMINIUM, 2.7, group),
            blocks(ring("z", centre, (0.0, 0.57 * wheel), (z + 0.02, z + 0.028), 10), ALUMINIUM, 2.7, group),
            blocks(ring("z", centre, (0.1 * wheel, 0.42 * wheel), (z + 0.08, z + 0.1), 14), CAST_IRON, 7.1, group),
            blocks(ring("y", (at, z + 0.1), (0.045, 0.06), (wheel, wheel + 0.42), 6), STEEL, 3.0, group),
        ]
    shaft = ring("z", (at, wheel), (0.0, 0.02), (-wide / 2 + 0.2, wide / 2 - 0.2), 4)
    return join(*parts, blocks(shaft, STEEL, 7.85, group))


def drive(rng: np.random.Generator, axle_at: float, group: int) -> Blocks:
    """Engine and gearbox over the front axle, radiator before them, battery of lead at a side."""
    x, z = axle_at - 0.2, -0.35
    engine = engine_block(rng, np.array([x, 0.28, z]), group)
    works = blocks([(x - 0.05, x + 0.5, 0.32, 0.72, z + 0.03, z + 0.3)], ALUMINIUM, 0.9, group)
    gearbox = blocks([(x + 0.05, x + 0.4, 0.27, 0.55, 0.0, 0.35)], ALUMINIUM, 1.9, group)
    gears = blocks(ring("z", (x + 0.22, 0.42), (0.0, 0.1), (0.02, 0.3), 10), STEEL, 5.0, group)
    radiator = blocks([(0.2, 0.24, 0.3, 0.75, -0.35, 0.35)], ALUMINIUM, 1.0, group)
    battery = blocks([(x + 0.3, x + 0.55, 0.6, 0.78, 0.3, 0.47)], LEAD, 2.2, group)
    return join(engine, works, gearbox, gears, radiator, battery)


def seats(long: float, wide: float, belt: float, group: int) -> Blocks:
    """Two seats and a bench: foam on steel frames with slanting backs; dashboard and steering column."""
    foam: list[Bounds] = []
    starts, ends = [], []
    for at, places in ((0.45 * long, ((-0.6, -0.12), (0.12, 0.6))), (0.66 * long, ((-0.6, 0.6),))):
        for z0, z1 in places:
            foam.append((at - 0.25, at + 0.25, 0.42, 0.55, z0, z1))
            starts += [(at + 0.22, 0.5, z) for z in (z0 + 0.03, z1 - 0.03)]
            ends += [(at + 0.42, min(belt + 0.3, 1.2), z) for z in (z0 + 0.03, z1 - 0.03)]
    backs = rods(np.array(starts)[::2], np.array(ends)[::2], 0.08, 24)
    backs[:, 5] = backs[:, 4] + 0.45
    dash = blocks(
        [(0.31 * long, 0.38 * long, belt - 0.3, belt - 0.02, -0.42 * wide, 0.42 * wide)], POLYESTER, 0.12, group
    )
    column = rods(np.array([[0.3 * long, 0.6, -0.35]]), np.array([[0.42 * long, belt + 0.02, -0.35]]), 0.04, 12)
    return join(
        blocks(foam, POLYESTER, 0.06, group),
        blocks(backs, POLYESTER, 0.06, group),
        blocks(rods(np.array(starts), np.array(ends), 0.02, 24), STEEL, 2.5, group),
        blocks(column, STEEL, 2.0, group),
        dash,
    )


def tank(rng: np.random.Generator, axle_at: float, wide: float, group: int) -> Blocks:
    """The fuel tank before the rear axle with a little in it."""
    x, level = axle_at - 0.75, rng.uniform(0.01, 0.1)
    shell: list[Bounds] = [(x, x + 0.45, y, y + 0.003, -0.4 * wide, 0.25 * wide) for y in (0.22, 0.4)]
    shell += [(a, a + 0.003, 0.22, 0.4, -0.4 * wide, 0.25 * wide) for a in (x, x + 0.447)]
    fuel = blocks([(x + 0.003, x + 0.447, 0.223, 0.223 + level, -0.4 * wide, 0.25 * wide)], OIL, 0.75, group)
    return join(blocks(shell, STEEL, 2.0, group), fuel)
