from dataclasses import replace

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
    assert sum(one.right - one.left for one in found) > 256
    assert all(one.shift_px == pytest.approx(shift_px, abs=1.0) for one in found)


def test_a_load_that_stayed_did_not_move() -> None:
    assert load_shifts(align(LOADED.view(), LOADED.but(place=varied_speed(0.1), noise=0.01).view())) == ()


def test_an_empty_box_has_no_load_to_move() -> None:
    assert load_shifts(align(EMPTY.view(), EMPTY.but(place=varied_speed(0.1)).view())) == ()


def test_what_was_put_in_did_not_move() -> None:
    lot = Slab(0.30, 0.42, -0.9, 0.3, 0.0, 0.4)
    assert load_shifts(align(EMPTY.view(), EMPTY.but(extra=(lot,)).view())) == ()


def test_stretches_that_moved_alike_are_told_as_one() -> None:
    found = load_shifts(align(LOADED.view(), with_load_at(10.0).view()))
    assert len(found) <= 2
    assert all(0 <= one.left < one.right <= 512 for one in found)


def test_stretches_that_moved_otherwise_are_told_apart() -> None:
    parts = {slab: (-8 if slab.left < 0.45 else 12) / 512 for slab in LOADED.load}
    load = tuple(replace(slab, left=slab.left + part, right=slab.right + part) for slab, part in parts.items())
    found = load_shifts(align(LOADED.view(), LOADED.but(load=load).view()))
    assert [one.shift_px for one in found[:: len(found) - 1]] == pytest.approx([-8, 12], abs=1.0)
