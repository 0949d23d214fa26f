"""Loads: they stand in their room, weigh what a container may carry, are drawn fast, and no two are alike."""

from functools import cache
from time import process_time

import numpy as np
import pytest

from datasets.simulation.blocks import Blocks, Bounds
from datasets.simulation.scenes.loads import LARGEST_PAYLOAD_KG, LOADS, REEFER_LOADS, draw_load

ROOMS: tuple[Bounds, ...] = (
    (0.08, 12.13, 0.16, 2.81, -1.18, 1.18),  # 40' HC
    (0.08, 6.0, 0.16, 2.51, -1.18, 1.18),  # 20'
    (0.08, 11.6, 0.20, 2.75, -1.12, 1.12),  # 40' HC reefer
)
KINDS = [kind for kind in LOADS if kind != "empty"]
SOLID = 12.0  # g/cm3; nothing that is carried is denser


@cache
def a_load(kind: str, seed: int) -> tuple[Blocks, Bounds]:
    room = ROOMS[2] if kind in REEFER_LOADS else ROOMS[seed % 2]
    return draw_load(np.random.default_rng(seed), room, kind), room


def blocks_at(load: Blocks, points: np.ndarray) -> np.ndarray:
    """How many blocks lie at each point."""
    count = np.zeros(len(points), int)
    for n, point in enumerate(points):
        count[n] = ((load.bounds[:, 0::2] <= point) & (load.bounds[:, 1::2] > point)).all(axis=1).sum()
    return count


@pytest.mark.parametrize("kind", KINDS)
def test_a_load_stays_in_its_room_and_is_no_heavier_than_allowed(kind: str) -> None:
    for seed in range(4):
        load, room = a_load(kind, seed)
        assert 100 < load.mass_kg <= LARGEST_PAYLOAD_KG * 1.001
        assert (load.bounds[:, 0::2] >= np.array(room[0::2], np.float32)).all()
        assert (load.bounds[:, 1::2] <= np.array(room[1::2], np.float32)).all()


@pytest.mark.parametrize("kind", KINDS)
def test_every_block_of_a_load_has_a_size_and_a_density(kind: str) -> None:
    load, _ = a_load(kind, 3)
    assert (load.bounds[:, 1::2] > load.bounds[:, 0::2]).all()
    assert ((load.density > 0) & (load.density < SOLID)).all()


@pytest.mark.parametrize("kind", KINDS)
def test_a_load_is_made_of_no_more_blocks_than_can_be_rendered_fast(kind: str) -> None:
    assert max(len(a_load(kind, seed)[0]) for seed in range(4)) <= 20_000


@pytest.mark.parametrize("kind", KINDS)
def test_a_load_is_drawn_in_a_tenth_of_a_second_of_computing(kind: str) -> None:
    def seconds(seed: int) -> float:
        start = process_time()
        draw_load(np.random.default_rng(seed), ROOMS[0], kind)
        return process_time() - start

    assert min(seconds(seed) for seed in range(2)) < 0.1


@pytest.mark.parametrize("kind", KINDS)
def test_two_draws_of_a_kind_differ(kind: str) -> None:
    one, other = a_load(kind, 0)[0], a_load(kind, 2)[0]
    assert one.bounds.shape != other.bounds.shape or not np.allclose(one.bounds, other.bounds)


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_seed_gives_the_same_load(kind: str) -> None:
    one, room = a_load(kind, 3)
    other = draw_load(np.random.default_rng(3), room, kind)
    assert np.array_equal(one.bounds, other.bounds)
    assert np.array_equal(one.density, other.density)


@pytest.mark.parametrize(
    "kind", ["frozen", "textiles", "coffee", "rice", "bales", "tiles", "bulk", "paper_rolls", "bananas", "mixed"]
)
def test_goods_packed_close_do_not_lie_in_one_another(kind: str) -> None:
    load, room = a_load(kind, 1)
    points = np.random.default_rng(1).uniform(room[0::2], room[1::2], (500, 3)).astype(np.float32)
    count = blocks_at(load, points)
    assert (count > 1).sum() <= 0.08 * (count > 0).sum()


@pytest.mark.parametrize("kind", KINDS)
def test_a_load_has_stacks_that_shift_by_themselves(kind: str) -> None:
    assert max(len(np.unique(a_load(kind, seed)[0].group)) for seed in range(4)) > (kind not in ("bulk", "scrap"))


def test_a_half_empty_container_is_free_at_the_doors() -> None:
    for seed in range(10):
        load = draw_load(np.random.default_rng(seed), ROOMS[0], "half_empty")
        assert load.bounds[:, 0].min() > 3.0


def test_an_empty_container_holds_nothing() -> None:
    assert not len(draw_load(np.random.default_rng(0), ROOMS[0], "empty"))
