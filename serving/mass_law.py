"""From a line integral to a mass with an interval, by what lots of known mass taught (`training.weighing`).

Line integrals are off in ways that can be told: a strip that is two columns wide is blurred and hides in the dark, a
thin layer over a large area carries along what two scans differ by anyway.
"""

from dataclasses import dataclass
from typing import Annotated, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from serving.mass import LineIntegral

Numbers = NDArray[np.float64]

LEVEL = 0.9  # of the intervals
FEATURES = ("one", "log kg", "log contrast", "log across_cm", "behind", "declared")
LEAST_KG, LEAST_CONTRAST = 0.1, 0.01  # below which logarithms say nothing

Coefficients = Annotated[tuple[float, ...], Field(min_length=len(FEATURES), max_length=len(FEATURES))]


@dataclass(frozen=True)
class Mass:
    """In kg, with the interval that holds the true mass in LEVEL of the cases; None where that was never measured."""

    kg: float
    interval: tuple[float, float] | None
    integral: LineIntegral

    @classmethod
    def plain(cls, integral: LineIntegral) -> Self:
        """As the line integral says, with no word on how far that is off."""
        return cls(abs(integral.kg), None, integral)


class MassLaw(BaseModel):
    """Logarithms of the low, the middle and the high mass, each linear in FEATURES, within what was taught.

    `wider` is what the low one is lowered and the high one raised by, so that LEVEL of lots never learned from lie
    between; `lots` is how many taught it.
    """

    model_config = ConfigDict(frozen=True)

    low: Coefficients
    middle: Coefficients
    high: Coefficients
    wider: float
    least: Coefficients
    most: Coefficients
    lots: int

    def mass(self, integral: LineIntegral) -> Mass:
        taught = np.clip(features(integral), self.least, self.most)
        low, middle, high = (float(taught @ np.array(of)) for of in (self.low, self.middle, self.high))
        ends = min(low - self.wider, middle), max(high + self.wider, middle)
        return Mass(float(np.exp(middle)), (float(np.exp(ends[0])), float(np.exp(ends[1]))), integral)


class MassLaws(BaseModel):
    """One for what came or went between two scans, one for what seems hidden in one scan."""

    model_config = ConfigDict(frozen=True)

    changed: MassLaw
    concealed: MassLaw


def features(integral: LineIntegral) -> Numbers:
    """In the order of FEATURES."""
    kg, contrast = max(abs(integral.kg), LEAST_KG), max(abs(integral.contrast), LEAST_CONTRAST)
    sizes = np.log([kg, contrast, integral.across_cm])
    return np.array([1.0, *sizes, integral.behind, float(integral.declared)])
