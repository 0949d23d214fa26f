"""What carries the container through the scanner, and what stands beside it; another one at each site."""

import numpy as np

from datasets.simulation.blocks import Blocks, Bounds, blocks, disc, join
from datasets.simulation.materials import ALUMINIUM, RUBBER, STEEL
from datasets.simulation.scenes.containers import CONTAINERS, WIDTH, Container, build


def draw_vehicle(rng: np.random.Generator, container: Container) -> Blocks:
    """A skeletal chassis, its wheels, and at times a tractor's rear or cab in front; below y = 0 but for the cab."""
    frame = chassis(rng, container.length)
    return join(frame, tractor(rng, container.length)) if rng.random() < 0.8 else frame


def chassis(rng: np.random.Generator, length: float) -> Blocks:
    """Two longitudinal I-beams with cross members, twist-lock bolsters, landing gear and axles."""
    deep, ground = rng.uniform(0.15, 0.35), -rng.uniform(1.2, 1.5)
    start, end = -rng.uniform(0.0, 0.3), length + rng.uniform(-0.2, 0.6)
    rows: list[Bounds] = []
    for z in (-0.5, 0.5):
        rows += [
            (start, end, -0.03, -0.015, z - 0.07, z + 0.07),
            (start, end, -deep, -deep + 0.015, z - 0.07, z + 0.07),
        ]
        rows.append((start, end, -deep, -0.015, z - 0.005, z + 0.005))
    rows += [(x, x + 0.06, -0.12, -0.02, -1.2, 1.2) for x in np.arange(start + 0.05, end, rng.uniform(1.2, 2.4))]
    rows += [(x, x + 0.15, -0.15, -0.01, -1.2, 1.2) for x in (0.05, length - 0.25)]
    gear = length * rng.uniform(0.62, 0.75)
    rows += [(gear, gear + 0.12, ground + 0.3, -0.05, z, z + 0.03) for z in (-0.7, 0.7)]
    axles = start + rng.uniform(0.5, 1.2) + np.arange(int(rng.integers(1, 4))) * rng.uniform(1.2, 1.4)
    return join(blocks(rows, STEEL, 7.85), *(wheels(float(x), ground) for x in axles))


def wheels(x: float, ground: float, radius: float = 0.5) -> Blocks:
    """One axle: twin tyres, rims and hub on each side."""
    rubber: list[Bounds] = []
    steel: list[Bounds] = disc("z", (x, ground + radius), 0.06, (-1.0, 1.0), strips=4)
    for z in (-1.15, -0.8, 0.6, 0.95):
        rubber += disc("z", (x, ground + radius), radius, (z, z + 0.2), strips=28)
        steel += disc("z", (x, ground + radius), 0.26, (z + 0.08, z + 0.10), strips=16)
    return join(blocks(rubber, RUBBER, 0.45), blocks(steel, STEEL, 7.85))


def tractor(rng: np.random.Generator, length: float) -> Blocks:
    """The tractor's frame, a rear axle under the front of the box, and a cab or not much of it in the picture."""
    ground, gap = -rng.uniform(1.2, 1.4), rng.uniform(0.5, 1.0)
    start = length + gap
    steel: list[Bounds] = [(length - 1.5, start + 2.5, -0.55, -0.3, z, z + 0.008) for z in (-0.45, 0.45)]
    steel += [(start, start + 0.002, -0.4, 1.3, -1.2, 1.2), (start + 1.9, start + 1.902, -0.4, 0.4, -1.2, 1.2)]
    steel += [(start, start + 1.9, y, y + 0.0015, -1.2, 1.2) for y in (-0.4, 1.3)]
    steel += [(start, start + 1.9, -0.4, 0.4, z, z + 0.0015) for z in (-1.2, 1.2)]
    engine = blocks([(start + 0.5, start + 1.6, -0.7, 0.0, -0.35, 0.35)], STEEL, 2.2)
    tank = blocks(disc("x", (-0.7, 0.9), 0.3, (start - 0.1, start + 0.4), strips=6), ALUMINIUM, 1.0)
    return join(blocks(steel, STEEL, 7.85), engine, tank, wheels(length - 0.6, ground), wheels(start + 1.4, ground))


def draw_neighbour(rng: np.random.Generator, container: Container) -> Blocks:
    """A second 20' box on the same chassis, at either end, empty or with a slab of something."""
    other = CONTAINERS[0]
    gap = rng.uniform(0.03, 0.3)
    at = -other.length - gap if rng.random() < 0.5 else container.length + gap
    box = build(other, rng)
    if rng.random() < 0.6:
        box = join(
            box,
            blocks(
                [(0.4, rng.uniform(2, 5.8), 0.16, rng.uniform(0.6, 2.3), -WIDTH / 2 + 0.1, WIDTH / 2 - 0.1)],
                RUBBER,
                rng.uniform(0.1, 0.5),
            ),
        )
    return box.moved(np.tile(np.array([[at, 0, 0]], np.float32), (len(box), 1)))
