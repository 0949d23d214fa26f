"""Round, soft, slanting and uneven things out of rectangular blocks.

A row is one block's low and high along x, y and z; a shape is many rows, N x 6, in metres.
"""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from datasets.simulation.blocks import Blocks

Rows = NDArray[np.float64]
Values = NDArray[np.float64]

SOLID_FROM = 2.0  # g/cm3; denser things are of one piece and have no grain
AXES = {"x": 0, "y": 1, "z": 2}


def boxes(low: Values, high: Values) -> Rows:
    """One row from each pair of opposite corners (N x 3)."""
    return np.asarray(np.stack([low, high], axis=2).reshape(-1, 6), np.float64)


def copies(template: Blocks, places: Values, groups: NDArray[np.int64]) -> Blocks:
    """The same thing put down at many places (N x 3), each with its group."""
    count, size = len(places), len(template)
    offsets = np.repeat(np.repeat(places, 2, axis=1)[:, None, :], size, axis=1).reshape(-1, 6)
    return Blocks(
        (np.tile(template.bounds, (count, 1)) + offsets).astype(np.float32),
        np.tile(template.material, count),
        np.tile(template.density, count),
        np.repeat(groups, size).astype(np.int32),
    )


def cut(things: Blocks, axis: str, longest: float) -> Blocks:
    """Each block in equal pieces of no more than a length along an axis."""
    n = 2 * AXES[axis]
    lengths = things.bounds[:, n + 1] - things.bounds[:, n]
    counts = np.maximum(np.ceil(lengths / longest - 1e-4), 1).astype(int)
    source = np.repeat(np.arange(len(things)), counts)
    place = np.arange(len(source)) - np.repeat(np.cumsum(counts) - counts, counts)
    bounds, step = things.bounds[source], (lengths / counts)[source]
    bounds[:, n], bounds[:, n + 1] = bounds[:, n] + place * step, bounds[:, n] + (place + 1) * step
    return Blocks(bounds.astype(np.float32), things.material[source], things.density[source], things.group[source])


def slanted(things: Blocks, moved: str, along: str, slope: float | Values, pivot: float = 0.0) -> Blocks:
    """Blocks moved along one axis in proportion to where they lie on another."""
    middle = things.bounds[:, 2 * AXES[along] : 2 * AXES[along] + 2].mean(axis=1)
    offsets = np.zeros((len(things), 3), np.float32)
    offsets[:, AXES[moved]] = slope * (middle - pivot)
    return things.moved(offsets)


def crumbled(rng: np.random.Generator, things: Blocks, count: int, spread: float, smallest: float = 0.02) -> Blocks:
    """Blocks broken again and again, largest face first, until there are about so many; mass is kept.

    One half takes from the other a share of its density each time, so that the grain is uneven at every scale.
    What is denser than SOLID_FROM stays whole.
    """
    for _ in range(8):
        sides = things.bounds[:, 1:4:2] - things.bounds[:, 0:4:2]
        breaks = (sides.max(axis=1) > 2 * smallest) & (things.density < SOLID_FROM)
        if (room := count - len(things)) <= 0 or not breaks.any():
            break
        if breaks.sum() > room:
            face = np.where(breaks, sides.prod(axis=1) * rng.uniform(0.3, 1.0, len(sides)), 0)
            breaks &= face >= np.partition(face, -room)[-room]
        things = broken(rng, things, breaks, spread)
    return things


def broken(rng: np.random.Generator, things: Blocks, which: NDArray[np.bool_], spread: float) -> Blocks:
    """Some blocks in two across their longer side, seen from the side."""
    whole, split = things.chosen(~which), things.chosen(which)
    sides = split.bounds[:, 1:4:2] - split.bounds[:, 0:4:2]
    rows, low = np.arange(len(split)), 2 * (sides[:, 1] > sides[:, 0]).astype(int)
    part = rng.uniform(0.35, 0.65, len(split)).astype(np.float32)
    at = split.bounds[rows, low] + part * sides.max(axis=1)
    first, second = split.bounds.copy(), split.bounds.copy()
    first[rows, low + 1], second[rows, low] = at, at
    more = np.clip(rng.normal(0, spread, len(split)), -0.7, 0.7).astype(np.float32)
    return Blocks(
        np.concatenate([whole.bounds, first, second]),
        np.concatenate([whole.material, split.material, split.material]),
        np.concatenate([whole.density, split.density * (1 + more * (1 - part)), split.density * (1 - more * part)]),
        np.concatenate([whole.group, split.group, split.group]),
    )


def round_strips(radius: float, strips: int) -> tuple[Values, Values]:
    """A circle's strips of equal angle: their edges, and half their reach, with the circle's area kept."""
    edges = -radius * np.cos(np.linspace(0, np.pi, strips + 1))
    half = np.sqrt(np.maximum(radius**2 - ((edges[:-1] + edges[1:]) / 2) ** 2, 0))
    return edges, half * np.pi * radius**2 / (2 * (half * np.diff(edges)).sum())


def rods(starts: Values, ends: Values, thick: Values | float, pieces: int) -> Rows:
    """Slanting bars (N x 3 to N x 3) as stairs of a number of pieces each."""
    at = np.linspace(0, 1, pieces + 1)[:, None, None]
    line = starts + at * (ends - starts)
    low, high = np.minimum(line[:-1], line[1:]), np.maximum(line[:-1], line[1:])
    half = np.broadcast_to(np.asarray(thick, np.float64), (len(starts),))[None, :, None] / 2
    middle, reach = (low + high) / 2, np.maximum((high - low) / 2, half)
    return boxes((middle - reach).reshape(-1, 3), (middle + reach).reshape(-1, 3))


def pillows(rows: Rows, slices: int, soft: float) -> Rows:
    """Boxes with rounded rims: slices one upon another, the outer ones drawn in by up to `soft` metres."""
    edges = np.linspace(0, 1, slices + 1)
    parts = []
    for low, high in pairwise(edges):
        inset = soft * (1 - np.sqrt(max(1 - (low + high - 1) ** 2, 0)))
        part, tall = rows.copy(), rows[:, 3] - rows[:, 2]
        part[:, 2], part[:, 3] = rows[:, 2] + low * tall, rows[:, 2] + high * tall
        part[:, 0], part[:, 1] = rows[:, 0] + inset, rows[:, 1] - inset
        part[:, 4], part[:, 5] = rows[:, 4] + inset, rows[:, 5] - inset
        parts.append(part)
    return np.concatenate(parts)
