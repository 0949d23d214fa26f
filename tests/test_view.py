"""The frame of a container and the way back; all of a container that is seen."""

from dataclasses import replace

import numpy as np
import pytest

from datasets.shell import Shell
from datasets.view import (
    BOX_ROWS,
    COLUMN_STEP,
    FRAME_ROWS,
    LARGEST_COLUMNS,
    MARGIN_ROWS,
    SMALLEST_COLUMNS,
    Frame,
    Outline,
    View,
)

OUTLINE = Outline(100.0, 50.0, 1300.0, 310.0, slope=0.01)
LEVEL = replace(OUTLINE, slope=0.0)


def test_frame_pixels_come_back_from_the_scan_where_they_were() -> None:
    frame = Frame.of(OUTLINE)
    places = np.array([[0.0, 0.0], [17.3, 250.0], [frame.columns - 1.0, FRAME_ROWS - 1.0]])
    assert frame.from_scan(frame.to_scan(places)) == pytest.approx(places)


def test_the_outline_s_corners_bound_the_frame_s_box() -> None:
    frame = Frame.of(LEVEL)
    corners = np.array([[-0.5, MARGIN_ROWS - 0.5], [frame.columns - 0.5, MARGIN_ROWS + BOX_ROWS - 0.5]])
    assert frame.to_scan(corners) == pytest.approx(np.array([[99.5, 49.5], [1299.5, 309.5]]))


def test_a_roof_that_falls_to_the_right_is_level_in_the_frame() -> None:
    middle = (OUTLINE.left + OUTLINE.right) / 2 - 0.5
    roof = np.array([[middle - 500, 49.5 - 5.0], [middle, 49.5], [middle + 500, 49.5 + 5.0]])
    assert Frame.of(OUTLINE).from_scan(roof)[:, 1] == pytest.approx(MARGIN_ROWS - 0.5)


@pytest.mark.parametrize(
    ("length", "columns"), [(10, SMALLEST_COLUMNS), (1200, 1184), (260 * COLUMN_STEP, LARGEST_COLUMNS)]
)
def test_columns_are_as_wide_as_rows_are_high_in_whole_steps_within_limits(length: float, columns: int) -> None:
    assert Frame.of(replace(LEVEL, right=LEVEL.left + length)).columns == columns


def test_without_a_shell_all_that_is_seen_is_the_outline_s_own_edges() -> None:
    assert LEVEL.box == (100.0, 50.0, 1300.0, 310.0)


def test_seen_from_within_its_height_nothing_of_a_box_is_beyond_its_near_wall() -> None:
    assert replace(LEVEL, shell=Shell(0.3, 0.5)).box == (100.0, 50.0, 1300.0, 310.0)


def test_seen_from_under_the_floor_the_far_wall_reaches_below_the_near_one() -> None:
    shell = Shell(0.3, -0.25)
    left, top, right, bottom = replace(LEVEL, shell=shell).box
    assert (left, top, right) == (100.0, 50.0, 1300.0)
    assert bottom == pytest.approx(50.0 + 260.0 * float(shell.seen(0.0, -1.0)))
    assert bottom > 320


def test_seen_from_over_the_roof_the_far_wall_reaches_above_the_near_one() -> None:
    left, top, right, bottom = replace(LEVEL, shell=Shell(0.3, 1.25)).box
    assert (left, right, bottom) == (100.0, 1300.0, 310.0)
    assert top < 40


def test_of_what_is_unseen_the_margins_do_not_count() -> None:
    frame = Frame.of(OUTLINE)
    unseen = np.zeros((FRAME_ROWS, frame.columns), np.bool_)
    unseen[: MARGIN_ROWS + BOX_ROWS // 4] = True
    view = View(np.zeros((1, *unseen.shape), np.float32), unseen, frame, 60000.0, 8.0)
    assert view.seen_fraction == pytest.approx(0.75)


def test_a_view_of_another_size_than_its_frame_is_refused() -> None:
    with pytest.raises(ValueError, match="wanted"):
        View(np.zeros((1, 5, 5), np.float32), np.zeros((5, 5), np.bool_), Frame.of(OUTLINE), 60000.0, 8.0)
