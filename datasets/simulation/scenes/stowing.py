"""How goods are stowed: cartons in stacks, pallets in rows, sections by hand, bags in layers, drums side by side.

A load is blocks whose groups are what shifts together on the way: a pallet, a stack or a row.
Densities are of the goods as packed, in g/cm3.
"""

from dataclasses import replace

import numpy as np

from datasets.simulation.blocks import Blocks, Bounds, blocks, disc, join, nothing
from datasets.simulation.materials import CELLULOSE, Material

Size = tuple[float, float, float]


def cartons(
    rng: np.random.Generator,
    room: Bounds,
    size: Size,
    material: Material,
    density: float,
    group: int = 0,
    spread: float = 0.05,
) -> Blocks:
    """A stack of equal cartons in a room: gaps, rows that vary, a lean, and goods unevenly spread within each."""
    low, high = np.array(room[0::2]), np.array(room[1::2])
    counts = np.maximum(((high - low) / size + 1e-6).astype(int), 0)
    if not counts.all():
        return nothing()
    cells = np.stack(np.meshgrid(*(np.arange(n) for n in counts), indexing="ij"), axis=-1).reshape(-1, 3).astype(float)
    places = low + cells * size
    lean = rng.normal(0, 0.008, 2) * cells[:, 1:2] * size[1] * 2
    places[:, [0, 2]] += lean + rng.normal(0, 0.004, (len(cells), 2))
    row = (cells[:, 1] * counts[2] + cells[:, 2]).astype(int)
    places[:, 0] += rng.normal(0, 0.008, row.max() + 1)[row]
    # No two stacks are equally high: the layers do not line up across the container.
    stack = (cells[:, 0] * counts[2] + cells[:, 2]).astype(int)
    stretch = 1 + rng.normal(0, 0.012, stack.max() + 1)[stack]
    gap = np.array([rng.uniform(0.003, 0.012), rng.uniform(0.002, 0.008), rng.uniform(0.003, 0.012)])
    ends = places + np.array(size) - gap
    for edge in (places, ends):
        edge[:, 1] = low[1] + (edge[:, 1] - low[1]) * stretch
    middle = places[:, 0] + (ends[:, 0] - places[:, 0]) * rng.uniform(0.35, 0.65, len(cells))
    first = np.stack([places[:, 0], middle, places[:, 1], ends[:, 1], places[:, 2], ends[:, 2]], axis=1)
    second = np.stack([middle, ends[:, 0], places[:, 1], ends[:, 1], places[:, 2], ends[:, 2]], axis=1)
    amount = density * (1 + spread * rng.normal(size=2 * len(cells)))
    goods = blocks(np.concatenate([first, second]), material, np.maximum(amount, 0.2 * density), group)
    return goods.inside((room[0] - 0.05, room[1] + 0.05, room[2], room[3], room[4], room[5]))


def pallets(
    rng: np.random.Generator,
    room: Bounds,
    size: Size,
    material: Material,
    density: float,
    fill: float,
) -> Blocks:
    """Two rows of wooden pallets, stacked to a height of their own."""
    parts: list[Blocks] = []
    across = room[4] + np.array([0.0, (room[5] - room[4]) / 2])
    n, deep = 0, (room[5] - room[4]) / 2 - 0.02
    for z in across:
        x = room[1] - rng.uniform(0.0, 0.05)
        long = float(rng.choice([1.0, 1.2]))
        while x - long > room[0] and rng.random() < fill:
            height = room[2] + 0.15 + (room[3] - room[2] - 0.15) * rng.uniform(0.75, 0.97)
            parts.append(pallet(room[2], x - long, long, float(z), deep, n))
            parts.append(
                cartons(
                    rng,
                    (x - long, x, room[2] + 0.15, height, float(z) + 0.01, float(z) + deep),
                    size,
                    material,
                    density,
                    n,
                )
            )
            x, n = x - long - rng.uniform(0.01, 0.08), n + 1
    return join(*parts)


def pallet(floor: float, x: float, long: float, z: float, deep: float, group: int) -> Blocks:
    rows: list[Bounds] = [(x, x + long, floor + y, floor + y + 0.02, z, z + deep) for y in (0.0, 0.125)]
    rows += [
        (x, x + long, floor + 0.02, floor + 0.125, z + part * deep, z + part * deep + 0.1) for part in (0.0, 0.45, 0.9)
    ]
    return blocks(rows, CELLULOSE, 0.5, group).inside((x, x + long, floor, floor + 0.145, z, z + deep))


def sections(
    rng: np.random.Generator,
    room: Bounds,
    size: Size,
    material: Material,
    density: float,
    long: float,
) -> Blocks:
    """Cartons stowed by hand, wall after wall, each section to a height of its own."""
    parts: list[Blocks] = []
    x, n = room[1], 0
    while x - long > room[0]:
        top = room[3] - rng.choice([0.0, size[1], 2 * size[1]], p=[0.7, 0.2, 0.1])
        parts.append(cartons(rng, (x - long, x, room[2], float(top), room[4], room[5]), size, material, density, n))
        x, n = x - long - rng.uniform(0.0, 0.03), n + 1
    return join(*parts)


def bags(rng: np.random.Generator, room: Bounds, material: Material, density: float) -> Blocks:
    """Bags of 60 kg laid in layers: rounded ends, every other layer turned."""
    size = (rng.uniform(0.7, 0.8), rng.uniform(0.17, 0.22), rng.uniform(0.42, 0.5))
    start = room[0] + rng.uniform(0.0, (room[1] - room[0]) * 0.3)
    top = room[2] + (room[3] - room[2]) * rng.uniform(0.45, 0.85)
    whole = cartons(rng, (start, room[1], room[2], top, room[4], room[5]), size, material, density, 0, 0.08)
    ends = whole.bounds.copy()
    ends[:, 2] += size[1] * 0.15
    ends[:, 3] -= size[1] * 0.10
    stack = np.floor((whole.bounds[:, 0] - start) / 1.5).astype(np.int32)
    return replace(whole, bounds=ends, group=stack)


def cylinders(
    rng: np.random.Generator, room: Bounds, size: tuple[float, float], material: Material, density: float, layers: int
) -> Blocks:
    """Drums or rolls of a radius and a height, standing upright in rows set against each other."""
    (radius, high), parts = size, []
    for n, x in enumerate(np.arange(room[1] - radius, room[0] + radius, -radius * 1.85)):
        for z in np.arange(room[4] + radius + (radius * 0.6 if n % 2 else 0.0), room[5] - radius + 0.01, 2.05 * radius):
            for y in room[2] + np.arange(layers) * (high + 0.02):
                place = (float(x) + rng.normal(0, 0.01), float(z) + rng.normal(0, 0.005))
                strips = disc("y", place, radius, (y, y + high), strips=12)
                parts.append(blocks(strips, material, density * rng.uniform(0.95, 1.05), n))
    return join(*parts)
