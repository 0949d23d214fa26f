"""Patches show load, lie apart, and are as many on either side."""

import numpy as np

from datasets.simulation.realism.patches import SIDE, Patches, balanced, cut_patches, sheet, spread
from datasets.simulation.realism.previews import Preview


def a_box(load: int, name: str = "box") -> Preview:
    """Wall in the upper half, load in the lower."""
    grey = np.full((400, 900), 228, np.uint8)
    grey[200:] = load
    return Preview(name, name, grey)


def some(groups: list[str]) -> Patches:
    return Patches(np.zeros((len(groups), SIDE, SIDE), np.uint8), np.array(groups))


def test_patches_show_load_and_not_the_wall_alone() -> None:
    patches = cut_patches([a_box(60)], 8, np.random.default_rng(0))
    assert len(patches) == 8
    assert (np.median(patches.grey, axis=(1, 2)) == 60).all()


def test_what_is_opaque_throughout_gives_no_patch_but_at_its_edge() -> None:
    patches = cut_patches([a_box(0)], 20, np.random.default_rng(0))
    assert ((patches.grey == 228).mean(axis=(1, 2)) >= 0.1).all()


def test_a_box_smaller_than_a_patch_gives_none() -> None:
    tiny = Preview("tiny", "tiny", np.full((40, 40), 60, np.uint8))
    assert len(cut_patches([tiny], 8, np.random.default_rng(0))) == 0


def test_either_side_gives_as_many() -> None:
    one, other = balanced(some(["a"] * 5), some(["b"] * 9), 100, np.random.default_rng(0))
    assert len(one) == len(other) == 5


def test_every_group_has_its_turn_before_one_has_its_second() -> None:
    patches = some(["a"] * 20 + ["b"] * 2 + ["c"])
    chosen = patches[spread(patches, 5, np.random.default_rng(0))]
    assert sorted(chosen.groups) == ["a", "a", "b", "b", "c"]


def test_a_sheet_shows_each_patch_beside_itself_brightened() -> None:
    shown = sheet(np.full((4, SIDE, SIDE), 40, np.uint8))
    assert shown[60, 60] == 40
    assert shown[60, 200] == 255
