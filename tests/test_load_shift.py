from dataclasses import replace

import numpy as np
import pytest

from datasets.alignment import align
from datasets.load_shift import load_shifts
from tests.phantoms import Phantom, Slab, pallets, varied_speed

LOADED = Phantom(1, 512, pallets(3))
EMPTY = replace(LOADED, load=())


def with_load_at(shift_px: float) -> Phantom:
    part = shift_px / LOADED.columns
    moved = tuple(replace(slab, left=slab.left + part, right=slab.right + part) for slab in LOADED.load)
    return LOADED.but(load=moved, place=varied_speed(0.08))


@pytest.mark.parametrize("shift_px", [-14.0, 6.0, 18.0])
def test_a_load_that_moved_is_told_by_how_much(shift_px: float) -> None:
    found = load_shifts(align(LOADED.view(), with_load_at(shift_px).view()))
    assert len(found) >= 4
    assert np.median([one.shift_px for one in found]) == pytest.approx(shift_px, abs=1.0)


def test_a_load_that_stayed_did_not_move() -> None:
    assert load_shifts(align(LOADED.view(), LOADED.but(place=varied_speed(0.1), noise=0.01).view())) == ()


def test_an_empty_box_has_no_load_to_move() -> None:
    assert load_shifts(align(EMPTY.view(), EMPTY.but(place=varied_speed(0.1)).view())) == ()


def test_what_was_put_in_did_not_move() -> None:
    lot = Slab(0.30, 0.42, -0.9, 0.3, 0.0, 0.4)
    assert load_shifts(align(EMPTY.view(), EMPTY.but(extra=(lot,)).view())) == ()


def test_stretches_lie_side_by_side_within_the_frame() -> None:
    found = load_shifts(align(LOADED.view(), with_load_at(10.0).view()))
    assert all(one.right - one.left == 64 and 0 <= one.left < 512 for one in found)
    assert len({one.left for one in found}) == len(found)
