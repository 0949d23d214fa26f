"""A second 20' box on the same chassis."""

import numpy as np

from datasets.simulation.beam.materials import CELLULOSE, FRUIT, POLYETHYLENE, SILICA, SUCROSE, Material
from datasets.simulation.blocks import Blocks, Bounds, blocks, join, nothing
from datasets.simulation.nuisances import Nuisances
from datasets.simulation.scenes.containers import Container, build, by_name, draw_fittings, state

EMPTY_SHARE = 0.35
# What it may hold, and how densely that is packed, g/cm3.
GOODS: tuple[tuple[Material, float], ...] = (
    (CELLULOSE, 0.25), (CELLULOSE, 0.60), (SUCROSE, 0.75), (FRUIT, 0.35), (POLYETHYLENE, 0.30), (SILICA, 1.10),
)  # fmt: skip


def draw_neighbour(rng: np.random.Generator, nuisances: Nuisances, container: Container) -> Blocks:
    """At either end of the container, a hand's breadth or more away, turned either way; empty or with goods."""
    other = by_name("20'")
    fittings = draw_fittings(rng, other)
    goods = nothing() if rng.random() < EMPTY_SHARE else stacks(rng, other.room)
    box = join(build(other, fittings), state(other, fittings, nuisances, rng), goods)
    gap = rng.uniform(0.076, 0.35)  # ISO 668: two of 6,058 mm and 76 mm between them make 12,192 mm
    at = -other.length - gap if rng.random() < 0.5 else container.length + gap
    return box.moved(np.tile(np.array([[at, 0, 0]], np.float32), (len(box), 1)))


def stacks(rng: np.random.Generator, room: Bounds) -> Blocks:
    """Goods of one kind in stacks of layers, each stack a little other in height and weight."""
    start, end, floor, roof, left, right = room
    material, density = GOODS[rng.integers(len(GOODS))]
    pitch, top = rng.uniform(0.4, 1.2), floor + rng.uniform(0.3, 0.95) * (roof - floor)
    layer = rng.uniform(0.12, 0.4)
    rows: list[Bounds] = []
    for x in np.arange(start + 0.02, rng.uniform(0.5, 1.0) * end - pitch, pitch).tolist():
        for z in np.linspace(left, right, 3)[:-1].tolist():
            high = min(top + rng.normal(0, 0.06), roof - 0.02)
            wide = pitch - rng.uniform(0.005, 0.05)
            for y in np.arange(floor, high - layer / 2, layer).tolist():
                lean = rng.normal(0, 0.006)
                rows.append((x + lean, x + wide + lean, y, y + layer - 0.006, z + 0.01, z + (right - left) / 2 - 0.02))
    return blocks(rows, material, density * rng.uniform(0.9, 1.1, len(rows)))
