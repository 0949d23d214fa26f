"""Liquids: drums of 200 l, tanks of 1 m3 in cages, and bottles or tins on pallets."""

import numpy as np

from datasets.simulation.beam.materials import (
    ALUMINIUM,
    CARDBOARD,
    FRUIT,
    GLASS,
    OIL,
    POLYETHYLENE,
    STEEL,
    SUCROSE,
    WATER,
    Material,
)
from datasets.simulation.blocks import Blocks, Bounds, blocks, join, ring
from datasets.simulation.scenes.goods.rolled import staggered
from datasets.simulation.scenes.stowing import (
    PALLET_HIGH_M,
    PAYLOAD_KG,
    Area,
    level,
    pallet,
    pallet_places,
    pallets,
    settled,
    used,
)
from datasets.simulation.shapes import copies, crumbled

LIQUIDS: tuple[tuple[Material, float], ...] = (
    (WATER, 1.0),
    (OIL, 0.87),
    (SUCROSE, 1.3),
    (FRUIT, 1.05),
    (POLYETHYLENE, 0.8),
)


def drums(rng: np.random.Generator, room: Bounds) -> Blocks:
    """Drums of 200 l on the floor or on sheets between two tiers; the liquid ends below the lid."""
    room = used(rng, room)
    liquid, density = LIQUIDS[int(rng.integers(len(LIQUIDS)))]
    steel, radius, high = rng.random() < 0.7, 0.287, rng.uniform(0.86, 0.94)
    full = rng.uniform(0.82, 0.96)
    places = staggered(room, 2 * radius + 0.002, 0.004)
    allowed = int(rng.uniform(*PAYLOAD_KG) / (density * full * 230))
    tiers = 2 if 2 * high + 0.1 < room[3] - room[2] and allowed > len(places) else 1
    shapes = [
        drum(radius, high, liquid, density, float(np.clip(full + rng.normal(0, 0.012), 0.5, 0.97)), steel)
        for _ in range(6)
    ]
    standing = np.concatenate([places[:allowed], places[: max(allowed - len(places), 0) if tiers == 2 else 0]])
    tier = (np.arange(len(standing)) >= len(places)) * (high + 0.02)
    at = np.stack([standing[:, 0] + rng.normal(0, 0.004, len(tier)), room[2] + tier, standing[:, 1]], axis=1)
    chosen = rng.integers(len(shapes), size=len(at))
    groups = standing[:, 2].astype(int)
    parts = [copies(shape, at[chosen == n], groups[chosen == n]) for n, shape in enumerate(shapes)]
    if tiers == 2:
        parts.append(
            blocks([(places[-1, 0], room[1], room[2] + high, room[2] + high + 0.018, room[4], room[5])], CARDBOARD, 0.6)
        )
    return join(*parts).inside(room)


def drum(radius: float, high: float, liquid: Material, density: float, full: float, steel: bool) -> Blocks:
    """A shell of 1.2 mm of steel or 4 mm of plastic with two hoops, a lid sunk into its rim, and what is in it."""
    shell, thick, weight = (STEEL, 0.0012, 7.85) if steel else (POLYETHYLENE, 0.004, 0.95)
    side = ring("y", (0, 0), (radius - 0.004 - thick, radius - 0.004), (0, high), 12)
    hoops = [
        row
        for y in (high / 3, 2 * high / 3, high - 0.02)
        for row in ring("y", (0, 0), (radius - 0.004, radius), (y, y + 0.02), 6)
    ]
    ends = [row for y in (0.015, high - 0.02) for row in ring("y", (0, 0), (0, radius - 0.006), (y, y + thick), 4)]
    inside = ring("y", (0, 0), (0, radius - 0.006), (0.017, 0.017 + full * (high - 0.04)), 14)
    rows = np.concatenate([side, ends])
    return join(
        blocks(rows, shell, weight), blocks(np.array(hoops), shell, 0.4 * weight), blocks(inside, liquid, density)
    )


def ibcs(rng: np.random.Generator, room: Bounds) -> Blocks:
    """Tanks of 1 m3 in tube cages, each filled to its own level, one or two high."""
    room = used(rng, room)
    liquid, density = LIQUIDS[int(rng.integers(4))]
    left, parts = rng.uniform(*PAYLOAD_KG), []
    full, tiers = rng.uniform(0.75, 0.95), 1 + int(room[3] - room[2] > 2.36)
    for group, area in enumerate(sorted(pallet_places(rng, room, (1.2, 1.0)), key=lambda area: -area[0])):
        for tier in range(tiers):
            if left > 0:
                share = full + rng.normal(0, 0.02) if rng.random() < 0.93 else 0.0
                parts.append(
                    ibc(rng, area, room[2] + tier * 1.17, liquid, density, float(np.clip(share, 0, 0.97)), group)
                )
                left -= parts[-1].mass_kg
    return join(*parts).inside(room)


def ibc(
    rng: np.random.Generator, area: Area, floor: float, liquid: Material, density: float, full: float, group: int
) -> Blocks:
    """Pallet, plastic tank with a rounded bottom, screw cap, valve, and a cage of tubes."""
    x0, x1, z0, z1 = area
    base, top = floor + PALLET_HIGH_M, floor + 1.16
    surface = base + 0.02 + full * (top - base - 0.06)
    tank: list[Bounds] = [
        (x0 + 0.02, x1 - 0.02, y, y + 0.003, z0 + 0.02, z1 - 0.02) for y in (base + 0.01, top - 0.035)
    ]
    tank += [(x, x + 0.003, base + 0.01, top - 0.03, z0 + 0.02, z1 - 0.02) for x in (x0 + 0.02, x1 - 0.023)]
    tank.append(
        ((x0 + x1) / 2 - 0.08, (x0 + x1) / 2 + 0.08, top - 0.03, top, -0.08 + (z0 + z1) / 2, 0.08 + (z0 + z1) / 2)
    )
    filled: list[Bounds] = []
    for low, high, inset in ((0.013, 0.04, 0.09), (0.04, 0.09, 0.05), (0.09, 9.0, 0.025)):
        if base + low < min(base + high, surface):
            filled.append((x0 + inset, x1 - inset, base + low, min(base + high, surface), z0 + inset, z1 - inset))
    bars: list[Bounds] = []
    for z in (z0, z1 - 0.016):
        bars += [(x, x + 0.016, base, top, z, z + 0.016) for x in np.linspace(x0, x1 - 0.016, 9)]
        bars += [(x0, x1, y, y + 0.016, z, z + 0.016) for y in np.linspace(base + 0.08, top - 0.02, 6)]
    bars += [
        (x, x + 0.016, y, y + 0.016, z0, z1) for x in (x0, x1 - 0.016) for y in np.linspace(base + 0.08, top - 0.02, 6)
    ]
    return join(
        pallet(rng, area, floor, group),
        blocks(tank, POLYETHYLENE, 0.95, group),
        blocks(filled, liquid, density, group),
        blocks(bars, STEEL, 1.6, group),
    )


def bottles(rng: np.random.Generator, room: Bounds) -> Blocks:
    """Bottles, jars or tins in layers on pallets: full bodies, thin necks, a sheet under each layer."""
    room = used(rng, room)
    across, tall = rng.uniform(0.065, 0.1), rng.uniform(0.12, 0.34)
    neck = rng.uniform(0.2, 0.4) if tall > 0.2 else 0.06
    shell = (GLASS, POLYETHYLENE, ALUMINIUM)[int(rng.integers(3))]
    share = {"glass": 0.28, "polyethylene": 0.03, "aluminium": 0.04}[shell.name]

    def pack(rng: np.random.Generator, area: Area, floor: float, top: float, group: int) -> Blocks:
        x0, x1, z0, z1 = area
        x = np.arange(x0, x1 - across, across)
        parts = []
        for y in np.arange(floor, max(top - tall, floor) + 0.01, tall + 0.004):
            level_y = y + tall * (1 - neck)
            bodies = [
                (a, a + 0.95 * across, y + 0.004, level_y - 0.01 * tall, z0, z1)
                for a in x + rng.normal(0, 0.002, len(x))
            ]
            necks = [(a + 0.36 * across, a + 0.62 * across, level_y, y + tall, z0, z1) for a in x]
            parts += [
                blocks(bodies, WATER, 0.72 * rng.normal(1, 0.015, len(x)), group),
                blocks(bodies, shell, 0.72 * share, group),
                blocks(necks, shell, 0.25 * (share + 0.2), group),
                blocks([(x0, x1, y, y + 0.003, z0, z1)], CARDBOARD, 0.7, group),
            ]
        return join(*parts)

    top = level(rng, room, 0.65 * (1 + share), 0.5, 0.95)
    load = pallets(rng, room, pack, top, (1.2, 1.0), uneven=0.02)
    return settled(rng, crumbled(rng, load, 5000, 0.02, 0.05), room, 0.004, 0.005)
