"""Stone and ceramics: low, heavy pallets of tiles, and slabs of granite leaning on frames."""

from itertools import pairwise

import numpy as np

from datasets.simulation.beam.materials import CARDBOARD, CERAMIC, GLASS, GRANITE, STEEL, WOOD
from datasets.simulation.blocks import Blocks, Bounds, blocks, join
from datasets.simulation.scenes.stowing import PAYLOAD_KG, Area, level, pallets, settled, stack, used
from datasets.simulation.shapes import crumbled, cut, rods, slanted


def tiles(rng: np.random.Generator, room: Bounds) -> Blocks:
    """Cartons of tiles, flat or on edge, one low pallet at each place."""
    room = used(rng, room)
    size = (rng.uniform(0.3, 0.62), rng.uniform(0.06, 0.35), rng.uniform(0.08, 0.35))
    density = rng.uniform(1.5, 2.0)

    def pack(rng: np.random.Generator, area: Area, floor: float, top: float, group: int) -> Blocks:
        rows = stack(rng, area, floor, max(top, floor + size[1]), size, rng.random() < 0.4, 0.006)
        board = rows.copy()
        board[:, 3] = rows[:, 2] + 0.004
        rows[:, 2] += 0.004
        return join(
            blocks(rows, CERAMIC, density * rng.normal(1, 0.03, len(rows)), group), blocks(board, CARDBOARD, 0.5, group)
        )

    load = pallets(rng, room, pack, level(rng, room, density * 0.75, 0.2, 0.6) + 0.144, uneven=0.15)
    return settled(rng, crumbled(rng, load, 5000, 0.03, 0.03), room, 0.003, 0.002)


def stone(rng: np.random.Generator, room: Bounds) -> Blocks:
    """Bundles of granite or glass slabs on edge, leaning on frames of wood; or rough blocks."""
    left, parts, x, group = rng.uniform(*PAYLOAD_KG), [], room[1] - rng.uniform(0.1, 1.5), 0
    material, density = ((GRANITE, 2.7), (GLASS, 2.5))[int(rng.random() < 0.3)]
    rough = rng.random() < 0.3
    while (long := rng.uniform(1.2, 3.2)) < x - room[0] and left > 1500:
        tall = min(rng.uniform(0.7, 1.9), room[3] - room[2] - 0.2)
        area = (x - long, x, room[2] + 0.1, room[2] + 0.1 + tall, 0.0, 0.0)
        piece = rough_block(rng, area, left, group) if rough else slabs(rng, area, left, group)
        goods = blocks(piece.bounds, material, np.full(len(piece), density), group)
        parts.append(join(goods, frame(area, room, group)))
        left -= goods.mass_kg
        x, group = x - long - rng.uniform(0.05, 0.6), group + 1
    return join(*parts).inside(room)


def slabs(rng: np.random.Generator, room: Bounds, most_kg: float, group: int) -> Blocks:
    """Slabs 2-3 cm thick against both sides of a frame, their upper edges uneven, leaning 5 degrees."""
    x0, x1, y0, y1, _, _ = room
    thick = rng.choice([0.02, 0.03])
    count = max(min(int(most_kg / (2700 * thick * (x1 - x0) * (y1 - y0))), int(rng.integers(6, 22))), 1)
    rows: list[Bounds] = []
    for n in range(count):
        z = (0.18 + (n // 2) * (thick + 0.002)) * (1 if n % 2 else -1)
        a, b = x0 + rng.exponential(0.03), x1 - rng.exponential(0.05)
        rows.append(
            (a, b, y0, y1 - rng.exponential(0.04), min(z, z + np.sign(z) * thick), max(z, z + np.sign(z) * thick))
        )
    leaning = cut(blocks(rows, GRANITE, 2.7, group), "y", 0.12)
    side = np.sign(leaning.bounds[:, 4:].mean(axis=1))
    return slanted(leaning, "z", "y", -0.087 * side, y0)


def rough_block(rng: np.random.Generator, room: Bounds, most_kg: float, group: int) -> Blocks:
    """A quarry block with faces that step in and out by some centimetres."""
    x0, x1, y0, y1, _, _ = room
    deep = min(rng.uniform(0.6, 1.4), most_kg / (2700 * (x1 - x0) * (y1 - y0)))
    edges = np.linspace(x0, x1, 25)
    rows = []
    for low, high in pairwise(edges):
        for a, b in ((-deep / 2, 0.0), (0.0, deep / 2)):
            rows.append((low, high, y0, y1 - rng.uniform(0, 0.05), a, b))
    return blocks(rows, GRANITE, 2.7, group)


def frame(area: Bounds, room: Bounds, group: int) -> Blocks:
    """Bearers below, A-shaped trestles within, and struts to the container's walls."""
    x0, x1, y0, y1, _, _ = area
    places = np.linspace(x0 + 0.1, x1 - 0.2, 3)
    bearers: list[Bounds] = [(x, x + 0.1, room[2], y0, -0.7, 0.7) for x in places]
    legs = rods(
        np.array([(x, y0, z) for x in places for z in (-0.15, 0.15)]),
        np.array([(x, y1, 0.0) for x in places for _ in (0, 1)]),
        0.06,
        10,
    )
    struts: list[Bounds] = [
        (x, x + 0.08, y, y + 0.06, z0, z1)
        for x in places[::2]
        for y in (y0 + 0.3, y1 - 0.1)
        for z0, z1 in ((room[4], -0.75), (0.75, room[5]))
    ]
    bolts = [(x, x + 0.02, y1 + 0.02, y1 + 0.04, -0.6, 0.6) for x in places if y1 + 0.04 < room[3]]
    return join(
        blocks(bearers + struts, WOOD, 0.55, group), blocks(legs, WOOD, 0.55, group), blocks(bolts, STEEL, 7.85, group)
    )
