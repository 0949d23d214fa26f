"""How much load stands behind a lot: through the place of the lot in the scan that does not show it."""

from pathlib import Path

import numpy as np

from datasets.aligned import AlignedPair
from datasets.pairs import PairRow
from datasets.view import FRAME_ROWS, Mask
from serving.answers import Comparison
from training.preparing import HIDDEN_HERE, carried, read_labels


def load_behind(row: PairRow, comparison: Comparison, folder: Path) -> float | None:
    """In g/cm2, as a median over the lot's outline; infinite where it was not seen.

    None where no lot came or went, no label image tells where, or the scans could not be laid on each other. The
    outline is carried by the middle plane, so near a wall it may lie some centimetres off.
    """
    pair = comparison.pair
    if pair is None or row.event not in ("inserted", "removed"):
        return None
    came = row.event == "inserted"
    shown = comparison.destination if came else comparison.origin
    labels = read_labels(folder, row.destination_truth if came else row.origin_truth, shown.side.scan)
    if labels is None:
        return None
    lot = carried(labels, shown.side.view.frame, *places(pair, came)) == HIDDEN_HERE
    return median_behind(pair, lot, came) / comparison.origin.side.mu_rho_cm2_g


def places(pair: AlignedPair, came: bool) -> tuple[np.ndarray, np.ndarray]:
    """Columns and rows of the frame that shows the lot, for each pixel of the origin's."""
    if came:
        return pair.alignment.columns, pair.alignment.rows
    rows, columns = np.mgrid[:FRAME_ROWS, : pair.origin.frame.columns].astype(np.float32)
    return columns, rows


def median_behind(pair: AlignedPair, lot: Mask, came: bool) -> float:
    """Attenuation of the view without the lot, in the origin's grey scale."""
    attenuation, unseen = (
        (pair.origin.attenuation[0], pair.origin.unseen) if came else (pair.moved[0], pair.moved_unseen)
    )
    behind = np.where(unseen, np.inf, attenuation)[lot]
    return float(np.median(behind)) if behind.size else np.inf
