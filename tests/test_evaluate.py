import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from tests.outcomes import an_outcome
from tests.standin import write_standin
from tests.training_sets import a_prepared_set, a_truck_set
from training.baselines.patchcore import PatchCore
from training.errors import EvaluationError, RivalError
from training.evaluating.evaluate import evaluate, rows_of
from training.evaluating.figures import HEADLINE, figures
from training.evaluating.outcomes import Question, outcomes
from training.evaluating.rival_networks import Rival
from training.metrics import Rate


@pytest.fixture(scope="module")
def question(tmp_path_factory: pytest.TempPathFactory) -> Question:
    folder = tmp_path_factory.mktemp("evaluation")
    a_truck_set(folder / "set", "same1", "same2", "inserted", "broken")
    model = write_standin(folder / "standin.onnx")
    with pytest.MonkeyPatch.context() as less_sensitive:
        less_sensitive.setattr("tests.standin.CHANGE", 0.3)
        other = write_standin(folder / "other.onnx")
    return Question(folder / "set", model, rivals=(Rival("same", model), Rival("other", other)))


@pytest.fixture(scope="module")
def report(question: Question, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("report")
    evaluate(question, out, "test", workers=1)
    return out


def test_every_pair_has_its_reply_in_the_order_of_the_set(report: Path) -> None:
    replies = [json.loads(line) for line in (report / "replies.jsonl").read_text().splitlines()]
    assert [reply["pair_id"] for reply in replies] == ["same1", "same2", "inserted", "broken"]
    assert [reply["verdict"] for reply in replies] == ["match", "match", "mismatch", "error"]


def test_scores_are_a_table_with_the_columns_of_the_contract(report: Path) -> None:
    with (report / "scores.csv").open() as file:
        rows = list(csv.DictReader(file))
    wanted = "pair_id,verdict,mismatch_score,origin_score,destination_score,quality,seen_fraction,seconds"
    assert ",".join(rows[0]).startswith(wanted)
    assert rows[3]["mismatch_score"] == ""
    assert float(rows[2]["mismatch_score"]) > 0.5


def test_the_worst_cases_are_drawn_a_row_each(report: Path) -> None:
    with Image.open(report / "failures.png") as sheet:
        wide, high = sheet.size
    assert (wide, high) == (1300, 2 * 190)  # both benign pairs; the lot was found


def test_the_metrics_name_detections_refusals_and_localisation(report: Path) -> None:
    metrics = json.loads((report / "metrics.json").read_text())
    headline = next(line for line in metrics["lines"] if line["name"] == HEADLINE and line["method"] == "network")
    assert headline["found"]["at_0.4_percent"]["found"] == 1
    assert headline["found"]["at_0.4_percent"]["low"] == pytest.approx(0.025)
    assert metrics["errors"]["found"] == 1
    assert metrics["overlapping"] == metrics["close"]
    assert metrics["close"]["found"] == 1


def test_rivals_have_columns_of_their_own_beside_the_scores(report: Path) -> None:
    with (report / "scores.csv").open() as file:
        *_, inserted, broken = csv.DictReader(file)
    for score in ("mismatch_score", "origin_score", "destination_score"):
        assert inserted[f"same_{score}"] == inserted[score]
    assert float(inserted["other_mismatch_score"]) < float(inserted["mismatch_score"])
    assert broken["other_mismatch_score"] == broken["other_destination_score"] == ""


def test_rivals_stand_in_metrics_table_and_report(report: Path) -> None:
    metrics = json.loads((report / "metrics.json").read_text())
    assert [line["method"] for line in metrics["lines"] if line["name"] == HEADLINE][-2:] == ["same", "other"]
    alone = next(row for row in metrics["rows"] if row["name"].startswith("single scans"))
    assert list(alone["found"]) == ["network", "same", "other"]
    assert "| difference | SSIM | same | other |" in (report / "table.md").read_text().splitlines()[0]
    assert "<th>same</th><th>other</th>" in (report / "report.html").read_text()


def test_a_rival_that_cannot_be_asked_is_told_before_the_work_begins(question: Question, tmp_path: Path) -> None:
    wrong = replace(question, rivals=(*question.rivals, Rival("missing", tmp_path / "missing.onnx")))
    with pytest.raises(RivalError, match=r"missing\.onnx is not there"):
        evaluate(wrong, tmp_path / "report", "test", workers=1)
    assert not (tmp_path / "report").exists()


def test_plain_methods_stand_beside_the_network_on_the_same_pairs(report: Path) -> None:
    lines = json.loads((report / "metrics.json").read_text())["lines"]
    totals = {
        method: [line["found"]["at_1_percent"]["total"] for line in lines if line["method"] == method]
        for method in ("network", "difference", "SSIM")
    }
    assert totals["network"] == totals["difference"] == totals["SSIM"]


def test_the_table_is_written_with_its_rows_in_the_metrics_and_in_the_report(report: Path) -> None:
    rows = json.loads((report / "metrics.json").read_text())["rows"]
    lines = (report / "table.md").read_text().splitlines()
    heavy = next(row for row in rows if row["name"] == "inserted or removed outside the cargo, 30 kg and more")
    assert heavy["goal"] == 0.9
    assert heavy["bound"] == pytest.approx(1.0, abs=1e-3)
    assert heavy["found"]["network"]["found"] == 1
    assert sum(row["name"] in line for row in rows for line in lines) == len(rows)
    assert all(row["name"] in (report / "report.html").read_text() for row in rows)


def test_the_report_needs_nothing_from_outside(report: Path) -> None:
    page = (report / "report.html").read_text()
    assert "src='data:image/png" in page
    assert "http://" not in page.replace("http://www.w3.org", "")
    assert "Worst false alarms" in page


def test_a_memory_of_clean_patches_scores_each_scan_by_itself(question: Question, tmp_path: Path) -> None:
    PatchCore.of(a_prepared_set(tmp_path / "prepared", train=1, val=0)).write(tmp_path / "patchcore.pt")
    inserted = rows_of(question.folder, "test")[2]
    [told] = outcomes([inserted], replace(question, patchcore=tmp_path / "patchcore.pt"), workers=1)
    assert told.patchcore is not None
    assert told.patchcore.method == "PatchCore, random weights"
    assert min(told.patchcore.scores) > 0


def test_only_labelled_pairs_of_the_split_are_scored(question: Question) -> None:
    assert len(rows_of(question.folder, "")) == 4
    with pytest.raises(EvaluationError, match="none of the split 'val'"):
        rows_of(question.folder, "val")


def test_a_mismatch_that_was_refused_counts_as_missed() -> None:
    lots = [an_outcome(score, "mismatch", mass_kg=50.0) for score in (0.9, None)]
    shown = figures([an_outcome(0.1), an_outcome(0.2), *lots], 0.004)
    network, *_ = shown.headline
    assert network.found[0] == Rate(1, 2)
    assert shown.refused_mismatched == Rate(1, 2)


def test_a_benign_pair_that_was_refused_is_no_false_alarm_and_sets_no_threshold() -> None:
    shown = figures([an_outcome(0.1), an_outcome(None), an_outcome(0.6)], 0.004)
    assert shown.false_alarms == Rate(1, 2)
    assert shown.refused_benign == Rate(1, 3)


def test_lots_are_told_apart_by_event_mass_place_and_load() -> None:
    lots = [
        an_outcome(0.9, "mismatch", mass_kg=50.0, place="doors", cargo="fruit"),
        an_outcome(0.1, "mismatch", mass_kg=2.0, place="floor", cargo="scrap"),
        an_outcome(0.9, "mismatch", event="other_load", cargo="scrap"),
    ]
    shown = figures([an_outcome(0.2), *lots], 0.004)
    found = {(line.group, line.name): line.found[0] for line in shown.lines if line.method == "network"}
    assert found["event", "inserted"] == Rate(1, 2)
    assert found["mass", "0 to 3 kg"] == Rate(0, 1)
    assert found["place", "doors"] == Rate(1, 1)
    assert ("load", "scrap") not in found
    assert found["all", "all mismatches"] == Rate(2, 3)


def test_scans_by_themselves_are_scored_by_what_is_hidden_in_each() -> None:
    alike = replace(
        an_outcome(0.1, concealed_in_origin=True, concealed_in_destination=False), origin=0.9, destination=0.1
    )
    assert figures([alike], 0.004).single.found[0] == Rate(1, 1)
