from dataclasses import replace

import numpy as np
import pytest

from datasets.aligned import Alignment
from datasets.depth import HALF_WIDTH_MM, Depth, depth_of
from datasets.planes import Planes
from datasets.shell import Shell
from datasets.view import BOX_ROWS, FRAME_ROWS, MARGIN_ROWS, Image, Mask

COLUMNS = 300
LEFT, RIGHT = Shell(0.25, -0.1, side="left"), Shell(0.25, 0.1, side="right")
FARTHER = Shell(0.15, 0.3, side="left")
HIGH, LOW = 0.7, 0.55  # of the lot's ends, as parts of the box's height


@pytest.mark.parametrize("depth", [-0.9, -0.4, 0.0, 0.5, 0.95])
@pytest.mark.parametrize("destination", [RIGHT, FARTHER])
def test_a_lot_lies_as_deep_as_both_scans_see_it(destination: Shell, depth: float) -> None:
    found = depth_told(LEFT, destination, depth)
    assert found is not None
    assert found.low <= HALF_WIDTH_MM * (1 - depth) <= found.high
    assert found.from_near_wall == pytest.approx(HALF_WIDTH_MM * (1 - depth), abs=100)


def test_a_lot_is_found_though_the_load_moved() -> None:
    found = depth_told(LEFT, RIGHT, 0.5, moved_px=15)
    assert found is not None
    assert found.from_near_wall == pytest.approx(HALF_WIDTH_MM / 2, abs=100)


def test_sources_that_stand_alike_tell_no_depth() -> None:
    assert depth_told(LEFT, LEFT, 0.5) is None


@pytest.mark.parametrize("shell", [replace(RIGHT, side=None), replace(RIGHT, above=True)])
def test_no_depth_is_told_where_a_side_is_not_declared_or_the_source_stands_above(shell: Shell) -> None:
    assert depth_told(replace(LEFT, above=shell.above), shell, 0.5) is None


def test_what_only_one_scan_shows_has_no_depth() -> None:
    alignment, region, origin, _ = two_views(LEFT, RIGHT, 0.5, 0)
    assert depth_of(alignment, region, origin, np.full_like(origin, 0.01)) is None


def test_without_a_shell_there_is_no_depth() -> None:
    alignment, region, origin, destination = two_views(LEFT, RIGHT, 0.5, 0)
    assert depth_of(replace(alignment, planes=None), region, origin, destination) is None


def test_an_interval_lies_around_its_depth() -> None:
    with pytest.raises(ValueError, match="wanted an interval"):
        Depth(100.0, 200.0, 300.0)


def depth_told(origin: Shell, destination: Shell, depth: float, moved_px: int = 0) -> Depth | None:
    return depth_of(*two_views(origin, destination, depth, moved_px))


def two_views(origin: Shell, destination: Shell, depth: float, moved_px: int) -> tuple[Alignment, Mask, Image, Image]:
    """A lot at a depth from the origin's source, in a map of either view."""
    opposite = origin.side != destination.side
    here, there = a_map(origin, depth, 0), a_map(destination, -depth if opposite else depth, moved_px)
    columns = np.tile(np.arange(COLUMNS, dtype=np.float32), (FRAME_ROWS, 1))
    planes = Planes(origin, destination, opposite, np.zeros(COLUMNS))
    alignment = Alignment(False, columns, planes.rows(0.0), (), 0.0, 0.9, planes)
    return alignment, here > 0.5, here, there


def a_map(shell: Shell, depth: float, moved_px: int) -> Image:
    top, bottom = MARGIN_ROWS + BOX_ROWS * shell.seen(np.array([HIGH, LOW]), depth)
    image = np.full((FRAME_ROWS, COLUMNS), 0.01, np.float32)
    image[round(top) : round(bottom), 120 + moved_px : 170 + moved_px] = 0.9
    return image
