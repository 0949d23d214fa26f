"""Sets projected from a folder of scans: resumed, split by scan, and honest about what cannot be used."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from datasets.checking import check
from datasets.errors import SetError
from datasets.reading import load_scan
from datasets.scan import ContainerNumber
from datasets.simulation.pasting.sights import read_sights
from datasets.simulation.projecting.projected import Assumed
from datasets.simulation.projecting.projection import number_on, project, split_of
from datasets.writing import write_tiff
from tests.real import real_folder
from tests.test_projected import a_scan


def a_folder(folder: Path) -> Path:
    folder.mkdir()
    for name in ("a", "b", "c"):
        (folder / f"{name}.tif").write_bytes(write_tiff(a_scan()))
    return folder


def test_a_folder_of_scans_becomes_a_sound_set_with_one_split_a_scan(tmp_path: Path) -> None:
    rows = project(a_folder(tmp_path / "mine"), tmp_path / "set", 5, 1).rows
    assert len(rows) == 5
    assert all((tmp_path / "set" / path).is_file() for row in rows for path in row.files)
    for row in rows:
        known = json.loads((tmp_path / "set" / "truth" / f"{row.pair_id}.json").read_text())
        assert row.split == split_of(Path(known["scan"]).stem)
    assert all(bool(row.place) == bool(row.mass_kg) for row in rows)
    assert check(tmp_path / "set").faults == ()


@pytest.mark.parametrize(
    ("declared", "name", "number"),
    [
        ("CSQU3054383", "a.tif", "CSQU3054383"),
        (None, "CSQU3054383.jpg", "CSQU3054383"),
        (None, "scan17.jpg", ""),
        (None, "CSQU3054384.jpg", ""),  # a wrong check digit is no number
    ],
)
def test_a_container_is_what_scan_or_file_name_say(declared: str | None, name: str, number: str) -> None:
    scan = replace(a_scan(), container=ContainerNumber.parse(declared) if declared else None)
    assert number_on(scan, Path(name)) == number


def test_a_set_goes_on_where_it_was_cut_off(tmp_path: Path) -> None:
    scans = a_folder(tmp_path / "mine")
    project(scans, tmp_path / "set", 2, 1)
    kept = tmp_path / "set" / "scans" / "p1-000000_origin.tif"
    kept.write_bytes(b"kept")
    rows = project(scans, tmp_path / "set", 3, 1).rows
    assert [row.pair_id for row in rows] == ["p1-000000", "p1-000001", "p1-000002"]
    assert kept.read_bytes() == b"kept"


def test_the_record_of_a_pair_tells_training_how_it_is_seen(tmp_path: Path) -> None:
    project(a_folder(tmp_path / "mine"), tmp_path / "set", 1, 1, Assumed(side=-1, distance_m=4.4))
    sights = read_sights(tmp_path / "set" / "truth" / "p1-000000.json")
    assert sights is not None
    assert sights.origin.geometry.distance == 4.4
    assert sights.origin.geometry.side == sights.destination.geometry.side == -1


def test_scans_that_cannot_be_used_are_left_out_and_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scans = a_folder(tmp_path / "mine")
    (scans / "note.jpg").write_text("no picture")
    assert len(project(scans, tmp_path / "set", 1, 1).rows) == 1
    assert "1 of 4 pictures cannot be used" in capsys.readouterr().err
    assert "note.jpg: " in (tmp_path / "set" / "skipped.csv").read_text()


def test_a_folder_without_scans_is_refused(tmp_path: Path) -> None:
    (tmp_path / "note.jpg").write_text("no picture")
    with pytest.raises(SetError, match="no scan that can be used among 1 pictures"):
        project(tmp_path, tmp_path / "set", 1, 1)
    with pytest.raises(SetError, match="is no folder"):
        project(tmp_path / "nowhere", tmp_path / "set", 1, 1)


@pytest.mark.parametrize(("folder", "count", "bits"), [("containers", 4, 8), ("repeats", 3, 16)])
def test_real_scans_become_pairs(folder: str, count: int, bits: int, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    pictures = sorted(path for path in real_folder(folder).iterdir() if path.suffix in (".jpg", ".png"))
    for path in pictures[:count]:
        (tmp_path / "mine" / path.name).symlink_to(path)
    rows = project(tmp_path / "mine", tmp_path / "set", 3, 2).rows
    assert {load_scan(tmp_path / "set" / row.origin).bits for row in rows} == {bits}
    records = [json.loads((tmp_path / "set" / "truth" / f"{row.pair_id}.json").read_text()) for row in rows]
    assert all(len(known["objects"]) >= bool(known["row"]["mass_kg"]) for known in records)
