"""Tiles: every block stands in each tile that it reaches into, and in hardly any other."""

import numpy as np
import pytest

from datasets.simulation.beam.materials import WATER
from datasets.simulation.beam.scanner import Geometry, Passage
from datasets.simulation.beam.tiling import (
    TILE_COLUMNS,
    TILE_ROWS,
    Tile,
    batches,
    blocks_of,
    edges_of,
    lay,
    levels_of,
    tiles,
)
from datasets.simulation.blocks import blocks, nothing

PITCH = 0.01


def a_passage(rows: int = 150, columns: int = 200) -> Passage:
    edges = np.linspace(0.0, columns * PITCH, columns + 1)
    return Passage(Geometry(-1, 4.0, 1.0), PITCH, rows, 2.0, edges, np.zeros(columns))


def places(bounds: tuple[float, float, float, float, float, float]) -> list[int]:
    things = blocks([bounds], WATER, 1.0)
    [grid] = lay([(things, a_passage())])
    return [tile.place for tile in tiles(things, a_passage(), grid)]


def test_a_small_block_stands_in_the_tile_that_shows_it() -> None:
    assert places((0.1, 0.2, 1.8, 1.9, -0.1, 0.1)) == [0]
    assert places((0.6, 0.7, 1.0, 1.1, -0.1, 0.1)) == [6]  # of five tiles across: second row, second column


def test_a_long_block_stands_in_every_tile_it_reaches() -> None:
    assert places((0.0, 2.0, 1.8, 1.9, -0.1, 0.1)) == [0, 1, 2, 3, 4]


def test_what_lies_beside_the_picture_stands_in_none() -> None:
    assert places((2.1, 2.2, 1.8, 1.9, -0.1, 0.1)) == []
    assert places((0.1, 0.2, 4.8, 4.9, -0.1, 0.1)) == []


def test_pictures_follow_each_other_in_rows_columns_places_and_blocks() -> None:
    things = blocks([(0.1, 0.2, 1.8, 1.9, -0.1, 0.1)] * 3, WATER, 1.0)
    first, second = lay([(things, a_passage()), (things, a_passage(64, 48))])
    assert (first.high, first.wide) == (3, 5)
    assert (second.row, second.column, second.place, second.block) == (3, 5, 15, 3)
    [tile] = tiles(things, a_passage(64, 48), second)
    assert (tile.row, tile.column, tile.place, tile.blocks.tolist()) == (3, 5, 15, [3, 4, 5])


def test_nothing_reaches_nowhere() -> None:
    [grid] = lay([(nothing(), a_passage())])
    assert tiles(nothing(), a_passage(), grid) == []


@pytest.mark.parametrize("most", [1, 500 * TILE_ROWS, 1 << 30])
def test_batches_hold_every_tile_once_and_no_more_than_they_may(most: int) -> None:
    todo = [Tile(0, 0, n, np.arange(count)) for n, count in enumerate([400, 3, 17, 80, 3])]
    batched = list(batches(todo, most))
    assert sorted(tile.place for batch in batched for tile in batch) == [0, 1, 2, 3, 4]
    for batch in batched:
        assert len(batch) == 1 or len(batch) * max(len(tile.blocks) for tile in batch) * TILE_ROWS <= most


def test_tiles_are_filled_up_with_the_block_that_is_none() -> None:
    batch = [Tile(0, 0, 0, np.array([4])), Tile(0, 0, 1, np.array([7, 2]))]
    assert blocks_of(batch, 99).tolist() == [[4, 99], [7, 2]]


def test_rows_and_columns_of_tiles_follow_the_passage() -> None:
    passage = a_passage()
    [grid] = lay([(nothing(), passage)])
    levels, edges = levels_of(passage, grid, 1).ravel(), edges_of(passage, grid)
    assert levels[:150] == pytest.approx(passage.levels)
    assert edges.shape == (5, TILE_COLUMNS + 1)
    assert edges[1, 0] == edges[0, -1] == np.float32(TILE_COLUMNS * PITCH)
    assert (np.diff(edges) > 0).all()
