"""What a picture tells of a load and of where the doors are."""

import numpy as np
import pytest

from datasets.scan import Scan
from datasets.simulation.blocks import Blocks
from datasets.simulation.projecting.load_seen import SLICES, doors_left_in, goods_in
from datasets.simulation.scenes.containers import by_name
from datasets.view import BOX_ROWS, FRAME_ROWS, MARGIN_ROWS, Outline

CONTAINER = by_name("40' HC")
COLUMNS = 960
OUTLINE = Outline(200.0, 60.0, 800.0, 260.0)


def goods(load: float, rows: slice, columns: slice, *, doors_left: bool = True) -> Blocks:
    """Of a view with walls, a floor and so much attenuation of load."""
    attenuation = np.full((FRAME_ROWS, COLUMNS), 0.12, np.float32)
    attenuation[MARGIN_ROWS + 215 :] = 1.5
    attenuation[:, :15] = attenuation[:, -15:] = 2.0
    attenuation[rows, columns] += load
    return goods_in(attenuation, 6.0, CONTAINER, doors_left=doors_left)


def test_an_empty_container_holds_no_goods() -> None:
    assert not len(goods(0.0, slice(0), slice(0)))


def test_goods_reach_as_far_and_stand_as_high_as_the_picture_shows() -> None:
    found = goods(1.5, slice(MARGIN_ROWS + BOX_ROWS // 2, FRAME_ROWS - MARGIN_ROWS), slice(480, COLUMNS))
    assert found.bounds[:, 0].min() == pytest.approx(CONTAINER.length / 2, abs=0.6)
    assert found.bounds[:, 1].max() == pytest.approx(CONTAINER.room[1])
    assert found.bounds[:, 3] == pytest.approx(CONTAINER.height / 2, abs=0.05)
    assert len(found) == SLICES // 2


def test_where_the_doors_are_on_the_right_the_load_is_turned() -> None:
    rows = slice(MARGIN_ROWS + 100, FRAME_ROWS - MARGIN_ROWS)
    assert goods(1.5, rows, slice(480, COLUMNS), doors_left=False).bounds[:, 1].max() < 0.55 * CONTAINER.length


def test_denser_goods_look_denser() -> None:
    rows = slice(MARGIN_ROWS + 100, FRAME_ROWS - MARGIN_ROWS)
    light, heavy = (goods(load, rows, slice(0, COLUMNS)).density.mean() for load in (1.5, 3.5))
    assert 0.1 < light < 0.25
    assert heavy > 2 * light


@pytest.mark.parametrize(("tractor", "left"), [(slice(20, 160), False), (slice(830, 990), True), (slice(0), None)])
def test_the_doors_are_at_the_end_away_from_the_tractor(tractor: slice, left: bool | None) -> None:
    pixels = np.full((320, 1000), 60_000, np.uint16)
    pixels[60:260, 200:800] = 50_000
    pixels[160:260, tractor] = 9_000
    assert doors_left_in(Scan(pixels), OUTLINE) == left
