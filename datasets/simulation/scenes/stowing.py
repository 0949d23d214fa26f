"""How goods are stowed: cartons in crossed layers, pallets in rows, walls of goods by hand, and how they settle.

A load is blocks whose groups are what shifts together on the way: a pallet, a stack or a row.
Densities are of the goods as packed, in g/cm3.
"""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from datasets.simulation.beam.materials import CARDBOARD, WOOD
from datasets.simulation.blocks import Blocks, Bounds, blocks, join
from datasets.simulation.shapes import Rows, slanted

Size = tuple[float, float, float]
Area = tuple[float, float, float, float]  # x low, high, z low, high
Packer = Callable[[np.random.Generator, Area, float, float, int], Blocks]  # area, floor, top, group

PALLET_SIZES_M = ((1.2, 1.0), (1.2, 0.8), (1.1, 1.1), (0.8, 1.1))  # along, across; ISO 6780
PALLET_HIGH_M = 0.144
PAYLOAD_KG = (18_500.0, 27_000.0)  # what shippers load of heavy goods


def level(rng: np.random.Generator, room: Bounds, density: float, low: float, high: float) -> float:
    """How high goods of a density reach: between two shares of the room's height, and no heavier than is usual."""
    floor_m2 = (room[1] - room[0]) * (room[5] - room[4])
    return room[2] + min(
        rng.uniform(low, high) * (room[3] - room[2]), rng.uniform(*PAYLOAD_KG) / 1000 / density / floor_m2
    )


def used(rng: np.random.Generator, room: Bounds, free: float = 0.35) -> Bounds:
    """The part of the room that goods take up: all of it, or less by up to a share at the doors."""
    if rng.random() < 0.6:
        return room
    return room[0] + float(rng.uniform(0, free)) * (room[1] - room[0]), *room[1:]


def pallets(
    rng: np.random.Generator,
    room: Bounds,
    pack: Packer,
    top: float,
    size: tuple[float, float] | None = None,
    uneven: float = 0.05,
) -> Blocks:
    """Pallets in two rows from the front to the doors, each packed to a height of its own."""
    parts = []
    for group, area in enumerate(pallet_places(rng, room, size)):
        base, deck = pallet(rng, area, room[2], group), room[2] + PALLET_HIGH_M
        tall = (top - deck) * float(np.clip(1 - abs(rng.normal(0, uneven)), 0.2, 1))
        goods = pack(rng, overhanging(rng, area, room), deck, deck + tall, group)
        parts.append(join(base, slanted(goods, "x", "z", rng.normal(0, 0.008), (area[2] + area[3]) / 2)))
    return join(*parts)


def pallet_places(rng: np.random.Generator, room: Bounds, size: tuple[float, float] | None) -> list[Area]:
    """Where pallets stand: a row along each wall, seldom level with each other, and not always up to the doors."""
    long, deep = size or PALLET_SIZES_M[int(rng.integers(len(PALLET_SIZES_M)))]
    deep = min(deep, (room[5] - room[4]) / 2 - 0.005)
    turned = long + deep <= room[5] - room[4] and rng.random() < 0.5
    places: list[Area] = []
    for row in (0, 1):
        x_size, z_size = (deep, long) if turned and row else (long, deep)
        x, gap = room[1] - rng.uniform(0.0, 0.1), rng.uniform(0.005, 0.04)
        while x - x_size > room[0]:
            slack = min(rng.exponential(0.015), 0.06)
            z = room[4] + slack if row == 0 else room[5] - slack - z_size
            places.append((x - x_size, x, z, z + z_size))
            x -= x_size + gap + rng.exponential(0.015)
    return places


def overhanging(rng: np.random.Generator, area: Area, room: Bounds) -> Area:
    """Goods seldom end where their pallet does: a little over or short of it on each side."""
    x0, x1, z0, z1 = np.array(area) + rng.normal(0, 0.012, 4).clip(-0.02, 0.02) * (-1, 1, -1, 1)
    middle = (room[4] + room[5]) / 2
    return (x0, x1, max(z0, room[4]), min(z1, middle)) if z1 < middle + 0.02 else (x0, x1, z0, min(z1, room[5]))


def pallet(rng: np.random.Generator, area: Area, floor: float, group: int) -> Blocks:
    """Bottom boards, nine blocks or three bearers, and a deck of boards with gaps."""
    x0, x1, z0, z1 = area
    long, deep, high = x1 - x0, z1 - z0, PALLET_HIGH_M - 0.044
    runs = [(z0 + part * (deep - 0.1), z0 + part * (deep - 0.1) + 0.1) for part in (0.0, 0.5, 1.0)]
    rows: list[Bounds] = [(x0, x1, floor, floor + 0.022, *z) for z in runs]
    if rng.random() < 0.6:
        feet = [x0 + part * (long - 0.13) for part in (0.0, 0.5, 1.0)]
        rows += [(x, x + 0.13, floor + 0.022, floor + 0.022 + high, *z) for x in feet for z in runs]
    else:
        rows += [(x0, x1, floor + 0.022, floor + 0.022 + high, z[0] + 0.03, z[0] + 0.07) for z in runs]
    boards = int(rng.integers(5, 10))
    wide = rng.uniform(0.7, 0.92) * long / boards
    for x in np.linspace(x0, x1 - wide, boards):
        rows.append((float(x), float(x) + wide, floor + 0.022 + high, floor + PALLET_HIGH_M, z0, z1))
    return blocks(rows, WOOD, 0.5, group)


def stack(
    rng: np.random.Generator,
    area: Area,
    floor: float,
    top: float,
    size: Size,
    crossed: bool = True,
    gap: float = 0.006,
    wobble: float = 0.003,
) -> Rows:
    """Equal cartons in layers, every other one turned if crossed; the uppermost layer may be begun only.

    `wobble` is by how many metres each carton stands beside the one below; columns are not equally high.
    """
    layers = int((top - floor) / size[1] + 0.02)
    ways = sorted((cells(area, size[2], size[0]), cells(area, size[0], size[2])), key=len)
    if layers < 1 or not len(ways[1]):
        return np.zeros((0, 6))
    crossed = crossed and len(ways[0]) >= 0.75 * len(ways[1])
    parts = [ways[0 if crossed and n % 2 else 1] for n in range(layers)]
    flat, layer = np.concatenate(parts), np.repeat(np.arange(layers), [len(part) for part in parts])
    column = np.concatenate([np.arange(len(part)) for part in parts])
    count = column.max() + 1
    drift = np.cumsum(rng.normal(0, wobble, (layers, count, 2)), axis=0).clip(-0.05, 0.05)[layer, column]
    drift += rng.normal(0, gap / 2, (len(flat), 2)).clip(-0.01, 0.01)
    stretch = size[1] * (1 + rng.normal(0, 0.008, count))[column].clip(0.98, 1.02)
    rows = np.stack(
        [flat[:, 0], flat[:, 1], floor + layer * stretch, floor + (layer + 1) * stretch, flat[:, 2], flat[:, 3]], axis=1
    )
    rows[:, [0, 1]] += drift[:, :1] + np.array([gap, -gap]) / 2
    rows[:, [4, 5]] += 0.4 * drift[:, 1:] + np.array([gap, -gap]) / 2
    rows[:, 3] -= rng.uniform(0.0, 0.003, len(rows))
    return begun(rng, rows, layer) if rng.random() < 0.25 else rows


def begun(rng: np.random.Generator, rows: Rows, layer: NDArray[np.int64]) -> Rows:
    """The same stack with some of its uppermost layer missing, from one side."""
    last = np.flatnonzero(layer == layer.max())
    order = last[np.argsort(rows[last][:, [0, 4]] @ rng.normal(size=2))]
    return np.delete(rows, order[int(rng.integers(1, len(order) + 1)) :], axis=0)


def cells(area: Area, long: float, deep: float) -> Rows:
    """Places side by side that fill an area (N x 4); a size yields by up to a seventh where one more then fits.

    What is left over is shared out: shippers choose cartons that fit."""
    along, across = int((area[1] - area[0]) / (0.86 * long)), int((area[3] - area[2]) / (0.86 * deep))
    if not across or not along:
        return np.zeros((0, 4))
    x = area[0] + np.arange(along) * ((area[1] - area[0]) / along)
    z = area[2] + np.arange(across) * ((area[3] - area[2]) / across)
    x, z = (grid.ravel() for grid in np.meshgrid(x, z, indexing="ij"))
    wide, far = min(1.25 * long, (area[1] - area[0]) / along), min(1.25 * deep, (area[3] - area[2]) / across)
    x += ((area[1] - area[0]) / along - wide) / 2
    z += ((area[3] - area[2]) / across - far) / 2
    return np.stack([x, x + wide, z, z + far], axis=1)


def walls(rng: np.random.Generator, room: Bounds, pack: Packer, top: float, long: float, uneven: float = 0.0) -> Blocks:
    """Goods stowed by hand, wall after wall across the room, each to a height of its own."""
    starts, x = [], room[1] - rng.uniform(0.0, 0.04)
    gap = rng.uniform(0.0, 0.006)
    while x - long > room[0]:
        starts.append(x - long)
        x -= long + gap + rng.exponential(0.005)
    parts = []
    for group, (start, share) in enumerate(zip(starts, wall_heights(rng, len(starts), uneven), strict=True)):
        area = (start, start + long, room[4] + rng.uniform(0, 0.02), room[5] - rng.uniform(0, 0.02))
        goods = pack(rng, area, room[2], room[2] + (top - room[2]) * share, group)
        parts.append(slanted(goods, "x", "z", rng.normal(0, 0.006)))
    return join(*parts)


def wall_heights(rng: np.random.Generator, count: int, uneven: float) -> NDArray[np.float64]:
    """Shares of the full height from the front to the doors, where the last walls often step down."""
    shares = 1 - np.abs(rng.normal(0, uneven, count))
    steps = int(rng.choice([0, 1, 2, 3], p=[0.55, 0.22, 0.13, 0.1]))
    for _ in range(steps):
        shares[max(count - int(rng.integers(1, 2 + count // 3)), 1) :] *= rng.uniform(0.55, 0.95)
    return np.asarray(shares)


def sheets(rows: Rows, high: float, group: int) -> Blocks:
    """A sheet of solid board under each layer of a stack of cartons of a height."""
    low, far = rows.min(axis=0), rows.max(axis=0)
    floors = np.arange(low[2], far[3] - 0.5 * high, high)
    return blocks([(low[0], far[1], float(y), float(y) + 0.002, low[4], far[5]) for y in floors], CARDBOARD, 0.7, group)


def settled(rng: np.random.Generator, load: Blocks, room: Bounds, lean: float = 0.01, crush: float = 0.03) -> Blocks:
    """Stacks as they stand after loading: leaning and bowed, neighbours alike, the lower layers pressed together."""
    if not len(load):
        return load
    groups, of = np.unique(load.group, return_inverse=True)
    tall = room[3] - room[2]
    height = (load.bounds[:, 2:4].mean(axis=1) - room[2]) / tall
    offsets = np.zeros((len(load), 3))
    for axis in (0, 2):
        tilt = rng.normal(0, lean) + rng.normal(0, 0.3 * lean, len(groups))
        bow = rng.normal(0, lean) + rng.normal(0, 0.3 * lean, len(groups))
        offsets[:, axis] = (
            tall * (tilt[of] * height + bow[of] * height * (1 - height) * 2) * (1.0 if axis == 0 else 0.3)
        )
    return pressed(rng, load.moved(offsets.astype(np.float32)), room, of, crush).inside(room)


def pressed(rng: np.random.Generator, load: Blocks, room: Bounds, of: NDArray[np.int64], crush: float) -> Blocks:
    """Heights drawn together, most at the bottom and in each stack by its own measure; mass is kept."""
    tall = room[3] - room[2]
    share = crush * rng.uniform(0.2, 1.0, of.max() + 1)[of]
    bounds = load.bounds.copy()
    for column in (2, 3):
        part = ((bounds[:, column] - room[2]) / tall).clip(0, 1)
        bounds[:, column] = room[2] + tall * part * (1 - share * (1 - part / 2))
    thinner = (bounds[:, 3] - bounds[:, 2]) / (load.bounds[:, 3] - load.bounds[:, 2])
    return replace(load, bounds=bounds, density=(load.density / np.maximum(thinner, 0.5)).astype(np.float32))
