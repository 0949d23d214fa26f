import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pictures

from datasets.aligned import AlignedPair
from datasets.pairs import PairIndex
from datasets.planes import SWEEP_PLANES
from datasets.view import FRAME_ROWS, Frame, Outline
from tests.training_sets import INSERTED_BITS, LOT, a_truck_set
from tests.trucks import BOX, a_pair
from training.errors import PreparedError
from training.prepared import IGNORED_BIT, PreparedSet
from training.preparing import carried, label_planes, prepare

COLUMNS = 192


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return a_truck_set(tmp_path_factory.mktemp("set") / "set", "same", "inserted", "broken")


@pytest.fixture(scope="module")
def prepared(folder: Path) -> PreparedSet:
    return prepare(folder, folder / "prepared", workers=1)


def a_level_pair() -> AlignedPair:
    flat = np.full((FRAME_ROWS, COLUMNS), 0.5, np.float32)
    return a_pair(flat, flat)


def labels(value: int, rows: slice, columns: slice) -> np.ndarray:
    image = np.zeros((FRAME_ROWS, COLUMNS), np.uint8)
    image[rows, columns] = value
    return image


def test_a_pair_becomes_the_pictures_that_serving_would_show_the_network(prepared: PreparedSet) -> None:
    pair = prepared.pairs[0]
    origin, destination, sweep = prepared.pictures(pair)
    assert sweep.shape == (SWEEP_PLANES, 2)
    assert origin.shape == destination.shape == (2, FRAME_ROWS, pair.columns)
    assert np.median(np.abs(origin[0].astype(int) - destination[0])) < 100


def test_part_of_a_pair_is_the_same_as_that_part_of_the_whole(prepared: PreparedSet) -> None:
    pair = prepared.pairs[0]
    part, whole = prepared.pictures(pair, 100, 64), prepared.pictures(pair)
    assert np.array_equal(part.destination, whole.destination[..., 100:164])


def test_the_label_image_lies_where_the_lot_is_in_the_frame(prepared: PreparedSet) -> None:
    pair = prepared.pairs[1]
    columns = np.flatnonzero(((prepared.planes(pair) & INSERTED_BITS) == INSERTED_BITS).any(axis=0))
    per_column = pair.columns / 2 / (BOX[2] - BOX[0])
    wanted = (LOT[0] - BOX[0]) * per_column, (LOT[2] - BOX[0]) * per_column
    assert (columns[0], columns[-1]) == pytest.approx(wanted, abs=8)


def test_a_pair_that_cannot_be_read_is_listed_with_its_reason(folder: Path, prepared: PreparedSet) -> None:
    [skipped] = prepared.skipped
    assert skipped.pair_id == "broken"
    assert "broken," in (folder / "prepared" / "skipped.csv").read_text()


def test_what_was_prepared_before_is_kept(folder: Path, prepared: PreparedSet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("training.preparing.align", lambda *_: pytest.fail("a pair was aligned again"))
    assert prepare(folder, folder / "prepared", workers=1) == prepared


def test_a_pair_carries_the_law_between_its_grey_scales(prepared: PreparedSet) -> None:
    assert prepared.pairs[0].sights is None  # nothing is told of these scanners
    [law] = prepared.pairs[0].curve
    assert law == pytest.approx((1.0, 1.0, 0.0), abs=0.1)


def test_where_the_set_tells_of_the_scanners_a_pair_knows_them(folder: Path) -> None:
    end = {"side": 1, "distance_m": 4.0, "height_m": 0.5, "energies_mv": [6.0], "edges_m": [12.0, 0.0]}
    record = folder / "truth" / "same.json"
    record.write_text(
        json.dumps({"container": {"height_m": 2.591, "length_m": 12.192}, "origin": end, "destination": end})
    )
    [pair, *_] = prepare(folder, folder / "known", workers=1).pairs
    record.unlink()
    assert pair.sights is not None
    assert pair.sights.origin.geometry.distance == 4.0
    assert not pair.sights.doors_left
    assert PreparedSet.load(folder / "known").pairs[0] == pair


def test_a_record_that_cannot_be_read_is_the_reason_why_its_pair_is_skipped(folder: Path) -> None:
    record = folder / "truth" / "same.json"
    record.write_text("{")
    skipped = prepare(folder, folder / "unknown", workers=1).skipped
    record.unlink()
    assert any("same.json is no record" in one.reason for one in skipped)


def test_a_line_cut_off_by_a_kill_is_prepared_again(folder: Path, prepared: PreparedSet) -> None:
    path = folder / "prepared" / "prepared.jsonl"
    path.write_text(path.read_text()[:-20])
    assert prepare(folder, folder / "prepared", workers=1) == prepared


def test_a_folder_prepared_by_another_version_is_refused(tmp_path: Path) -> None:
    (tmp_path / "prepared.jsonl").write_text('"another preparation"\n')
    with pytest.raises(PreparedError, match="use a new folder"):
        PreparedSet.load(tmp_path)


def test_the_digest_is_of_the_files_and_not_of_where_they_lie(prepared: PreparedSet) -> None:
    moved = replace(prepared, folder=Path("elsewhere"), pairs=prepared.pairs[::-1])
    other = replace(prepared, pairs=(replace(prepared.pairs[0], digest="0" * 64), *prepared.pairs[1:]))
    assert moved.digest == prepared.digest != other.digest


def test_a_label_image_of_another_size_than_its_scan_is_not_used(folder: Path, tmp_path: Path) -> None:
    row = replace(PairIndex.load(folder).rows[0], pair_id="odd", origin_truth="truth/odd.png")
    for name in ("scans", "truth"):
        (tmp_path / name).mkdir()
    for path in (row.origin, row.destination):
        (tmp_path / path).write_bytes((folder / path).read_bytes())
    Pictures.fromarray(np.zeros((9, 9), np.uint8)).save(tmp_path / row.origin_truth)
    PairIndex((row,)).write(tmp_path)
    assert "truth/odd.png is (9, 9)" in prepare(tmp_path, tmp_path / "prepared", workers=1).skipped[0].reason


@pytest.mark.parametrize(
    ("origin", "destination", "bits"),
    [(1, 0, 0b001001), (0, 1, 0b000110), (3, 0, 0b000001), (0, 3, 0b000010), (2, 0, 0b010000), (255, 0, 0b100000)],
)
def test_each_value_of_a_label_image_sets_its_bits(origin: int, destination: int, bits: int) -> None:
    here = (slice(64, 68), slice(10, 14))
    pair = a_level_pair()
    shift = 32  # a_view's outline begins 32 rows down
    scan_here = (slice(64, 68), slice(10, 14))
    planes = label_planes(pair, labels(origin, *scan_here), labels(destination, *here))
    assert planes[(64 - 32 + shift) // 2, 6] == bits
    assert not planes[100:, 50:].any()


def test_one_pixel_of_a_lot_is_enough_to_mark_its_place() -> None:
    planes = label_planes(a_level_pair(), labels(1, slice(65, 66), slice(11, 12)), None)
    assert (planes & 1).sum() == 1


def test_outside_the_scan_nothing_can_be_seen() -> None:
    frame = Frame(Outline(0.0, 100.0, 192.0, 356.0), COLUMNS)
    columns, rows = np.meshgrid(np.arange(COLUMNS), np.arange(FRAME_ROWS))
    moved = carried(np.zeros((300, 192), np.uint8), frame, columns.astype(np.float32), rows.astype(np.float32))
    assert (moved[-32:] == 255).all()
    assert (moved[:200] == 0).all()


def test_what_either_view_could_not_see_is_ignored() -> None:
    flat = np.full((FRAME_ROWS, COLUMNS), 0.5, np.float32)
    unseen = np.zeros((FRAME_ROWS, COLUMNS), np.bool_)
    unseen[100:120, 40:60] = True
    planes = label_planes(a_pair(flat, flat, unseen), None, None)
    assert (planes[50:60, 20:30] == 1 << IGNORED_BIT).all()
    assert planes.sum() == 100 << IGNORED_BIT
