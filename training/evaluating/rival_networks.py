"""Other exported networks, asked about the very pictures that the network was shown."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Self

from serving.answers import Comparison
from serving.errors import ModelError
from serving.session import Session
from training.errors import RivalError, SettingsError

NAME = re.compile(r"[\w.-]+")
TAKEN = ("network", "difference", "ssim", "patchcore")  # by what every evaluation may have a column of


@dataclass(frozen=True)
class Rival:
    """An exported network, and the name that its columns have."""

    name: str
    model: Path

    def __post_init__(self) -> None:
        if not NAME.fullmatch(self.name):
            raise SettingsError(f"rival {self.name!r}, wanted a name of letters, digits, '.', '_' and '-'")
        if self.name.casefold() in TAKEN:
            raise SettingsError(f"rival {self.name!r}: another column has that name, as have {', '.join(TAKEN)}")

    @classmethod
    def of(cls, text: str) -> Self:
        """From NAME=FILE, as the command line has it."""
        name, _, model = text.partition("=")
        if not name or not model:
            raise SettingsError(f"rival {text!r}, wanted NAME=FILE.onnx")
        return cls(name, Path(model))

    def load(self) -> Session:
        if not self.model.is_file():
            raise RivalError(f"rival {self.name}: {self.model} is not there")
        try:
            return Session.load(self.model)
        except ModelError as error:
            raise RivalError(f"rival {self.name}: {error}") from error


@dataclass(frozen=True)
class RivalScores:
    """What a rival says of a pair, where it could be laid, and of each scan by itself."""

    name: str
    mismatch: float | None
    origin: float
    destination: float

    @classmethod
    def of(cls, name: str, session: Session, comparison: Comparison) -> Self:
        shown = comparison.pictures
        both = None if shown is None else session.run(shown)
        reads = comparison.origin, comparison.destination
        alone = [both if both and read.pictures is shown else session.run(read.pictures) for read in reads]
        return cls(name, None if both is None else both.mismatch_score, *(maps.origin_score for maps in alone))

    @property
    def scores(self) -> tuple[float | None, float, float]:
        return self.mismatch, *self.alone

    @property
    def alone(self) -> tuple[float, float]:
        return self.origin, self.destination


def check_names(rivals: Sequence[Rival]) -> None:
    names = [rival.name.casefold() for rival in rivals]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise SettingsError(f"{names.count(twice[0])} rivals are called {twice[0]!r}, wanted a name for each")


def rival_scores(comparison: Comparison, rivals: tuple[Rival, ...]) -> tuple[RivalScores, ...]:
    asked = zip(rivals, sessions_of(rivals), strict=True)
    return tuple(RivalScores.of(rival.name, session, comparison) for rival, session in asked)


@lru_cache(maxsize=1)
def sessions_of(rivals: tuple[Rival, ...]) -> tuple[Session, ...]:
    """One of each a process, as the network."""
    return tuple(rival.load() for rival in rivals)
