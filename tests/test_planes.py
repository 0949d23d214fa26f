"""What two sources at different places do to the rows, at every depth."""

import numpy as np
import pytest

from datasets.planes import FAR_WALL, FLOOR_ROW, MIDDLE, NEAR_WALL, ROOF_ROW, SWEPT, Planes, even_sweep
from datasets.shell import Shell
from datasets.view import BOX_ROWS, FRAME_ROWS, MARGIN_ROWS

Numbers = np.ndarray[tuple[int, ...], np.dtype[np.float64]]

BELOW, ABOVE = Shell(0.3, -0.2), Shell(0.2, 0.4)
LEVEL = np.zeros(10)
HEIGHTS = np.array([0.0, 0.3, 1.0])
EITHER = pytest.mark.parametrize("opposite", [False, True])


def rows_of(shell: Shell, depth: float) -> Numbers:
    """Of a view's frame, at which HEIGHTS are seen."""
    return np.asarray(MARGIN_ROWS - 0.5 + BOX_ROWS * shell.seen(HEIGHTS, depth))


@EITHER
def test_the_middle_plane_is_laid_on_the_middle_plane_whatever_the_side(opposite: bool) -> None:
    planes = Planes(BELOW, ABOVE, opposite, LEVEL)
    assert planes.level_rows(rows_of(BELOW, MIDDLE), MIDDLE) == pytest.approx(rows_of(ABOVE, MIDDLE))


def test_from_one_side_the_near_wall_is_laid_on_the_near_wall() -> None:
    planes = Planes(BELOW, ABOVE, False, LEVEL)
    assert planes.level_rows(rows_of(BELOW, NEAR_WALL), NEAR_WALL) == pytest.approx(rows_of(ABOVE, NEAR_WALL))


def test_from_opposite_sides_the_near_wall_is_laid_on_the_far_one_and_the_far_on_the_near() -> None:
    planes = Planes(BELOW, ABOVE, True, LEVEL)
    assert planes.level_rows(rows_of(BELOW, NEAR_WALL), NEAR_WALL) == pytest.approx(rows_of(ABOVE, FAR_WALL))
    assert planes.level_rows(rows_of(BELOW, FAR_WALL), FAR_WALL) == pytest.approx(rows_of(ABOVE, NEAR_WALL))


@pytest.mark.parametrize("depth", [NEAR_WALL, -0.3, FAR_WALL])
def test_two_scans_from_one_place_lie_on_each_other_at_every_depth(depth: float) -> None:
    rows = np.arange(FRAME_ROWS, dtype=np.float64)
    assert Planes(BELOW, BELOW, False, LEVEL).level_rows(rows, depth) == pytest.approx(rows)


@EITHER
@pytest.mark.parametrize("depth", [NEAR_WALL, 0.5, FAR_WALL])
def test_the_way_back_leads_to_where_one_came_from(opposite: bool, depth: float) -> None:
    there = Planes(BELOW, ABOVE, opposite, LEVEL).level_rows(rows_of(BELOW, depth), depth)
    back = Planes(ABOVE, BELOW, opposite, LEVEL).level_rows(there, -depth if opposite else depth)
    assert back == pytest.approx(rows_of(BELOW, depth))


def test_sway_lowers_each_column_by_as_much_at_every_depth() -> None:
    sway = np.array([0.0, 1.5, -2.0])
    planes = Planes(BELOW, ABOVE, True, sway)
    for depth in (NEAR_WALL, FAR_WALL):
        rows = planes.rows(depth)
        assert rows.shape == (FRAME_ROWS, 3)
        assert rows - rows[:, :1] == pytest.approx(np.tile(sway, (FRAME_ROWS, 1)), abs=1e-3)


@EITHER
def test_a_sweep_says_where_the_laid_destination_shows_each_depth(opposite: bool) -> None:
    planes = Planes(BELOW, ABOVE, opposite, LEVEL)
    rows = np.arange(FRAME_ROWS, dtype=np.float64)
    middle = planes.level_rows(rows, MIDDLE)
    for depth, (roof, floor) in zip(SWEPT, planes.sweep(), strict=False):
        laid = roof + (rows - ROOF_ROW) * (floor - roof) / (FLOOR_ROW - ROOF_ROW)
        assert np.interp(laid, rows, middle, left=np.nan, right=np.nan) == pytest.approx(
            np.where((laid < 0) | (laid > rows[-1]), np.nan, planes.level_rows(rows, depth)), abs=1e-3, nan_ok=True
        )


def test_a_sweep_goes_on_with_what_holds_if_the_sides_were_taken_wrongly() -> None:
    same, other = (Planes(BELOW, ABOVE, opposite, LEVEL).sweep() for opposite in (False, True))
    wrong = len(SWEPT)
    assert same[1:wrong] == pytest.approx(other[wrong:])
    assert other[1:wrong] == pytest.approx(same[wrong:])


def test_one_view_beside_itself_has_an_even_sweep() -> None:
    assert Planes(BELOW, BELOW, False, LEVEL).sweep()[: len(SWEPT)] == pytest.approx(even_sweep()[: len(SWEPT)])
