"""Simulated sets: the contract's form, the same for the same seed, resumable, with labels that are true."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from datasets.errors import SetError
from datasets.pairs import PairIndex
from datasets.reading import load_scan
from datasets.simulation.labels import CANNOT_BE_SEEN, HIDDEN_ALIKE, HIDDEN_HERE
from datasets.simulation.nuisances import Nuisances
from datasets.simulation.recipes import usual
from datasets.simulation.simulate import Part, pair_name, simulate

CHECK = Path(__file__).parents[2] / "shared" / "check_contract.py"
SEED = 20


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("set")
    simulate(folder, [Part(usual(), 6, SEED)])
    return folder


def labels(folder: Path, path: str) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    return np.asarray(cv2.imread(str(folder / path), cv2.IMREAD_GRAYSCALE), np.uint8)


def test_the_set_keeps_to_the_contract(folder: Path) -> None:
    if not CHECK.is_file():
        pytest.skip("check_contract.py is not beside this clone (../shared)")
    done = subprocess.run([sys.executable, CHECK, "set", folder], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "keeps to the contract")


def test_every_scan_can_be_read_and_has_labels_of_its_size(folder: Path) -> None:
    for row in PairIndex.load(folder).rows:
        for scan, truth in ((row.origin, row.origin_truth), (row.destination, row.destination_truth)):
            assert labels(folder, truth).shape == load_scan(folder / scan).high.shape


def test_labels_say_what_the_row_says(folder: Path) -> None:
    for row in PairIndex.load(folder).rows:
        origin, destination = labels(folder, row.origin_truth), labels(folder, row.destination_truth)
        if row.event == "none" and not row.concealed_in_origin:
            assert set(np.unique(origin)) | set(np.unique(destination)) <= {0, CANNOT_BE_SEEN}
        if row.event == "inserted":
            assert HIDDEN_HERE in destination
            assert set(np.unique(origin)) <= {0, CANNOT_BE_SEEN}
        if row.event == "none" and row.concealed_in_origin:
            assert HIDDEN_ALIKE in origin


def test_a_benign_set_holds_no_event_and_the_split_asked_for(tmp_path: Path) -> None:
    rows = simulate(tmp_path, [Part(usual().benign(), 2, 3, "val")], workers=1).rows
    assert {(row.label, row.event, row.split) for row in rows} == {("same", "none", "val")}


def test_a_run_that_was_cut_off_goes_on_and_ends_as_if_it_had_not_been(folder: Path, tmp_path: Path) -> None:
    first = simulate(tmp_path, [Part(usual(), 1, SEED)])
    kept = (tmp_path / first.rows[0].origin).stat().st_mtime_ns
    rows = simulate(tmp_path, [Part(usual(), 2, SEED)], workers=1).rows
    assert (tmp_path / rows[0].origin).stat().st_mtime_ns == kept
    for row in rows:
        for path in row.files:
            assert (tmp_path / path).read_bytes() == (folder / path).read_bytes()


def test_the_true_map_lands_inside_both_scans(folder: Path) -> None:
    for row in PairIndex.load(folder).rows:
        table = np.loadtxt(folder / "truth" / f"{row.pair_id}_grid.csv", delimiter=",", skiprows=1)
        for path, places in ((row.origin, table[:, :2]), (row.destination, table[:, 2:])):
            high, wide = load_scan(folder / path).high.shape
            assert len(places) >= 85
            assert places.min() > 0
            assert places[:, 0].max() < wide
            assert places[:, 1].max() < high


def test_a_record_tells_where_sources_stood_and_what_is_hidden(folder: Path) -> None:
    for row in PairIndex.load(folder).rows:
        known = json.loads((folder / "truth" / f"{row.pair_id}.json").read_text())
        assert {known["origin"]["side"], known["destination"]["side"]} <= {-1, 1}
        assert len(known["objects"]) == bool(row.concealed_in_origin) + bool(row.concealed_in_destination)
        for thing in known["objects"]:
            assert thing["mass_kg"] == pytest.approx(row.mass_kg, abs=0.01)
            assert thing["box_m"][0] < thing["box_m"][1] <= known["container"]["length_m"]


@pytest.mark.parametrize("other", [Part(usual(), 6, SEED + 1), Part(usual().benign(), 6, SEED)])
def test_a_folder_with_pairs_of_another_recipe_or_seed_is_refused(folder: Path, other: Part) -> None:
    with pytest.raises(SetError, match="another recipe or seed"):
        simulate(folder, [other])


def test_parts_stand_side_by_side_in_one_set(tmp_path: Path) -> None:
    parts = [Part(usual().benign(), 1, 3, "val"), Part(replace(usual(), events={"inserted": 1.0}), 1, 4, "test")]
    rows = simulate(tmp_path, parts, workers=1).rows
    assert [(row.pair_id, row.split, row.event) for row in rows] == [
        ("s3-000000", "val", "none"),
        ("s4-000000", "test", "inserted"),
    ]


def test_a_pair_seen_from_above_has_a_map_and_labels_too(tmp_path: Path) -> None:
    above = replace(usual(), nuisances=Nuisances(above_share=1.0), events={"inserted": 1.0})
    [row] = simulate(tmp_path, [Part(above, 1, 8)], workers=1).rows
    known = json.loads((tmp_path / "truth" / f"{row.pair_id}.json").read_text())
    assert known["origin"]["view"] == known["destination"]["view"] == "above"
    assert HIDDEN_HERE in labels(tmp_path, row.destination_truth)
    table = np.loadtxt(tmp_path / "truth" / f"{row.pair_id}_grid.csv", delimiter=",", skiprows=1)
    assert table.min() > 0


def test_names_sort_as_they_were_drawn() -> None:
    assert pair_name(7, 12) == "s7-000012"
