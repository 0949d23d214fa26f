"""Path lengths: exact for a fan across the travel, from either side and from above, alone or in a batch."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from datasets.simulation.beam import integrals as module
from datasets.simulation.beam import tiling
from datasets.simulation.beam.integrals import Job, integrals
from datasets.simulation.beam.materials import STEEL, WATER
from datasets.simulation.beam.scanner import Geometry, Passage
from datasets.simulation.blocks import Blocks, blocks, join, nothing

PITCH = 0.01


def a_passage(side: int = -1, height: float = 1.0, columns: int = 200, rows: int = 300) -> Passage:
    """A scanner whose source stands 4 m from the middle plane; columns of 1 cm from x = 0."""
    edges = np.linspace(0.0, columns * PITCH, columns + 1)
    return Passage(Geometry(side, 4.0, height), PITCH, rows, 2.5, edges, np.zeros(columns))


def a_job(things: Blocks, passage: Passage) -> Job:
    return Job(things, passage, np.ones((len(things), 1), np.float32))


def random_blocks(rng: np.random.Generator, count: int) -> Blocks:
    low = rng.uniform([0.0, 0.0, -1.0], [1.8, 2.0, 0.5], (count, 3))
    high = low + rng.uniform(0.02, 0.6, (count, 3))
    return blocks(np.stack([low, high], 2).reshape(count, 6), WATER, rng.uniform(0.2, 1.0, count))


def sampled(things: Blocks, passage: Passage, row: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Metres of each block's cross-section along a row's rays, by many samples."""
    z = np.linspace(-1.5, 1.5, 40001)
    metres = np.zeros(len(things))
    for level in passage.levels[row] + np.array([0.25, -0.25]) * passage.pitch:
        slope = (level - passage.geometry.height) / passage.geometry.distance
        y = passage.geometry.height + slope * (passage.geometry.distance - passage.geometry.side * z)
        bounds = things.bounds
        inside = (y > bounds[:, 2:3]) & (y < bounds[:, 3:4]) & (z > bounds[:, 4:5]) & (z < bounds[:, 5:6])
        metres += inside.sum(axis=1) * np.hypot(z[1] - z[0], y[1] - y[0]) / 2
    return metres


@pytest.mark.parametrize("side", [-1, 1])
@pytest.mark.parametrize("row", [3, 149, 150, 290])
def test_rows_of_random_blocks_agree_with_sampling_along_the_ray(side: int, row: int) -> None:
    passage = a_passage(side)
    things = random_blocks(np.random.default_rng(row), 30)
    for n, metres in enumerate(sampled(things, passage, row)):
        alone = replace(things.chosen(np.arange(30) == n), density=np.ones(1, np.float32))
        [sums] = integrals([a_job(alone, passage)])
        inside = slice(int(alone.bounds[0, 0] / PITCH) + 1, int(alone.bounds[0, 1] / PITCH) - 1)
        assert float(sums[0, row, inside].max()) == pytest.approx(100 * metres, abs=3e-2)


def test_a_slab_at_the_height_of_the_source_is_crossed_straight() -> None:
    passage = a_passage()
    slab = blocks([(0.5, 1.5, 0.0, 2.0, -0.2, 0.3)], WATER, 1.0)
    [sums] = integrals([a_job(slab, passage)])
    row = round(float(passage.pixels(np.array([[1.0, 1.0, 0.0]]))[0, 1]))
    assert float(sums[0, row, 100]) == pytest.approx(50.0, rel=1e-3)


def test_a_block_narrower_than_a_column_counts_by_the_part_it_covers() -> None:
    [sums] = integrals([a_job(blocks([(1.002, 1.005, 0.0, 2.0, -0.5, 0.5)], WATER, 1.0), a_passage())])
    assert float(sums[0, 150, 100]) == pytest.approx(30.0, rel=1e-3)


def test_what_is_summed_stands_in_planes_of_its_own() -> None:
    slab = blocks([(0.5, 1.5, 0.0, 2.0, -0.5, 0.5)], WATER, 1.0)
    [sums] = integrals([Job(slab, a_passage(), np.array([[1.0, 0.25, -2.0]], np.float32))])
    assert sums[:, 150, 100].tolist() == pytest.approx([100.0, 25.0, -200.0], rel=1e-3)


def test_pictures_of_different_sizes_come_out_of_a_batch_as_they_do_alone() -> None:
    jobs = [
        a_job(random_blocks(np.random.default_rng(n), 200), a_passage(side, columns=columns, rows=rows))
        for n, (side, columns, rows) in enumerate([(-1, 130, 300), (1, 200, 180), (-1, 77, 300)])
    ]
    for together, job in zip(integrals(jobs), jobs, strict=True):
        [alone] = integrals([job])
        assert together.shape == alone.shape
        assert torch.allclose(together, alone, rtol=1e-5, atol=1e-3)


def test_the_size_of_tiles_and_batches_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    job = a_job(random_blocks(np.random.default_rng(5), 300), a_passage())
    [usual] = integrals([job])
    monkeypatch.setattr(tiling, "TILE_COLUMNS", 31)
    monkeypatch.setattr(tiling, "TILE_ROWS", 300)
    monkeypatch.setattr(module, "MOST_ELEMENTS", {"cpu": 1 << 24})
    [other] = integrals([job])
    assert torch.allclose(usual, other, rtol=1e-5, atol=1e-3)


def test_a_vehicle_that_comes_the_other_way_is_mirrored() -> None:
    things, one = random_blocks(np.random.default_rng(6), 50), a_passage()
    [forth], [back] = integrals([a_job(things, one)]), integrals([a_job(things, replace(one, edges=one.edges[::-1]))])
    assert torch.equal(back, forth.flip(2))


def test_from_above_rows_run_across_the_container_and_depth_is_height() -> None:
    above = replace(a_passage(), geometry=Geometry(1, 5.0, 0.0, above=True, middle=1.3), top=1.5)
    plate = blocks([(0.5, 1.5, 1.2, 1.4, -0.4, -0.1)], STEEL, 7.85)
    [sums] = integrals([a_job(plate, above)])
    column, row = above.pixels(np.array([[1.0, 1.3, -0.25]]))[0].round().astype(int)
    assert float(sums[0, row, column]) == pytest.approx(20 * 7.85, rel=5e-3)
    assert float(sums[0, above.rows - row, column]) == 0.0


def test_goods_that_were_taken_out_leave_nothing() -> None:
    goods = random_blocks(np.random.default_rng(7), 40)
    [sums] = integrals([a_job(join(goods, goods.taken_away()), a_passage())])
    assert float(sums.abs().max()) < 1e-3


def test_where_nothing_stands_nothing_is_summed() -> None:
    [sums] = integrals([a_job(nothing(), a_passage())])
    assert sums.shape == (1, 300, 200)
    assert not sums.any()


def test_a_level_sheet_thinner_than_a_row_keeps_its_mass_wherever_it_lies() -> None:
    passage = a_passage()
    whole = []
    for shift in np.linspace(0, PITCH, 7):
        sheet = blocks([(0.5, 1.5, 1.0 + shift, 1.0015 + shift, -1.0, 1.0)], STEEL, 7.85)
        [sums] = integrals([a_job(sheet, passage)])
        whole.append(float(sums[0, :, 100].sum()) * PITCH)
    assert whole == pytest.approx([200 * 7.85 * 0.0015] * 7, rel=0.15)
