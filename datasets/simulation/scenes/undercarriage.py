"""What hangs under a trailer: axles, landing legs, brakes' air, spare wheel, lights."""

import numpy as np

from datasets.simulation.beam.materials import ALUMINIUM, PVC
from datasets.simulation.blocks import Blocks, Bounds, blocks, both_sides, disc, join, ring, stairs
from datasets.simulation.scenes.frame import steel, tube_upright
from datasets.simulation.scenes.wheels import air_spring, axle, leaf_spring, mudguard


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
    return join(steel(shell + ends), blocks(valves, ALUMINIUM, 1.8), blocks(hoses, PVC, 1.3))


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
    return join(blocks(glass, PVC, 0.35), steel(plate))
