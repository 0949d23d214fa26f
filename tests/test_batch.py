import csv
import json
from pathlib import Path
from typing import Any

import pytest

from datasets.errors import SetError
from serving.batch import Batch
from serving.errors import UnknownRate
from serving.session import Session
from tests.contract import KEPT, faults
from tests.sets import a_set
from tests.standin import write_standin


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    return Session.load(write_standin(tmp_path_factory.mktemp("model") / "standin.onnx"))


@pytest.fixture
def batch(tmp_path: Path, session: Session) -> Batch:
    return Batch(a_set(tmp_path / "set"), session, threads=2)


def test_there_is_one_reply_a_pair_in_the_order_of_the_table(batch: Batch, tmp_path: Path) -> None:
    batch.run(tmp_path / "out")
    assert [reply["pair_id"] for reply in replies(tmp_path / "out")] == ["same", "text", "more"]


def test_the_replies_keep_to_the_contract(batch: Batch, tmp_path: Path) -> None:
    batch.run(tmp_path / "out")
    assert faults("replies", str(tmp_path / "out" / "replies.jsonl")) == KEPT


def test_a_file_that_cannot_be_used_costs_its_own_line_and_says_why(batch: Batch, tmp_path: Path) -> None:
    counts = batch.run(tmp_path / "out")
    assert counts == {"match": 1, "mismatch": 1, "error": 1}
    assert "no form that is read" in replies(tmp_path / "out")[1]["reason"]


def test_a_file_that_is_not_there_costs_its_own_line(batch: Batch, tmp_path: Path) -> None:
    (batch.folder / "scans" / "same.tif").unlink()
    assert batch.run(tmp_path / "out") == {"error": 2, "mismatch": 1}


def test_a_fault_of_the_program_costs_one_line_too(
    batch: Batch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("serving.batch.compare", lambda *_: 1 / 0)
    assert batch.run(tmp_path / "out") == {"error": 3}
    assert "a fault of the program" in replies(tmp_path / "out")[0]["reason"]


def test_the_scores_are_a_table_with_the_contracts_columns(batch: Batch, tmp_path: Path) -> None:
    batch.run(tmp_path / "out")
    with (tmp_path / "out" / "scores.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == [
        *("pair_id", "verdict", "mismatch_score", "origin_score", "destination_score"),
        *("quality", "seen_fraction", "seconds"),
    ]
    assert [row["verdict"] for row in rows] == ["match", "error", "mismatch"]
    assert float(rows[0]["mismatch_score"]) < float(rows[2]["mismatch_score"])
    assert rows[1]["mismatch_score"] == ""


def test_a_run_that_was_stopped_goes_on_where_it_stopped(batch: Batch, tmp_path: Path) -> None:
    batch.run(tmp_path / "out")
    file = tmp_path / "out" / "replies.jsonl"
    first, *_, last = file.read_text().splitlines(keepends=True)
    file.write_text(first + last[:200])
    heard: list[str] = []
    batch.run(tmp_path / "out", resume=True, done=heard.append)
    assert heard == ["error", "mismatch"]
    assert [reply["pair_id"] for reply in replies(tmp_path / "out")] == ["same", "text", "more"]


def test_without_resuming_everything_is_compared_anew(batch: Batch, tmp_path: Path) -> None:
    heard: list[str] = []
    for _ in range(2):
        batch.run(tmp_path / "out", done=heard.append)
    assert len(heard) == 6


def test_a_folder_that_is_no_set_is_refused(session: Session, tmp_path: Path) -> None:
    with pytest.raises(SetError, match=r"pairs\.csv"):
        Batch(tmp_path, session).run(tmp_path / "out")


def test_a_rate_without_a_threshold_is_refused_before_any_work(batch: Batch, tmp_path: Path) -> None:
    with pytest.raises(UnknownRate):
        Batch(batch.folder, batch.session, rate=0.3).run(tmp_path / "out")
    assert not (tmp_path / "out").exists()


def replies(out: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (out / "replies.jsonl").read_text().splitlines()]
