"""How a run is told on the terminal: how far, how long still, and what it has come to."""

import sys
import time
from typing import Any

import lightning
from lightning.pytorch.callbacks import ProgressBar
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

from training.budget import Budget

LINE_S = 60.0  # between two lines where there is no terminal to draw a bar on
SMOOTHED = 0.98  # of the loss that is shown


class Told(ProgressBar):
    """A bar over the whole run with the time left, or a line a minute where the output is a file."""

    def __init__(self, budget: Budget) -> None:
        super().__init__()
        self.budget = budget
        self.loss: float | None = None
        self.bar: Progress | None = None
        self.said_at = time.monotonic()

    def on_train_start(self, *_: Any) -> None:
        if sys.stderr.isatty():
            columns = (TextColumn("training"), BarColumn(), TaskProgressColumn(), TextColumn("{task.description}"))
            self.bar = Progress(*columns, console=Console(stderr=True))
            self.bar.add_task("", total=1.0)
            self.bar.start()

    def on_train_batch_end(self, trainer: lightning.Trainer, _: Any, outputs: Any, *__: Any) -> None:
        loss = float(outputs["loss"])
        self.loss = loss if self.loss is None else SMOOTHED * self.loss + (1 - SMOOTHED) * loss
        progress = min(self.budget.progress(trainer.global_step), 1.0)
        words = self.words(trainer, progress)
        if self.bar is not None:
            self.bar.update(self.bar.task_ids[0], completed=progress, description=words)
        elif time.monotonic() - self.said_at >= LINE_S:
            self.say(f"{100 * progress:3.0f} %, {words}")

    def on_validation_end(self, trainer: lightning.Trainer, *_: Any) -> None:
        figures = [
            f"{name.removeprefix('val/')} {float(value):.3g}"
            for name, value in trainer.callback_metrics.items()
            if name.startswith("val/")
        ]
        self.say(f"step {trainer.global_step}, validation: {', '.join(figures)}")

    def on_train_end(self, *_: Any) -> None:
        if self.bar is not None:
            self.bar.stop()

    def words(self, trainer: lightning.Trainer, progress: float) -> str:
        loss = "" if self.loss is None else f", loss {self.loss:.3f}"
        return f"step {trainer.global_step}{loss}, {time_left(self.budget.spent_s, progress)}"

    def say(self, line: str) -> None:
        self.said_at = time.monotonic()
        if self.bar is not None:
            self.bar.console.print(line)
        else:
            sys.stderr.write(line + "\n")
            sys.stderr.flush()


def time_left(spent_s: float, progress: float) -> str:
    """From how long the part took that is done."""
    if progress <= 0:
        return "time left not known yet"
    minutes = spent_s * (1 - progress) / progress / 60
    return f"{minutes:.0f} min left" if minutes >= 1 else "less than a minute left"
