"""Pasted lots: seen where the planes say, by as much as physics gives, through each view's own fan."""

from dataclasses import replace

import numpy as np
import pytest

from datasets.curve import Law
from datasets.planes import even_sweep
from datasets.preparation import UNITS, UNSEEN
from datasets.simulation.beam.fan import Shadow, on_frame, shadows
from datasets.simulation.beam.hardening import added
from datasets.simulation.beam.materials import COCAINE_HCL
from datasets.simulation.beam.scanner import Geometry
from datasets.simulation.blocks import Bounds, blocks, nothing
from datasets.simulation.hiding.concealment import Hidden
from datasets.simulation.pasting.pasting import (
    HIDDEN_DESTINATION,
    HIDDEN_ORIGIN,
    INSERTED,
    REMOVED,
    Cut,
    PairSample,
    Pasted,
    aligned,
    draw_lot,
    edges_of,
    laid,
    lay_in,
    paste,
)
from datasets.simulation.pasting.sights import Sight, Sights
from datasets.view import BOX_ROWS, FRAME_ROWS, MARGIN_ROWS

COLUMNS = 256
LEFT, RIGHT = (Sight(Geometry(side, 4.5, 0.8), (6.0, 4.0)) for side in (-1, 1))
SIGHTS = Sights(2.896, 12.192, True, LEFT, RIGHT)
CUT = Cut(400, 1088, SIGHTS)
Numbers = np.ndarray[tuple[int, ...], np.dtype[np.float64]]


def a_sample(attenuation: float = 0.5, *, dual: bool = True, cut: Cut | None = CUT) -> PairSample:
    picture = np.full((2, FRAME_ROWS, COLUMNS), int(attenuation * UNITS), np.uint16)
    if not dual:
        picture[1] = 0
    return PairSample(picture, picture.copy(), even_sweep(), np.zeros((FRAME_ROWS // 2, COLUMNS // 2), np.uint8), cut)


def difference(sample: PairSample, channel: int = 0) -> Numbers:
    return np.asarray(np.subtract(sample.destination[channel], sample.origin[channel], dtype=np.float64) / UNITS)


def pasted(count: int = 60) -> list[PairSample]:
    return [paste(a_sample(), np.random.default_rng(seed)) for seed in range(count)]


def a_lot(event: str, room: Bounds = (5.5, 6.0, 1.0, 1.4, -0.2, 0.2), sights: Sights = SIGHTS) -> Pasted:
    edges = edges_of(a_sample(), CUT, sights)
    here = on_frame(sights.origin.geometry, sights.height_m, edges)
    there = replace(here, geometry=sights.destination.geometry)
    return Pasted(Hidden(blocks([room], COCAINE_HCL, 1.1), nothing(), "cargo"), event, (here, there))


def rows_of(plane: Numbers) -> float:
    return float(np.average(np.arange(plane.shape[0]), weights=plane.sum(axis=1)))


def test_most_crops_get_a_lot_and_some_get_none() -> None:
    with_lot = np.mean([sample.planes.any() for sample in pasted(100)])
    assert 0.6 < with_lot < 0.9


def test_more_than_an_eighth_of_all_lots_are_alike_in_both() -> None:
    rng, edges = np.random.default_rng(0), edges_of(a_sample(), CUT, SIGHTS)
    events = [draw_lot(rng, SIGHTS, edges).event for _ in range(150)]
    assert np.mean([event == "alike" for event in events]) > 0.12


def test_nothing_is_written_into_the_pictures_that_were_given() -> None:
    sample = a_sample()
    before = sample.origin.copy()
    for seed in range(10):
        paste(sample, np.random.default_rng(seed))
    assert np.array_equal(sample.origin, before)
    assert not sample.planes.any()


def test_an_inserted_lot_is_darker_at_destination_where_the_plane_says() -> None:
    sample = laid(a_sample(), [a_lot("inserted")], SIGHTS)
    change = difference(sample).reshape(FRAME_ROWS // 2, 2, COLUMNS // 2, 2).mean(axis=(1, 3))
    assert (sample.planes[change > 0.1] == INSERTED | HIDDEN_DESTINATION).all()
    assert change[sample.planes > 0].min() > 0
    assert np.array_equal(sample.origin, a_sample().origin)


def test_a_removed_lot_is_in_the_origin_alone() -> None:
    sample = laid(a_sample(), [a_lot("removed")], SIGHTS)
    assert set(np.unique(sample.planes)) == {0, REMOVED | HIDDEN_ORIGIN}
    assert difference(sample).min() < -0.5
    assert difference(sample).max() <= 0


def test_a_change_always_comes_with_what_is_hidden() -> None:
    for sample in pasted():
        planes = sample.planes
        assert not ((planes & INSERTED > 0) & (planes & HIDDEN_DESTINATION == 0)).any()
        assert not ((planes & REMOVED > 0) & (planes & HIDDEN_ORIGIN == 0)).any()


def test_nothing_changes_far_from_the_planes() -> None:
    for sample in pasted():
        labelled = np.kron(sample.planes > 0, np.ones((2, 2), bool))
        for picture in (sample.origin, sample.destination):
            # A soft edge below the thinnest lot that is labelled may remain.
            darker = picture[0].astype(int) - a_sample().origin[0] > 0.07 * UNITS
            assert not (darker & ~labelled).any()


def test_a_lot_at_the_roof_lies_where_the_other_side_s_fan_puts_it() -> None:
    near_the_origin: Bounds = (5.5, 6.0, 2.6, 2.8, -1.1, -0.9)
    sample = laid(a_sample(), [a_lot("alike", near_the_origin)], SIGHTS)
    rows = [rows_of((sample.planes & bit > 0).astype(np.float64)) * 2 for bit in (HIDDEN_ORIGIN, HIDDEN_DESTINATION)]
    lot = a_lot("alike", near_the_origin)
    expected = [view.pixels(np.array([[5.75, 2.7, -1.0]]))[0, 1] for view in lot.views]
    assert rows == pytest.approx(expected, abs=2.0)
    assert rows[1] - rows[0] > 40


def test_what_alignment_leaves_is_under_two_pixels_in_the_middle_plane() -> None:
    here = on_frame(LEFT.geometry, SIGHTS.height_m, edges_of(a_sample(), CUT, SIGHTS))
    place = np.array([[6.0, 1.2, 0.0]])
    moved = [
        aligned(here, SIGHTS, np.random.default_rng(seed)).pixels(place) - here.pixels(place) for seed in range(99)
    ]
    spread = np.concatenate(moved).std(axis=0)
    assert spread == pytest.approx([0.7, 0.7], abs=0.15)


def test_each_energy_gets_what_its_beam_gives() -> None:
    sample = laid(a_sample(1.0), [a_lot("inserted")], SIGHTS)
    ratio = difference(sample, 1).sum() / difference(sample, 0).sum()
    assert ratio == pytest.approx(1.185, abs=0.02)  # 4/6 MV of organic matter


def test_the_added_attenuation_is_that_of_the_mass() -> None:
    lot = a_lot("inserted")
    sample = laid(a_sample(0.5), [lot], SIGHTS)
    [shadow] = shadows([(lot.hidden.lot, lot.views[1])])
    wanted = added(np.full(shadow.grams.shape, 0.5, np.float32), shadow.grams, 6.0).sum()
    assert difference(sample).sum() == pytest.approx(wanted, rel=0.01)


def test_on_a_grey_scale_of_the_origin_a_lot_counts_by_the_same_law() -> None:
    plain = laid(a_sample(0.6), [a_lot("inserted")], SIGHTS)
    bent = laid(a_sample(1.2 * 0.6**0.9), [a_lot("inserted")], SIGHTS, (Law(1.2, 0.9), Law(1.2, 0.9)))
    own = plain.destination[0] / UNITS
    assert bent.destination[0] / UNITS == pytest.approx(1.2 * own**0.9, abs=2e-3)


@pytest.mark.parametrize("doors_left", [True, False])
def test_columns_begin_at_the_doors_where_these_are_on_the_left(doors_left: bool) -> None:
    edges = edges_of(a_sample(), Cut(0, 1088), replace(SIGHTS, doors_left=doors_left))
    assert edges[0] == pytest.approx(0.0 if doors_left else 12.192)
    assert abs(edges[-1] - edges[0]) == pytest.approx(12.192 * COLUMNS / 1088)


def test_lots_at_the_doors_land_at_the_doors_side() -> None:
    for doors_left, first in ((True, 0), (False, 1088 - COLUMNS)):
        sights = replace(SIGHTS, doors_left=doors_left)
        sample = a_sample(cut=Cut(first, 1088, sights))
        planes = np.zeros(COLUMNS // 2)
        for seed in range(40):
            planes += (paste(sample, np.random.default_rng(seed)).planes > 0).sum(axis=0)
        at_the_doors = planes[:45].sum() if doors_left else planes[-45:].sum()
        assert at_the_doors > 0.45 * planes.sum()


def test_lots_stay_in_the_container() -> None:
    middle = slice(MARGIN_ROWS // 2 - 3, (MARGIN_ROWS + BOX_ROWS) // 2 + 3)
    for sample in pasted(40):
        assert not sample.planes[: middle.start].any()
        assert not sample.planes[middle.stop :].any()


def test_without_any_knowledge_scanners_are_drawn() -> None:
    marked = [paste(a_sample(cut=None), np.random.default_rng(seed)).planes.any() for seed in range(20)]
    assert sum(marked) > 8


def test_a_missing_low_energy_stays_missing() -> None:
    for seed in range(5):
        sample = paste(a_sample(dual=False), np.random.default_rng(seed))
        assert not sample.origin[1].any()
        assert not sample.destination[1].any()


def test_a_lot_that_passes_the_floor_of_the_picture_becomes_unseen() -> None:
    picture = a_sample(3.0).origin.copy()
    picture[:, :10] = int(3.7 * UNITS) | UNSEEN  # tells that nothing is seen beyond 3.7
    grams = np.full((20, 20), 60.0, np.float32)
    lay_in(picture, Shadow(grams, grams, slice(100, 120), slice(100, 120)), (6.0, 4.0))
    assert (picture[:, 100:120, 100:120] >= UNSEEN).all()
    assert ((picture[0] & (UNSEEN - 1)) <= int(3.7 * UNITS)).all()


def test_the_same_seed_pastes_the_same() -> None:
    one, other = (paste(a_sample(), np.random.default_rng(9)) for _ in range(2))
    assert np.array_equal(one.destination, other.destination)
    assert np.array_equal(one.planes, other.planes)
