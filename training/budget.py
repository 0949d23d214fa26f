"""How far a run has come, by steps and by the clock; the learning rate follows it and the run ends by it."""

import math
import time
from typing import Any, Protocol

import lightning
from lightning.pytorch.callbacks import Callback


class Schedule(Protocol):
    """How long a run may last, and how fast it learns meanwhile."""

    @property
    def learning_rate(self) -> float: ...
    @property
    def last_learning_rate(self) -> float: ...
    @property
    def warm_up(self) -> float: ...
    @property
    def steps(self) -> int: ...
    @property
    def minutes(self) -> float | None: ...


class Budget(Callback):
    """Ends the run by steps or minutes, whichever comes first; a resumed run counts its minutes from its beginning."""

    def __init__(self, settings: Schedule) -> None:
        self.settings = settings
        self.earlier_s = 0.0
        self.started = time.monotonic()

    @property
    def spent_s(self) -> float:
        return self.earlier_s + time.monotonic() - self.started

    def progress(self, step: int) -> float:
        """0 at the start, 1 at the end."""
        by_steps = step / self.settings.steps
        return by_steps if self.settings.minutes is None else max(by_steps, self.spent_s / (60 * self.settings.minutes))

    def on_train_start(self, *_: Any) -> None:
        self.started = time.monotonic()

    def on_train_batch_start(self, trainer: lightning.Trainer, pl_module: lightning.LightningModule, *_: Any) -> None:
        rate = learning_rate(self.progress(trainer.global_step), self.settings)
        for group in trainer.optimizers[0].param_groups:
            group["lr"] = rate
        pl_module.log("learning_rate", rate)

    def on_train_batch_end(self, trainer: lightning.Trainer, *_: Any) -> None:
        # Lightning validates once more before it stops.
        trainer.should_stop = self.progress(trainer.global_step) >= 1.0

    def state_dict(self) -> dict[str, Any]:
        return {"spent_s": self.spent_s}

    def load_state_dict(self, state_dict: dict[str, Any]) -> None:
        self.earlier_s = state_dict["spent_s"]


def learning_rate(progress: float, settings: Schedule) -> float:
    """A straight warm-up to the peak, then half a cosine down to the last rate."""
    if progress < settings.warm_up:
        return settings.learning_rate * max(progress / settings.warm_up, 0.01)
    rest = min((progress - settings.warm_up) / max(1 - settings.warm_up, 1e-9), 1.0)
    share = (1 + math.cos(math.pi * rest)) / 2
    return settings.last_learning_rate + share * (settings.learning_rate - settings.last_learning_rate)
