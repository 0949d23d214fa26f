import json
from pathlib import Path

import pytest

from tests.real import REAL, real_folder
from tests.standin import write_standin
from training.metrics import Rate
from training.real_scans.measure import Asked, Question, figures, measure_real


def test_figures_count_alarms_refusals_and_weapons_that_a_box_overlaps() -> None:
    asked = [
        Asked("repeats", "0-2", "match", 0.1),
        Asked("rescan", "a", "mismatch", 0.9),
        Asked("rescan", "b", "not_comparable", None),
        Asked("weapon, object", "gun_1", "mismatch", 0.9, found=True),
        Asked("weapon, container", "gun_1", "mismatch", 0.9, found=False),
    ]
    shown = {figure.name.strip(): figure.rate for figure in figures(asked)}
    assert shown["false alarms among repeats of one rack"] == Rate(0, 1)
    assert shown["false alarms among re-scans"] == Rate(1, 2)
    assert shown["re-scans refused"] == Rate(1, 2)
    assert shown["weapons laid into the second scan, found"] == Rate(1, 2)
    assert shown["weapon, object"] == Rate(1, 1)


@pytest.mark.slow
def test_real_scans_are_asked_about_and_all_answers_kept(tmp_path: Path) -> None:
    real_folder("repeats"), real_folder("threats"), real_folder("containers")
    model = write_standin(tmp_path / "standin.onnx")
    shown = measure_real(Question(REAL, model, number=2, seed=0), tmp_path / "out", workers=2)
    assert shown[0].rate.total == 3
    assert shown[2].rate.total == 2
    assert len(json.loads((tmp_path / "out" / "real.json").read_text())) == len(shown)
    assert (tmp_path / "out" / "asked.csv").read_text().count("\n") > 40
