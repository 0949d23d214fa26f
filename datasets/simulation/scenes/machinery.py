"""The reefer's machinery at the front end: evaporator above, condenser and compressor below, controls beside them."""

from dataclasses import dataclass

import numpy as np

from datasets.simulation.beam.materials import ALUMINIUM, COPPER, POLYETHYLENE, PVC, STEEL, WATER
from datasets.simulation.blocks import Blocks, Bounds, blocks, both_sides, disc, join, ring
from datasets.simulation.nuisances import Nuisances
from datasets.simulation.scenes.fittings import Fittings
from datasets.simulation.scenes.frame import tube_across, tube_upright
from datasets.simulation.scenes.reefer import CEILING, FLOOR_TOP, FOAM_G_CM3, UNIT_DEPTH

PUMP_BODY_G_CM3 = 3.4  # a scroll compressor: steel shell, motor, oil
MOTOR_G_CM3 = 5.0  # iron, copper and the air between
RECEIVER_HEIGHT = 0.42
TRAY = 1.405  # floor of the drip tray, above the underside
FINS_G_CM3 = 0.13  # aluminium of 0.12 mm every 2.5 mm
TUBE_G_CM3 = 1.3  # copper tube of 3/8 inch with a wall of 0.35 mm, over its section
REFRIGERANT_G_CM3 = 1.2  # R134a liquid at 25 degrees


@dataclass(frozen=True)
class Layout:
    """Where one maker puts the large parts: x from the front end inwards, y above the underside, z across."""

    compressor: tuple[float, float]  # z and foot
    receiver: tuple[float, float]
    condenser_fan: tuple[float, float]  # y and z of its axis
    evaporator_fans: tuple[float, float]  # y, and how far from the middle
    controls: float  # z of the control box's middle
    lines: int  # seeds the refrigerant lines

    @classmethod
    def of(cls, fittings: Fittings) -> "Layout":
        rng = np.random.default_rng([fittings.plan, 3])
        hand = rng.choice([-1, 1])
        return cls(
            compressor=(hand * rng.uniform(0.55, 0.75), rng.uniform(0.30, 0.42)),
            receiver=(hand * rng.uniform(0.15, 0.35), rng.uniform(0.30, 0.40)),
            condenser_fan=(rng.uniform(0.95, 1.15), hand * rng.uniform(0.05, 0.25)),
            evaporator_fans=(fittings.height - rng.uniform(0.50, 0.62), rng.uniform(0.45, 0.60)),
            controls=-hand * rng.uniform(0.80, 0.90),
            lines=int(rng.integers(2**31)),
        )


def machinery(fittings: Fittings) -> Blocks:
    """All that does not move."""
    layout = Layout.of(fittings)
    return join(
        casing(fittings),
        evaporator(fittings, layout),
        condenser(fittings, layout),
        compressor(fittings, layout),
        controls(fittings, layout),
        lines(fittings, layout),
        cable(fittings, layout),
    )


def running(fittings: Fittings, nuisances: Nuisances, rng: np.random.Generator) -> Blocks:
    """Fan blades as they came to rest, refrigerant in the receiver and defrosted water in the tray."""
    layout, end = Layout.of(fittings), fittings.length
    y, apart = layout.evaporator_fans
    rows: list[Bounds] = []
    turns = [np.deg2rad(nuisances.fan_turn_deg.draw(rng)) for _ in range(3)]
    for z, turn in zip((-apart, apart), turns, strict=False):
        rows += blades("y", (end - 0.235, z), 0.17, (y - 0.10, y - 0.06), 5, turn)
    rows += blades("x", layout.condenser_fan, 0.28, (end - 0.21, end - 0.16), 5, turns[2])
    z, foot = layout.receiver
    level = nuisances.receiver_level.draw(rng) * RECEIVER_HEIGHT
    liquid = disc("y", (end - 0.13, z), 0.066, (foot + 0.005, foot + 0.005 + level), strips=6)
    deep = nuisances.drip_water_m.draw(rng)
    tray: list[Bounds] = [(end - 0.395, end - 0.275, TRAY, TRAY + deep, -0.95, 0.95)] if deep > 0.002 else []
    return join(blocks(rows, ALUMINIUM, 2.7), blocks(liquid, PVC, REFRIGERANT_G_CM3), blocks(tray, WATER, 1.0))


def blades(
    axis: str, centre: tuple[float, float], radius: float, along: tuple[float, float], count: int, turn: float
) -> list[Bounds]:
    """Blades as small blocks from hub to tip, each a little further along the axis than the one before."""
    size, rows = radius / 8, list[Bounds]()
    for angle in turn + np.arange(count) * 2 * np.pi / count:
        for n, reach in enumerate(np.linspace(0.3, 0.92, 4) * radius):
            first, second = centre[0] + reach * np.cos(angle), centre[1] + reach * np.sin(angle)
            low = along[0] + (along[1] - along[0]) * n / 5
            a, b = (first - size, first + size), (second - size, second + size)
            thin = (low, low + 0.012)
            rows.append((*thin, *a, *b) if axis == "x" else (*a, *thin, *b))
    return rows


def casing(fittings: Fittings) -> Blocks:
    """Front frame and panels, the insulated wall towards the cargo, grilles, and the air duct's sheets."""
    end, height = fittings.length, fittings.height
    back = end - UNIT_DEPTH
    top = height - CEILING
    sheet: list[Bounds] = [
        (back - 0.085, back - 0.0835, FLOOR_TOP + 0.08, height - 0.36, -1.10, 1.10),  # bulkhead, air passes behind it
        (back - 0.02, back - 0.0185, 0.17, 1.40, -1.14, 1.14),
        (back + 0.058, back + 0.0595, 0.17, 1.40, -1.14, 1.14),
        (end - 0.115, end - 0.1135, 1.40, top, -1.14, 1.14),
        (end - 0.034, end - 0.0325, 1.42, height - 0.1, -1.14, 1.14),
        (back + 0.058, end - 0.034, 1.385, 1.387, -1.14, 1.14),
        (back + 0.010, end - 0.130, TRAY - 0.002, TRAY, -1.0, 1.0),
    ]
    sheet += both_sides([(back - 0.02, end - 0.03, 0.17, top, 1.137, 1.142)])
    foam: list[Bounds] = [
        (back - 0.018, back + 0.058, 0.17, 1.40, -1.14, 1.14),
        (end - 0.113, end - 0.034, 1.42, height - 0.12, -1.14, 1.14),
        (back + 0.06, end - 0.115, 1.387, 1.403, -1.0, 1.0),
    ]
    frame = tube_upright((end - 0.055, end - 0.012), (0.17, height - 0.08), (1.05, 1.10), 0.003)
    frame += tube_upright((end - 0.055, end - 0.012), (0.17, height - 0.08), (-1.10, -1.05), 0.003)
    frame += tube_across((end - 0.055, end - 0.012), (1.39, 1.43), (-1.05, 1.05), 0.003)
    frame += tube_across((end - 0.055, end - 0.012), (0.25, 0.29), (-1.05, 1.05), 0.003)
    grille = [(end - 0.030, end - 0.026, y, y + 0.006, -0.55, 0.75) for y in np.arange(0.45, 1.36, 0.04).tolist()]
    spacers = [(back - 0.083, back - 0.02, 0.3, 1.38, z, z + 0.003) for z in np.arange(-1.0, 1.1, 0.25).tolist()]
    return join(
        blocks(sheet + spacers, ALUMINIUM, 2.7),
        blocks(foam, POLYETHYLENE, FOAM_G_CM3),
        blocks(frame + grille, STEEL, 7.85),
    )


def evaporator(fittings: Fittings, layout: Layout) -> Blocks:
    """A finned coil whose tubes run across, heaters under it, and two fans with upright motors above."""
    end, (y, apart) = fittings.length, layout.evaporator_fans
    back = end - UNIT_DEPTH
    low, high = TRAY + 0.06, min(y - 0.16, TRAY + 0.62)
    fins = blocks([(back + 0.02, end - 0.14, low, high, -0.95, 0.95)], ALUMINIUM, FINS_G_CM3)
    tubes: list[Bounds] = [
        (x, x + 0.010, at, at + 0.010, -1.02, 1.02)
        for row, x in enumerate(np.linspace(back + 0.05, end - 0.17, 5).tolist())
        for at in np.arange(low + 0.03 + 0.02 * (row % 2), high - 0.02, 0.055).tolist()
    ]
    bends: list[Bounds] = [
        (x, x + 0.01, low, high, *z)
        for x in np.linspace(back + 0.07, end - 0.19, 4)
        for z in ((-1.03, -1.0), (1.0, 1.03))
    ]
    heaters: list[Bounds] = [(x, x + 0.009, low - 0.02, low - 0.011, -0.95, 0.95) for x in (back + 0.08, end - 0.22)]
    motors: list[Bounds] = []
    rims: list[Bounds] = []
    deck: list[Bounds] = [(back + 0.01, end - 0.12, y - 0.115, y - 0.113, -1.1, 1.1)]
    for z in (-apart, apart):
        motors += disc("y", (end - 0.235, z), 0.052, (y - 0.05, y + 0.09), strips=6)
        motors += disc("y", (end - 0.235, z), 0.030, (y + 0.09, y + 0.125), strips=4)
        rims += ring("y", (end - 0.235, z), (0.113, 0.117), (y - 0.12, y - 0.02), strips=6)
        rims += [(end - 0.37, end - 0.10, y + 0.13, y + 0.136, z + at, z + at + 0.006) for at in (-0.06, 0.06)]
    return join(
        fins,
        blocks(tubes + bends, COPPER, TUBE_G_CM3),
        blocks(heaters + rims, STEEL, 6.0),
        blocks(motors, STEEL, MOTOR_G_CM3),
        blocks(deck, ALUMINIUM, 2.7),
    )


def condenser(fittings: Fittings, layout: Layout) -> Blocks:
    """A coil bent around the fan's shroud, with its motor on the axis."""
    end, (y, z) = fittings.length, layout.condenser_fan
    fins = blocks([(end - 0.345, end - 0.275, 0.62, 1.36, z - 0.55, z + 0.5)], ALUMINIUM, FINS_G_CM3)
    tubes: list[Bounds] = [
        (x, x + 0.009, at, at + 0.009, z - 0.58, z + 0.53)
        for row, x in enumerate((end - 0.335, end - 0.313, end - 0.291))
        for at in np.arange(0.64 + 0.012 * row, 1.35, 0.045).tolist()
    ]
    shroud = ring("x", (y, z), (0.298, 0.301), (end - 0.25, end - 0.13), strips=16)
    motor = disc("x", (y, z), 0.075, (end - 0.155, end - 0.045), strips=8)
    mount: list[Bounds] = [(end - 0.07, end - 0.062, y + at, y + at + 0.02, z - 0.33, z + 0.33) for at in (-0.05, 0.03)]
    return join(
        fins,
        blocks(tubes, COPPER, TUBE_G_CM3),
        blocks(shroud, ALUMINIUM, 2.7),
        blocks(motor, STEEL, MOTOR_G_CM3),
        blocks(mount, STEEL, 7.85),
    )


def compressor(fittings: Fittings, layout: Layout) -> Blocks:
    """An upright scroll compressor on its feet, the receiver, a filter drier and an economiser."""
    end = fittings.length
    z, foot = layout.compressor
    body: list[Bounds] = []
    for radius, low, high in ((0.085, 0.0, 0.03), (0.100, 0.03, 0.36), (0.085, 0.36, 0.42), (0.06, 0.42, 0.45)):
        body += disc("y", (end - 0.155, z), radius, (foot + low, foot + high), strips=12)
    sockets: list[Bounds] = [(end - 0.20, end - 0.11, foot + 0.20, foot + 0.30, z - 0.14, z - 0.10)]
    feet: list[Bounds] = [(end - 0.27, end - 0.04, foot - 0.03, foot - 0.022, z - 0.13, z + 0.13)]
    at, low = layout.receiver
    shell = ring("y", (end - 0.13, at), (0.066, 0.070), (low, low + RECEIVER_HEIGHT + 0.05), strips=8)
    ends = disc("y", (end - 0.13, at), 0.066, (low, low + 0.005), strips=6)
    drier = disc("y", (end - 0.10, at - 0.18), 0.038, (low + 0.1, low + 0.32), strips=6)
    exchanger: list[Bounds] = [(end - 0.16, end - 0.06, 1.0, 1.3, z - 0.05, z + 0.05)]
    floor: list[Bounds] = [(end - UNIT_DEPTH + 0.06, end - 0.02, 0.20, 0.204, -1.13, 1.13)]
    return join(
        blocks(body, STEEL, PUMP_BODY_G_CM3),
        blocks(sockets + drier, STEEL, 2.5),
        blocks(exchanger, STEEL, 3.0),
        blocks(feet + shell + ends + floor, STEEL, 7.85),
    )


def controls(fittings: Fittings, layout: Layout) -> Blocks:
    """A sheet box with contactors, boards, the inverter's coils and heat sink; a transformer below it."""
    end, z = fittings.length, layout.controls
    rng = np.random.default_rng([fittings.plan, 4])
    low, high = 0.70, 1.36
    walls = tube_upright((end - 0.235, end - 0.040), (low, high), (z - 0.24, z + 0.24), 0.0015)
    walls += [(end - 0.235, end - 0.040, y, y + 0.0015, z - 0.24, z + 0.24) for y in (low, high)]
    parts: list[Bounds] = []
    for y in np.linspace(low + 0.06, high - 0.14, 4).tolist():
        for at in (-0.19, -0.04, 0.10):
            size = rng.uniform(0.03, 0.09, 3)
            x = end - 0.21 + rng.uniform(0, 0.06)
            parts.append((x, x + float(size[0]), y, y + float(size[1]), z + at, z + at + float(size[2])))
    boards: list[Bounds] = [(end - 0.075, end - 0.073, low + 0.05, high - 0.05, z - 0.2, z + 0.2)]
    sink: list[Bounds] = [
        (end - 0.345, end - 0.24, y, y + 0.004, z - 0.15, z + 0.15) for y in np.arange(0.9, 1.2, 0.03)
    ]
    transformer: list[Bounds] = [(end - 0.20, end - 0.08, 0.46, 0.60, z - 0.09, z + 0.09)]
    return join(
        blocks(walls + sink, ALUMINIUM, 2.7),
        blocks(parts, COPPER, rng.uniform(0.6, 3.0, len(parts))),
        blocks(boards, PVC, 2.0),
        blocks(transformer, STEEL, 5.5),
    )


def lines(fittings: Fittings, layout: Layout) -> Blocks:
    """Refrigerant lines with their bends, valves and insulation: runs upright and across between the large parts."""
    rng = np.random.default_rng(layout.lines)
    copper: list[Bounds] = []
    valves: list[Bounds] = []
    for _ in range(14):
        x, z = fittings.length - rng.uniform(0.06, 0.34), rng.uniform(-0.95, 0.95)
        low, high = sorted(rng.uniform(0.26, 1.36, 2).tolist())
        thick = float(rng.choice([0.010, 0.013, 0.019, 0.028]))
        reach = float(np.clip(z + rng.normal(0, 0.3), -1.05, 1.05))
        copper.append((x, x + thick, low, high, z, z + thick))
        copper.append((x, x + thick, high, high + thick, *sorted((z, reach + 0.001))))
        if rng.random() < 0.5:
            at = rng.uniform(low, high)
            valves.append((x - 0.015, x + 0.03, at, at + 0.06, z - 0.02, z + 0.035))
    riser = layout.compressor[0] * 0.9
    copper += [
        (fittings.length - 0.31, fittings.length - 0.282, 0.7, 2.0, riser, riser + 0.028),
        (fittings.length - 0.26, fittings.length - 0.244, 0.5, 1.6, riser + 0.06, riser + 0.076),
    ]
    return join(blocks(copper, COPPER, 3.6), blocks(valves, COPPER, 5.0))


def cable(fittings: Fittings, layout: Layout) -> Blocks:
    """Eighteen metres of power cable in loops, and its plug."""
    end, z = fittings.length, layout.controls
    low, high, half = 0.235, 0.44, 0.17
    loops: list[Bounds] = []
    for n in range(7):
        x, inset = end - 0.09 - 0.022 * (n % 3), 0.022 * (n // 3)
        loops += [
            (x, x + 0.018, low + inset, low + inset + 0.018, z - half + inset, z + half - inset),
            (x, x + 0.018, high - inset - 0.018, high - inset, z - half + inset, z + half - inset),
            (x, x + 0.018, low + inset, high - inset, z - half + inset, z - half + inset + 0.018),
            (x, x + 0.018, low + inset, high - inset, z + half - inset - 0.018, z + half - inset),
        ]
    plug: list[Bounds] = [(end - 0.18, end - 0.10, 0.28, 0.36, z - 0.04, z + 0.08)]
    return join(blocks(loops, COPPER, 1.9), blocks(plug, PVC, 1.4))
