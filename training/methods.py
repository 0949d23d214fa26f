"""What is scored beside each other on the same pairs: the network, and the plain methods that it must beat."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from training.metrics import Scores
from training.outcomes import Outcome

Score = Callable[[Outcome], float | None]


@dataclass(frozen=True)
class Method:
    """One column of the table."""

    name: str
    colour: str
    score: Score
    single: tuple[Score, Score] | None = None  # of the origin and of the destination, each by itself

    def pairs(self, outcomes: Sequence[Outcome]) -> Scores:
        """A pair that is refused is not found, whatever the threshold."""
        found = [None if outcome.mismatch is None else self.score(outcome) for outcome in outcomes]
        return np.array([-np.inf if score is None else score for score in found], np.float64)


METHODS = (
    Method("network", "#1565c0", lambda o: o.mismatch, (lambda o: o.origin, lambda o: o.destination)),
    Method("difference", "#9e9e9e", lambda o: o.difference),
    Method("SSIM", "#8d6e63", lambda o: o.ssim),
)
NETWORK = METHODS[0]
