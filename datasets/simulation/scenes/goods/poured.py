"""Goods poured into a liner bag: grain, soya, coffee or granules, as a field of heights behind a bulkhead."""

import numpy as np
from numpy.typing import NDArray

from datasets.simulation.beam.materials import COFFEE, GRAIN, POLYETHYLENE, PVC, STEEL, WOOD, Material
from datasets.simulation.blocks import Blocks, Bounds, blocks, join
from datasets.simulation.scenes.stowing import level
from datasets.simulation.shapes import boxes, crumbled

Values = NDArray[np.float64]

POURED: tuple[tuple[Material, float, float], ...] = (  # g/cm3 poured, lowest and highest
    (GRAIN, 0.68, 0.80),
    (COFFEE, 0.58, 0.68),
    (POLYETHYLENE, 0.52, 0.62),
    (PVC, 0.50, 0.60),
)
STEP_M = 0.03  # a step in height is then less than a pixel's on slopes of repose


def bulk(rng: np.random.Generator, room: Bounds) -> Blocks:
    """Blown or tipped in from the doors: full at the front, falling off to the bulkhead, humped across."""
    material, low, high = POURED[int(rng.choice(len(POURED), p=[0.45, 0.3, 0.15, 0.1]))]
    density = rng.uniform(low, high)
    doors = room[0] + rng.uniform(0.04, 0.12)
    x = np.linspace(doors, room[1], int((room[1] - doors) / STEP_M) + 1)
    z = np.linspace(room[4], room[5], 7)
    part = (x[:-1] - doors) / (room[1] - doors)
    tops = heights(rng, room, level(rng, room, density, 0.45, 0.95), part)
    across = (z[:-1] + z[1:]) / (room[5] - room[4])
    parts = []
    for n, place in enumerate(across):
        top = np.clip(tops - rng.uniform(0.02, 0.25) * place**2, room[2] + 0.05, room[3])
        corner = np.full(len(part), room[2])
        parts.append(
            boxes(
                np.stack([x[:-1], corner, np.full(len(part), z[n])], 1),
                np.stack([x[1:], top, np.full(len(part), z[n + 1])], 1),
            )
        )
    goods = blocks(np.concatenate(parts), material, density)
    return join(crumbled(rng, goods, 6000, 0.03, 0.04), bulkhead(rng, room, doors, float(tops[:20].max())))


def heights(rng: np.random.Generator, room: Bounds, top: float, part: Values) -> Values:
    """The surface from the doors (part 0) to the front: a slope of repose, a long fall, hollows and small waves."""
    repose, fall = rng.uniform(0.02, 0.15), rng.uniform(0.0, 0.45)
    profile = np.minimum(1, rng.uniform(0.4, 0.95) + part / repose * 0.3) * (1 - fall * (1 - part) ** rng.uniform(1, 3))
    profile *= 1 - rng.uniform(0, 0.12) * np.exp(-((1 - part) / 0.05))
    phases = rng.uniform(0, 2 * np.pi, 9)
    swell = sum(rng.normal(0, 0.02) / k * np.sin(k * np.pi * part + phases[k - 1]) for k in range(1, 10))
    grain = np.cumsum(rng.normal(0, 0.003, len(part)))
    grain -= np.linspace(0, grain[-1], len(part))
    return np.asarray(room[2] + (top - room[2]) * (profile / profile.max() + swell) + grain)


def bulkhead(rng: np.random.Generator, room: Bounds, at: float, top: float) -> Blocks:
    """What keeps the doors free of the load: steel bars across, and a board or only the liner behind them."""
    end = min(max(top, room[2] + 0.8), room[3])
    bars = [
        (at - 0.03, at - 0.001, y, y + 0.03, room[4], room[5])
        for y in np.linspace(room[2] + 0.2, end, int(rng.integers(3, 6)))
    ]
    bars = [(max(bar[0], room[0]), bar[1], bar[2], min(bar[3], room[3]), bar[4], bar[5]) for bar in bars]
    board = blocks(
        [(at - 0.001, at + 0.012, room[2], end, room[4], room[5])], WOOD, 0.6 if rng.random() < 0.4 else 0.05
    )
    return join(blocks(bars, STEEL, 1.6), board)
