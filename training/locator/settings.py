"""Every setting of a locator's training, with its default and unit."""

import json
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Self

from training.errors import CheckpointError, SettingsError


@dataclass(frozen=True)
class LocatorSettings:
    """A run ends by steps or by minutes, whichever comes first."""

    batch: int = 16  # pictures a step
    validation: int = 300  # of the scans, kept out of training
    validate_every: int = 500  # steps

    # How far an outline may be off, standard deviations
    scale: float = 0.03  # natural logarithm, along and down each for itself
    shift_rows: float = 3.0  # of the wide picture, 128 to the outline's height
    shift_columns: float = 5.0  # of the wide picture, 230 to the outline's length
    far_share: float = 0.1  # of pictures whose outline is off by four times as much

    # How scanners differ beyond what is simulated, standard deviations
    strength: float = 0.1  # natural logarithm of a factor on attenuation
    power: float = 0.05  # natural logarithm of its power

    learning_rate: float = 2e-3  # at the peak
    last_learning_rate: float = 2e-5  # at the end
    warm_up: float = 0.02  # share of the run
    weight_decay: float = 1e-3
    clip_norm: float = 5.0  # of the gradient
    average_decay: float = 0.998  # of the moving average of the weights
    steps: int = 60_000
    minutes: float | None = None  # wall clock, validation included
    seed: int = 0
    threads: int = 1  # of torch on the CPU

    def __post_init__(self) -> None:
        for name, least in (("batch", 2), ("validation", 1), ("validate_every", 1), ("steps", 1)):
            if getattr(self, name) < least:
                raise SettingsError(f"{name} is {getattr(self, name)}, wanted at least {least}")
        if self.minutes is not None and self.minutes <= 0:
            raise SettingsError(f"minutes is {self.minutes:g}, wanted more than 0")

    @classmethod
    def of_run(cls, run: Path) -> Self:
        """Those of a run that was begun before."""
        path = run / "run.json"
        if not path.is_file():
            raise CheckpointError(f"{path} is not there: {run} is no folder that fit-locator wrote")
        values = json.loads(path.read_text())["settings"]
        if unknown := sorted(set(values) - {field.name for field in fields(cls)}):
            raise SettingsError(f"{path} holds the unknown setting {unknown[0]!r}")
        return cls(**values)
