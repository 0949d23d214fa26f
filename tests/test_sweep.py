from dataclasses import replace
from pathlib import Path

import pytest

from tests.exported import a_tiny_net
from tests.training_sets import a_prepared_set
from training.mixture import Mixture
from training.settings import TrainSettings, smoke
from training.sweep import LEARNING_RATES, chosen, sweep


@pytest.mark.usefixtures("tiny")
def test_trials_are_kept_and_a_later_call_goes_on(tmp_path: Path) -> None:
    prepared = Mixture.of([a_prepared_set(tmp_path / "prepared")])
    settings = replace(smoke(), steps=2, epoch_crops=4, precision="32-true", paste=False, validation_pairs=4)
    sweep(prepared, tmp_path / "sweep", settings, trials=1)
    study = sweep(prepared, tmp_path / "sweep", settings, trials=1)
    assert [trial.number for trial in study.trials] == [0, 1]
    rates = [TrainSettings.read(tmp_path / "sweep" / run / "settings.json").learning_rate for run in RUNS]
    assert rates == [trial.params["learning_rate"] for trial in study.trials]
    assert all(LEARNING_RATES[0] <= rate <= LEARNING_RATES[1] for rate in rates)
    assert study.best_value == max(chosen(tmp_path / "sweep" / run) for run in RUNS)


RUNS = ("trial_000", "trial_001")


@pytest.fixture
def tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("training.fit.pairnet_small", a_tiny_net)
