"""Whether a finding lies where the label image says that something was put in or taken out."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from datasets.pairs import PairRow
from serving.answers import Comparison
from serving.sides import Box
from training.preparing import HIDDEN_HERE, Labels, read_labels

CLOSE = 0.25  # intersection over union from which a box is called close


@dataclass(frozen=True)
class Localisation:
    """How well the best box fits: does it hold any of the object, and its intersection over union with its outline."""

    overlapping: bool
    iou: float

    @property
    def close(self) -> bool:
        return self.iou >= CLOSE


def localise(row: PairRow, comparison: Comparison, folder: Path) -> Localisation | None:
    """In the scan that shows the object; None where there is none, or no label image."""
    best: Localisation | None = None
    origin, destination = comparison.origin.side.scan, comparison.destination.side.scan
    for path, scan, side in (
        (row.origin_truth, origin, "box_origin"),
        (row.destination_truth, destination, "box_destination"),
    ):
        labels = read_labels(folder, path, scan)
        if labels is None or not (labels == HIDDEN_HERE).any():
            continue
        boxes = [box for finding in comparison.findings if (box := getattr(finding, side)) is not None]
        for fit in [Localisation(False, 0.0), *(fit_of(labels, box) for box in boxes)]:
            best = fit if best is None or (fit.iou, fit.overlapping) > (best.iou, best.overlapping) else best
    return best


def fit_of(labels: Labels, box: Box) -> Localisation:
    left, top, right, bottom = box
    here = labels == HIDDEN_HERE
    rows, columns = np.flatnonzero(here.any(axis=1)), np.flatnonzero(here.any(axis=0))
    outline = int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1
    return Localisation(bool(here[top:bottom, left:right].any()), iou(outline, box))


def iou(a: Box, b: Box) -> float:
    wide, high = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    common = max(wide, 0) * max(high, 0)
    return common / (area(a) + area(b) - common)


def area(box: Box) -> int:
    return (box[2] - box[0]) * (box[3] - box[1])
