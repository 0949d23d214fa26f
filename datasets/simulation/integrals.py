"""Line integrals through blocks: what a fan across the travel measures, as matrix products over tiles of columns.

A block's path length is a row part times a column part, because the fan stands across the travel: neither depends on
the other. A tile of columns is one matrix product over the blocks that reach into it, and tiles of one picture size
are worked on together, on the processor or on a GPU, in 32 bit throughout.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from datasets.simulation.blocks import Blocks
from datasets.simulation.scanner import Passage

Numbers = NDArray[np.float32]

TILE_COLUMNS = 48
# Elements of a row part worked on at once: what a processor's cache holds, and what fills a GPU.
MOST_ELEMENTS = {"cpu": 1 << 18, "cuda": 1 << 28}
FLATTEST = 1e-6  # slope of a ray that runs level

# J jobs, T tiles, N blocks of a tile, R rows, C columns of a tile, K values


@dataclass(frozen=True, eq=False)
class Job:
    """Blocks before a scanner, and what is summed along each ray: values per g/cm2, N x K."""

    things: Blocks
    passage: Passage
    values: Numbers


@dataclass(frozen=True, eq=False)
class Tile:
    """Some columns of a job's picture: which blocks reach into them."""

    job: int
    first: int
    edges: Numbers
    blocks: NDArray[np.intp]


def integrals(jobs: Sequence[Job], device: str = "cpu") -> list[Tensor]:
    """For each job the line integrals of density times value, K x rows x columns, in g/cm2, on the device."""
    torch.backends.cuda.matmul.allow_tf32 = False
    sums = [torch.zeros(job.values.shape[1], job.passage.rows, job.passage.columns, device=device) for job in jobs]
    for batch in batches([tile for n, job in enumerate(jobs) for tile in tiles(n, job)], jobs, device):
        for tile, part in zip(batch, multiplied(batch, jobs, device), strict=True):
            sums[tile.job][:, :, tile.first : tile.first + len(tile.edges) - 1] = part[:, :, : len(tile.edges) - 1]
    return [
        total if job.passage.edges[-1] > job.passage.edges[0] else total.flip(2)
        for total, job in zip(sums, jobs, strict=True)
    ]


def tiles(number: int, job: Job) -> Iterator[Tile]:
    """The tiles of a job into which anything reaches."""
    edges = np.sort(job.passage.edges).astype(np.float32)
    low, high = job.things.bounds[:, 0], job.things.bounds[:, 1]
    for first in range(0, job.passage.columns, TILE_COLUMNS):
        here = edges[first : first + TILE_COLUMNS + 1]
        reaching = np.flatnonzero((high > here[0]) & (low < here[-1]))
        if len(reaching):
            yield Tile(number, first, here, reaching)


def batches(todo: Sequence[Tile], jobs: Sequence[Job], device: str) -> Iterator[list[Tile]]:
    """Tiles of pictures of one height together, those with about as many blocks side by side."""

    def rows(tile: Tile) -> int:
        return jobs[tile.job].passage.rows

    most = MOST_ELEMENTS[torch.device(device).type]
    for height, same in groupby(sorted(todo, key=lambda tile: (rows(tile), len(tile.blocks))), rows):
        batch: list[Tile] = []
        for tile in same:  # the last tile has the most blocks, and all are padded to it
            if batch and (len(batch) + 1) * len(tile.blocks) * height > most:
                yield batch
                batch = []
            batch.append(tile)
        yield batch


def multiplied(batch: Sequence[Tile], jobs: Sequence[Job], device: str) -> Tensor:
    """The line integrals of a batch of tiles, T x K x R x C."""
    bounds, weights, edges = (torch.from_numpy(part).to(device) for part in padded(batch, jobs))
    inverse, length = (torch.from_numpy(part).to(device) for part in rays(batch, jobs))
    columns = column_part(bounds, edges)  # T N C
    count, number, wide = columns.shape
    spread = (columns[:, :, None, :] * weights[:, :, :, None]).reshape(count, number, -1)  # T N K*C
    total = torch.bmm(row_part(bounds, inverse), spread)  # T R K*C
    return (total * length[:, :, None]).reshape(count, -1, weights.shape[2], wide).transpose(1, 2)


def padded(batch: Sequence[Tile], jobs: Sequence[Job]) -> tuple[Numbers, Numbers, Numbers]:
    """Bounds seen from the source (T x N x 6), values times density (T x N x K) and column edges (T x C + 1).

    Bounds: along the travel in metres, up the picture above the source, in depth from the source; a block that only
    fills up has no extent and no weight.
    """
    most = max(len(tile.blocks) for tile in batch)
    bounds = np.zeros((len(batch), most, 6), np.float32)
    weights = np.zeros((len(batch), most, jobs[batch[0].job].values.shape[1]), np.float32)
    edges = np.empty((len(batch), TILE_COLUMNS + 1), np.float32)
    for n, tile in enumerate(batch):
        job, number = jobs[tile.job], len(tile.blocks)
        bounds[n, :number] = from_source(job.things.bounds[tile.blocks], job.passage)
        weights[n, :number] = job.values[tile.blocks] * job.things.density[tile.blocks, None] * 100  # m to cm
        edges[n, : len(tile.edges)] = tile.edges
        # A last tile of fewer columns goes on with columns of a millimetre that nobody reads.
        edges[n, len(tile.edges) :] = tile.edges[-1] + 0.001 * np.arange(1, TILE_COLUMNS + 2 - len(tile.edges))
    return bounds, weights, edges


def from_source(bounds: Numbers, passage: Passage) -> Numbers:
    geometry = passage.geometry
    seen = geometry.turned(bounds).copy()
    seen[:, 2:4] -= np.float32(geometry.height)
    depth = geometry.distance - geometry.side * seen[:, 4:6]
    seen[:, 4], seen[:, 5] = depth.min(axis=1), depth.max(axis=1)
    return seen


def rays(batch: Sequence[Tile], jobs: Sequence[Job]) -> tuple[Numbers, Numbers]:
    """For each row's ray 1 over its rise per metre of depth, and its length per metre of depth (T x R each)."""
    slopes = []
    for tile in batch:
        passage = jobs[tile.job].passage
        slope = (passage.levels - passage.geometry.height) / passage.geometry.distance
        slopes.append(np.where(np.abs(slope) < FLATTEST, FLATTEST, slope))
    slope = np.stack(slopes)
    return (1 / slope).astype(np.float32), np.sqrt(1 + slope**2).astype(np.float32)


def row_part(bounds: Tensor, inverse: Tensor) -> Tensor:
    """Depth in metres over which each row's ray is inside each block's cross-section, T x R x N."""
    low, high, near, far = bounds[:, :, 2], bounds[:, :, 3], bounds[:, :, 4], bounds[:, :, 5]
    # A rising ray enters by a block's floor and leaves by its roof, a falling one the other way.
    signs = torch.stack([inverse.clamp(min=0), inverse.clamp(max=0)], 2)  # T R 2
    enters = torch.maximum(torch.bmm(signs, torch.stack([low, high], 1)), near[:, None])  # T R N
    leaves = torch.minimum(torch.bmm(signs, torch.stack([high, low], 1)), far[:, None])
    return leaves.sub_(enters).clamp_(min=0)


def column_part(bounds: Tensor, edges: Tensor) -> Tensor:
    """Share of each column that each block covers, T x N x C."""
    left, right = edges[:, None, :-1], edges[:, None, 1:]
    covered = torch.minimum(bounds[:, :, 1:2], right) - torch.maximum(bounds[:, :, 0:1], left)
    return covered.clamp_(min=0) / (right - left)
