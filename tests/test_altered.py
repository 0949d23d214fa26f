"""Scans altered in a known way: what moved, by how much, and what did not."""

import numpy as np

from datasets.measuring.altered import (
    SLAB_HEIGHT,
    SLAB_LENGTH,
    Part,
    block_moved,
    turned_round,
    with_load_moved,
    with_slab,
)
from datasets.scan import Scan
from datasets.view import Outline

OUTLINE = Outline(100.0, 50.0, 900.0, 250.0)


def a_scan(low: bool = False) -> Scan:
    rng = np.random.default_rng(0)
    pixels = rng.integers(20_000, 60_000, (300, 1000)).astype(np.uint16)
    return Scan(pixels, pixels.copy() if low else None)


def test_only_the_block_moves_and_by_as_much_as_is_said() -> None:
    pixels = a_scan().high
    part = Part(300, 100, 500, 200)
    moved = block_moved(pixels, part, 12.0)
    assert np.array_equal(moved[100:200, 312:512], pixels[100:200, 300:500])
    outside = np.ones(pixels.shape, bool)
    outside[100:200, 300:512] = False
    assert np.array_equal(moved[outside], pixels[outside])


def test_load_moves_by_4_to_18_frame_pixels_in_both_energies() -> None:
    scan = a_scan(low=True)
    for seed in range(8):
        altered, part, moved_px = with_load_moved(scan, OUTLINE, np.random.default_rng(seed))
        assert 4 <= abs(moved_px) <= 18
        assert (part.left, part.right, part.top, part.bottom) == (220, 420, 90, 220)
        assert altered.low is not None
        assert np.array_equal(altered.high, altered.low)
        assert not np.array_equal(altered.high, scan.high)


def test_a_slab_darkens_its_share_of_the_box_and_nothing_else() -> None:
    scan = a_scan()
    darker = with_slab(scan, OUTLINE, np.random.default_rng(3)).high < 0.9 * scan.high
    across, down = np.flatnonzero(darker.mean(axis=0) > 0.2), np.flatnonzero(darker.mean(axis=1) > 0.2)
    assert len(across) == round(SLAB_LENGTH * 800)
    assert abs(len(down) - SLAB_HEIGHT * 200) <= 1
    assert not darker[:, : across[0]].any()


def test_a_scan_turned_round_turned_again_is_the_same() -> None:
    scan = a_scan(low=True)
    turned = turned_round(scan)
    assert np.array_equal(turned.high[:, 0], scan.high[:, -1])
    assert turned.low is not None
    assert np.array_equal(turned_round(turned).high, scan.high)
