from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from datasets.curve import Law
from datasets.planes import FLOOR_ROW, MIDDLE, ROOF_ROW, SWEPT, Planes, even_sweep
from datasets.preparation import ENDS, UNSEEN
from datasets.shell import Shell
from datasets.simulation.pasting.pasting import PairSample
from datasets.view import FRAME_ROWS, SMALLEST_COLUMNS
from tests.training_sets import INSERTED_BITS, a_prepared_set, holding
from training.data import (
    Crops,
    PairData,
    WholePairs,
    as_batch,
    beyond_ends,
    draw_shares,
    first_column,
    mirrored,
    swapped,
    sweep_back,
)
from training.errors import PreparedError
from training.mixture import Mixture
from training.settings import TrainSettings

SETTINGS = replace(TrainSettings(), crop_columns=96, batch=2, epoch_crops=6, workers=0, validation_pairs=3)


@pytest.fixture
def prepared(tmp_path: Path) -> Mixture:
    return Mixture.of([a_prepared_set(tmp_path / "prepared")])


def a_sample(columns: int = 8) -> PairSample:
    rng = np.random.default_rng(0)
    origin, destination = rng.integers(0, 999, (2, 2, 4, columns)).astype(np.uint16)
    return PairSample(origin, destination, even_sweep(), rng.integers(0, 64, (2, columns // 2)).astype(np.uint8))


def test_a_crop_has_all_rows_and_the_columns_asked_for(prepared: Mixture) -> None:
    sample, _ = Crops(prepared, SETTINGS, None)[0]
    assert sample.origin.shape == sample.destination.shape == (2, FRAME_ROWS, 96)
    assert sample.planes.shape == (FRAME_ROWS // 2, 48)


def test_the_same_draw_is_the_same_crop_and_another_draw_another(prepared: Mixture) -> None:
    crops = Crops(prepared, SETTINGS, None)
    (first, _), (again, _), (other, _) = crops[5], crops[5], crops[6]
    assert np.array_equal(first.origin, again.origin)
    assert not np.array_equal(first.origin, other.origin)


def test_only_labelled_pairs_of_the_train_split_are_cut(prepared: Mixture) -> None:
    pairs = tuple(replace(pair, labelled=place != 0) for place, pair in enumerate(prepared.pairs))
    crops = Crops(holding(prepared, pairs), SETTINGS, None)
    assert {crops[draw][1] for draw in range(60)} == {1, 2, 3}


def test_without_a_pair_to_learn_from_the_run_does_not_begin(tmp_path: Path) -> None:
    with pytest.raises(PreparedError, match="none of 2 prepared pairs"):
        Crops(Mixture.of([a_prepared_set(tmp_path / "prepared", train=0, val=2)]), SETTINGS, None)


def test_lots_are_pasted_by_the_hook_before_the_crop_is_turned(prepared: Mixture) -> None:
    seen: list[PairSample] = []

    def marking(sample: PairSample, _: np.random.Generator) -> PairSample:
        seen.append(sample)
        return replace(sample, planes=np.full_like(sample.planes, 1 << 4))

    sample, _ = Crops(prepared, SETTINGS, marking)[0]
    assert len(seen) == 1
    assert (sample.planes == 1 << 4).all()


def test_the_hook_learns_where_a_crop_was_cut_and_what_is_known_of_its_pair(prepared: Mixture) -> None:
    pairs = tuple(replace(pair, curve=(Law(1.1, 0.9, 0.02),)) for pair in prepared.pairs)
    seen: list[PairSample] = []

    def looking(sample: PairSample, _: np.random.Generator) -> PairSample:
        seen.append(sample)
        return sample

    crops = Crops(holding(prepared, pairs), SETTINGS, looking)
    _, row = crops[3]
    cut = seen[0].cut
    assert cut is not None
    assert cut.curve == (Law(1.1, 0.9, 0.02),)
    assert cut.frame_columns == pairs[row].columns
    whole = prepared.pictures(pairs[row]).origin
    assert np.array_equal(seen[0].origin, whole[..., cut.first : cut.first + 96])


def test_crops_show_the_ends_of_a_container_and_a_little_beyond_as_often_as_its_middle() -> None:
    rng = np.random.default_rng(0)
    firsts = [first_column(np.zeros((10, 300), np.uint8), 128, 0.0, rng) for _ in range(800)]
    assert np.mean([first == -ENDS for first in firsts]) == pytest.approx(32 / 600, abs=0.03)
    assert (min(firsts), max(firsts)) == (-ENDS, 600 + ENDS - 128)


def test_crops_over_lots_hold_some_of_them() -> None:
    planes = np.zeros((10, 300), np.uint8)
    planes[3, 210:220] = INSERTED_BITS
    rng = np.random.default_rng(0)
    for _ in range(50):
        first = first_column(planes, 128, 1.0, rng)
        assert first % 2 == 0
        assert planes[:, first // 2 : first // 2 + 64].any()


def test_easy_events_together_make_up_their_share(prepared: Mixture) -> None:
    events = ("none", "opened", "other_load", "inserted", "none")
    pairs = [replace(pair, event=event) for pair, event in zip(prepared.pairs, events, strict=False)]
    shares = draw_shares(pairs, prepared, 0.08)
    assert shares[1] + shares[2] == pytest.approx(0.08)
    assert shares.sum() == pytest.approx(1.0)


def test_sets_are_drawn_by_their_weight_whatever_their_size(tmp_path: Path) -> None:
    many, few = a_prepared_set(tmp_path / "many", train=6, val=0), a_prepared_set(tmp_path / "few", train=2, val=0)
    renamed = tuple(replace(pair, pair_id=f"own/{pair.pair_id}") for pair in few.pairs)
    both = Mixture.of([many, replace(few, pairs=renamed)], (1.0, 3.0))
    assert draw_shares(list(both.pairs), both, 0.08)[6:].sum() == pytest.approx(0.75)
    alike = Mixture.of([many, replace(few, pairs=renamed)])
    assert draw_shares(list(alike.pairs), alike, 0.08) == pytest.approx(1 / 8)


def test_mirroring_turns_pictures_and_planes_alike() -> None:
    sample = a_sample()
    turned = mirrored(sample)
    assert np.array_equal(turned.origin[..., 0], sample.origin[..., -1])
    assert np.array_equal(turned.planes[..., 0], sample.planes[..., -1])


def test_what_was_inserted_was_removed_once_the_views_change_places() -> None:
    sample = replace(a_sample(), planes=np.array([[0b000110, 0b001001, 0b110000]], np.uint8))
    turned = swapped(sample, opposite=False)
    assert turned.origin is sample.destination
    assert turned.planes.tolist() == [[0b001001, 0b000110, 0b110000]]


def test_beyond_the_ends_nothing_is_seen() -> None:
    sample = a_sample(8)
    wide = beyond_ends(sample, 2, 14)
    assert wide.origin.shape[2] == 14
    assert (wide.origin[..., :2] == UNSEEN).all()
    assert (wide.destination[..., 10:] == UNSEEN).all()
    assert np.array_equal(wide.origin[..., 2:10], sample.origin)
    assert np.array_equal(wide.planes[:, 1:5], sample.planes)
    assert (wide.planes[:, 5:] == 1 << 5).all()


def test_a_container_shorter_than_a_crop_stands_in_it_whole(prepared: Mixture) -> None:
    sample = Crops(prepared, replace(SETTINGS, crop_columns=288), None)[0][0]
    assert sample.origin.shape[2] == 288
    assert ((sample.origin[0, 0] == UNSEEN).sum(), sample.planes.shape[1]) == (288 - SMALLEST_COLUMNS, 144)


def test_validation_sees_a_container_with_both_ends(prepared: Mixture) -> None:
    sample, row = WholePairs(prepared, "val", 4)[0]
    assert sample.origin.shape[2] == prepared.pairs[row].columns + 2 * ENDS
    assert np.array_equal(sample.origin[..., ENDS:-ENDS], prepared.pictures(prepared.pairs[row]).origin)


def test_a_batch_holds_the_planes_as_maps_in_the_order_of_the_loss() -> None:
    planes = np.array([[0b000001, 0b000010, 0b000100, 0b001000, 0b010000, 0b100000]], np.uint8)
    batch = as_batch([(replace(a_sample(12), planes=planes), 3)])
    assert torch.equal(batch.maps[0, :, 0, :5], torch.eye(5))
    assert batch.ignored[0, 0].tolist() == [False] * 5 + [True]
    assert batch.rows.tolist() == [3]


def test_a_batch_keeps_the_mark_of_what_cannot_be_seen() -> None:
    sample = a_sample()
    marked = replace(sample, origin=sample.origin | np.uint16(UNSEEN))
    assert (as_batch([(marked, 0)]).origin >= UNSEEN).all()


def test_validation_takes_whole_pairs_spread_over_the_split(prepared: Mixture) -> None:
    whole = WholePairs(prepared, "val", 2)
    assert [whole[place][1] for place in range(len(whole))] == [4, 7]


def test_an_epoch_is_as_many_crops_as_set(prepared: Mixture) -> None:
    batches = list(PairData(prepared, SETTINGS).train_dataloader())
    assert len(batches) == 3
    assert batches[0].origin.shape == (2, 2, FRAME_ROWS, 96)


@pytest.mark.parametrize("opposite", [False, True])
def test_places_changed_the_sweep_leads_back(opposite: bool) -> None:
    below, above, level = Shell(0.3, -0.2), Shell(0.2, 0.4), np.zeros(4)
    there, back = Planes(below, above, opposite, level), Planes(above, below, opposite, level)
    # The grid stays the origin's, on which the destination was laid by the middle plane.
    laid = there.level_rows(np.array([ROOF_ROW, FLOOR_ROW]), MIDDLE)
    for depth, found in zip(SWEPT, sweep_back(there.sweep(), opposite), strict=False):
        assert found == pytest.approx(back.level_rows(laid, depth), abs=1e-3)
