import numpy as np
import pytest

from datasets.alignment import align
from datasets.doors import End
from datasets.load_shift import LoadShift
from datasets.view import FRAME_ROWS, Frame, Image, Outline, View
from serving.moved import MovedLoad, moved_load, moved_loads, moved_words, towards
from serving.sides import Side
from tests.test_load_shift import LOADED, with_load_at
from tests.trucks import plain_scan

WIDE = 1280  # columns of a scan whose frame has half as many


def test_a_move_is_told_in_pixels_of_the_scan_as_delivered() -> None:
    load = moved_load(LoadShift(64, 128, 6.0), a_side(), None)
    assert (load.left, load.right, load.shift_px) == (128, 256, 12.0)


def test_a_move_is_told_in_millimetres_where_the_pitch_is_known() -> None:
    load = moved_load(LoadShift(64, 128, -6.0), a_side(pitch_mm=(10.0, 5.0)), None)
    assert load.shift_mm == pytest.approx(-12 * 5.0, rel=0.35)


@pytest.mark.parametrize(
    ("shift_px", "doors", "words"),
    [
        (9.0, "right", "towards the doors"),
        (-9.0, "right", "away from the doors"),
        (-9.0, "left", "towards the doors"),
        (9.0, None, "to the right"),
    ],
)
def test_where_to_is_told_by_the_doors_where_they_are_known(shift_px: float, doors: End | None, words: str) -> None:
    assert towards(shift_px, doors) == words


def test_a_load_that_moved_is_told_of_the_pair() -> None:
    pair = align(LOADED.view(), with_load_at(18.0).view())
    columns = pair.origin.frame.columns
    loads = moved_loads(pair, Side.of(plain_scan(columns), pair.origin), None)
    assert loads
    assert all(load.towards == "to the right" for load in loads)


def test_a_sentence_names_the_furthest_move() -> None:
    loads = (
        MovedLoad(100, 200, 4.0, 40.0, "towards the doors"),
        MovedLoad(200, 300, 12.0, 120.0, "towards the doors"),
    )
    said = "Load between columns 100 and 300 of the origin scan moved by up to 120 mm towards the doors by itself."
    assert moved_words(loads) == said


def test_a_load_that_stayed_needs_no_words() -> None:
    assert moved_words(()) == ""


def a_side(**facts: object) -> Side:
    frame = Frame(Outline(0.0, 32.0, float(WIDE), 288.0), WIDE // 2)
    empty: Image = np.zeros((1, FRAME_ROWS, WIDE // 2), np.float32)
    view = View(empty, np.zeros(empty.shape[1:], np.bool_), frame, 60000, 9.0)
    return Side.of(plain_scan(WIDE, **facts), view)
