"""What the container carries: kinds of goods with their real densities, units and ways of stowing.

A kind is a function that fills a room; how goods are stowed is in stowing.py.
"""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from datasets.simulation.blocks import Blocks, Bounds, blocks, disc, join, nothing
from datasets.simulation.materials import (
    ALUMINIUM,
    CELLULOSE,
    FROZEN,
    FRUIT,
    POLYETHYLENE,
    PVC,
    RUBBER,
    STEEL,
    SUCROSE,
    WATER,
)
from datasets.simulation.scenes.stowing import bags, cartons, cylinders, pallet, pallets, sections

LARGEST_PAYLOAD_KG = 27_000.0

Loader = Callable[[np.random.Generator, Bounds], Blocks]


def draw_load(rng: np.random.Generator, room: Bounds, kind: str) -> Blocks:
    """A load of a kind in the container's room, no heavier than a container may carry."""
    load = LOADS[kind](rng, room)
    excess = load.mass_kg / LARGEST_PAYLOAD_KG
    # Too heavy a load is stowed less densely packed, as lighter goods of the same kind would be.
    return load if excess <= 1 else replace(load, density=load.density / np.float32(excess))


def fruit(rng: np.random.Generator, room: Bounds) -> Blocks:
    return pallets(rng, room, (0.5, 0.245, 0.39), FRUIT, rng.uniform(0.32, 0.42), 0.985)


def frozen(rng: np.random.Generator, room: Bounds) -> Blocks:
    top = room[2] + (room[3] - room[2]) * rng.uniform(0.55, 0.95)
    return sections(
        rng,
        (room[0] + rng.uniform(0.0, 1.5), room[1], room[2], top, room[4], room[5]),
        (0.4, 0.16, 0.6),
        FROZEN,
        rng.uniform(0.5, 0.75),
        1.6,
    )


def textiles(rng: np.random.Generator, room: Bounds) -> Blocks:
    return sections(rng, room, (0.6, 0.4, 0.4), CELLULOSE, rng.uniform(0.12, 0.3), 1.2)


def machine_parts(rng: np.random.Generator, room: Bounds) -> Blocks:
    """Cartons of metal parts on pallets, one layer high."""
    low = (room[0], room[1], room[2], room[2] + rng.uniform(0.7, 1.3), room[4], room[5])
    return pallets(rng, low, (0.4, 0.25, 0.3), STEEL, rng.uniform(0.5, 1.1), 0.9)


def coffee(rng: np.random.Generator, room: Bounds) -> Blocks:
    return bags(rng, room, CELLULOSE, rng.uniform(0.6, 0.7))


def sugar(rng: np.random.Generator, room: Bounds) -> Blocks:
    return bags(rng, room, SUCROSE, rng.uniform(0.8, 0.95))


def bulk(rng: np.random.Generator, room: Bounds) -> Blocks:
    """Grain poured in: a height field of strips, higher in the middle and towards the front."""
    long, density = room[1] - room[0], rng.uniform(0.6, 0.8)
    n, m = int(long / 0.04), 6
    x, z = np.linspace(room[0], room[1], n + 1), np.linspace(room[4], room[5], m + 1)
    level = rng.uniform(0.35, 0.7) * (room[3] - room[2])
    waves = sum(
        rng.normal(0, 0.06) / k * np.sin(k * np.pi * (x[:-1] - room[0]) / long + rng.uniform(0, 6)) for k in range(1, 9)
    )
    slope = np.minimum(1, (x[:-1] - room[0]) / rng.uniform(0.8, 2.0))
    rows: list[Bounds] = []
    for j in range(m):
        hump = 1 - 0.15 * ((j + 0.5) / m * 2 - 1) ** 2
        tops = room[2] + np.clip(level * hump * slope + waves + rng.normal(0, 0.004, n), 0.02, room[3] - room[2])
        rows += [(x[i], x[i + 1], room[2], tops[i], z[j], z[j + 1]) for i in range(n)]
    return blocks(rows, CELLULOSE, density * (1 + 0.01 * rng.normal(size=len(rows))))


def timber(rng: np.random.Generator, room: Bounds) -> Blocks:
    """Packs of planks lengthwise, on battens."""
    density, parts, x, n = rng.uniform(0.4, 0.65), [], room[1], 0
    while x - 2.4 > room[0]:
        long = rng.uniform(2.4, min(4.0, x - room[0]))
        for y in (room[2] + 0.08, room[2] + 1.16):
            thick = rng.uniform(0.025, 0.05)
            pack = (x - long, x, y, y + 1.0, room[4] + 0.05, room[5] - 0.05)
            parts.append(cartons(rng, pack, (long, thick, rng.uniform(0.1, 0.2)), CELLULOSE, density, n, 0.08))
            parts.append(
                blocks(
                    [
                        (x - part * long, x - part * long + 0.08, y - 0.08, y, room[4], room[5])
                        for part in (0.2, 0.5, 0.8)
                    ],
                    CELLULOSE,
                    0.5,
                    n,
                )
            )
        x, n = x - long - rng.uniform(0.02, 0.15), n + 1
    return join(*parts)


def drums(rng: np.random.Generator, room: Bounds) -> Blocks:
    liquid = [WATER, POLYETHYLENE][int(rng.integers(2))]
    return cylinders(rng, room, (0.29, rng.uniform(0.7, 0.86)), liquid, rng.uniform(0.7, 1.0), int(rng.integers(1, 3)))


def paper_rolls(rng: np.random.Generator, room: Bounds) -> Blocks:
    return cylinders(rng, room, (rng.uniform(0.5, 0.6), rng.uniform(0.9, 1.1)), CELLULOSE, rng.uniform(0.5, 0.75), 2)


def tyres(rng: np.random.Generator, room: Bounds) -> Blocks:
    """Tyres on their side in columns, hollow in the middle."""
    radius, high, parts = rng.uniform(0.28, 0.4), rng.uniform(0.18, 0.25), []
    for n, x in enumerate(np.arange(room[1] - radius, room[0] + radius, -2.02 * radius)):
        for z in np.arange(room[4] + radius, room[5] - radius + 0.01, 2.02 * radius):
            for y in np.arange(room[2], room[3] - high, high):
                place = (float(x) + rng.normal(0, 0.015), float(z) + rng.normal(0, 0.015))
                outer = blocks(
                    disc("y", place, radius, (float(y), float(y) + high - 0.01), strips=8),
                    RUBBER,
                    rng.uniform(0.3, 0.4),
                    n,
                )
                parts += [
                    outer,
                    blocks(
                        disc("y", place, radius * 0.55, (float(y), float(y) + high - 0.01), strips=6), RUBBER, -0.33, n
                    ),
                ]
    return join(*parts)


def machinery(rng: np.random.Generator, room: Bounds) -> Blocks:
    """A few machines on skids: frames, housings, shafts and plates at odd places."""
    parts: list[Blocks] = []
    x, n = room[1] - rng.uniform(0.2, 0.8), 0
    while x - 1.2 > room[0] and n < 6:
        long = rng.uniform(1.0, min(2.8, x - room[0]))
        parts.append(
            machine(
                rng,
                (
                    x - long,
                    x,
                    room[2],
                    room[2] + rng.uniform(0.9, 2.0),
                    room[4] + rng.uniform(0.1, 0.5),
                    room[5] - rng.uniform(0.1, 0.5),
                ),
                n,
            )
        )
        x, n = x - long - rng.uniform(0.2, 1.5), n + 1
    return join(*parts)


def machine(rng: np.random.Generator, room: Bounds, group: int) -> Blocks:
    size = np.array(room[1::2]) - np.array(room[0::2])

    def part(count: int, low: float, high: float) -> NDArray[np.float64]:
        extent = size * rng.uniform(low, high, (count, 3))
        start = np.array(room[0::2]) + (size - extent) * rng.uniform(0, 1, (count, 3))
        return np.stack([start, start + extent], axis=2).reshape(count, 6)

    skid: list[Bounds] = [(room[0], room[1], room[2], room[2] + 0.12, z, z + 0.12) for z in (room[4], room[5] - 0.12)]
    plates = part(int(rng.integers(4, 10)), 0.2, 0.8)
    plates[:, 5] = plates[:, 4] + rng.uniform(0.004, 0.02, len(plates))
    shafts = disc(
        "z",
        (room[0] + size[0] * rng.uniform(0.3, 0.7), room[2] + size[1] * rng.uniform(0.4, 0.7)),
        rng.uniform(0.06, 0.2),
        (room[4], room[5]),
        8,
    )
    housing = blocks(part(int(rng.integers(6, 16)), 0.1, 0.45), STEEL, rng.uniform(0.3, 1.2), group)
    return join(
        blocks(skid, CELLULOSE, 0.6, group),
        blocks(plates, STEEL, 7.85, group),
        blocks(shafts, STEEL, 3.0, group),
        housing,
    )


def scrap(rng: np.random.Generator, room: Bounds) -> Blocks:
    """Loose metal: short slanting pieces, each a stair of small blocks, in a heap."""
    parts: list[Blocks] = []
    level = room[2] + rng.uniform(0.5, 1.1)
    for _ in range(140):
        steps, thick = 8, rng.uniform(0.01, 0.05)
        start = np.array(
            [rng.uniform(*room[:2]), room[2] + (level - room[2]) * rng.beta(1, 1.5), rng.uniform(room[4], room[5])]
        )
        line = start + np.linspace(0, rng.uniform(0.2, 0.9), steps)[:, None] * unit(rng)
        parts.append(
            blocks(
                np.stack([line - thick, line + thick + 0.02], axis=2).reshape(steps, 6), STEEL, rng.uniform(2, 6)
            ).inside(room)
        )
    return join(*parts, blocks([(room[0], room[1], room[2], level, room[4], room[5])], STEEL, 0.15))


def unit(rng: np.random.Generator) -> NDArray[np.float64]:
    direction = rng.normal(size=3)
    return np.asarray(direction / np.linalg.norm(direction))


def mixed(rng: np.random.Generator, room: Bounds) -> Blocks:
    """Consolidated pallets, each of other goods."""
    goods = (
        (CELLULOSE, 0.2),
        (POLYETHYLENE, 0.3),
        (PVC, 0.4),
        (STEEL, 0.5),
        (WATER, 0.7),
        (ALUMINIUM, 0.3),
        (SUCROSE, 0.6),
    )
    parts: list[Blocks] = []
    x, n = room[1], 0
    while x - 1.2 > room[0]:
        for z in (room[4], (room[4] + room[5]) / 2 + 0.02):
            material, density = goods[int(rng.integers(len(goods)))]
            top = room[2] + (room[3] - room[2]) * rng.uniform(0.3, 0.95)
            size = (
                float(rng.choice([0.3, 0.4, 0.6])),
                float(rng.uniform(0.15, 0.4)),
                float(rng.choice([0.3, 0.4, 0.6])),
            )
            parts.append(pallet(room[2], x - 1.2, 1.2, z, 1.1, n))
            parts.append(
                cartons(
                    rng,
                    (x - 1.2, x, room[2] + 0.15, top, z, z + 1.1),
                    size,
                    material,
                    density * rng.uniform(0.7, 1.3),
                    n,
                    0.12,
                )
            )
            n += 1
        x -= 1.2 + rng.uniform(0.02, 0.25)
    return join(*parts).inside(room)


def empty(_rng: np.random.Generator, _room: Bounds) -> Blocks:
    return nothing()


LOADS: dict[str, Loader] = {
    "fruit": fruit,
    "frozen": frozen,
    "coffee": coffee,
    "sugar": sugar,
    "bulk": bulk,
    "timber": timber,
    "paper_rolls": paper_rolls,
    "drums": drums,
    "tyres": tyres,
    "textiles": textiles,
    "machine_parts": machine_parts,
    "machinery": machinery,
    "scrap": scrap,
    "mixed": mixed,
    "empty": empty,
}
REEFER_LOADS = ("fruit", "frozen", "mixed", "empty")
