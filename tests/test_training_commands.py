import sys
from pathlib import Path

import pytest

from datasets.commands import WRONG_INPUT, status_of
from datasets.errors import ScanError
from model.errors import ModelError
from serving.errors import ServingError
from training.__main__ import app
from training.errors import TrainingError
from training.settings import Experiment, pair_branch, settings_of, smoke


def status(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr(sys, "argv", ["training", *words])
    return status_of(app, (ScanError, TrainingError, ModelError, ServingError))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("fit", "{folder}", "--out", "{folder}/run"), "pairs.csv is not there"),
        (("fit", "{folder}", "--out", "{folder}/run", "--resume"), "no folder that fit wrote"),
        (("export", "{folder}", "--out", "{folder}/a.onnx"), "no folder that fit wrote"),
        (("evaluate", "{folder}", "--model", "{folder}/a.onnx", "--out", "{folder}/r"), "pairs.csv is not there"),
        (("calibrate", "{folder}", "--model", "{folder}/a.onnx", "--out", "{folder}/b.onnx"), "pairs.csv is not there"),
        (("fit-locator", "{folder}", "--out", "{folder}/run"), "wanted sets of `datasets simulate`"),
        (("fit-locator", "{folder}", "--out", "{folder}/run", "--resume"), "no folder that fit-locator wrote"),
        (("export-locator", "{folder}", "--out", "{folder}/a.onnx"), "no folder that fit-locator wrote"),
        (("fit",), "Missing argument 'SET...'"),
        (
            ("fit", "{folder}", "--out", "{folder}/run", "--prepared", "a", "--prepared", "b"),
            "2 times --prepared for 1",
        ),
        (("fit", "{folder}", "--out", "{folder}/run", "--lot-share", "2"), "lot_share is 2.0, wanted 0 to 1"),
        (("sweep", "{folder}", "--out", "{folder}/sweep"), "pairs.csv is not there"),
        (
            ("evaluate", "{folder}", "--model", "a.onnx", "--out", "{folder}/r", "--rival", "unet"),
            "rival 'unet', wanted NAME=FILE.onnx",
        ),
        (("evaluate", "{folder}", "--threshold", "0.5"), "No such option: --threshold"),
    ],
)
def test_a_wrong_call_ends_with_2_and_one_line_that_says_why(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    words: tuple[str, ...],
    told: str,
) -> None:
    assert status(monkeypatch, *(word.format(folder=tmp_path) for word in words)) == WRONG_INPUT
    error = capsys.readouterr().err
    assert told in error
    assert error.count("\n") == 1


def test_each_experiment_is_a_function_that_returns_settings() -> None:
    assert settings_of(Experiment.PAIR) == pair_branch()
    assert settings_of(Experiment.SMOKE) == smoke()
    assert all(settings_of(experiment).small for experiment in Experiment)
