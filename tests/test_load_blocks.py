"""Blocks of a load, found again where they lie now."""

from dataclasses import replace

import numpy as np
import pytest

from datasets.aligned import AlignedPair
from datasets.alignment import align
from datasets.load_blocks import DOWN_PX, FARTHEST_DOWN_PX, find_blocks, rows_around, vertex
from tests.phantoms import Phantom, Source, pallets

LOADED = Phantom(1, 512, pallets(3))


def laid(destination: Phantom) -> AlignedPair:
    return align(LOADED.view(), destination.view())


def test_a_load_that_stayed_is_found_in_place() -> None:
    found = find_blocks(laid(LOADED.but(noise=0.006)), 48, 48)
    assert np.abs(found.along).max() < 0.5
    assert found.fit.min() > 0.8
    assert np.allclose(found.fit, found.fit_elsewhere)


def test_a_load_that_moved_is_found_as_far_along_as_it_went() -> None:
    moved = tuple(replace(slab, left=slab.left + 9 / 512, right=slab.right + 9 / 512) for slab in LOADED.load)
    found = find_blocks(laid(LOADED.but(load=moved)), 48, 48)
    assert np.median(found.along) == pytest.approx(4.5, abs=0.3)
    assert np.median(found.fit - found.fit_elsewhere) > 0.1


def test_what_cannot_be_seen_is_not_looked_for() -> None:
    pair = laid(LOADED)
    hidden = replace(pair, origin=replace(pair.origin, unseen=np.ones_like(pair.origin.unseen)))
    assert len(find_blocks(hidden, 48, 48)) == 0


def test_blocks_are_looked_for_as_far_up_and_down_as_depth_moves_them() -> None:
    near, far = laid(LOADED), laid(LOADED.but(source=Source(-1, 0.3, -0.2)))
    assert DOWN_PX <= rows_around(near.alignment) <= DOWN_PX + 3
    assert rows_around(near.alignment) < rows_around(far.alignment) <= FARTHEST_DOWN_PX
    assert rows_around(replace(far.alignment, planes=None)) == DOWN_PX


def test_the_top_of_a_parabola_lies_between_pixels_but_not_at_an_end() -> None:
    fits = -((np.arange(5.0) - 2.3) ** 2).astype(np.float32)
    assert vertex(fits, 2) == pytest.approx(0.3, abs=1e-5)
    assert vertex(fits, 0) == 0.0
