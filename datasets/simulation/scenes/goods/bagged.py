"""Goods in bags: coffee, cocoa, sugar and rice, laid by hand in stacks or filled into big bags of a tonne."""

import numpy as np

from datasets.simulation.beam.materials import COCOA, COFFEE, GRAIN, SUCROSE, Material
from datasets.simulation.blocks import Blocks, Bounds, blocks
from datasets.simulation.scenes.stowing import Area, Packer, Size, level, pallets, settled, stack, used, walls
from datasets.simulation.shapes import crumbled, pillows

GRAINS = 8000  # blocks of a load of bags


def bags(material: Material, density: float, size: Size, slices: int, crossed: bool) -> Packer:
    """Layers of bags that overlap like bricks; the uppermost reach to different heights."""

    def pack(rng: np.random.Generator, area: Area, floor: float, top: float, group: int) -> Blocks:
        rows = stack(rng, area, floor, top, size, crossed, 0.008, 0.012)
        if not len(rows):
            return blocks([], material, density)
        sag = 0.05 * np.abs(rows[:, 4] + rows[:, 5]) / 2 * (rows[:, 2] - floor)  # lower along the walls
        rows[:, [2, 3]] -= (sag + rng.normal(0, 0.006, len(rows)).clip(-0.01, 0.01))[:, None]
        rows[:, 2] = np.maximum(rows[:, 2], floor)
        shaped = pillows(rows, slices, 0.45 * size[1])
        return blocks(shaped, material, density * np.tile(rng.normal(1, 0.03, len(rows)), slices), group)

    return pack


def bagged(
    rng: np.random.Generator, room: Bounds, material: Material, density: float, size: Size, slices: int
) -> Blocks:
    """Stacks one or two bags wide, leaning on one another."""
    room = used(rng, room, free=0.2)
    top = level(rng, room, density * 0.8, 0.75, 0.97)
    if rng.random() < 0.2:
        size = (0.6, size[1] * 1.2, float(rng.choice([0.33, 0.5])))
        load = pallets(rng, room, bags(material, density, size, slices, True), top, (1.2, 1.0))
    else:
        size = size if rng.random() < 0.5 else size[::-1]  # bags lie along the container or across it
        long = size[0] * int(rng.choice([1, 1, 1, 2]))
        load = walls(rng, room, bags(material, density, size, slices, False), top, long, uneven=0.04)
    return settled(rng, crumbled(rng, load, GRAINS, 0.12, 0.03), room, 0.018, 0.05)


def big_bags(rng: np.random.Generator, room: Bounds, material: Material, density: float) -> Blocks:
    """Bags of about a tonne, two abreast and one or two high, bulging and domed."""
    room = used(rng, room)
    wide, tall = rng.uniform(0.9, 1.12), rng.uniform(0.8, 1.2)
    most = level(rng, room, 0.86 * density, 0.85, 0.95) - room[2]
    two = most > 1.1 and 2 * tall < room[3] - room[2]
    high = min(tall, most / (1 + two))

    def pack(rng: np.random.Generator, area: Area, floor: float, top: float, group: int) -> Blocks:
        layers = 2 if two else 1
        size = (wide, (top - floor) / layers - 0.01, (area[3] - area[2]) / 2 - 0.01)
        rows = stack(rng, area, floor, top, size, False, 0.02)
        rows[:, 3] -= rng.uniform(0, 0.12, len(rows)) * (rows[:, 3] - rows[:, 2])
        return blocks(pillows(rows, 14, rng.uniform(0.08, 0.2)), material, density, group)

    load = walls(rng, room, pack, room[2] + high * (1 + two), wide, uneven=0.04)
    return settled(rng, crumbled(rng, load, 4000, 0.05, 0.04), room, 0.02, 0.04)


def coffee(rng: np.random.Generator, room: Bounds) -> Blocks:
    """Jute bags of 60-70 kg."""
    size = (rng.uniform(0.68, 0.85), rng.uniform(0.17, 0.22), rng.uniform(0.42, 0.52))
    return bagged(rng, room, COFFEE, rng.uniform(0.6, 0.7), size, 5)


def cocoa(rng: np.random.Generator, room: Bounds) -> Blocks:
    """Jute bags of 62.5 kg."""
    size = (rng.uniform(0.75, 0.9), rng.uniform(0.2, 0.25), rng.uniform(0.5, 0.6))
    return bagged(rng, room, COCOA, rng.uniform(0.55, 0.65), size, 5)


def sugar(rng: np.random.Generator, room: Bounds) -> Blocks:
    """Bags of 50 kg, or big bags."""
    density = rng.uniform(0.8, 0.92)
    if rng.random() < 0.35:
        return big_bags(rng, room, SUCROSE, density)
    size = (rng.uniform(0.7, 0.85), rng.uniform(0.14, 0.17), rng.uniform(0.45, 0.55))
    return bagged(rng, room, SUCROSE, density, size, 5)


def rice(rng: np.random.Generator, room: Bounds) -> Blocks:
    """Bags of 25-50 kg, or big bags."""
    density = rng.uniform(0.75, 0.85)
    if rng.random() < 0.25:
        return big_bags(rng, room, GRAIN, density)
    size = (rng.uniform(0.55, 0.85), rng.uniform(0.1, 0.16), rng.uniform(0.36, 0.5))
    return bagged(rng, room, GRAIN, density, size, 3)
