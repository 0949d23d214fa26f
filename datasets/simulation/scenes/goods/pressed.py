"""Pressed bales: cotton, waste paper, rags or rubber, strapped and swollen between the straps."""

import numpy as np

from datasets.simulation.beam.materials import CARDBOARD, COTTON, POLYESTER, RUBBER, STEEL, Material
from datasets.simulation.blocks import Blocks, Bounds, blocks, join
from datasets.simulation.scenes.stowing import Area, level, settled, stack, used, walls
from datasets.simulation.shapes import Rows, crumbled, pillows

BALED: tuple[tuple[Material, float, float], ...] = (
    (COTTON, 0.30, 0.45),
    (CARDBOARD, 0.30, 0.5),
    (POLYESTER, 0.15, 0.35),
    (RUBBER, 0.5, 0.65),
)


def bales(rng: np.random.Generator, room: Bounds) -> Blocks:
    """Upright walls of bales, seams between them wavy; at the doors a lower one or two."""
    room = used(rng, room)
    material, low, high = BALED[int(rng.choice(len(BALED), p=[0.5, 0.25, 0.15, 0.1]))]
    density = rng.uniform(low, high)
    size = (rng.uniform(0.5, 1.2), rng.uniform(0.5, 1.05), rng.uniform(0.7, 1.15))
    soft = rng.uniform(0.02, 0.08)

    def pack(rng: np.random.Generator, area: Area, floor: float, top: float, group: int) -> Blocks:
        rows = stack(rng, area, floor, max(top, floor + size[1]), size, False, 0.025)
        rows[:, [0, 1]] += rng.normal(0, 0.015, (len(rows), 1)) + rng.normal(0, 0.006, (len(rows), 2))
        rows[:, 3] += rng.normal(0, 0.012, len(rows)) - 0.01
        weight = density * np.tile(rng.normal(1, 0.05, len(rows)), 9)
        return join(blocks(pillows(rows, 9, soft), material, weight, group), straps(rows, group))

    tiers = max(int((level(rng, room, 0.93 * density, 0.9, 0.99) - room[2]) / (size[1] * 1.01)), 1)
    load = walls(rng, room, pack, room[2] + tiers * size[1] * 1.005, size[0])
    goods, wires = load.chosen(load.density < 2), load.chosen(load.density >= 2)
    layered = crumbled(rng, goods, 7000, 0.12, 0.03)
    return settled(rng, join(layered, wires), room, 0.012, 0.04)


def straps(rows: Rows, group: int) -> Blocks:
    """Four wires of 3 mm about each bale, over its top and bottom."""
    parts = []
    for share in (0.15, 0.38, 0.62, 0.85):
        wire = rows.copy()
        wire[:, 0] = rows[:, 0] + share * (rows[:, 1] - rows[:, 0])
        wire[:, 1] = wire[:, 0] + 0.003
        wire[:, 3] = rows[:, 3] + 0.003
        wire[:, 2] = rows[:, 3]
        parts.append(wire)
    return blocks(np.concatenate(parts), STEEL, 7.85, group)
