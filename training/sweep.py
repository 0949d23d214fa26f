"""Settings looked for by Optuna: each trial is a short run, judged by the figure that chooses checkpoints."""

import csv
from dataclasses import replace
from pathlib import Path

import optuna

from training.fit import fit
from training.mixture import Mixture
from training.settings import TrainSettings

STUDY = "sweep"
LEARNING_RATES = (5e-4, 5e-3)
LOT_SHARES = (0.2, 0.8)
EASY_SHARES = (0.02, 0.3)


def sweep(prepared: Mixture, out: Path, settings: TrainSettings, trials: int, init: Path | None = None) -> optuna.Study:
    """Runs so many trials more and keeps all of them in OUT/sweep.db, from which a later call goes on."""
    out.mkdir(parents=True, exist_ok=True)
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    study = optuna.create_study(
        storage=f"sqlite:///{out.resolve()}/sweep.db",
        study_name=STUDY,
        direction="maximize",
        load_if_exists=True,
        sampler=optuna.samplers.TPESampler(seed=settings.seed),
    )
    study.optimize(lambda trial: one_trial(trial, prepared, out, settings, init), n_trials=trials)
    return study


def one_trial(trial: optuna.Trial, prepared: Mixture, out: Path, settings: TrainSettings, init: Path | None) -> float:
    tried = replace(
        settings,
        learning_rate=trial.suggest_float("learning_rate", *LEARNING_RATES, log=True),
        lot_share=trial.suggest_float("lot_share", *LOT_SHARES),
        easy_share=trial.suggest_float("easy_share", *EASY_SHARES),
    )
    run = out / f"trial_{trial.number:03d}"
    fit(prepared, run, tried, init)
    return chosen(run)


def chosen(run: Path) -> float:
    """The best figure of the run's validations."""
    with (run / "log" / "version_0" / "metrics.csv").open(newline="") as file:
        return max(float(row["val/chosen"]) for row in csv.DictReader(file) if row["val/chosen"])
