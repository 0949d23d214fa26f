"""Goods in cartons: fruit on pallets, frozen goods, textiles, electronics and metal parts."""

import numpy as np

from datasets.simulation.beam.materials import (
    ALUMINIUM,
    CARDBOARD,
    COPPER,
    COTTON,
    FROZEN,
    FRUIT,
    LEATHER,
    MEAT,
    POLYESTER,
    POLYETHYLENE,
    PVC,
    STEEL,
    Material,
)
from datasets.simulation.blocks import Blocks, Bounds, blocks, join
from datasets.simulation.scenes.stowing import (
    Area,
    Packer,
    Size,
    level,
    pallets,
    settled,
    sheets,
    stack,
    used,
    walls,
)
from datasets.simulation.shapes import Rows, boxes, crumbled

GRAINS = 7000  # blocks of a load of cartons


def filled(rng: np.random.Generator, rows: Rows, material: Material, density: float, group: int) -> Blocks:
    """Cartons that weigh nearly the same, each a little more or less."""
    return blocks(rows, material, density * rng.normal(1, 0.04, len(rows)).clip(0.85, 1.15), group)


def cartons(
    material: Material, density: float, size: Size, crossed: bool = True, sheeted: bool = False, wobble: float = 0.003
) -> Packer:
    def pack(rng: np.random.Generator, area: Area, floor: float, top: float, group: int) -> Blocks:
        rows = stack(rng, area, floor, top, size, crossed, rng.uniform(0.001, 0.008), wobble)
        goods = filled(rng, rows, material, density, group)
        return join(goods, sheets(rows, size[1], group)) if sheeted and len(rows) else goods

    return pack


def bananas(rng: np.random.Generator, room: Bounds) -> Blocks:
    """Cartons of 18 kg and 0.5 x 0.4 x 0.24 m with hand holes, six to a layer and eight or nine layers high."""
    size = (0.5, rng.uniform(0.235, 0.25), 0.39)

    def pack(rng: np.random.Generator, area: Area, floor: float, top: float, group: int) -> Blocks:
        rows = stack(rng, area, floor, top, size, rng.random() < 0.5, 0.008)
        lid, inner = rows.copy(), rows.copy()
        lid[:, 2] = inner[:, 3] = rows[:, 3] - rng.uniform(0.01, 0.05, len(rows))  # air over the hands, and the lid
        return join(
            filled(rng, inner, FRUIT, 0.45, group), blocks(lid, FRUIT, 0.2, group), corner_boards(area, floor, rows)
        )

    top = room[2] + min(0.15 + int(rng.integers(7, 10)) * size[1] + 0.02, 0.97 * (room[3] - room[2]))
    load = pallets(rng, room, pack, top, (1.2, 1.0), uneven=0.02)
    return settled(rng, crumbled(rng, load, GRAINS, 0.22, 0.03), room, 0.008)


def corner_boards(area: Area, floor: float, rows: Rows) -> Blocks:
    x0, x1, z0, z1 = area
    top = float(rows[:, 3].max()) if len(rows) else floor + 0.01
    sides = [(x, x + 0.05, floor, top, z, z + 0.004) for x in (x0, x1 - 0.05) for z in (z0, z1 - 0.004)]
    return blocks(sides, CARDBOARD, 0.7)


def fruit(rng: np.random.Generator, room: Bounds) -> Blocks:
    """Citrus, apples or pineapples in cartons: the fruit lie in offset rows that show through the pallet."""
    room = used(rng, room)
    size = (rng.choice([0.3, 0.4, 0.5, 0.6]), rng.uniform(0.16, 0.3), 0.4)
    across, density = rng.uniform(0.075, 0.12), rng.uniform(0.42, 0.55)

    def pack(rng: np.random.Generator, area: Area, floor: float, top: float, group: int) -> Blocks:
        middle = (area[2] + area[3]) / 2
        halves = ((area[2], middle), (middle, area[3]))
        stacks = [
            stack(rng, (area[0], area[1], *z), floor, top, (size[0], size[1], 0.5), False, 0.012, 0.006) for z in halves
        ]
        cartons = np.concatenate([one for one in stacks if len(one)] or [np.zeros((0, 6))])
        rows = fruit_in(rng, cartons, across) if len(cartons) else cartons
        weight = density * rng.normal(0.8, 0.1, len(rows)).clip(0.4, 1.1)
        return join(blocks(cartons, FRUIT, 0.4 * density, group), blocks(rows, FRUIT, weight, group))

    load = pallets(rng, room, pack, level(rng, room, density * 0.9, 0.7, 0.95), (1.2, 1.0), uneven=0.04)
    return settled(rng, load, room, 0.006)


def fruit_in(rng: np.random.Generator, cartons: Rows, across: float) -> Rows:
    """Rows of fruit in equal cartons, each layer half a fruit beside the one below, through the whole depth."""
    low, size = cartons[:, 0::2], cartons[:, 1::2] - cartons[:, 0::2]
    count, layers = max(int(size[:, 0].mean() / across), 1), max(int(size[:, 1].mean() / (0.85 * across)), 1)
    column, layer = (grid.ravel() for grid in np.meshgrid(np.arange(count), np.arange(layers)))
    shape = (len(cartons), len(column))
    start = np.stack([column + 0.5 * (layer % 2), layer.astype(float), np.zeros(len(column))], axis=1)[None]
    start = start + rng.uniform(0, (0.16, 0.15, 0.0), (*shape, 3))
    step = size[:, None, :] / (count + 0.5, layers, 1)
    begin = low[:, None, :] + start * step
    return boxes(begin.reshape(-1, 3), (begin + step * (0.74, 0.85, 1.0)).reshape(-1, 3))


def frozen(rng: np.random.Generator, room: Bounds) -> Blocks:
    """Meat or fish in cartons of 10-27 kg, close upon the floor and up to the line that leaves the air its way."""
    room = used(rng, room)
    material = (FROZEN, MEAT)[int(rng.integers(2))]
    size = (rng.uniform(0.38, 0.6), rng.uniform(0.12, 0.2), rng.uniform(0.33, 0.42))
    density = rng.uniform(0.6, 0.85)
    pack = cartons(material, density, size, crossed=False)
    load = walls(rng, room, pack, level(rng, room, density, 0.6, 0.93), size[0] * rng.integers(1, 4))
    return settled(rng, crumbled(rng, load, GRAINS, 0.15, 0.03), room, 0.004, 0.01)


def textiles(rng: np.random.Generator, room: Bounds) -> Blocks:
    """Garments and shoes in cartons of 8-20 kg, soft enough to be crushed by those above."""
    room = used(rng, room)
    material = (COTTON, POLYESTER, LEATHER)[int(rng.choice(3, p=[0.5, 0.35, 0.15]))]
    size = (rng.uniform(0.4, 0.7), rng.uniform(0.25, 0.5), rng.uniform(0.35, 0.6))
    pack = cartons(material, rng.uniform(0.12, 0.3), size, crossed=False, wobble=rng.uniform(0.003, 0.008))
    load = walls(rng, room, pack, room[2] + rng.uniform(0.75, 1.0) * (room[3] - room[2]), size[0])
    return settled(rng, crumbled(rng, load, GRAINS, 0.25, 0.02), room, 0.012, 0.08)


def electronics(rng: np.random.Generator, room: Bounds) -> Blocks:
    """Appliances in cartons: light foam and plastic about dense cores, alike from one carton to the next."""
    room = used(rng, room)
    size = (rng.uniform(0.3, 0.9), rng.uniform(0.25, 0.85), rng.uniform(0.3, 0.7))
    cores = [(rng.uniform(0.1, 0.55, 3), rng.uniform(0.04, 0.4, 3)) for _ in range(int(rng.integers(3, 8)))]
    metals = [(ALUMINIUM, COPPER, STEEL)[int(rng.integers(3))] for _ in cores]
    densities = rng.uniform(0.4, 1.6, len(cores))

    def pack(rng: np.random.Generator, area: Area, floor: float, top: float, group: int) -> Blocks:
        rows = stack(rng, area, floor, top, size, False, 0.008)
        low, extent = rows[:, 0::2], rows[:, 1::2] - rows[:, 0::2]
        parts = [filled(rng, rows, PVC, 0.09, group)]
        for (at, share), metal, density in zip(cores, metals, densities, strict=True):
            start = low + extent * (at + rng.normal(0, 0.01, (len(rows), 3))).clip(0.02, 0.58)
            parts.append(blocks(boxes(start, start + extent * share), metal, density, group))
        return join(*parts)

    top = level(rng, room, 0.3, 0.6, 0.95)
    load = pallets(rng, room, pack, top) if rng.random() < 0.5 else walls(rng, room, pack, top, size[0])
    return settled(rng, load, room, 0.006)


def machine_parts(rng: np.random.Generator, room: Bounds) -> Blocks:
    """Cartons of metal parts on pallets, one low layer of them; what is in a carton lies at its bottom."""
    room = used(rng, room)
    density = rng.uniform(0.5, 1.3)
    size = (rng.uniform(0.25, 0.45), rng.uniform(0.15, 0.3), rng.uniform(0.25, 0.4))

    def pack(rng: np.random.Generator, area: Area, floor: float, top: float, group: int) -> Blocks:
        rows = stack(rng, area, floor, top, size, True, 0.006)
        metal = (STEEL, STEEL, ALUMINIUM)[int(rng.integers(3))]
        heap = rows.copy()
        heap[:, 3] -= (rows[:, 3] - rows[:, 2]) * rng.uniform(0.1, 0.4, len(rows))
        return join(filled(rng, heap, metal, density, group), blocks(rows, POLYETHYLENE, 0.05, group))

    top = level(rng, room, density, 0.25, 0.6)
    load = pallets(rng, room, pack, top, uneven=0.25)
    return settled(rng, crumbled(rng, load, GRAINS, 0.5, 0.02), room, 0.004, 0.01)
