"""What an exported network says of prepared pairs: the same file and session that serve."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from serving.session import Session
from training.mixture import Mixture
from training.prepared import PreparedPair


@dataclass(frozen=True)
class Peaks:
    """The largest value in each kind of map."""

    hidden: float
    inserted: float
    removed: float
    other: float


@dataclass(frozen=True)
class Scored:
    """A prepared pair with its scores."""

    pair: PreparedPair
    mismatch: float
    origin: float
    destination: float
    peaks: Peaks


def score(prepared: Mixture, pairs: Iterable[PreparedPair], session: Session) -> Iterator[Scored]:
    for pair in pairs:
        maps = session.run(prepared.pictures(pair))
        hidden = max(float(maps.hidden_origin.max()), float(maps.hidden_destination.max()))
        peaks = Peaks(hidden, float(maps.inserted.max()), float(maps.removed.max()), float(maps.other.max()))
        yield Scored(pair, maps.mismatch_score, maps.origin_score, maps.destination_score, peaks)


@lru_cache(maxsize=1)
def session_of(model: Path) -> Session:
    """One a process: the network is loaded once, whatever a pool of workers asks of it."""
    return Session.load(model)
