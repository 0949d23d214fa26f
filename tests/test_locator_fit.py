"""A locator's run: what it leaves, how it goes on, and what it refuses to begin with."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from tests.locators import a_tiny_locator, some_examples
from training.errors import CheckpointError, SettingsError
from training.fit import LAST, network_weights
from training.locator.fit import EXAMPLES, fit_locator, trained_locator
from training.locator.settings import LocatorSettings

SETTINGS = LocatorSettings(batch=4, validation=2, validate_every=2, steps=3)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with examples already cut, and a network of a few channels to train on them."""
    monkeypatch.setattr("training.locator.fit.LocatorNet", a_tiny_locator)
    monkeypatch.setattr("training.locator.fit.auto_precision", lambda: "32-true")
    return a_run(tmp_path / "run")


def a_run(folder: Path, scans: int = 10) -> Path:
    folder.mkdir()
    some_examples(scans).save(folder / EXAMPLES)
    return folder


def test_a_run_leaves_checkpoint_log_and_what_it_came_from(run: Path) -> None:
    assert fit_locator([], run, SETTINGS, workers=1) == run / LAST
    known = json.loads((run / "run.json").read_text())
    assert (known["scans"], known["validation_scans"]) == (8, 2)
    assert LocatorSettings.of_run(run) == SETTINGS
    assert "val/roof_far" in (run / "log" / "version_0" / "metrics.csv").read_text()


def test_the_checkpoint_is_of_the_last_step_and_can_be_read_without_our_classes(run: Path) -> None:
    fit_locator([], run, SETTINGS, workers=1)
    assert torch.load(run / LAST, weights_only=True)["global_step"] == 3
    assert not trained_locator(run / LAST).training


def test_a_resumed_run_goes_on_from_where_it_stopped(run: Path) -> None:
    fit_locator([], run, SETTINGS, workers=1)
    fit_locator([], run, replace(SETTINGS, steps=5), workers=1, resume=True)
    assert torch.load(run / LAST, weights_only=True)["global_step"] == 5


def test_a_run_may_begin_with_the_weights_of_another(run: Path) -> None:
    first = fit_locator([], run, SETTINGS, workers=1)
    still = replace(SETTINGS, learning_rate=0.0, last_learning_rate=0.0, steps=1, seed=9)
    second = fit_locator([], a_run(run.with_name("second")), still, workers=1, init=first)
    one, other = network_weights(first), network_weights(second)
    assert torch.allclose(one["rows.weight"], other["rows.weight"])
    assert not torch.allclose(one["rows.weight"], a_tiny_locator().state_dict()["rows.weight"])


def test_a_folder_that_holds_a_run_is_not_written_over(run: Path) -> None:
    (run / LAST).touch()
    with pytest.raises(SettingsError, match="go on with --resume"):
        fit_locator([], run, SETTINGS, workers=1)


def test_there_must_be_something_to_resume(run: Path) -> None:
    with pytest.raises(CheckpointError, match=r"no last\.ckpt to resume from"):
        fit_locator([], run, SETTINGS, workers=1, resume=True)


def test_fewer_scans_than_a_batch_are_refused(run: Path) -> None:
    with pytest.raises(SettingsError, match="10 scans leave 8 to train on, wanted a batch of 16"):
        fit_locator([], run, replace(SETTINGS, batch=16), workers=1)
