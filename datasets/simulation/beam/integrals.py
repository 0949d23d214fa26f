"""Line integrals through blocks: what a fan across the travel measures, as matrix products over tiles of the picture.

A block's path length is a row part times a column part, because the fan stands across the travel: neither depends on
the other. A tile is one matrix product over the blocks that reach into it, and the tiles of any number of pictures are
worked on together, on the processor or on a GPU, in 32 bit throughout.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from datasets.simulation.beam.scanner import Passage
from datasets.simulation.blocks import Blocks

Numbers = NDArray[np.float32]

TILE_ROWS, TILE_COLUMNS = 64, 48
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
class Tile:
    """A part of a job's picture: its rows and columns, columns counted along x, and the blocks that reach into it."""

    job: int
    rows: slice
    columns: slice
    blocks: NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Pile:
    """All blocks of all jobs on the device, and for each job where its own begin.

    `bounds` (M x 6) are seen from the source, in metres: along the travel, up the picture above it, in depth from it.
    `weights` (M x K) are values times density. The last block is none: tiles are filled up with it.
    """

    bounds: Tensor
    weights: Tensor
    starts: NDArray[np.intp]

    @classmethod
    def of(cls, jobs: Sequence[Job], device: str) -> "Pile":
        kinds = jobs[0].values.shape[1]
        seen = [from_source(job.things.bounds, job.passage) for job in jobs]
        thick = [no_thinner(bounds, job.passage) for bounds, job in zip(seen, jobs, strict=True)]
        bounds = [each for each, _ in thick] + [np.zeros((1, 6), np.float32)]
        weights = [
            job.values * (job.things.density * thinned * 100)[:, None]  # metres to centimetres
            for job, (_, thinned) in zip(jobs, thick, strict=True)
        ]
        weights.append(np.zeros((1, kinds), np.float32))
        starts = np.cumsum([0, *(len(job.things) for job in jobs)])
        return cls(on(device, np.concatenate(bounds)), on(device, np.concatenate(weights)), starts)


def integrals(jobs: Sequence[Job], device: str = "cpu") -> list[Tensor]:
    """For each job the line integrals of density times value, K x rows x columns, in g/cm2, on the device."""
    torch.backends.cuda.matmul.allow_tf32 = False
    sums = [torch.zeros(job.values.shape[1], job.passage.rows, job.passage.columns, device=device) for job in jobs]
    pile = Pile.of(jobs, device)
    for batch in batches([tile for n, job in enumerate(jobs) for tile in tiles(n, job)], device):
        for tile, part in zip(batch, multiplied(batch, jobs, pile, device), strict=True):
            sums[tile.job][:, tile.rows, tile.columns] = part[:, : size(tile.rows), : size(tile.columns)]
    return [in_order(total, job.passage) for total, job in zip(sums, jobs, strict=True)]


def in_order(sums: Tensor, passage: Passage) -> Tensor:
    """Metres of depth times metres of travel as lengths along the rays, columns as they were scanned."""
    slope = (passage.levels - passage.geometry.height) / passage.geometry.distance
    edges = np.sort(passage.edges)
    sums *= on(str(sums.device), np.sqrt(1 + slope**2).astype(np.float32))[:, None]
    sums /= on(str(sums.device), np.diff(edges).astype(np.float32))
    return sums if passage.edges[-1] > passage.edges[0] else sums.flip(2)


def tiles(number: int, job: Job) -> list[Tile]:
    """The tiles of a job into which anything reaches."""
    passage = job.passage
    high, wide = np.ceil([passage.rows / TILE_ROWS, passage.columns / TILE_COLUMNS]).astype(int)
    tops, down = span_of(*rows_reached(job), TILE_ROWS, high)
    lefts, along = span_of(*columns_reached(job), TILE_COLUMNS, wide)
    count = down * along
    block = np.repeat(np.arange(len(count)), count)
    nth = np.arange(len(block)) - np.repeat(np.cumsum(count) - count, count)
    place = (tops[block] + nth // along[block]) * wide + lefts[block] + nth % along[block]
    order = np.argsort(place, kind="stable")
    places, starts = np.unique(place[order], return_index=True)
    return [
        Tile(number, part(at // wide, TILE_ROWS, passage.rows), part(at % wide, TILE_COLUMNS, passage.columns), here)
        for at, here in zip(places.tolist(), np.split(block[order], starts)[1:], strict=True)
    ]


def span_of(
    first: NDArray[np.intp], last: NDArray[np.intp], tile: int, count: int
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The first tile that pixels from first to last reach into, and how many they do."""
    start = np.maximum(first // tile, 0)
    return start, np.maximum(np.minimum(last // tile, count - 1) - start + 1, 0)


def part(number: int, tile: int, end: int) -> slice:
    return slice(number * tile, min((number + 1) * tile, end))


def size(span: slice) -> int:
    return int(span.stop - span.start)


def rows_reached(job: Job) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The first and the last row in which each block can be seen."""
    passage, bounds = job.passage, job.passage.geometry.turned(job.things.bounds).astype(np.float64)
    corners = [passage.geometry.at_middle(bounds[:, rise], bounds[:, depth]) for rise in (2, 3) for depth in (4, 5)]
    rows = (passage.top - np.stack(corners)) / passage.pitch - 0.5
    return np.floor(rows.min(axis=0)).astype(np.intp) - 1, np.ceil(rows.max(axis=0)).astype(np.intp) + 1


def columns_reached(job: Job) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The first and the last column, counted along x, that each block covers any of."""
    edges, bounds = np.sort(job.passage.edges), job.things.bounds
    return np.searchsorted(edges, bounds[:, 0], "right") - 1, np.searchsorted(edges, bounds[:, 1], "left") - 1


def batches(todo: Sequence[Tile], device: str) -> Iterator[list[Tile]]:
    """Tiles with about as many blocks side by side."""
    most = MOST_ELEMENTS[torch.device(device).type]
    batch: list[Tile] = []
    for tile in sorted(todo, key=lambda tile: len(tile.blocks)):  # all are padded to the last, which has the most
        if batch and (len(batch) + 1) * len(tile.blocks) * TILE_ROWS > most:
            yield batch
            batch = []
        batch.append(tile)
    if batch:
        yield batch


def multiplied(batch: Sequence[Tile], jobs: Sequence[Job], pile: Pile, device: str) -> Tensor:
    """Sums over the blocks of a batch of tiles of value times depth times travel, T x K x R x C."""
    chosen = on(device, blocks_of(batch, pile))
    bounds, weights = pile.bounds[chosen], pile.weights[chosen]  # T N 6, T N K
    columns = column_part(bounds, on(device, column_edges(batch, jobs)))  # T N C
    count, number, wide = columns.shape
    spread = (columns[:, :, None, :] * weights[:, :, :, None]).reshape(count, number, -1)  # T N K*C
    total = torch.bmm(row_part(bounds, on(device, rays(batch, jobs))), spread)  # T R K*C
    return total.reshape(count, -1, weights.shape[2], wide).transpose(1, 2)


def on(device: str, values: NDArray[np.generic]) -> Tensor:
    return torch.from_numpy(values).to(device)


def blocks_of(batch: Sequence[Tile], pile: Pile) -> NDArray[np.intp]:
    """The blocks of each tile by their numbers in the pile, T x N, filled up with the one that is none."""
    chosen = np.full((len(batch), max(len(tile.blocks) for tile in batch)), len(pile.bounds) - 1, np.intp)
    for row, tile in zip(chosen, batch, strict=True):
        row[: len(tile.blocks)] = tile.blocks + pile.starts[tile.job]
    return chosen


def column_edges(batch: Sequence[Tile], jobs: Sequence[Job]) -> Numbers:
    """Where along x each tile's columns begin and end, T x C + 1."""
    edges = np.empty((len(batch), TILE_COLUMNS + 1), np.float32)
    for row, tile in zip(edges, batch, strict=True):
        all_edges, wide = jobs[tile.job].passage.edges, size(tile.columns)
        ascending = all_edges if all_edges[-1] > all_edges[0] else all_edges[::-1]
        row[: wide + 1] = ascending[tile.columns.start : tile.columns.stop + 1]
        # A last tile of fewer columns goes on with columns of a millimetre that nobody reads.
        row[wide + 1 :] = row[wide] + 0.001 * np.arange(1, TILE_COLUMNS + 1 - wide)
    return edges


def from_source(bounds: Numbers, passage: Passage) -> Numbers:
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


def rays(batch: Sequence[Tile], jobs: Sequence[Job]) -> Numbers:
    """1 over the rise per metre of depth of each row's rays, T x R*RAYS."""
    slope = np.ones((len(batch), TILE_ROWS, RAYS))
    within = (np.arange(RAYS) + 0.5) / RAYS - 0.5  # of a row
    for row, tile in zip(slope, batch, strict=True):
        passage = jobs[tile.job].passage
        levels = passage.levels[tile.rows, None] - within * passage.pitch
        row[: size(tile.rows)] = (levels - passage.geometry.height) / passage.geometry.distance
    inverse = 1 / np.where(np.abs(slope) < FLATTEST, FLATTEST, slope)
    return inverse.reshape(len(batch), -1).astype(np.float32)


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
