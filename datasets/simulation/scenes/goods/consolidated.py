"""Goods of many senders: consolidated pallets, removals, and part loads with what keeps them in place."""

import numpy as np

from datasets.simulation.beam.materials import (
    ALUMINIUM,
    CARDBOARD,
    CERAMIC,
    COPPER,
    COTTON,
    GLASS,
    GRAIN,
    LEATHER,
    OIL,
    POLYESTER,
    POLYETHYLENE,
    PVC,
    RUBBER,
    STEEL,
    SUCROSE,
    WATER,
    WOOD,
    Material,
)
from datasets.simulation.blocks import Blocks, Bounds, blocks, join
from datasets.simulation.scenes.goods.bagged import bags
from datasets.simulation.scenes.goods.boxed import cartons
from datasets.simulation.scenes.goods.liquid import drum
from datasets.simulation.scenes.goods.metal import machine_on_skid
from datasets.simulation.scenes.goods.wooden import chairs, cupboard, mattress, table
from datasets.simulation.scenes.stowing import Area, pallets, settled, used
from datasets.simulation.shapes import boxes, copies, crumbled, cut, slanted

GOODS: tuple[tuple[Material, float], ...] = (  # g/cm3 in the carton
    (CARDBOARD, 0.35), (POLYETHYLENE, 0.25), (PVC, 0.4), (STEEL, 0.6), (WATER, 0.7), (ALUMINIUM, 0.25), (SUCROSE, 0.6),
    (COTTON, 0.2), (POLYESTER, 0.15), (LEATHER, 0.2), (CERAMIC, 0.6), (GLASS, 0.5), (COPPER, 0.5), (RUBBER, 0.35),
    (OIL, 0.6), (GRAIN, 0.5),
)  # fmt: skip


def mixed(rng: np.random.Generator, room: Bounds) -> Blocks:
    """Pallets of other goods each: cartons, bags, drums, a machine, loose pieces on top."""
    room = used(rng, room)
    top = room[2] + rng.uniform(0.75, 0.98) * (room[3] - room[2])
    load = pallets(rng, room, any_pallet, top, uneven=0.45)
    return settled(rng, crumbled(rng, load, 8000, 0.3, 0.02), room, 0.01, 0.04)


def any_pallet(rng: np.random.Generator, area: Area, floor: float, top: float, group: int) -> Blocks:
    kind = int(rng.choice(5, p=[0.5, 0.12, 0.1, 0.1, 0.18]))
    x0, x1, z0, z1 = area
    if kind == 1:
        size = ((x1 - x0) / 2 - 0.02, rng.uniform(0.1, 0.18), (z1 - z0) / 3 - 0.01)
        return bags(GRAIN, rng.uniform(0.5, 0.9), size, 4, False)(rng, area, floor, floor + 0.6 * (top - floor), group)
    if kind == 2 and top - floor > 0.9:
        shape = drum(0.285, 0.88, WATER, 1.0, rng.uniform(0.8, 0.95), rng.random() < 0.7)
        places = [(x, floor, z) for x in (x0 + 0.29, x1 - 0.29) for z in (z0 + 0.29, z1 - 0.29)]
        return copies(shape, np.array(places), np.full(4, group))
    if kind == 3 and top - floor > 0.8:
        return machine_on_skid(rng, (x0, x1, floor, floor + min(top - floor, 1.5), z0, z1), group)
    return odd_cartons(rng, area, floor, top, group) if kind == 4 else carton_pallet(rng, area, floor, top, group)


def carton_pallet(rng: np.random.Generator, area: Area, floor: float, top: float, group: int) -> Blocks:
    """One sender's cartons, and perhaps another's upon them."""
    parts: list[Blocks] = []
    at = floor
    while at < top - 0.1 and len(parts) < 3:
        material, density = GOODS[int(rng.integers(len(GOODS)))]
        size = (rng.uniform(0.25, 0.6), rng.uniform(0.1, 0.45), rng.uniform(0.2, 0.5))
        end = top if rng.random() < 0.5 else rng.uniform(at, top)
        pack = cartons(material, density * rng.uniform(0.5, 1.3), size, rng.random() < 0.5, rng.random() < 0.3)
        goods = pack(rng, area, at, end, group)
        if len(goods):
            parts.append(goods)
            at = float(goods.bounds[:, 3].max()) + 0.005
        else:
            at += 0.1
    return join(*parts)


def odd_cartons(rng: np.random.Generator, area: Area, floor: float, top: float, group: int) -> Blocks:
    """Parcels of all sizes: columns side by side, each built of what came to hand."""
    parts, x = [], area[0]
    while x < area[1] - 0.12:
        end = min(x + rng.uniform(0.15, 0.6), area[1])
        for z0, z1 in ((area[2], (area[2] + area[3]) / 2), ((area[2] + area[3]) / 2, area[3])):
            y, limit = floor, top - rng.uniform(0, 0.4) * (top - floor)
            while y < limit - 0.08:
                high = min(rng.uniform(0.08, 0.5), limit - y)
                material, density = GOODS[int(rng.integers(len(GOODS)))]
                low = np.array([[x + rng.uniform(0, 0.03), y, z0 + rng.uniform(0, 0.05)]])
                parcel = boxes(
                    low, np.array([[end - rng.uniform(0.002, 0.03), y + high - 0.004, z1 - rng.uniform(0, 0.05)]])
                )
                parts.append(blocks(parcel, material, density * rng.uniform(0.3, 1.2), group))
                y += high
        x = end
    return join(*parts)


def household(rng: np.random.Generator, room: Bounds) -> Blocks:
    """A removal: cartons of books, china and clothes, furniture between them, odd things on top."""
    parts, x, group = [], room[1], 0
    end = room[0] + rng.uniform(0, 0.4) * (room[1] - room[0])
    pieces = (cupboard, chairs, mattress, table)
    while (long := rng.uniform(0.5, 1.4)) < x - end:
        top = room[2] + rng.uniform(0.6, 0.95) * (room[3] - room[2])
        for z0, z1 in ((room[4] + 0.01, -0.01), (0.01, room[5] - 0.01)):
            middle = room[2] + rng.uniform(0.2, 0.7) * (top - room[2])
            lower, upper = (x - long, x, room[2], middle - 0.03, z0, z1), (x - long, x, middle, top, z0, z1)
            piece = pieces[int(rng.integers(len(pieces)))]
            if rng.random() < 0.6:
                parts.append(piece(rng, lower, group))
                parts.append(odd_cartons(rng, (x - long, x, z0, z1), middle, top, group))
            else:
                parts.append(odd_cartons(rng, (x - long, x, z0, z1), room[2], middle - 0.03, group))
                parts.append(
                    slanted(cut(piece(rng, upper, group), "x", 0.1), "y", "x", abs(rng.normal(0, 0.03)), x - long)
                )
            group += 1
        x -= long + rng.uniform(0, 0.05)
    return settled(rng, crumbled(rng, join(*parts), 7000, 0.35, 0.02), room, 0.008, 0.02)


def secured(rng: np.random.Generator, room: Bounds, load: Blocks) -> Blocks:
    """What keeps a part load in place: timber across before it, airbags or straps."""
    start = float(load.bounds[:, 0].min())
    top = float(load.bounds[:, 3].max())
    if start - room[0] < 0.3:
        return load
    kind, group = int(rng.integers(3)), int(load.group.max())
    if kind == 0:
        rows: list[Bounds] = [
            (start - 0.1, start - 0.01, y, y + 0.09, room[4], room[5]) for y in np.arange(room[2], top - 0.1, 0.55)
        ]
        rows += [(start - 0.2, start - 0.1, room[2], top, z, z + 0.09) for z in (room[4], -0.05, room[5] - 0.09)]
        return join(load, blocks(rows, WOOD, 0.55, group))
    if kind == 1:
        shell: list[Bounds] = [
            (start - x, start - x + 0.001, room[2] + 0.3, min(top, room[2] + 1.6), -0.5, 0.5) for x in (0.2, 0.02)
        ]
        return join(load, blocks(shell, CARDBOARD, 0.8, group))
    straps: list[Bounds] = [
        (start - 0.012, start - 0.008, y, y + 0.05, room[4], room[5]) for y in (room[2] + 0.6, room[2] + 1.2)
    ]
    buckles = [(start - 0.04, start - 0.01, y, y + 0.08, -0.1, 0.1) for y in (room[2] + 0.6, room[2] + 1.2)]
    return join(load, blocks(straps, POLYESTER, 1.2, group), blocks(buckles, STEEL, 3.0, group))
