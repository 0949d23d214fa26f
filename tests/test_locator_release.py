"""A locator's run becomes the file that locates, or no file."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch

from datasets.locator.edges import locator, see_edges
from datasets.locator.picture import COLUMNS, ROWS
from model.errors import ExportError, ParityError
from tests.locators import a_tiny_locator, some_examples, traced_before
from training.errors import CheckpointError
from training.fit import LAST
from training.locator.fit import EXAMPLES
from training.locator.release import release_locator


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a run that ended with random weights."""
    monkeypatch.setattr("training.locator.fit.LocatorNet", a_tiny_locator)
    monkeypatch.setattr("model.locator_export.as_onnx", traced_before)
    end_run(tmp_path, seed=0)
    some_examples(20).save(tmp_path / EXAMPLES)
    (tmp_path / "run.json").write_text(json.dumps({"commit": "abc", "scans": 16, "settings": {"seed": 0}}))
    return tmp_path


def end_run(folder: Path, seed: int) -> None:
    weights = {f"network.{name}": value for name, value in a_tiny_locator(seed=seed).state_dict().items()}
    torch.save({"state_dict": weights}, folder / LAST)


def test_a_run_becomes_a_file_that_sees_edges(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    release_locator(run, run / "out" / "locator.onnx")
    monkeypatch.setattr("datasets.locator.edges.RELEASED", run / "out" / "locator.onnx")
    locator.cache_clear()
    try:
        said = json.loads(locator().get_modelmeta().custom_metadata_map["provenance"])
        assert (said["commit"], said["scans"]) == ("abc", 16)
        assert see_edges(np.zeros((ROWS, COLUMNS), np.float32)).rows.shape == (6,)
    finally:
        locator.cache_clear()


def test_where_the_file_answers_otherwise_no_file_is_written(run: Path) -> None:
    end_run(run, seed=1)  # other weights than were traced
    with pytest.raises(ParityError):
        release_locator(run, run / "locator.onnx")
    assert not list(run.glob("*.onnx*"))


def test_too_few_scans_to_prove_a_file_on_are_refused(run: Path) -> None:
    some_examples(4).save(run / EXAMPLES)
    with pytest.raises(ExportError, match="4 pictures"):
        release_locator(run, run / "locator.onnx")


@pytest.mark.parametrize("missing", ["run.json", EXAMPLES])
def test_a_folder_that_holds_no_whole_run_is_named(run: Path, missing: str) -> None:
    (run / missing).unlink()
    with pytest.raises(CheckpointError, match="no folder that fit-locator wrote"):
        release_locator(run, run / "locator.onnx")


def test_a_run_without_a_checkpoint_is_named(run: Path) -> None:
    (run / LAST).unlink()
    with pytest.raises(CheckpointError, match=r"last\.ckpt is not there"):
        release_locator(run, run / "locator.onnx")
