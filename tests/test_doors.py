"""The doors are told by the locator and by a cooling unit at the other end, or not at all."""

from dataclasses import replace

import numpy as np

from datasets.doors import doors_end
from datasets.shell import Shell
from datasets.view import FRAME_ROWS, MARGIN_ROWS, View
from tests.trucks import a_view


def a_box(doors_left: float, unit: float = 0.0, above: bool = False) -> View:
    """Bare walls, and a unit of this attenuation at the right end over this share of the rows."""
    attenuation = np.full((1, FRAME_ROWS, 640), 0.15, np.float32)
    attenuation[:, MARGIN_ROWS : MARGIN_ROWS + round(unit * 200), -28:] = 1.2
    view = a_view(attenuation)
    shell = Shell(nearness=0.25, height=0.1, doors_left=doors_left, above=above)
    outline = replace(view.frame.outline, shell=shell)
    return replace(view, frame=replace(view.frame, outline=outline))


def test_a_sure_locator_tells_the_doors() -> None:
    assert doors_end(a_box(doors_left=0.99)) == "left"
    assert doors_end(a_box(doors_left=0.01)) == "right"


def test_a_doubtful_one_does_not() -> None:
    assert doors_end(a_box(doors_left=0.8)) is None


def test_a_cooling_unit_stands_opposite_the_doors_whatever_the_locator_says() -> None:
    assert doors_end(a_box(doors_left=0.01, unit=1.0)) == "left"


def test_half_a_cooling_unit_where_the_doors_were_seen_leaves_it_open() -> None:
    assert doors_end(a_box(doors_left=0.01, unit=0.55)) is None


def test_half_a_cooling_unit_opposite_the_doors_changes_nothing() -> None:
    assert doors_end(a_box(doors_left=0.99, unit=0.55)) == "left"


def test_from_above_no_end_is_told() -> None:
    assert doors_end(a_box(doors_left=0.99, above=True)) is None


def test_without_a_locator_s_word_no_end_is_told() -> None:
    view = a_box(doors_left=0.99)
    bare = replace(view, frame=replace(view.frame, outline=replace(view.frame.outline, shell=None)))
    assert doors_end(bare) is None
