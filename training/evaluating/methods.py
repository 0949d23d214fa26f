"""What is scored beside each other on the same pairs: the network, and the plain methods that it must beat."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from training.evaluating.outcomes import Outcome
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
    """PatchCore among them where it was asked, under the name that tells of its weights."""
    names = dict.fromkeys(o.patchcore.method for o in outcomes if o.patchcore is not None)
    return SINGLE_NETWORK, *(SingleMethod(name, by_patchcore) for name in names)


def by_patchcore(outcome: Outcome) -> tuple[float | None, float | None]:
    return (None, None) if outcome.patchcore is None else outcome.patchcore.scores
