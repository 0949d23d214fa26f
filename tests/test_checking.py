"""Is a set sound: every fault in a line, and notes on what is none."""

import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from datasets.checking import check
from datasets.errors import SetError
from datasets.pairs import PairIndex, PairRow
from datasets.reading import read_scan
from datasets.scan import ContainerNumber
from datasets.writing import write_tiff
from tests.pictures import a_picture, eight_bits, jpeg, npy, png, tiff

ROW = PairRow("p1", "scans/1o.tif", "scans/1d.tif", "MSCU6639870", "train", "same", "none")
OTHER = PairRow("p2", "scans/2o.npy", "scans/2d.jpg", "CSQU3054383", "test", "mismatch", "inserted")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A sound set of two pairs."""
    (tmp_path / "scans").mkdir()
    (tmp_path / "truth").mkdir()
    for n, row in enumerate((ROW, OTHER)):
        (tmp_path / row.origin).write_bytes((tiff, npy)[n](a_picture(seed=2 * n)))
        (tmp_path / row.destination).write_bytes((tiff(a_picture(seed=2 * n + 1)), jpeg(eight_bits(a_picture())))[n])
    (tmp_path / "truth" / "1.png").write_bytes(png(np.zeros((120, 200), np.uint8)))
    return tmp_path


def faults(folder: Path, *rows: PairRow) -> tuple[str, ...]:
    PairIndex(rows).write(folder)
    return check(folder).faults


def test_a_sound_set_has_no_fault(folder: Path) -> None:
    assert faults(folder, replace(ROW, origin_truth="truth/1.png"), OTHER) == ()


def test_a_missing_file_is_a_fault(folder: Path) -> None:
    [fault] = faults(folder, replace(ROW, destination="scans/absent.tif"), OTHER)
    assert "p1: scans/absent.tif: " in fault


def test_a_file_that_is_no_scan_is_a_fault(folder: Path) -> None:
    (folder / ROW.origin).write_bytes(b"")
    [fault] = faults(folder, ROW)
    assert fault.startswith("p1: scans/1o.tif: the file is empty")


def test_a_wrong_check_digit_is_a_fault(folder: Path) -> None:
    [fault] = faults(folder, replace(ROW, container="MSCU6639871"))
    assert "its check digit is 0" in fault


def test_a_file_that_names_another_container_is_a_fault(folder: Path) -> None:
    scan = replace(read_scan((folder / ROW.origin).read_bytes()), container=ContainerNumber("CSQU3054383"))
    (folder / ROW.origin).write_bytes(write_tiff(scan))
    [fault] = faults(folder, ROW)
    assert "scans/1o.tif says that it shows CSQU3054383, the pair is of MSCU6639870" in fault


def test_a_label_against_its_event_is_a_fault(folder: Path) -> None:
    [fault] = faults(folder, replace(ROW, label="mismatch"))
    assert fault == "p1: label is mismatch and event none, wanted label same"


@pytest.mark.parametrize("label", ["same", "mismatch"])
def test_a_lawful_opening_may_be_labelled_either_way(folder: Path, label: str) -> None:
    assert faults(folder, replace(ROW, event="opened", label=label)) == ()


@pytest.mark.parametrize(
    ("labels", "said"),
    [
        (np.zeros((120, 199), np.uint8), r"has \(120, 199\) rows and columns, wanted \(120, 200\)"),
        (np.full((120, 200), 7, np.uint8), "it has the value 7"),
        (np.zeros((120, 200), np.uint16), "it has 16 bits"),
    ],
)
def test_a_label_image_of_another_form_is_a_fault(folder: Path, labels: np.ndarray, said: str) -> None:
    (folder / "truth" / "1.png").write_bytes(png(labels))
    with pytest.raises(AssertionError, match=said):
        assert faults(folder, replace(ROW, origin_truth="truth/1.png")) == ()


def test_a_container_in_two_splits_is_a_fault(folder: Path) -> None:
    [fault] = faults(folder, ROW, replace(OTHER, container=ROW.container))
    assert "container MSCU6639870 is in test, but in train too" in fault


def test_a_copy_of_a_scan_in_another_split_is_a_fault(folder: Path) -> None:
    shutil.copy(folder / ROW.origin, folder / "scans" / "copy.tif")
    [fault] = faults(folder, ROW, replace(OTHER, origin="scans/copy.tif"))
    assert fault == (
        "p2: file scans/copy.tif, which has the pixels of file scans/1o.tif, is in test, but in train too, with p1"
    )


def test_pixels_of_a_scan_in_another_form_in_another_split_are_a_fault(folder: Path) -> None:
    (folder / "scans" / "copy.png").write_bytes(png(np.ascontiguousarray(a_picture()[:, ::-1])))
    [fault] = faults(folder, ROW, replace(OTHER, origin="scans/copy.png"))
    assert fault.startswith("p2: file scans/copy.png, which has the pixels of file scans/1o.tif, is in test")


def test_a_number_that_only_the_scans_declare_leaks_too(folder: Path) -> None:
    (folder / OTHER.origin).write_bytes(declaring(container=ContainerNumber("MSCU6639870")))
    [fault] = faults(folder, ROW, replace(OTHER, container=""))
    assert "container MSCU6639870 is in test, but in train too" in fault


def declaring(**facts: Any) -> bytes:
    """The file of a scan that is nowhere else in the set."""
    return write_tiff(replace(read_scan(tiff(a_picture(seed=9))), **facts))


def test_a_destination_taken_before_its_origin_is_a_fault(folder: Path) -> None:
    for path, month in ((ROW.origin, 4), (ROW.destination, 3)):
        scan = replace(read_scan((folder / path).read_bytes()), taken_at=datetime(2024, month, 1, tzinfo=UTC))
        (folder / path).write_bytes(write_tiff(scan))
    [fault] = faults(folder, ROW)
    assert "2024-03-01T00:00:00+00:00, before the origin at 2024-04-01T00:00:00+00:00" in fault


def test_a_label_image_that_contradicts_its_row_is_a_fault(folder: Path) -> None:
    [fault] = faults(folder, ROW, replace(OTHER, destination_truth="truth/1.png"))
    assert fault == "p2: event is inserted, but no pixel of truth/1.png is 1"


def test_a_lot_where_nothing_can_be_seen_is_a_note(folder: Path) -> None:
    labels = np.zeros((120, 200), np.uint8)
    labels[:20] = 255
    (folder / "truth" / "1.png").write_bytes(png(labels))
    PairIndex((ROW, replace(OTHER, destination_truth="truth/1.png"))).write(folder)
    report = check(folder)
    assert report.faults == ()
    assert any(note.startswith("1 pairs show nothing of what is hidden or changed") for note in report.notes)


def test_a_set_without_labels_is_told_of(folder: Path) -> None:
    PairIndex((replace(ROW, label="", event=""),)).write(folder)
    assert "no pair has a label: nothing can be trained or scored with them" in check(folder).notes


def test_the_same_scan_twice_is_told_of(folder: Path) -> None:
    PairIndex((replace(ROW, destination=ROW.origin),)).write(folder)
    assert "1 pairs are of one scan and itself" in check(folder).notes


def test_few_benign_pairs_are_told_of(folder: Path) -> None:
    PairIndex((ROW,)).write(folder)
    assert "1 pairs are benign: it takes 750 to show a false-alarm rate below 0.4 %" in check(folder).notes


def test_every_line_with_a_fault_is_named(folder: Path) -> None:
    table = "pair_id,origin,destination,split\np1,scans/1o.tif,,\np2,scans/1o.tif,scans/1d.tif,dev\np3,a,b,c,d\n"
    (folder / "pairs.csv").write_text(table)
    with pytest.raises(SetError, match="line 4"):
        check(folder)
    (folder / "pairs.csv").write_text(table.replace("p3,a,b,c,d\n", ""))
    assert [fault.split(":")[0] for fault in check(folder).faults] == ["line 2", "line 3"]


def test_eight_bits_and_missing_splits_are_notes(folder: Path) -> None:
    PairIndex((replace(ROW, split=""), OTHER)).write(folder)
    notes = check(folder).notes
    assert notes[0] == "1 of 2 pairs are in no split"
    assert notes[-1].startswith("1 scans: 8 bits")
