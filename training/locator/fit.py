"""One training run of the locator: simulated sets in, a folder with the checkpoint and all to repeat it out."""

import json
from dataclasses import asdict
from pathlib import Path

import lightning
import torch
from lightning.pytorch.callbacks import ModelCheckpoint
from lightning.pytorch.loggers import CSVLogger
from torch.utils.data import DataLoader

from datasets.locator.picture import COLUMNS, ROWS
from model.locator_network import LocatorNet
from training.budget import Budget
from training.errors import SettingsError
from training.fit import LAST, auto_precision, averaged_by, begin, git_commit, network_weights, quiet
from training.locator.examples import Examples
from training.locator.module import LocatorModule
from training.locator.pictures import Pictures
from training.locator.settings import LocatorSettings
from training.progress import Told

EXAMPLES = "examples.npz"


def fit_locator(
    folders: list[Path],
    run: Path,
    settings: LocatorSettings,
    workers: int,
    init: Path | None = None,
    resume: bool = False,
) -> Path:
    """Trains until the budget is spent; answers the checkpoint with the averaged weights."""
    begin(run, resume)
    examples = examples_of(folders, run / EXAMPLES, workers)
    train, val = examples.split(min(settings.validation, len(examples) // 4))
    if len(train) < settings.batch:
        raise SettingsError(f"{len(examples)} scans leave {len(train)} to train on, wanted a batch of {settings.batch}")
    torch.set_num_threads(settings.threads)
    lightning.seed_everything(settings.seed, verbose=False)
    known = {"commit": git_commit(), "scans": len(train), "validation_scans": len(val)}
    (run / "run.json").write_text(json.dumps({**known, "settings": asdict(settings)}, indent=2) + "\n")
    network = LocatorNet(ROWS, COLUMNS) if init is None else trained_locator(init).train()
    module = LocatorModule(network, settings)
    batches = DataLoader(Pictures(train, settings), settings.batch, shuffle=True, drop_last=True)
    trainer(run, settings, len(batches)).fit(
        module,
        batches,
        DataLoader(Pictures(val, None), settings.batch),
        ckpt_path=run / LAST if resume else None,
        weights_only=True,
    )
    return run / LAST


def examples_of(folders: list[Path], kept: Path, workers: int) -> Examples:
    """Cut once and kept beside the run."""
    if not kept.is_file():
        Examples.of(folders, workers).save(kept)
    return Examples.load(kept)


def trained_locator(checkpoint: Path) -> LocatorNet:
    network = LocatorNet(ROWS, COLUMNS)
    network.load_state_dict(network_weights(checkpoint))
    return network.eval()


def trainer(run: Path, settings: LocatorSettings, batches: int) -> lightning.Trainer:
    quiet()
    budget = Budget(settings)
    return lightning.Trainer(
        default_root_dir=run,
        accelerator="auto",
        precision=auto_precision(),  # type: ignore[arg-type]
        max_epochs=-1,
        gradient_clip_val=settings.clip_norm,
        num_sanity_val_steps=0,
        check_val_every_n_epoch=None,
        val_check_interval=settings.validate_every,
        log_every_n_steps=min(20, batches),
        enable_model_summary=False,
        logger=CSVLogger(run, name="log"),
        callbacks=[
            budget,
            averaged_by(settings.average_decay),
            ModelCheckpoint(run, filename="last", save_on_train_epoch_end=False, enable_version_counter=False),
            Told(budget),
        ],
    )
