"""What pulls the trailer: a tractor with its cab over the engine or behind it, or a terminal's own."""

import numpy as np

from datasets.simulation.beam.materials import ALUMINIUM, COPPER, LEAD, POLYETHYLENE, PVC, SILICA, STEEL
from datasets.simulation.blocks import Blocks, Bounds, blocks, both_sides, disc, join, ring, stairs
from datasets.simulation.scenes.trailers import Trailer
from datasets.simulation.scenes.wheels import axle, leaf_spring, mudguard

SHEET = 0.0018  # a cab's panels of 0.8 mm, with their frames and what lines them
DIESEL_G_CM3 = 0.84


def cab_over(rng: np.random.Generator, trailer: Trailer) -> Blocks:
    """The common European tractor: a tall cab whose engine lies beneath."""
    pin, ground = trailer.pin, trailer.ground
    back = pin + rng.uniform(2.0, 2.4)
    front, floor = back + rng.uniform(1.9, 2.3), ground + rng.uniform(1.15, 1.35)
    roof = floor + rng.uniform(1.75, 2.4)
    return join(
        chassis(trailer, front - 0.25, int(rng.choice([1, 2], p=[0.6, 0.4]))),
        cab(back, front, floor, roof),
        engine(back - 0.35, ground),
        axle(back + 0.75, ground, single=True),
        leaf_spring(back + 0.75, ground),
        mudguard(back + 0.75, ground),
        sides(rng, pin, ground),
        bumper(front, ground),
    )


def conventional(rng: np.random.Generator, trailer: Trailer) -> Blocks:
    """A tractor with its engine under a bonnet in front of the cab."""
    pin, ground = trailer.pin, trailer.ground
    back = pin + rng.uniform(1.7, 2.3)
    front, floor = back + rng.uniform(1.5, 2.5), ground + rng.uniform(0.95, 1.1)
    nose = front + rng.uniform(1.3, 1.7)
    bonnet = stairs((front, floor + 0.85), (nose, floor + 0.45), 0.02, (-0.85, 0.85), step=0.02)
    panels = both_sides([(front, nose, floor - 0.25, floor + 0.6, 0.85, 0.85 + 0.004)])
    return join(
        chassis(trailer, nose - 0.1, 2),
        cab(back, front, floor, floor + rng.uniform(1.5, 2.3)),
        blocks(bonnet, POLYETHYLENE, 0.35),  # glass fibre of 5 mm in stairs of 20
        blocks(panels, POLYETHYLENE, 1.6),
        engine(front - 0.2, ground),
        axle(nose - 0.75, ground, single=True),
        leaf_spring(nose - 0.75, ground),
        sides(rng, pin, ground),
        bumper(nose, ground),
    )


def terminal_tractor(rng: np.random.Generator, trailer: Trailer) -> Blocks:
    """A short tractor with a narrow cab on the left for one driver, who looks both ways."""
    pin, ground = trailer.pin, trailer.ground
    back = pin + rng.uniform(1.3, 1.7)
    front, floor = back + rng.uniform(1.4, 1.6), ground + 0.95
    return join(
        chassis(trailer, front + 0.5, 1),
        cab(back, front, floor, floor + rng.uniform(1.6, 1.8), across=(-1.20, -0.05)),
        engine(front - 0.9, ground),
        axle(front - 0.1, ground, single=True),
        sides(rng, pin, ground),
        bumper(front + 0.6, ground),
    )


def chassis(trailer: Trailer, front: float, axles: int) -> Blocks:
    """Two channels with cross members, driven axles, and the fifth wheel on its stand."""
    pin, ground, top = trailer.pin, trailer.ground, trailer.plate - 0.136
    rear = pin - (1.25 if axles == 2 else 0.85)
    rails = both_sides(
        [
            (rear, front, top - 0.27, top, 0.42, 0.428),
            (rear, front, top - 0.008, top, 0.345, 0.42),
            (rear, front, top - 0.27, top - 0.262, 0.345, 0.42),
        ]
    )
    rails += [
        (x, x + 0.008, top - 0.22, top - 0.03, -0.42, 0.42) for x in np.linspace(rear + 0.02, front - 0.1, 6).tolist()
    ]
    rails += both_sides([(rear - 0.02, rear, top - 0.40, top - 0.05, 0.35, 1.15)])
    wheel = blocks(
        [
            (pin - 0.46, pin + 0.42, top + 0.10, top + 0.135, -0.45, 0.45),
            (pin - 0.16, pin + 0.16, top + 0.02, top + 0.10, -0.42, -0.30),
            (pin - 0.16, pin + 0.16, top + 0.02, top + 0.10, 0.30, 0.42),
            (pin - 0.35, pin + 0.35, top, top + 0.02, -0.45, 0.45),
            *stairs((pin - 0.78, top - 0.02), (pin - 0.44, top + 0.10), 0.03, (-0.40, 0.40), step=0.02),
        ],
        STEEL,
        6.0,
    )
    places = [pin + 0.05] if axles == 1 else [pin - 0.62, pin + 0.72]
    driven = [
        part
        for x in places
        for part in (axle(x, ground), leaf_spring(x, ground), mudguard(x, ground), drive(x, ground))
    ]
    shaft = blocks(disc("x", (ground + 0.6, 0.0), 0.05, (places[-1] + 0.2, front - 1.6), strips=4), STEEL, 3.5)
    return join(blocks(rails, STEEL, 7.85), wheel, shaft, *driven)


def drive(x: float, ground: float) -> Blocks:
    """The differential in the middle of a driven axle."""
    return blocks(disc("z", (x, ground + 0.505), 0.20, (-0.17, 0.17), strips=8), STEEL, 3.6)


def cab(back: float, front: float, floor: float, roof: float, across: tuple[float, float] = (-1.22, 1.22)) -> Blocks:
    """Panels below the windows and around them, seats, berth, dashboard and wheel."""
    sill, left, right = floor + 0.75, *across
    panels: list[Bounds] = [
        (back, back + SHEET, floor, roof, *across),
        (back, front, floor, floor + SHEET, *across),
        (back, front - 0.2, roof - SHEET, roof, *across),
        (front - 0.03, front - 0.03 + SHEET, floor - 0.3, sill, *across),
    ]
    for z in (left, right - SHEET):
        side = (z, z + SHEET)
        panels += [
            (back, front - 0.03, floor - 0.25, sill, *side),
            (back, back + 0.75, sill, roof, *side),
            (back + 0.75, front - 0.15, roof - 0.45, roof, *side),
        ]
        inner = (side[0] + 0.02, side[1] + 0.02) if z < 0 else (side[0] - 0.02, side[1] - 0.02)
        panels += [(x, x + 0.05, floor, roof - 0.05, *inner) for x in (back + 0.72, front - 0.25)]
    panels += stairs((front - 0.02, sill), (front - 0.30, roof - 0.35), 0.10, (right - 0.06, right - 0.055), step=0.05)
    glass = stairs((front - 0.02, sill), (front - 0.30, roof - 0.35), 0.05, (left + 0.06, right - 0.06), step=0.05)
    panes: list[Bounds] = [(back + 0.77, front - 0.27, sill, roof - 0.45, z, z + 0.005) for z in (left, right - 0.005)]
    return join(
        blocks(panels, STEEL, 7.85),
        blocks(panes, SILICA, 2.5),
        blocks(glass, SILICA, 0.25),  # 6 mm of glass that leans, in stairs of 50 mm
        seats(back, front, floor, across),
    )


def seats(back: float, front: float, floor: float, across: tuple[float, float]) -> Blocks:
    """As many seats as the width takes, the steering column, the dashboard, and a mattress behind."""
    left, right = across
    middles = [left + 0.5] if right - left < 1.5 else [left + 0.5, right - 0.5]
    foam: list[Bounds] = []
    metal: list[Bounds] = []
    for z in middles:
        x = back + 0.75
        foam += [
            (x, x + 0.5, floor + 0.42, floor + 0.55, z - 0.25, z + 0.25),
            (x - 0.1, x + 0.03, floor + 0.5, floor + 1.2, z - 0.24, z + 0.24),
        ]
        metal += [(x + 0.05, x + 0.42, floor + 0.02, floor + 0.40, z - 0.18, z + 0.18)]
        metal += [(x - 0.06, x - 0.03, floor + 0.45, floor + 1.15, at, at + 0.02) for at in (z - 0.2, z + 0.18)]
    if right - left > 1.5:
        foam.append((back + 0.02, back + 0.62, floor + 0.45, floor + 0.57, left + 0.1, right - 0.1))
    wheel = stairs(
        (front - 0.72, floor + 0.95), (front - 0.45, floor + 0.68), 0.03, (left + 0.3, left + 0.72), step=0.02
    )
    dash: list[Bounds] = [(front - 0.42, front - 0.06, floor + 0.45, floor + 0.80, left + 0.05, right - 0.05)]
    return join(
        blocks(foam, POLYETHYLENE, 0.09),
        blocks(metal, STEEL, 0.35),
        blocks(wheel, STEEL, 0.8),
        blocks(dash, PVC, 0.16),
    )


def engine(start: float, ground: float) -> Blocks:
    """A diesel of six cylinders: gearbox behind, radiator and fan in front, turbocharger and filter at its sides."""
    low = ground + 0.55
    iron: list[Bounds] = [
        (start, start + 1.15, low + 0.25, low + 0.62, -0.20, 0.20),
        (start + 0.05, start + 1.1, low + 0.90, low + 0.97, -0.14, 0.14),
    ]
    for n in range(6):
        iron += disc("y", (start + 0.14 + 0.175 * n, 0.0), 0.085, (low + 0.62, low + 0.90), strips=6)
    iron += disc("x", (low + 0.40, 0.0), 0.27, (start - 0.13, start), strips=14)
    iron += disc("x", (low + 0.40, 0.0), 0.11, (start + 1.15, start + 1.20), strips=8)
    iron += disc("z", (start + 0.55, low + 0.78), 0.10, (0.20, 0.38), strips=8)
    gearbox = disc("x", (low + 0.40, 0.0), 0.21, (start - 0.60, start - 0.13), strips=12)
    gearbox += disc("x", (low + 0.36, 0.0), 0.15, (start - 0.95, start - 0.60), strips=10)
    pan = stairs((start + 0.1, low + 0.02), (start + 1.05, low + 0.12), 0.14, (-0.17, 0.17), step=0.02)
    radiator: list[Bounds] = [(start + 1.32, start + 1.40, low + 0.1, low + 1.0, -0.5, 0.5)]
    tanks: list[Bounds] = [(start + 1.30, start + 1.42, low + 0.1, low + 1.0, *z) for z in ((-0.56, -0.5), (0.5, 0.56))]
    fan = disc("x", (low + 0.5, 0.0), 0.33, (start + 1.2, start + 1.24), strips=10)
    shroud = ring("x", (low + 0.5, 0.0), (0.36, 0.364), (start + 1.17, start + 1.3), strips=14)
    air = disc("z", (start - 0.05, low + 1.02), 0.17, (-0.65, -0.30), strips=12)
    return join(
        blocks(iron, STEEL, 4.4),
        blocks(gearbox, ALUMINIUM, 2.0),
        blocks(pan, STEEL, 1.3),
        blocks(radiator, ALUMINIUM, 0.7),
        blocks(tanks, POLYETHYLENE, 0.9),
        blocks(fan + shroud, POLYETHYLENE, 0.5),
        blocks(air, POLYETHYLENE, 0.25),
    )


def sides(rng: np.random.Generator, pin: float, ground: float) -> Blocks:
    """Between the axles: a fuel tank on one side, batteries, air vessels and exhaust on the other."""
    hand, low, start = rng.choice([-1, 1]), ground + 0.42, pin + 1.0
    long, full = rng.uniform(0.6, 1.1), rng.uniform(0.1, 0.95)
    tank = [*sorted((hand * 0.55, hand * 1.15))]
    shell: list[Bounds] = [(start, start + long, y, y + 0.003, *tank) for y in (low, low + 0.57)]
    shell += [(start, start + long, low, low + 0.57, z, z + 0.003) for z in (tank[0], tank[1] - 0.003)]
    shell += [(x, x + 0.003, low, low + 0.57, *tank) for x in (start, start + long / 2, start + long)]
    fuel: list[Bounds] = [(start + 0.003, start + long, low + 0.003, low + 0.003 + 0.56 * full, *tank)]
    other = sorted((-hand * 0.60, -hand * 1.10))
    batteries: list[Bounds] = [(start + 0.1, start + 0.62, low + 0.15, low + 0.38, *other)]
    vessels = disc("x", (low + 0.05, -float(hand) * 0.85), 0.12, (start + 0.05, start + 0.7), strips=8)
    silencer = disc("z", (start + 0.95, low + 0.2), 0.20, (min(other), max(other)), strips=8)
    hose = [
        row
        for n in range(5)
        for row in stairs(
            (pin + 0.9 + 0.2 * n, ground + 1.5),
            (pin + 1.1 + 0.2 * n, ground + 1.42 + 0.16 * (n % 2)),
            0.014,
            (0.1, 0.114),
            step=0.014,
        )
    ]
    return join(
        blocks(shell, ALUMINIUM, 2.7),
        blocks(fuel, POLYETHYLENE, DIESEL_G_CM3),
        blocks(batteries, LEAD, 1.9),
        blocks(vessels, STEEL, 0.5),
        blocks(silencer, STEEL, 0.9),
        blocks(hose, COPPER, 1.2),
    )


def bumper(front: float, ground: float) -> Blocks:
    """Bumper, lamps and the plate under them."""
    rows: list[Bounds] = [
        (front - 0.12, front - 0.115, ground + 0.30, ground + 0.85, -1.2, 1.2),
        (front - 0.02, front - 0.016, ground + 0.35, ground + 0.8, -1.2, 1.2),
    ]
    lights = both_sides([(front - 0.11, front - 0.02, ground + 0.55, ground + 0.75, 0.80, 1.12)])
    return join(blocks(rows, STEEL, 7.85), blocks(lights, SILICA, 0.5))
