from dataclasses import replace

import numpy as np
import pytest

from datasets.aligned import AlignedPair
from datasets.alignment import align
from datasets.quality import LEAST_QUALITY
from tests.phantoms import Phantom, Slab, Source, pallets, true_map, turned_round, varied_speed

LOADED = Phantom(1, 512, pallets(3))
EMPTY = Phantom(2, 512)
LOT = Slab(0.30, 0.42, -0.9, 0.3, 0.0, 0.4)


def error_px(pair: AlignedPair, origin: Phantom, destination: Phantom) -> float:
    """95th percentile of the map's error in frame pixels, middle plane."""
    rows, columns = np.mgrid[36:270:6, 8 : origin.columns - 8 : 6].reshape(2, -1)
    x, y = true_map(origin, destination, columns.astype(float), rows.astype(float))
    along = (pair.alignment.columns[rows, columns] - x) * origin.columns / destination.columns
    return float(np.percentile(np.hypot(along, pair.alignment.rows[rows, columns] - y), 95))


@pytest.mark.parametrize("origin", [LOADED, EMPTY], ids=["loaded", "empty"])
def test_a_container_that_passed_faster_and_slower_is_laid_on_itself_to_a_pixel(origin: Phantom) -> None:
    destination = origin.but(columns=736, place=varied_speed(0.15, 1.0), noise=0.006)
    assert error_px(align(origin.view(), destination.view()), origin, destination) < 1.0


@pytest.mark.parametrize("origin", [LOADED, EMPTY], ids=["loaded", "empty"])
def test_a_container_that_passed_the_other_way_round_is_recognised_as_mirrored(origin: Phantom) -> None:
    destination = origin.but(columns=384, place=turned_round(varied_speed(0.1)))
    pair = align(origin.view(), destination.view())
    assert pair.alignment.mirrored
    assert error_px(pair, origin, destination) < 1.0


def test_a_source_on_the_other_side_does_not_bend_the_map_of_the_middle_plane() -> None:
    destination = LOADED.but(source=Source(-1), place=turned_round(varied_speed(0.1)))
    assert error_px(align(LOADED.view(), destination.view()), LOADED, destination) < 1.0


def test_the_moved_destination_has_the_grey_scale_of_the_origin() -> None:
    destination = LOADED.but(law=(1.2, 0.9), place=varied_speed(0.1))
    pair = align(LOADED.view(), destination.view())
    assert pair.alignment.residual < 0.02


def test_an_inserted_lot_stays_where_it_is_and_keeps_its_attenuation() -> None:
    destination = LOADED.but(extra=(LOT,), place=varied_speed(0.1), law=(0.9, 1.1))
    pair = align(LOADED.view(), destination.view())
    unchanged = align(LOADED.view(), LOADED.view())
    added = (pair.moved[0] - unchanged.moved[0])[180:240, 170:200]
    assert np.median(added) == pytest.approx(LOT.attenuation, rel=0.1)


def test_a_slab_over_two_fifths_of_the_length_bends_neither_map_nor_curve() -> None:
    slab = Slab(0.3, 0.72, -0.9, 0.8, 0.0, 1.5)
    destination = LOADED.but(extra=(slab,), place=varied_speed(0.1))
    pair = align(LOADED.view(), destination.view())
    assert error_px(pair, LOADED, destination) < 1.0
    assert pair.alignment.curve[0] == pytest.approx((1.0, 1.0, 0.0), abs=0.03)


def test_both_energies_are_moved_with_a_curve_each() -> None:
    origin, destination = LOADED.but(energies=2), LOADED.but(energies=2, law=(1.1, 1.0))
    pair = align(origin.view(), destination.view())
    assert pair.moved.shape == origin.view().attenuation.shape
    assert len(pair.alignment.curve) == 2


def test_one_energy_is_moved_where_one_scan_has_two() -> None:
    pair = align(LOADED.but(energies=2).view(), LOADED.view())
    assert pair.moved.shape[0] == 1


def test_what_the_destination_does_not_show_is_marked_unseen() -> None:
    shorter = LOADED.but(place=lambda part: 0.04 + 0.96 * part)
    pair = align(LOADED.view(), shorter.view())
    assert pair.moved_unseen[100:200, :16].all()
    assert not pair.moved_unseen[100:200, 30:].any()


@pytest.mark.parametrize("attenuation", [0.0, 2.0, 6.0])
def test_two_views_without_any_structure_are_of_no_quality(attenuation: float) -> None:
    view = LOADED.view()
    blank = replace(
        view, attenuation=np.full_like(view.attenuation, attenuation), unseen=view.unseen | (attenuation > 5)
    )
    assert align(blank, blank).alignment.quality < 0.1


@pytest.mark.parametrize(("here", "there"), [(192, 1536), (1536, 192)])
def test_views_of_very_different_width_are_laid_on_each_other(here: int, there: int) -> None:
    origin, destination = LOADED.but(columns=here), LOADED.but(columns=there, place=varied_speed(0.1))
    pair = align(origin.view(), destination.view())
    assert pair.moved.shape == origin.view().attenuation.shape
    assert error_px(pair, origin, destination) < 2 * max(1.0, here / there)


def test_noise_on_noise_is_refused_and_raises_nothing() -> None:
    view = LOADED.view()
    rng = np.random.default_rng(0)
    one, other = (replace(view, attenuation=rng.uniform(0, 6, view.attenuation.shape).astype(np.float32)) for _ in "12")
    assert align(one, other).alignment.quality < LEAST_QUALITY
