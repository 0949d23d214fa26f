"""One scan of a comparison, the container looked at in it, and what is known of both."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from datasets.doors import End, doors_end
from datasets.scan import Scan
from datasets.view import Outline, Points, View
from serving.mass import Scale, mu_rho
from serving.zones import find_doors

Box = tuple[int, int, int, int]


@dataclass(frozen=True, eq=False)
class Side:
    """A scan with one container of it in its frame."""

    scan: Scan
    view: View
    scale: Scale | None
    mu_rho_cm2_g: float
    doors: End | None

    @classmethod
    def of(cls, scan: Scan, view: View, others: tuple[Outline, ...] = ()) -> Self:
        """`others` are the outlines of the other containers in the scan."""
        outline = view.frame.outline
        doors = doors_end(view) if outline.shell else find_doors(scan, outline, view.air, others)
        return cls(scan, view, Scale.of(scan, view.frame), mu_rho(scan), doors)

    @property
    def container_box(self) -> Box:
        """Of the whole container, in delivered pixels."""
        left, top, right, bottom = self.view.frame.outline.box
        return self.within((left, top, right, bottom))

    def around(self, centres: Points) -> Box:
        """The box around pixels of the scan, given by their centres (N x 2: x, y)."""
        (left, top), (right, bottom) = centres.min(axis=0), centres.max(axis=0)
        return self.within((left, top, right + 1, bottom + 1))

    def within(self, edges: tuple[float, float, float, float]) -> Box:
        """Whole pixels, cut to the scan, at least one wide and high."""
        rows, columns = self.scan.high.shape
        left, right = span(edges[0], edges[2], columns)
        top, bottom = span(edges[1], edges[3], rows)
        return left, top, right, bottom


def span(first: float, last: float, length: int) -> tuple[int, int]:
    start = int(np.clip(np.floor(first + 0.5), 0, length - 1))
    return start, int(np.clip(np.floor(last + 0.5), start + 1, length))
