"""Loads that are one, moved or not, and loads that are not."""

from dataclasses import replace

import numpy as np
import pytest

from datasets.aligned import AlignedPair
from datasets.alignment import align
from datasets.likeness import DOWN_PX, FARTHEST_DOWN_PX, LEAST_LIKENESS, Found, find_blocks, likeness, rows_around
from datasets.quality import LEAST_QUALITY
from tests.phantoms import Phantom, Slab, Source, pallets, varied_speed

LOADED = Phantom(1, 512, pallets(3))


def laid(destination: Phantom) -> AlignedPair:
    return align(LOADED.view(), destination.view())


def test_a_load_is_like_itself() -> None:
    assert likeness(laid(LOADED.but(noise=0.006))) > 0.95


def test_a_load_seen_from_the_other_side_is_like_itself() -> None:
    assert likeness(laid(LOADED.but(source=Source(-1, 0.25)))) > LEAST_LIKENESS


def test_another_load_in_the_same_container_is_not_alike() -> None:
    other = [
        Slab(*sides, 0.0, 1.5) for sides in ((0.1, 0.13, -0.9, 0.8), (0.45, 0.6, -0.9, -0.2), (0.8, 0.83, -0.9, 0.1))
    ]
    assert likeness(laid(LOADED.but(load=tuple(other)))) < LEAST_LIKENESS


def test_other_containers_with_other_loads_are_refused_by_likeness_or_by_quality() -> None:
    others = [
        laid(Phantom(seed, 576, pallets(seed), corrugations=38, place=varied_speed(0.1))) for seed in range(5, 17)
    ]
    kept = [pair for pair in others if pair.alignment.quality >= LEAST_QUALITY and likeness(pair) >= LEAST_LIKENESS]
    assert kept == []


def test_a_load_that_moved_as_a_whole_is_found_equally_far_along() -> None:
    moved = tuple(replace(slab, left=slab.left + 10 / 512, right=slab.right + 10 / 512) for slab in LOADED.load)
    found = find_blocks(laid(LOADED.but(load=moved)))
    assert np.median(found.along) == pytest.approx(5, abs=1)
    assert found.together > 0.5


def test_what_cannot_be_seen_is_not_looked_for() -> None:
    pair = laid(LOADED)
    hidden = replace(pair, origin=replace(pair.origin, unseen=np.ones_like(pair.origin.unseen)))
    assert len(find_blocks(hidden).fits) == 0
    assert likeness(hidden) == 1.0


def test_blocks_are_looked_for_as_far_up_and_down_as_depth_moves_them() -> None:
    near, far = laid(LOADED), laid(LOADED.but(source=Source(-1, 0.3, -0.2)))
    assert DOWN_PX <= rows_around(near.alignment) <= DOWN_PX + 3
    assert rows_around(near.alignment) < rows_around(far.alignment) <= FARTHEST_DOWN_PX
    assert rows_around(replace(far.alignment, planes=None)) == DOWN_PX


def test_the_largest_share_counts_that_lies_equally_far_along() -> None:
    found = Found(np.array([0.9, 0.8, 0.7, 0.2]), np.array([-5.0, -4.0, -6.0, 11.0]))
    assert found.together == 0.75
    assert found.worse == pytest.approx(0.575)
