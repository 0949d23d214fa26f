"""The locator's picture shows an outline's edges at its known rows and columns, and what the scan lacks as OUTSIDE."""

from dataclasses import replace

import numpy as np
import pytest

from datasets.locator.picture import (
    COLUMN_STEP,
    COLUMNS,
    OUTSIDE,
    ROWS,
    WIDE_COLUMNS,
    WIDE_HEIGHT,
    WIDE_LENGTH,
    WIDE_ROWS,
    about,
    centred,
    placed,
    wide_grid,
    wide_picture,
)
from datasets.scan import Scan
from datasets.view import Image, Outline

AIR = 60000
BOX = Outline(310.0, 130.0, 1690.0, 610.0)
INSIDE = 0.7  # attenuation of the drawn box


def a_scan(rows: int = 800, columns: int = 2000, padded: int = 0) -> Scan:
    """A box of one attenuation in air, and black columns at the left that hold no measurement."""
    pixels = np.full((rows, columns), AIR, np.uint16)
    pixels[round(BOX.top) : round(BOX.bottom), round(BOX.left) : round(BOX.right)] = round(AIR * np.exp(-INSIDE))
    pixels[:, :padded] = 0
    return Scan(pixels, air=AIR)


def edges_in(line: Image) -> list[float]:
    """Where a line of pixels passes half of INSIDE, centres at whole numbers; what is OUTSIDE counts as air."""
    line = np.where(line < OUTSIDE, line, 0)
    over = line > INSIDE / 2
    at = np.flatnonzero(over[1:] != over[:-1])
    return [float(i + (INSIDE / 2 - line[i]) / (line[i + 1] - line[i])) for i in at]


@pytest.mark.parametrize("moved", [(0.0, 0.0), (37.0, -21.0)])
def test_a_box_is_seen_in_the_wide_picture_where_the_grid_has_its_edges(moved: tuple[float, float]) -> None:
    outline = Outline(BOX.left + moved[0], BOX.top + moved[1], BOX.right + moved[0], BOX.bottom + moved[1])
    wide = wide_picture(a_scan(), outline)
    across, down, left, top = wide_grid(outline)
    assert edges_in(wide[WIDE_ROWS // 2]) == pytest.approx(
        [(edge - left) / across - 0.5 for edge in (BOX.left, BOX.right)], abs=0.5
    )
    assert edges_in(wide[:, WIDE_COLUMNS // 2]) == pytest.approx(
        [(edge - top) / down - 0.5 for edge in (BOX.top, BOX.bottom)], abs=0.5
    )


def test_the_outline_s_own_box_lies_in_the_middle_of_the_network_s_picture() -> None:
    picture = placed(wide_picture(a_scan(), BOX), centred())
    assert picture.shape == (ROWS, COLUMNS)
    length, height = WIDE_COLUMNS / WIDE_LENGTH / COLUMN_STEP, WIDE_ROWS / WIDE_HEIGHT
    middle = (COLUMNS - 1) / 2, (ROWS - 1) / 2
    assert edges_in(picture[ROWS // 2]) == pytest.approx([middle[0] - length / 2, middle[0] + length / 2], abs=0.5)
    assert edges_in(picture[:, COLUMNS // 2]) == pytest.approx(
        [middle[1] - height / 2, middle[1] + height / 2], abs=0.5
    )


def test_a_scan_of_few_pixels_is_shown_at_the_same_places() -> None:
    small = Scan(np.ascontiguousarray(a_scan().high[::10, ::10]), air=AIR)
    outline = Outline(BOX.left / 10, BOX.top / 10, BOX.right / 10, BOX.bottom / 10)
    few, many = wide_picture(small, outline), wide_picture(a_scan(), BOX)
    assert edges_in(few[WIDE_ROWS // 2]) == pytest.approx(edges_in(many[WIDE_ROWS // 2]), abs=1.5)  # half a pixel


def test_what_is_air_and_what_is_matter_keep_their_attenuation() -> None:
    wide = wide_picture(a_scan(), BOX)
    assert wide[WIDE_ROWS // 2, WIDE_COLUMNS // 2] == pytest.approx(INSIDE, abs=1e-3)
    assert wide[50, WIDE_COLUMNS // 2] == pytest.approx(0.0, abs=1e-3)


def test_beyond_the_scan_is_outside() -> None:
    wide = wide_picture(a_scan(), BOX)
    _, down, _, top = wide_grid(BOX)
    shown = (np.arange(WIDE_ROWS) + 0.5) * down + top
    column = wide[:, WIDE_COLUMNS // 2]
    assert (column[shown < -down] == OUTSIDE).all()
    assert (column[shown > 800 + down] == OUTSIDE).all()
    assert (column[(shown > down) & (shown < 800 - down)] < OUTSIDE).all()


def test_black_padding_is_outside() -> None:
    wide = wide_picture(a_scan(padded=150), BOX)
    across, _, left, _ = wide_grid(BOX)
    shown = (np.arange(WIDE_COLUMNS) + 0.5) * across + left
    row = wide[WIDE_ROWS // 2]
    assert (row[shown < 150 - across] == OUTSIDE).all()
    assert (row[(shown > 150 + across) & (shown < 2000 - across)] < OUTSIDE).all()


def test_what_is_outside_does_not_leak_into_what_lies_beside_it() -> None:
    wide = np.full((WIDE_ROWS, WIDE_COLUMNS), np.float32(INSIDE))
    wide[:, : WIDE_COLUMNS // 2] = OUTSIDE
    values = placed(wide, about(WIDE_COLUMNS / 2, WIDE_ROWS / 2, 1.3, 1.1))
    assert np.unique(values.round(3)).tolist() == pytest.approx([INSIDE, OUTSIDE])


def test_a_picture_s_middle_shows_the_place_it_is_about() -> None:
    x, y = np.meshgrid(np.arange(WIDE_COLUMNS), np.arange(WIDE_ROWS))
    picture = placed((x / 100 + y / 1000).astype(np.float32), about(180.0, 130.0, 1.2, 0.9))
    middle = picture[ROWS // 2 - 1 : ROWS // 2 + 1, COLUMNS // 2 - 1 : COLUMNS // 2 + 1].mean()
    assert middle == pytest.approx(1.80 + 0.130, abs=1e-3)


def test_a_picture_with_negative_steps_is_turned_round() -> None:
    wide = wide_picture(a_scan(), replace(BOX, left=BOX.left + 100))
    middle = (WIDE_COLUMNS - 1) / 2, (WIDE_ROWS - 1) / 2
    one, other = (placed(wide, about(*middle, sign * COLUMN_STEP, 1.0)) for sign in (1, -1))
    assert np.abs(one - other).max() > INSIDE / 2
    assert other == pytest.approx(one[:, ::-1], abs=1e-4)
