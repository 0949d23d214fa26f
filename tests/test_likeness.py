"""Loads that are one, moved or not, and loads that are not."""

from dataclasses import replace

import numpy as np
import pytest

from datasets.aligned import AlignedPair
from datasets.alignment import align
from datasets.likeness import LEAST_LIKENESS, likeness, together, worse
from datasets.load_blocks import FoundBlocks
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


def test_a_load_that_cannot_be_seen_is_not_told_to_be_another() -> None:
    pair = laid(LOADED)
    hidden = replace(pair, origin=replace(pair.origin, unseen=np.ones_like(pair.origin.unseen)))
    assert likeness(hidden) == 1.0


def test_the_largest_share_counts_that_lies_equally_far_along() -> None:
    fit, along = np.array([0.9, 0.8, 0.7, 0.2]), np.array([-5.2, -4.3, -5.8, 11.0])
    found = FoundBlocks(np.zeros(4), np.ones(4), fit, along, fit)
    assert together(found) == 0.75
    assert worse(found) == pytest.approx(0.575)
