"""Pictures cut into tiles, and which blocks reach into each, so that little is multiplied with nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from datasets.simulation.beam.scanner import Passage
from datasets.simulation.blocks import Blocks

Numbers = NDArray[np.float32]
Indices = NDArray[np.intp]

TILE_ROWS, TILE_COLUMNS = 64, 48


@dataclass(frozen=True)
class Grid:
    """One picture in `high` by `wide` tiles; where its rows and columns of tiles, its tiles and blocks begin."""

    high: int
    wide: int
    row: int
    column: int
    place: int
    block: int


@dataclass(frozen=True, eq=False)
class Tile:
    """A row and a column of tiles, their place, and the blocks that reach into it, counted over all pictures."""

    row: int
    column: int
    place: int
    blocks: Indices


def lay(pictures: Sequence[tuple[Blocks, Passage]]) -> list[Grid]:
    """The grids of pictures that are worked on together."""
    grids: list[Grid] = []
    row = column = place = block = 0
    for things, passage in pictures:
        high, wide = -(-passage.rows // TILE_ROWS), -(-passage.columns // TILE_COLUMNS)
        grids.append(Grid(high, wide, row, column, place, block))
        row, column, place, block = row + high, column + wide, place + high * wide, block + len(things)
    return grids


def tiles(things: Blocks, passage: Passage, grid: Grid) -> list[Tile]:
    """The tiles of a picture into which anything reaches."""
    tops, down = span_of(*rows_reached(things, passage), TILE_ROWS, passage.rows)
    lefts, along = span_of(*columns_reached(things, passage), TILE_COLUMNS, passage.columns)
    count = down * along
    block = np.repeat(np.arange(len(count)), count)
    nth = np.arange(len(block)) - np.repeat(np.cumsum(count) - count, count)
    place = (tops[block] + nth // along[block]) * grid.wide + lefts[block] + nth % along[block]
    order = np.argsort(place, kind="stable")
    places, starts = np.unique(place[order], return_index=True)
    return [
        Tile(grid.row + at // grid.wide, grid.column + at % grid.wide, grid.place + at, grid.block + here)
        for at, here in zip(places.tolist(), np.split(block[order], starts)[1:], strict=True)
    ]


def span_of(first: Indices, last: Indices, tile: int, pixels: int) -> tuple[Indices, Indices]:
    """The first tile of a picture that pixels from first to last reach into, and how many they do."""
    first, last = np.maximum(first, 0), np.minimum(last, pixels - 1)
    start = first // tile
    return start, np.where(last < first, 0, last // tile - start + 1)


def rows_reached(things: Blocks, passage: Passage) -> tuple[Indices, Indices]:
    """The first and the last row in which each block can be seen."""
    bounds = passage.geometry.turned(things.bounds).astype(np.float64)
    corners = [passage.geometry.at_middle(bounds[:, rise], bounds[:, depth]) for rise in (2, 3) for depth in (4, 5)]
    rows = (passage.top - np.stack(corners)) / passage.pitch - 0.5
    return np.floor(rows.min(axis=0)).astype(np.intp) - 1, np.ceil(rows.max(axis=0)).astype(np.intp) + 1


def columns_reached(things: Blocks, passage: Passage) -> tuple[Indices, Indices]:
    """The first and the last column, counted along x, that each block covers any of."""
    edges, bounds = np.sort(passage.edges), things.bounds
    return np.searchsorted(edges, bounds[:, 0], "right") - 1, np.searchsorted(edges, bounds[:, 1], "left") - 1


def batches(todo: Sequence[Tile], most: int) -> Iterator[list[Tile]]:
    """Tiles with about as many blocks side by side; no batch holds more than `most` rows of tiles times blocks."""
    batch: list[Tile] = []
    for tile in sorted(todo, key=lambda tile: len(tile.blocks)):  # all are padded to the last, which has the most
        if batch and (len(batch) + 1) * len(tile.blocks) * TILE_ROWS > most:
            yield batch
            batch = []
        batch.append(tile)
    if batch:
        yield batch


def blocks_of(batch: Sequence[Tile], none: int) -> Indices:
    """The blocks of each tile, T x N, filled up with the one that is none."""
    counts = np.array([len(tile.blocks) for tile in batch])
    chosen = np.full((len(batch), counts.max()), none, np.intp)
    chosen[np.arange(counts.max()) < counts[:, None]] = np.concatenate([tile.blocks for tile in batch])
    return chosen


def levels_of(passage: Passage, grid: Grid, rays: int) -> NDArray[np.float64]:
    """The height at the middle plane of every ray of every row, rows of tiles x TILE_ROWS * rays."""
    count = grid.high * TILE_ROWS * rays
    levels = passage.top - (np.arange(count) + 0.5) / rays * passage.pitch
    return np.asarray(levels.reshape(grid.high, -1))


def edges_of(passage: Passage, grid: Grid) -> Numbers:
    """Where along x the columns of each column of tiles begin and end, columns of tiles x TILE_COLUMNS + 1."""
    missing = grid.wide * TILE_COLUMNS - passage.columns
    edges = np.sort(passage.edges)
    # The last tile goes on with columns of a millimetre that nobody reads.
    edges = np.append(edges, edges[-1] + 0.001 * np.arange(1, missing + 1))
    which = np.arange(grid.wide)[:, None] * TILE_COLUMNS + np.arange(TILE_COLUMNS + 1)
    return np.asarray(edges[which], np.float32)
