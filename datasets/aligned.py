"""Two views laid on each other, and how that was done."""

from dataclasses import dataclass, field

import numpy as np

from datasets.curve import Law
from datasets.planes import Planes
from datasets.view import FRAME_ROWS, MARGIN_ROWS, Image, Mask, Points, View


@dataclass(frozen=True, eq=False)
class Alignment:
    """How the destination is moved on to the origin.

    `columns` and `rows` (FRAME_ROWS x W of the origin's frame) say which place of the destination's frame shows the
    same part of the container, in its middle plane. `curve` is the law that brings the destination's attenuation to the
    origin's, one a channel (datasets/curve.py). `residual` is the median over patches of
    |difference| / attenuation; `quality` the probability that the map is right (datasets/quality.py). `planes` maps
    other depths than the middle; None where the box's shell was not seen in both views. `side_odds` is what this pair
    alone says for sources on different sides of the container: the logarithm of a likelihood ratio.
    """

    mirrored: bool
    columns: Image
    rows: Image
    curve: tuple[Law, ...]
    residual: float
    quality: float
    planes: Planes | None = None
    side_odds: float = 0.0
    warnings: tuple[str, ...] = ()

    def at_depth(self, depth: float) -> tuple[Image, Image]:
        """`columns` and `rows` for what lies at another depth: 1 at the origin's near wall, -1 at its far wall.

        Where the sources' places are not known, what lies at other depths is taken to move as the middle plane does.
        """
        return self.columns, self.rows if self.planes is None else self.planes.rows(depth)


@dataclass(frozen=True, eq=False)
class AlignedPair:
    """Both views on the origin's grid.

    `moved` is the destination's attenuation, E x FRAME_ROWS x W, on the origin's grid and brought to its grey scale;
    `moved_unseen` is true where the destination could not see. E is 2 only where both scans have two energies.
    """

    origin: View
    destination: View
    moved: Image
    moved_unseen: Mask
    alignment: Alignment
    warnings: tuple[str, ...] = field(default=())

    @property
    def unseen(self) -> Mask:
        """True where either view could not see, FRAME_ROWS x W."""
        return self.origin.unseen | self.moved_unseen

    @property
    def seen_fraction(self) -> float:
        """Part of the container, margins left out, whose transmission is above the noise in both scans."""
        return 1.0 - float(self.unseen[MARGIN_ROWS:-MARGIN_ROWS].mean())

    def to_destination(self, points: Points) -> Points:
        """Origin frame pixels (N x 2: column, row) to delivered pixels of the destination scan (N x 2: x, y)."""
        column = np.clip(points[:, 0], 0, self.alignment.columns.shape[1] - 1).round().astype(int)
        row = np.clip(points[:, 1], 0, FRAME_ROWS - 1).round().astype(int)
        there = [self.alignment.columns[row, column], self.alignment.rows[row, column]]
        return self.destination.frame.to_scan(np.stack(there, axis=1).astype(np.float64))
