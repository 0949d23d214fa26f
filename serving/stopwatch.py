"""How long each stage of an answer took, and a deadline that is looked at between stages."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal

from serving.errors import DeadlinePassed

Stage = Literal["read", "align", "infer"]


@dataclass(frozen=True)
class Seconds:
    """Time spent reading (with locating and normalising), aligning and inferring, and from the start to now."""

    read: float
    align: float
    infer: float
    total: float


@dataclass
class Stopwatch:
    """Started when it is made; one belongs to one answer."""

    deadline_s: float = float("inf")
    started: float = field(default_factory=time.perf_counter)
    spent: dict[Stage, float] = field(default_factory=lambda: {"read": 0.0, "align": 0.0, "infer": 0.0})

    @contextmanager
    def stage(self, name: Stage) -> Iterator[None]:
        """Time what happens within; nothing more is begun once the deadline has passed."""
        if self.total > self.deadline_s:
            raise DeadlinePassed(f"{self.total:.1f} s have passed, an answer may take {self.deadline_s:g} s")
        began = time.perf_counter()
        try:
            yield
        finally:
            self.spent[name] += time.perf_counter() - began

    @property
    def total(self) -> float:
        return time.perf_counter() - self.started

    @property
    def seconds(self) -> Seconds:
        return Seconds(self.spent["read"], self.spent["align"], self.spent["infer"], self.total)
