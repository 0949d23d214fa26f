"""Every setting of a training run, with its default and unit; an experiment is a function that returns settings."""

import json
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

from datasets.view import COLUMN_STEP, LARGEST_COLUMNS
from training.errors import SettingsError

BRANCHES = ("both", "single", "pair")
PRECISIONS = ("auto", "32-true", "bf16-mixed", "16-mixed")


@dataclass(frozen=True)
class TrainSettings:
    """What a run is made of; a run ends by steps or by minutes, whichever comes first."""

    # The network
    small: bool = False  # pairnet_small instead of pairnet
    branch: str = "both"  # single, pair or both; trained apart, each takes a core of its own

    # What the network sees
    crop_columns: int = 256  # frame columns of a training crop; all rows are kept
    batch: int = 8  # crops a step
    lot_share: float = 0.5  # of crops that are laid over a labelled object, where the pair has one
    easy_share: float = 0.08  # of crops from pairs of other load or lawful opening: easy, and so kept rare
    mirror_share: float = 0.5  # of crops turned left to right
    swap_share: float = 0.25  # of crops in which origin and destination change places
    single_energy_share: float = 0.15  # of crops whose low energy is left out, as previews have none
    paste: bool = True  # lots pasted into crops on the fly

    # How it learns
    learning_rate: float = 2e-3  # at the peak
    last_learning_rate: float = 2e-5  # at the end
    warm_up: float = 0.04  # share of the run
    weight_decay: float = 0.01
    clip_norm: float = 1.0  # of the gradient
    average_decay: float = 0.998  # of the moving average of the weights that is validated and kept
    steps: int = 60_000
    minutes: float | None = None  # wall clock, validation included

    # How it is chosen
    epoch_crops: int = 4_000  # crops between two validations
    validation_pairs: int = 300  # at most, full width
    chosen_false_alarm_rate: float = 0.01  # at which detection chooses the best checkpoint
    chosen_mass_kg: float = 10.0  # lighter lots do not choose it

    # On what it runs
    seed: int = 0
    threads: int = 1  # of torch on the CPU
    workers: int = 1  # processes that cut crops
    devices: int = 1  # GPUs, or processes on the CPU
    precision: str = "auto"  # bf16 where the processor or GPU has it

    def __post_init__(self) -> None:
        self._check_shares()
        if self.crop_columns % COLUMN_STEP or not COLUMN_STEP <= self.crop_columns <= LARGEST_COLUMNS:
            raise SettingsError(
                f"crop_columns is {self.crop_columns}, wanted a multiple of {COLUMN_STEP} up to {LARGEST_COLUMNS}"
            )
        for name in ("batch", "steps", "epoch_crops", "validation_pairs", "threads", "devices"):
            if getattr(self, name) < 1:
                raise SettingsError(f"{name} is {getattr(self, name)}, wanted at least 1")
        if self.branch not in BRANCHES:
            raise SettingsError(f"branch is {self.branch!r}, wanted one of {', '.join(BRANCHES)}")
        if self.minutes is not None and self.minutes <= 0:
            raise SettingsError(f"minutes is {self.minutes}, wanted more than 0")
        if self.precision not in PRECISIONS:
            raise SettingsError(f"precision is {self.precision!r}, wanted one of {', '.join(PRECISIONS)}")

    def _check_shares(self) -> None:
        shares = [name.name for name in fields(self) if name.name.endswith("_share")]
        for name in (*shares, "warm_up", "average_decay", "chosen_false_alarm_rate"):
            if not 0.0 <= getattr(self, name) <= 1.0:
                raise SettingsError(f"{name} is {getattr(self, name)}, wanted 0 to 1")

    def write(self, path: Path) -> None:
        path.write_text(json.dumps(asdict(self), indent=2) + "\n")

    @classmethod
    def read(cls, path: Path) -> "TrainSettings":
        """From the settings.json of a run; an unknown name is an error, not a default."""
        if not path.is_file():
            raise SettingsError(f"{path} is not there: {path.parent} is no folder that fit wrote")
        values = json.loads(path.read_text())
        if unknown := sorted(set(values) - {field.name for field in fields(cls)}):
            raise SettingsError(f"{path} holds the unknown setting {unknown[0]!r}")
        return cls(**values)


def pair_branch() -> TrainSettings:
    """What compares, of the released model: one processor core."""
    return TrainSettings(small=True, branch="pair", minutes=33.0, epoch_crops=8_000, validation_pairs=200)


def pair_branch_again() -> TrainSettings:
    """Goes on from pair_branch (`--init`), with more of the large changes that it still missed."""
    settings = replace(pair_branch(), minutes=14.0, learning_rate=1.2e-3, easy_share=0.16)
    return replace(settings, validation_pairs=60, epoch_crops=40_000)


def single_branch() -> TrainSettings:
    """What reads single scans, of the released model: the other core."""
    return replace(pair_branch(), branch="single")


def smoke() -> TrainSettings:
    """A run that shows within a minute that everything is connected; it learns nothing."""
    return replace(
        TrainSettings(small=True), crop_columns=64, batch=2, steps=4, epoch_crops=4, validation_pairs=2, workers=0
    )
