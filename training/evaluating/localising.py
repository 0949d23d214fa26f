"""Whether a finding lies where the label image says that something was put in or taken out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from datasets.pairs import PairRow
from datasets.view import Mask
from serving.answers import Comparison
from serving.findings import Finding
from serving.mass_law import Mass
from serving.sides import Box
from training.preparing import HIDDEN_HERE, read_labels

CLOSE = 0.25  # intersection over union from which a box is called close

BoxName = Literal["box_origin", "box_destination"]


@dataclass(frozen=True)
class Localisation:
    """How well the best box fits: does it hold any of the object, and its intersection over union with its outline.

    `right_kind` is whether a finding that says what happened has a box that holds any of it, and `mass` what the
    best of these findings states.
    """

    overlapping: bool
    iou: float
    right_kind: bool = False
    mass: Mass | None = None

    @property
    def close(self) -> bool:
        return self.iou >= CLOSE


@dataclass(frozen=True)
class Fit:
    """One box on the outline of the object."""

    iou: float
    overlapping: bool
    finding: Finding


def localise(row: PairRow, comparison: Comparison, folder: Path) -> Localisation | None:
    """In the scan that shows the object; None where there is none, or no label image."""
    shown = list(objects(row, comparison, folder))
    if not shown:
        return None
    fits = best_first(fit for here, side in shown for fit in fits_of(here, side, comparison.findings))
    right = [fit for fit in fits if fit.overlapping and fit.finding.kind == row.event]
    return Localisation(
        overlapping=bool(fits) and fits[0].overlapping,
        iou=fits[0].iou if fits else 0.0,
        right_kind=bool(right),
        mass=right[0].finding.mass if right else None,
    )


def best_first(fits: Iterable[Fit]) -> list[Fit]:
    return sorted(fits, key=lambda fit: (fit.iou, fit.overlapping), reverse=True)


def objects(
    row: PairRow, comparison: Comparison, folder: Path, values: tuple[int, ...] = (HIDDEN_HERE,)
) -> Iterator[tuple[Mask, BoxName]]:
    """Where the label images show an object, and the boxes that lie on their scan."""
    origin, destination = comparison.origin.side.scan, comparison.destination.side.scan
    sides: tuple[tuple[str, BoxName], ...] = (
        (row.origin_truth, "box_origin"),
        (row.destination_truth, "box_destination"),
    )
    for (path, side), scan in zip(sides, (origin, destination), strict=True):
        labels = read_labels(folder, path, scan)
        if labels is not None and (here := np.isin(labels, values)).any():
            yield here, side


def fits_of(here: Mask, side: BoxName, findings: tuple[Finding, ...]) -> Iterator[Fit]:
    rows, columns = np.flatnonzero(here.any(axis=1)), np.flatnonzero(here.any(axis=0))
    outline = int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1
    for finding in findings:
        box: Box | None = getattr(finding, side)
        if box is not None:
            left, top, right, bottom = box
            yield Fit(iou(outline, box), bool(here[top:bottom, left:right].any()), finding)


def iou(a: Box, b: Box) -> float:
    wide, high = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    common = max(wide, 0) * max(high, 0)
    return common / (area(a) + area(b) - common)


def area(box: Box) -> int:
    return (box[2] - box[0]) * (box[3] - box[1])
