"""Liquids without packing: in a tank container's vessel, or in a flexible bag on a dry container's floor."""

from itertools import pairwise

import numpy as np

from datasets.simulation.beam.materials import FRUIT, OIL, SUCROSE, WATER, Material
from datasets.simulation.blocks import Blocks, Bounds, blocks, join
from datasets.simulation.scenes.goods.poured import bulkhead
from datasets.simulation.scenes.special import VESSEL
from datasets.simulation.scenes.stowing import PAYLOAD_KG
from datasets.simulation.shapes import Rows, boxes, round_strips

LIQUIDS: tuple[tuple[Material, float], ...] = ((WATER, 1.0), (OIL, 0.88), (SUCROSE, 1.35), (FRUIT, 1.05))
FLEXITANK_M3 = (16.0, 24.0)  # nominal volumes on the market
FLEXITANK_LONG_M = 5.75  # they are made for 20' containers


def flexitank(rng: np.random.Generator, room: Bounds) -> Blocks:
    """A bag of liquid that fills the room from wall to wall, its top flat but for rounded rims."""
    liquid, density = LIQUIDS[int(rng.integers(len(LIQUIDS)))]
    parts, end, group = [], room[1] - rng.uniform(0.0, 0.05), 0
    most_kg = rng.uniform(*PAYLOAD_KG)
    while end - FLEXITANK_LONG_M > room[0] and most_kg > 5000:
        volume = min(rng.uniform(*FLEXITANK_M3), most_kg / (1000 * density))
        rows = bag(rng, (end - FLEXITANK_LONG_M, end, room[2], room[3], room[4], room[5]), volume)
        parts.append(blocks(rows, liquid, density, group))
        parts.append(bulkhead(rng, room, end - FLEXITANK_LONG_M - 0.01, float(rows[:, 3].max())))
        most_kg -= parts[-2].mass_kg
        end, group = end - FLEXITANK_LONG_M - 0.1, group + 1
    return join(*parts)


def bag(rng: np.random.Generator, room: Bounds, volume_m3: float) -> Rows:
    """A field of heights of this volume: level in the middle, rounded towards its ends and the walls."""
    x, z = np.linspace(room[0], room[1], 121), np.linspace(room[4], room[5], 9)
    along, across = ((edges[:-1] + edges[1:]) / 2 for edges in (x, z))
    rim = rng.uniform(0.35, 0.8)
    ends = np.minimum(along - room[0], room[1] - along).clip(0, rim) / rim
    sides = np.minimum(across - room[4], room[5] - across).clip(0, 0.4) / 0.4
    shape = np.sqrt(1 - (1 - ends) ** 2)[:, None] * (0.75 + 0.25 * np.sqrt(1 - (1 - sides) ** 2))
    shape = shape * (1 + rng.normal(0, 0.01) * (along - along.mean())[:, None])
    tops = shape * volume_m3 / (shape.mean() * (room[1] - room[0]) * (room[5] - room[4]))
    tops = np.minimum(tops, room[3] - room[2])
    x0, z0 = np.meshgrid(x[:-1], z[:-1], indexing="ij")
    x1, z1 = np.meshgrid(x[1:], z[1:], indexing="ij")
    floor = np.full(x0.size, room[2])
    return boxes(
        np.stack([x0.ravel(), floor, z0.ravel()], 1), np.stack([x1.ravel(), room[2] + tops.ravel(), z1.ravel()], 1)
    )


def vessel(rng: np.random.Generator, room: Bounds) -> Blocks:
    """A tank's liquid up to its level, dished ends and all; the room is the box inscribed in the cylinder."""
    liquid, density = LIQUIDS[int(rng.integers(len(LIQUIDS)))]
    radius = VESSEL.radius - VESSEL.wall - 0.001
    middle = (room[2] + room[3]) / 2
    level = middle + radius * float(rng.choice([rng.uniform(0.5, 0.93), rng.uniform(-0.8, 0.5)], p=[0.8, 0.2]))
    slices = [(room[0], room[1], radius)]
    for low, high in pairwise(np.linspace(0, 1, 11)):
        reach = radius * float(np.sqrt(1 - (1 - (low + high) / 2) ** 2))
        slices.append((room[0] - VESSEL.dish * (1 - low), room[0] - VESSEL.dish * (1 - high), reach))
        slices.append((room[1] + VESSEL.dish * (1 - high), room[1] + VESSEL.dish * (1 - low), reach))
    rows = np.concatenate([lying(along, middle, level) for along in slices])
    return blocks(rows, liquid, density)


def lying(along: tuple[float, float, float], middle: float, level: float) -> Rows:
    """A lying disc (from, to, radius) as strips one upon another, up to a level."""
    start, end, radius = along
    edges, half = round_strips(radius, 40)
    low, high = middle + edges[:-1], np.minimum(middle + edges[1:], level)
    wet = high > low
    count = int(wet.sum())
    first = np.stack([np.full(count, start), low[wet], -half[wet]], 1)
    return boxes(first, np.stack([np.full(count, end), high[wet], half[wet]], 1))
