"""What is hidden, brick by brick: a block of them, or the bags of which customs find one to twenty at the doors."""

import numpy as np
from numpy.typing import NDArray

from datasets.simulation.beam.materials import COCAINE_HCL
from datasets.simulation.blocks import Blocks, Bounds, blocks, join

BRICKS_M = ((0.20, 0.038, 0.13), (0.22, 0.033, 0.14), (0.17, 0.045, 0.12), (0.11, 0.03, 0.075))  # 0.27 to 1.2 kg
DENSITY = (1.0, 1.2)  # g/cm3
BAG_KG = (30.0, 44.0)
BAG_M = (0.34, 0.32, 0.72)


def bricks(rng: np.random.Generator, room: Bounds, mass_kg: float) -> Blocks:
    """Bricks stacked from a corner of the room until the mass is reached or the room is full."""
    low, high = np.array(room[0::2]), np.array(room[1::2])
    density = rng.uniform(*DENSITY)
    brick = np.array(BRICKS_M[int(rng.integers(len(BRICKS_M)))]) if mass_kg < 300 else np.array(BRICKS_M[0])
    size = np.minimum(rng.permutation(brick), high - low)
    counts = np.maximum(((high - low) / size + 1e-6).astype(int), 1)
    wanted = min(max(round(mass_kg / (float(np.prod(size)) * density * 1000)), 1), int(counts.prod()))
    cells = stacked(counts, wanted)
    shape = cells.max(axis=0) + 1
    corner = low + (high - low - shape * size) * rng.uniform(0, 1, 3) * np.array([1, 0, 1])
    start = corner + cells * size + rng.normal(0, 0.003, (len(cells), 3)) * np.array([1, 0, 1])
    start = np.clip(start, low, np.maximum(high - size, low))
    fit = mass_kg / (wanted * float(np.prod(size)) * density * 1000)
    bounds = np.stack([start, start + size], axis=2).reshape(-1, 6)
    return blocks(bounds, COCAINE_HCL, density * min(max(fit, 0.8), 1.1))


def stacked(counts: NDArray[np.int_], wanted: int) -> NDArray[np.int_]:
    """So many cells (N x 3) of a grid as make a block of about its proportions, from the bottom up."""
    shape = np.minimum(np.ceil(counts * (wanted / counts.prod()) ** (1 / 3)).astype(int), counts)
    while shape.prod() < wanted:
        shape[int(np.argmax(counts / shape))] += 1
    levels, along, across = np.meshgrid(*(np.arange(shape[axis]) for axis in (1, 0, 2)), indexing="ij")
    return np.stack([along, levels, across], -1).reshape(-1, 3)[:wanted]


def bags(rng: np.random.Generator, room: Bounds, mass_kg: float) -> Blocks:
    """Sports bags of 30 to 44 kg, thrown in beside and on each other, each with its bricks inside."""
    count = max(round(mass_kg / rng.uniform(*BAG_KG)), 1)
    low, high = np.array(room[0::2]), np.array(room[1::2])
    size = np.minimum(np.array(BAG_M) * (mass_kg / count / 37) ** (1 / 3) * 1.05, high - low)
    if rng.random() < 0.5:
        size[[0, 2]] = np.minimum(size[[2, 0]], (high - low)[[0, 2]])
    counts = np.maximum(((high - low) / size + 1e-6).astype(int), 1)
    if counts.prod() < count:
        return bricks(rng, room, mass_kg)
    cells = rng.permutation(stacked(counts, count))
    free = high - low - (cells.max(axis=0) + 1) * size
    thrown = rng.uniform(0, 1, (count, 3)) * np.minimum(free, 0.15) * np.array([1, 0, 1])
    corner = low + cells * size + thrown
    return join(*(bricks(rng, bag_room(place, size), mass_kg / count) for place in corner))


def bag_room(place: NDArray[np.float64], size: NDArray[np.float64]) -> Bounds:
    x, y, z = place.tolist()
    long, high, deep = size.tolist()
    return x, x + long, y, y + high, z, z + deep


def extent(things: Blocks, axis: int) -> tuple[float, float]:
    return float(things.bounds[:, 2 * axis].min()), float(things.bounds[:, 2 * axis + 1].max())
