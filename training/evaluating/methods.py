"""What is scored beside each other on the same pairs: the network, and the plain methods and rivals it must beat."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import cycle

import numpy as np

from training.evaluating.outcomes import Outcome
from training.evaluating.rival_networks import RivalScores
from training.metrics import Scores


@dataclass(frozen=True)
class Method:
    """One that scores pairs."""

    name: str
    colour: str
    score: Callable[[Outcome], float | None]

    def pairs(self, outcomes: Sequence[Outcome]) -> Scores:
        """A pair that is refused is not found, whatever the threshold."""
        found = [None if outcome.mismatch is None else self.score(outcome) for outcome in outcomes]
        return np.array([-np.inf if score is None else score for score in found], np.float64)


METHODS = (
    Method("network", "#1565c0", lambda outcome: outcome.mismatch),
    Method("difference", "#9e9e9e", lambda outcome: outcome.difference),
    Method("SSIM", "#8d6e63", lambda outcome: outcome.ssim),
)
NETWORK = METHODS[0].name
RIVAL_COLOURS = ("#e65100", "#2e7d32", "#6a1b9a", "#00838f", "#c62828")


def pair_methods(outcomes: Sequence[Outcome]) -> tuple[Method, ...]:
    """The rivals among them that were asked."""
    coloured = zip(rivals_in(outcomes), cycle(RIVAL_COLOURS), strict=False)
    return *METHODS, *(Method(name, colour, partial(of_pair, name)) for name, colour in coloured)


def of_pair(rival: str, outcome: Outcome) -> float | None:
    said = answer_of(rival, outcome)
    return None if said is None else said.mismatch


@dataclass(frozen=True)
class SingleMethod:
    """One that scores the origin and the destination each by itself."""

    name: str
    read: Callable[[Outcome], tuple[float | None, float | None]]

    def scans(self, outcomes: Sequence[Outcome], concealed: bool) -> Scores:
        """Of those scans in which something is hidden, or of those in which nothing is."""
        read = [(self.read(o), (o.row.concealed_in_origin, o.row.concealed_in_destination)) for o in outcomes]
        scans = [scan for scores, hidden in read for scan in zip(scores, hidden, strict=True)]
        return np.array([score for score, hidden in scans if score is not None and hidden is concealed], np.float64)


SINGLE_NETWORK = SingleMethod(NETWORK, lambda outcome: (outcome.origin, outcome.destination))


def single_methods(outcomes: Sequence[Outcome]) -> tuple[SingleMethod, ...]:
    """Rivals and PatchCore among them where they were asked, the latter under the name that tells of its weights."""
    rivals = (SingleMethod(name, partial(of_scans, name)) for name in rivals_in(outcomes))
    names = dict.fromkeys(o.patchcore.method for o in outcomes if o.patchcore is not None)
    return SINGLE_NETWORK, *rivals, *(SingleMethod(name, by_patchcore) for name in names)


def by_patchcore(outcome: Outcome) -> tuple[float | None, float | None]:
    return (None, None) if outcome.patchcore is None else outcome.patchcore.scores


def of_scans(rival: str, outcome: Outcome) -> tuple[float | None, float | None]:
    said = answer_of(rival, outcome)
    return (None, None) if said is None else said.alone


def rivals_in(outcomes: Sequence[Outcome]) -> list[str]:
    return list(dict.fromkeys(said.name for outcome in outcomes for said in outcome.rivals))


def answer_of(rival: str, outcome: Outcome) -> RivalScores | None:
    return next((said for said in outcome.rivals if said.name == rival), None)
