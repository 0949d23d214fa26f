"""What is known of a source's place before a scan is looked at: what is usual, what its site declares, what it was."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from datasets.scan import Source
from datasets.shell import HALF_WIDTH_M, Shell

BOX_HEIGHT_M = 2.75  # between a container's 2,591 mm and a high cube's 2,896 mm (ISO 668)
DECLARED_NEARNESS, DECLARED_HEIGHT = 0.02, 0.08  # spreads: lanes are wide, and chassis ride 15 cm higher or lower
FEWEST_SEEN = 5  # scans of one site before its history counts
STEADY_NEARNESS, STEADY_HEIGHT = 0.01, 0.05  # spreads: no site's sources are taken to be steadier
TO_DEVIATION = 1.4826  # from a median of absolute deviations


@dataclass(frozen=True)
class Prior:
    """Mean and standard deviation of a shell's nearness and height."""

    nearness: float
    nearness_spread: float
    height: float
    height_spread: float

    @classmethod
    def of_source(cls, source: Source) -> Self:
        """As a site declares it."""
        nearness, height = HALF_WIDTH_M / source.distance_m, source.height_m / BOX_HEIGHT_M
        return cls(nearness, DECLARED_NEARNESS, height, DECLARED_HEIGHT)

    @classmethod
    def of_history(cls, shells: Sequence[Shell]) -> "Prior":
        """From what was seen in earlier scans of one site's lane; what is usual where these are too few."""
        seen = np.array([(shell.nearness, shell.height) for shell in shells if not shell.above])
        if len(seen) < FEWEST_SEEN:
            return USUAL
        middle = np.median(seen, axis=0)
        spread = TO_DEVIATION * np.median(np.abs(seen - middle), axis=0)
        steady = np.maximum(spread, (STEADY_NEARNESS, STEADY_HEIGHT))
        return cls(float(middle[0]), float(steady[0]), float(middle[1]), float(steady[1]))


# Sources 3 to 9 m from the middle plane, from 1.4 m under the floor to 1.8 m above it.
USUAL = Prior(0.26, 0.1, 0.1, 0.4)
