"""Line integrals through blocks: what a fan across the travel measures, as matrix products over tiles of the picture.

A block's path length is a row part times a column part, because the fan stands across the travel: neither depends on
the other. A tile is one matrix product over the blocks that reach into it, and the tiles of any number of pictures are
worked on together, on the processor or on a GPU, in 32 bit throughout.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from datasets.simulation.beam.scanner import Passage
from datasets.simulation.beam.tiling import (
    Grid,
    Numbers,
    Tile,
    batches,
    blocks_of,
    edges_of,
    lay,
    levels_of,
    tiles,
)
from datasets.simulation.blocks import Blocks

# Elements of a row part worked on at once: what a processor's cache holds, and what fills a GPU.
MOST_ELEMENTS = {"cpu": 1 << 17, "cuda": 1 << 28}
RAYS = 2  # a row of detectors has some height: so many rays stand for it
FLATTEST = 1e-6  # slope of a ray that runs level

# T tiles, N blocks of a tile, R rows and C columns of a tile, K values


@dataclass(frozen=True, eq=False)
class Job:
    """Blocks before a scanner, and what is summed along each ray: values per g/cm2, N x K."""

    things: Blocks
    passage: Passage
    values: Numbers


@dataclass(frozen=True, eq=False)
class Pile:
    """All blocks, rays and columns of all jobs on the device.

    `bounds` (M x 6) are seen from the source, in metres: along the travel, up the picture above it, in depth from it.
    `weights` (M x K) are values times density. The last block is none: it fills tiles up. `inverse` is 1 over the rise
    of each ray per metre of depth (rows of tiles x R*RAYS), `edges` bound the columns (columns of tiles x C+1).
    """

    bounds: Tensor
    weights: Tensor
    inverse: Tensor
    edges: Tensor

    @classmethod
    def of(cls, jobs: Sequence[Job], grids: Sequence[Grid], device: str) -> "Pile":
        seen = [no_thinner(from_source(job.things.bounds, job.passage), job.passage) for job in jobs]
        weights = [
            job.values * (job.things.density * thinned * 100)[:, None]  # metres to centimetres
            for job, (_, thinned) in zip(jobs, seen, strict=True)
        ]
        none = np.zeros((1, 6), np.float32), np.zeros((1, jobs[0].values.shape[1]), np.float32)
        pairs = [(job.passage, grid) for job, grid in zip(jobs, grids, strict=True)]
        return cls(
            on(device, np.concatenate([*(bounds for bounds, _ in seen), none[0]])),
            on(device, np.concatenate([*weights, none[1]])),
            on(device, np.concatenate([rays(passage, grid) for passage, grid in pairs])),
            on(device, np.concatenate([edges_of(passage, grid) for passage, grid in pairs])),
        )


def integrals(jobs: Sequence[Job], device: str = "cpu") -> list[Tensor]:
    """For each job the line integrals of density times value, K x rows x columns, in g/cm2, on the device."""
    torch.backends.cuda.matmul.allow_tf32 = False
    grids = lay([(job.things, job.passage) for job in jobs])
    pile = Pile.of(jobs, grids, device)
    places = sum(grid.high * grid.wide for grid in grids)
    high, wide = pile.inverse.shape[1] // RAYS, pile.edges.shape[1] - 1
    sums = torch.zeros(places, pile.weights.shape[1], high, wide, device=device)
    for batch in batched(jobs, grids, device):
        sums[on(device, np.array([tile.place for tile in batch]))] = multiplied(batch, pile, device)
    return [picture(sums, grid, job.passage) for grid, job in zip(grids, jobs, strict=True)]


def batched(jobs: Sequence[Job], grids: Sequence[Grid], device: str) -> list[list[Tile]]:
    """All tiles of all jobs, in batches of a size that suits the device."""
    todo = [tile for job, grid in zip(jobs, grids, strict=True) for tile in tiles(job.things, job.passage, grid)]
    return list(batches(todo, MOST_ELEMENTS[torch.device(device).type]))


def multiplied(batch: Sequence[Tile], pile: Pile, device: str) -> Tensor:
    """Sums over the blocks of a batch of tiles of value times depth times travel, T x K x R x C."""
    chosen = on(device, blocks_of(batch, len(pile.bounds) - 1))
    bounds, weights = pile.bounds[chosen], pile.weights[chosen]  # T N 6, T N K
    columns = column_part(bounds, pile.edges[[tile.column for tile in batch]])  # T N C
    count, number, wide = columns.shape
    spread = (columns[:, :, None, :] * weights[:, :, :, None]).reshape(count, number, -1)  # T N K*C
    total = torch.bmm(row_part(bounds, pile.inverse[[tile.row for tile in batch]]), spread)  # T R K*C
    return total.reshape(count, -1, weights.shape[2], wide).transpose(1, 2)


def picture(sums: Tensor, grid: Grid, passage: Passage) -> Tensor:
    """A job's tiles put together: depth times travel as lengths along the rays, columns as they were scanned."""
    mine = sums[grid.place : grid.place + grid.high * grid.wide].reshape(grid.high, grid.wide, *sums.shape[1:])
    whole = mine.permute(2, 0, 3, 1, 4).flatten(1, 2).flatten(2, 3)[:, : passage.rows, : passage.columns]
    slope = (passage.levels - passage.geometry.height) / passage.geometry.distance
    longer = on(str(sums.device), np.sqrt(1 + slope**2).astype(np.float32))[:, None]
    whole = whole * (longer / on(str(sums.device), np.diff(np.sort(passage.edges)).astype(np.float32)))
    return whole if passage.edges[-1] > passage.edges[0] else whole.flip(2)


def on(device: str, values: NDArray[np.generic]) -> Tensor:
    return torch.from_numpy(values).to(device)


def from_source(bounds: Numbers, passage: Passage) -> Numbers:
    """Bounds (N x 6, metres) in the container's coordinates as `Pile` holds them."""
    geometry = passage.geometry
    seen = geometry.turned(bounds).copy()
    seen[:, 2:4] -= np.float32(geometry.height)
    depth = geometry.distance - geometry.side * seen[:, 4:6]
    seen[:, 4], seen[:, 5] = depth.min(axis=1), depth.max(axis=1)
    return seen


def no_thinner(bounds: Numbers, passage: Passage) -> tuple[Numbers, Numbers]:
    """Sheets that may lie between two rays, made as thick as a row is high, and how much less dense they are then."""
    row = passage.pitch * bounds[:, 4:].mean(axis=1) / passage.geometry.distance
    thick = bounds[:, 3] - bounds[:, 2]
    more = np.maximum(row - thick, 0) / 2
    padded = bounds.copy()
    padded[:, 2] -= more
    padded[:, 3] += more
    return padded, np.asarray(np.minimum(thick / row, 1), np.float32)


def rays(passage: Passage, grid: Grid) -> Numbers:
    """1 over the rise per metre of depth of each row's rays, rows of tiles x R*RAYS."""
    slope = (levels_of(passage, grid, RAYS) - passage.geometry.height) / passage.geometry.distance
    return (1 / np.where(np.abs(slope) < FLATTEST, FLATTEST, slope)).astype(np.float32)


def row_part(bounds: Tensor, inverse: Tensor) -> Tensor:
    """Depth in metres over which each row's rays are inside each block's cross-section, T x R x N."""
    low, high, near, far = bounds[:, :, 2], bounds[:, :, 3], bounds[:, :, 4], bounds[:, :, 5]
    # A rising ray enters by a block's floor and leaves by its roof, a falling one the other way.
    signs = torch.stack([inverse.clamp(min=0), inverse.clamp(max=0)], 2)  # T R*RAYS 2
    enters = torch.maximum(torch.bmm(signs, torch.stack([low, high], 1)), near[:, None])  # T R*RAYS N
    leaves = torch.minimum(torch.bmm(signs, torch.stack([high, low], 1)), far[:, None])
    inside = leaves.sub_(enters).clamp_(min=0)
    return inside.reshape(len(inside), -1, RAYS, inside.shape[2]).mean(2)


def column_part(bounds: Tensor, edges: Tensor) -> Tensor:
    """Metres of each column that each block covers, T x N x C."""
    left, right = edges[:, None, :-1], edges[:, None, 1:]
    covered = torch.minimum(bounds[:, :, 1:2], right)
    return covered.sub_(torch.maximum(bounds[:, :, 0:1], left)).clamp_(min=0)
