"""What a model did worst, to look at: heavy lots that it missed, and unchanged pairs that it scored high."""

import base64
from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure
from PIL import Image as Pictures

from datasets.pairs import PairRow
from serving.pictures import Colours, change_picture, difference_picture, scan_picture
from training.evaluating.figures import is_lot
from training.evaluating.outcomes import Outcome, Question, ask

WORST = 6
DRAWN = 4  # of either kind on the sheet
WIDE_IN, HIGH_IN = 13.0, 1.9  # inches: the sheet, and a case on it


def worst_misses(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Lots that were compared and not found, the heaviest first."""
    missed = [o for o in outcomes if o.row.label == "mismatch" and o.verdict == "match" and is_lot(o)]
    return sorted(missed, key=lambda o: -(o.row.mass_kg or 0.0))


def worst_false_alarms(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Benign pairs, those that score highest first, whether or not they reached the threshold."""
    benign = [o for o in outcomes if o.row.label == "same" and o.mismatch is not None]
    return sorted(benign, key=lambda o: -(o.mismatch or 0.0))


def head_of(outcome: Outcome) -> str:
    row = outcome.row
    known = [row.event, f"{row.mass_kg:.0f} kg" if row.mass_kg is not None else "", row.place, row.cargo]
    truth = ", ".join(filter(None, known))
    score = "-" if outcome.mismatch is None else f"{outcome.mismatch:.3f}"
    return f"{row.pair_id}: {outcome.verdict}, score {score}. True: {truth or 'unchanged'}."


@lru_cache(maxsize=2 * WORST)
def pictures_of(row: PairRow, question: Question) -> list[tuple[str, str]]:
    """Captions and pictures as data URIs; the sheet and the page show the same pairs."""
    comparison = ask(row, question)
    sides = (("Origin as delivered", comparison.origin.side), ("Destination as delivered", comparison.destination.side))
    pictures = [(name, scan_picture(side.scan, side.view.air).uri) for name, side in sides]
    if comparison.pair is not None and comparison.maps is not None:
        pictures.append(
            ("Aligned difference: red more at destination, blue less", difference_picture(comparison.pair).uri)
        )
        pictures.append(("What the network sees change", change_picture(comparison.pair, comparison.maps).uri))
    return pictures


def draw_failures(outcomes: Sequence[Outcome], question: Question, path: Path) -> None:
    """A sheet of the worst misses and the worst false alarms, a row each; no file where there is neither."""
    worst = [*worst_misses(outcomes)[:DRAWN], *worst_false_alarms(outcomes)[:DRAWN]]
    if not worst:
        return
    figure = Figure(figsize=(WIDE_IN, HIGH_IN * len(worst)), layout="constrained")
    for line, outcome in zip(figure.subfigures(len(worst), squeeze=False)[:, 0], worst, strict=True):
        line.suptitle(head_of(outcome), fontsize=8, x=0.01, ha="left")
        pictures = pictures_of(outcome.row, question)
        for axes, (caption, uri) in zip(line.subplots(1, len(pictures), squeeze=False)[0], pictures, strict=True):
            axes.imshow(decoded(uri), aspect="auto", cmap="gray")
            axes.set_axis_off()
            axes.set_title(caption, fontsize=6)
    figure.savefig(path, dpi=100)


def decoded(uri: str) -> Colours:
    return np.asarray(Pictures.open(BytesIO(base64.b64decode(uri.split(",", 1)[1]))))
