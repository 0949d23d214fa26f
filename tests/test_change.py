"""How much of a container differs: by what both views show, and by bounds where one of them shows nothing."""

from dataclasses import replace

import numpy as np
import pytest

from datasets.aligned import AlignedPair, Alignment
from datasets.change import changed_share
from datasets.view import BOX_ROWS, FRAME_ROWS, MARGIN_ROWS, Frame, Outline, View

COLUMNS = 256
FRAME = Frame(Outline(0.0, 0.0, 500.0, 250.0), COLUMNS)
BLANK = np.zeros((FRAME_ROWS, COLUMNS), np.float32)
NONE_UNSEEN = np.zeros((FRAME_ROWS, COLUMNS), bool)


def a_pair(origin: float, destination: float, part: float = 1.0) -> AlignedPair:
    """Attenuation of the origin throughout, and of the destination in the left part of the frame."""
    here = np.full((1, FRAME_ROWS, COLUMNS), origin, np.float32)
    there = here.copy()
    there[:, :, : int(part * COLUMNS)] = destination
    view = View(here, NONE_UNSEEN, FRAME, 1.0, 9.0)
    alignment = Alignment(False, BLANK, BLANK, ((1.0, 1.0),), 0.0, 1.0)
    return AlignedPair(view, view, there, NONE_UNSEEN, alignment)


@pytest.mark.parametrize("part", [0.25, 0.5, 1.0])
def test_the_share_is_that_of_the_part_that_differs(part: float) -> None:
    assert changed_share(a_pair(0.5, 2.0, part)) == pytest.approx(part)


def test_what_differs_little_for_its_density_is_no_change() -> None:
    assert changed_share(a_pair(3.0, 3.6)) == 0.0


def test_a_load_that_became_opaque_is_a_change_and_a_low_floor_tells_nothing() -> None:
    unseen = np.ones_like(NONE_UNSEEN)
    assert changed_share(replace(a_pair(0.5, 3.7), moved_unseen=unseen)) == 1.0
    assert changed_share(replace(a_pair(5.0, 3.7), moved_unseen=unseen)) == 0.0


def test_what_lies_outside_the_box_does_not_count() -> None:
    pair = a_pair(0.5, 0.5)
    moved = pair.moved.copy()
    moved[:, :MARGIN_ROWS] = moved[:, MARGIN_ROWS + BOX_ROWS :] = 4.0
    assert changed_share(replace(pair, moved=moved)) == 0.0
