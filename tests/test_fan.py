"""Shadows of lots: the mass that was put in, where the fan puts it, as the renderer shows it."""

from dataclasses import replace

import numpy as np
import pytest

from datasets.simulation.beam.fan import in_rows, on_frame, shadows
from datasets.simulation.beam.materials import COCAINE_HCL
from datasets.simulation.beam.render import mass_thickness
from datasets.simulation.beam.scanner import Geometry, Passage
from datasets.simulation.blocks import Blocks, Bounds, blocks, join, nothing
from datasets.simulation.hiding.lots import bags, bricks
from datasets.simulation.scenes.fittings import WIDTH
from datasets.view import BOX_ROWS, MARGIN_ROWS

HEIGHT, LENGTH, COLUMNS = 2.896, 12.192, 1088
EDGES = np.linspace(0, LENGTH, COLUMNS + 1)
GEOMETRY = Geometry(-1, 4.5, 0.8)
ROOM: Bounds = (3.0, 5.0, 0.2, 2.2, -1.0, 1.0)


def frame(geometry: Geometry = GEOMETRY) -> Passage:
    return on_frame(geometry, HEIGHT, EDGES)


def a_block(room: Bounds, density: float = 1.1) -> Blocks:
    return blocks([room], COCAINE_HCL, density)


def whole(lot: Blocks, passage: Passage, finer: int = 2) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    [shadow] = shadows([(lot, passage)], finer=finer)
    picture = np.zeros((passage.rows, passage.columns), np.float32)
    picture[shadow.place] = shadow.grams
    return picture


def middle_row(lot: Blocks, passage: Passage) -> float:
    picture = whole(lot, passage)
    return float(np.average(np.arange(passage.rows), weights=picture.sum(axis=1)))


@pytest.mark.parametrize("side", [-1, 1])
def test_the_frame_reaches_from_the_near_roof_edge_to_the_near_floor_edge(side: int) -> None:
    geometry = replace(GEOMETRY, side=side)
    passage = frame(geometry)
    near = side * WIDTH / 2
    rows = passage.pixels(np.array([[6.0, HEIGHT, near], [6.0, 0.0, near]]))[:, 1]
    assert rows == pytest.approx([MARGIN_ROWS - 0.5, MARGIN_ROWS + BOX_ROWS - 0.5], abs=1e-6)


def test_seen_from_above_the_frame_reaches_across_the_roof() -> None:
    passage = frame(Geometry(1, 5.5, 0.1, above=True, middle=HEIGHT / 2))
    rows = passage.pixels(np.array([[6.0, HEIGHT, WIDTH / 2], [6.0, HEIGHT, -WIDTH / 2]]))[:, 1]
    assert rows == pytest.approx([MARGIN_ROWS - 0.5, MARGIN_ROWS + BOX_ROWS - 0.5], abs=1e-6)


@pytest.mark.parametrize("seed", range(4))
def test_a_shadow_is_what_the_renderer_shows(seed: int) -> None:
    lot = bricks(np.random.default_rng(seed), ROOM, 60.0)
    exact = mass_thickness(lot, frame())
    shown = whole(lot, frame())
    assert shown.sum() == pytest.approx(exact.sum(), rel=0.005)
    assert np.abs(shown - exact).mean() < 0.02 * exact[exact > 0].mean()


def test_a_shadow_reaches_no_further_than_it_says() -> None:
    lot = a_block((3.0, 3.4, 0.5, 0.9, -1.0, 0.6))
    exact = mass_thickness(lot, frame())
    assert np.array_equal(whole(lot, frame(), finer=1) > 0.01, exact > 0.01)


def test_bags_as_rows_of_bricks_keep_their_mass() -> None:
    lot = bags(np.random.default_rng(1), ROOM, 200.0)
    rows = in_rows(lot)
    assert len(rows) < len(lot) / 2
    assert rows.mass_kg == pytest.approx(lot.mass_kg, rel=1e-3)


def test_the_near_side_lies_lower_under_the_source_and_higher_above_it() -> None:
    near, far = (a_block((3.0, 3.4, 1.9, 2.1, z, z + 0.1)) for z in (-1.1, 1.0))
    assert middle_row(near, frame()) < middle_row(far, frame()) - 30


def test_sources_on_both_sides_show_a_lot_at_the_roof_decimetres_apart() -> None:
    lot = a_block((3.0, 3.4, 2.7, 2.8, -1.1, -1.0))
    other = replace(frame(), geometry=replace(GEOMETRY, side=1))  # aligned in the middle plane
    metres = (middle_row(lot, other) - middle_row(lot, frame())) * frame().pitch
    assert 0.8 < metres < 1.2
    in_the_middle = a_block((3.0, 3.4, 2.7, 2.8, -0.05, 0.05))
    assert middle_row(in_the_middle, other) == pytest.approx(middle_row(in_the_middle, frame()), abs=0.1)


def test_goods_that_gave_way_count_in_what_is_added_but_not_in_what_is_hidden() -> None:
    room: Bounds = (3.0, 3.4, 0.5, 0.9, -0.2, 0.2)
    [shadow] = shadows([(join(a_block(room), a_block(room, -0.4)), frame())])
    assert shadow.grams.max() == pytest.approx(shadow.own.max() * 0.7 / 1.1, rel=1e-3)


def test_a_lot_beside_the_picture_casts_no_shadow() -> None:
    passage = on_frame(GEOMETRY, HEIGHT, EDGES[600:700])
    [shadow] = shadows([(a_block((3.0, 3.4, 0.5, 0.9, -0.2, 0.2)), passage)])
    assert shadow.grams.size == 0
    assert shadows([]) == []
    assert not len(nothing())


def test_where_the_doors_come_last_the_picture_is_turned() -> None:
    lot = bricks(np.random.default_rng(2), ROOM, 30.0)
    turned = whole(lot, on_frame(GEOMETRY, HEIGHT, EDGES[::-1]))
    assert np.allclose(turned[:, ::-1], whole(lot, frame()), atol=1e-3)


def test_sway_moves_a_shadow_down() -> None:
    lot = a_block((3.0, 3.4, 0.5, 0.9, -0.2, 0.2))
    lower = replace(frame(), sway=np.full(COLUMNS, 5.0))
    assert middle_row(lot, lower) == pytest.approx(middle_row(lot, frame()) + 5, abs=0.05)
