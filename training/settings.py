"""Every setting of a training run, with its default and unit; an experiment is a function that returns settings."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, fields, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from datasets.view import COLUMN_STEP, LARGEST_COLUMNS
from training.errors import SettingsError

NETWORKS = ("pairnet", "unet", "siamese")
ABLATIONS = ("depths", "moved", "unexplained", "high-pass", "material", "resolution")
BRANCHES = ("both", "single", "pair")
PRECISIONS = ("auto", "32-true", "bf16-mixed", "16-mixed")


def setting(default: Any, about: str) -> Any:
    """A setting that says what it is; `training.options` makes an option of the command line of it."""
    return field(default=default, metadata={"about": about})


@dataclass(frozen=True)
class TrainSettings:
    """What a run is made of; a run ends by steps or by minutes, whichever comes first."""

    # The network
    network: str = setting("pairnet", "pairnet, or a rival to measure it by: unet, siamese.")
    small: bool = setting(False, "The smaller of the two networks, for processor cores.")
    without: str = setting("", f"A part of pairnet left out, to see what it brings: {', '.join(ABLATIONS)}.")
    branch: str = setting("both", "single, pair or both; trained apart, each takes a core of its own.")

    # What the network sees
    crop_columns: int = setting(256, "Frame columns of a training crop; all rows are kept.")
    batch: int = setting(8, "Crops a step.")
    lot_share: float = setting(0.5, "Of crops laid over a labelled object, where the pair has one.")
    easy_share: float = setting(0.08, "Of crops from pairs of other load or lawful opening: easy, and so kept rare.")
    hard_share: float = setting(0.0, "Of crops over places where nothing changed but a network saw a change.")
    hard: str = setting("", "Table of such places, as `mine` writes it.")
    mirror_share: float = setting(0.5, "Of crops turned left to right.")
    swap_share: float = setting(0.25, "Of crops in which origin and destination change places.")
    single_energy_share: float = setting(0.15, "Of crops whose low energy is left out, as previews have none.")
    paste: bool = setting(True, "Lots pasted into crops on the fly.")

    # How it learns
    learning_rate: float = setting(2e-3, "At the peak.")
    last_learning_rate: float = setting(2e-5, "At the end.")
    warm_up: float = setting(0.04, "Share of the run.")
    weight_decay: float = setting(0.01, "Of AdamW.")
    clip_norm: float = setting(1.0, "Of the gradient.")
    lot_weight: float = setting(0.5, "Of the loss that counts lots, beside that which counts pixels.")
    average_decay: float = setting(0.998, "Of the moving average of the weights that is validated and kept.")
    steps: int = setting(60_000, "At most.")
    minutes: float | None = setting(None, "Wall clock of the whole run, validation included.")

    # How it is chosen
    epoch_crops: int = setting(4_000, "Crops between two validations.")
    validation_pairs: int = setting(300, "At most, full width.")
    chosen_false_alarm_rate: float = setting(0.004, "At which detection chooses the best checkpoint.")
    chosen_mass_kg: float = setting(10.0, "Lighter lots do not choose it.")

    # What is kept and shown meanwhile
    keep_minutes: float = setting(2.0, "Between two checkpoints: what a kill costs at most.")
    shown_pairs: int = setting(3, "Validation pairs drawn into RUN/pictures, early and then ever more rarely.")

    # On what it runs
    seed: int = setting(0, "Of weights and crops.")
    threads: int = setting(1, "Of torch on the CPU.")
    workers: int = setting(1, "Processes that cut crops.")
    devices: int = setting(1, "GPUs, or processes on the CPU.")
    nodes: int = setting(1, "Machines.")
    strategy: str = setting("auto", "Of Lightning, how devices train together: ddp, fsdp, ...")
    precision: str = setting("auto", f"{', '.join(PRECISIONS)}; auto is bf16 where the processor or GPU has it.")

    def __post_init__(self) -> None:
        self._check_shares()
        self._check_words()
        if self.crop_columns % COLUMN_STEP or not COLUMN_STEP <= self.crop_columns <= LARGEST_COLUMNS:
            raise SettingsError(
                f"crop_columns is {self.crop_columns}, wanted a multiple of {COLUMN_STEP} up to {LARGEST_COLUMNS}"
            )
        for name in ("batch", "steps", "epoch_crops", "validation_pairs", "threads", "devices", "nodes"):
            if getattr(self, name) < 1:
                raise SettingsError(f"{name} is {getattr(self, name)}, wanted at least 1")
        if bool(self.hard_share) != bool(self.hard):
            raise SettingsError(f"hard_share is {self.hard_share} and hard is {self.hard!r}, wanted both or neither")
        if self.lot_weight < 0:
            raise SettingsError(f"lot_weight is {self.lot_weight}, wanted at least 0")
        for name in ("minutes", "keep_minutes"):
            if (value := getattr(self, name)) is not None and value <= 0:
                raise SettingsError(f"{name} is {value}, wanted more than 0")

    def _check_words(self) -> None:
        for name, known in (
            ("network", NETWORKS),
            ("without", ("", *ABLATIONS)),
            ("branch", BRANCHES),
            ("precision", PRECISIONS),
        ):
            if getattr(self, name) not in known:
                raise SettingsError(f"{name} is {getattr(self, name)!r}, wanted one of {', '.join(map(repr, known))}")
        if self.without and self.network != "pairnet":
            raise SettingsError(f"without is {self.without!r} and network {self.network!r}, wanted pairnet")

    def _check_shares(self) -> None:
        shares = [name.name for name in fields(self) if name.name.endswith("_share")]
        for name in (*shares, "warm_up", "average_decay", "chosen_false_alarm_rate"):
            if not 0.0 <= getattr(self, name) <= 1.0:
                raise SettingsError(f"{name} is {getattr(self, name)}, wanted 0 to 1")

    @property
    def record(self) -> str:
        """As JSON, one setting a line."""
        return json.dumps(asdict(self), indent=2) + "\n"

    def write(self, path: Path) -> None:
        path.write_text(self.record)

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
    settings = replace(pair_branch(), minutes=55.0, learning_rate=1.6e-3, easy_share=0.16)
    return replace(settings, validation_pairs=64, epoch_crops=16_000)


def pair_branch_wide() -> TrainSettings:
    """Ends what pair_branch_again began, on most of a container at once: a pair is judged as a whole."""
    settings = replace(pair_branch_again(), minutes=17.0, learning_rate=5e-4)
    return replace(settings, crop_columns=704, batch=3, epoch_crops=6_000)


def single_branch() -> TrainSettings:
    """What reads single scans, of the released model: the other core."""
    return replace(pair_branch(), branch="single")


def smoke() -> TrainSettings:
    """A run that shows within a minute that everything is connected; it learns nothing."""
    return replace(
        TrainSettings(small=True), crop_columns=64, batch=2, steps=4, epoch_crops=4, validation_pairs=2, workers=0
    )


class Experiment(StrEnum):
    """Names of experiments on the command line."""

    PAIR = "pair"
    PAIR_AGAIN = "pair-again"
    PAIR_WIDE = "pair-wide"
    SINGLE = "single"
    SMOKE = "smoke"


def settings_of(experiment: Experiment) -> TrainSettings:
    known: dict[Experiment, Callable[[], TrainSettings]] = {
        Experiment.PAIR: pair_branch,
        Experiment.PAIR_AGAIN: pair_branch_again,
        Experiment.PAIR_WIDE: pair_branch_wide,
        Experiment.SINGLE: single_branch,
        Experiment.SMOKE: smoke,
    }
    return known[experiment]()
