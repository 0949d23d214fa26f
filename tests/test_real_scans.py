"""The whole path on real scans, as `python -m serving batch` runs it: repeats, re-scans, and containers that differ."""

import csv
import itertools
import json
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from datasets.locating import locate
from datasets.pairs import PairIndex, PairRow
from datasets.reading import load_scan
from datasets.simulation.projecting.rescan import rescan
from datasets.writing import write_tiff
from serving.batch import Batch
from serving.session import Session
from serving.settings import RELEASED_MODEL, Region
from tests.real import real_folder

PAIRS = 60
SEED = 3


def batch(folder: Path, rows: list[PairRow], region: Region) -> dict[str, dict[str, Any]]:
    """Replies by pair."""
    PairIndex(tuple(rows)).write(folder)
    Batch(folder, Session.load(RELEASED_MODEL), region, 0.004, threads=2).run(folder / "out")
    replies = [json.loads(line) for line in (folder / "out" / "replies.jsonl").read_text().splitlines()]
    return {reply["pair_id"]: reply for reply in replies}


def verdicts(replies: dict[str, dict[str, Any]]) -> Counter[str]:
    return Counter(reply["verdict"] for reply in replies.values())


def radiographs() -> list[tuple[Path, str]]:
    """Single-box radiographs of real containers, and how they are loaded."""
    folder = real_folder("containers")
    with (folder / "index.csv").open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if ";" not in row["boxes"]]
    return [(folder / row["file"], row["load"]) for row in rows]


def linked(folder: Path, path: Path) -> str:
    """A real scan within the set, without copying it."""
    (folder / path.name).symlink_to(path)
    return path.name


def test_repeats_of_one_rack_are_no_mismatch_but_for_what_is_really_new(tmp_path: Path) -> None:
    real = real_folder("repeats")
    for path in real.glob("*.png"):
        linked(tmp_path, path)
    rows = [
        PairRow(f"{one}-{other}", f"background_{one}_high.png", f"background_{other}_high.png")
        for one, other in itertools.combinations(range(4), 2)
    ]
    replies = batch(tmp_path, rows, "object")
    without_scene_1 = [reply["verdict"] for name, reply in replies.items() if "1" not in name]
    assert "mismatch" not in without_scene_1
    assert "error" not in verdicts(replies)
    # Scene 1 shows fragments of something else in its columns 0 to 19: an alarm may only lie there.
    for name, reply in replies.items():
        side = "box_origin" if name.startswith("1") else "box_destination"
        for finding in reply["findings"] if "1" in name else ():
            assert finding[side] is not None
            assert finding[side][0] < 60


def test_a_real_container_matches_itself_scanned_again(tmp_path: Path) -> None:
    rng = np.random.default_rng(SEED)
    chosen = radiographs()
    rows = []
    for number in range(PAIRS):
        path, _ = chosen[int(rng.integers(len(chosen)))]
        scan = load_scan(path)
        again = rescan(scan, locate(scan)[0], rng).scan
        (tmp_path / f"{number}.tif").write_bytes(write_tiff(again))
        name = path.name if (tmp_path / path.name).exists() else linked(tmp_path, path)
        rows.append(PairRow(f"r{number}", name, f"{number}.tif"))
    found = verdicts(batch(tmp_path, rows, "container"))
    assert found["mismatch"] <= 3
    assert found["not_comparable"] <= 6
    assert found["error"] == 0


def test_two_different_real_containers_are_never_a_match(tmp_path: Path) -> None:
    rng = np.random.default_rng(SEED)
    chosen = radiographs()
    loaded = [path for path, load in chosen if load == "loaded"]
    rows = []
    for number in range(PAIRS):
        one = loaded[int(rng.integers(len(loaded)))]
        other = chosen[int(rng.integers(len(chosen)))][0]
        while other == one:
            other = chosen[int(rng.integers(len(chosen)))][0]
        pair = (one, other) if rng.random() < 0.5 else (other, one)
        names = [path.name if (tmp_path / path.name).exists() else linked(tmp_path, path) for path in pair]
        rows.append(PairRow(f"d{number}", names[0], names[1]))
    replies = batch(tmp_path, rows, "container")
    assert [name for name, reply in replies.items() if reply["verdict"] in ("match", "error")] == []


@pytest.mark.parametrize("region", ["object", "container"])
def test_a_scan_without_a_container_is_read_as_an_object(region: Region) -> None:
    from serving.comparing import read_out

    scan = load_scan(real_folder("repeats") / "background_0_high.png")
    answer = read_out(scan, Session.load(RELEASED_MODEL), region)
    assert (region == "container") == any("no container" in warning for warning in answer.warnings)
