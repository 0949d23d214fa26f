"""The box itself as a scan shows it: its near wall, its far wall and what lies between are seen at other heights.

The fan stands across the travel, so depth moves nothing along the travel. Across it a place at depth u (1 on the near
wall, 0 in the middle plane, -1 on the far wall) is seen 1 / (1 - nearness u) times as far from the source's own height
as in the middle plane.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from datasets.scan import Side

Numbers = NDArray[np.float64]

HALF_WIDTH_M = 1.219  # of a box of 2,438 mm, ISO 668


@dataclass(frozen=True)
class Shell:
    """Where the source stood, in measures of the box, and how sure that is.

    `nearness` is half the box's extent in depth by the source's distance from its middle plane; `height` that of the
    source, 0 at the box's floor and 1 at its roof. In a view from above read across for height: 0 and 1 are the box's
    two long edges, and depth runs downwards. `spread` are the standard deviations, in frame pixels, of where the middle
    plane's roof and floor are seen. `doors_left` is the probability that the doors are at the left of the scan;
    `side` that on which the source stood, where the site declares it.
    """

    nearness: float
    height: float
    spread: tuple[float, float] = (0.0, 0.0)
    above: bool = False
    doors_left: float = 0.5
    side: Side | None = None

    def __post_init__(self) -> None:
        if not 0 < self.nearness < 1:
            raise ValueError(f"nearness is {self.nearness:g}, wanted a share of the source's distance from 0 to 1")

    @property
    def distance_m(self) -> float | None:
        """From the source to the box's middle plane; None from above, where the depth is the box's unknown height."""
        return None if self.above else HALF_WIDTH_M / self.nearness

    def seen(self, part: Numbers | float, depth: float) -> Numbers:
        """Where a place is seen, as a share of the way from the near wall's roof edge (0) to its floor edge (1).

        `part` is its height, 0 at the floor and 1 at the roof; what is seen is linear in it.
        """
        return seen_at(np.asarray(part), depth, self.nearness, self.height)

    def part(self, seen: Numbers | float, depth: float) -> Numbers:
        """The height of what is seen there, if it lies at this depth: `seen` the other way round."""
        wider = widened(depth, self.nearness)
        return np.asarray(self.height + ((1 - self.height) - np.asarray(seen)) / wider, dtype=np.float64)


def seen_at(part: Numbers, depth: Numbers | float, nearness: float, height: float) -> Numbers:
    """`Shell.seen` for a source that is still looked for."""
    return np.asarray((1 - height) - (part - height) * widened(depth, nearness), dtype=np.float64)


def widened(depth: Numbers | float, nearness: float) -> Numbers:
    """How large a depth is seen beside the near wall."""
    return np.asarray((1 - nearness) / (1 - nearness * np.asarray(depth)))
