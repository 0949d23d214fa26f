"""The worst alignments of a set that were not refused, as pictures with a word each on why."""

from collections.abc import Sequence
from html import escape
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from datasets.aligned import AlignedPair
from datasets.measuring.causes import why_wrong
from datasets.measuring.laid_scans import lay_row
from datasets.measuring.pair_figures import PairFigures
from datasets.measuring.true_map import TrueMap, rows_of, sampled
from datasets.pair_page.curves import Curve, drawing
from datasets.pair_page.document import document, figure
from datasets.pair_page.pictures import both_pictures, data_uri, difference_picture
from datasets.pair_page.stages import outlines_alone
from datasets.view import FRAME_ROWS

Numbers = NDArray[np.float64]

SHOWN = 12


def write_worst_page(path: Path, folder: Path, pairs: Sequence[PairFigures]) -> None:
    """By the 95th percentile of the error in the middle plane."""
    worst = sorted((pair for pair in pairs if not pair.refused), key=error_95, reverse=True)[:SHOWN]
    title = f"The {len(worst)} worst alignments of {folder.name}"
    words = (
        f"Of {len(pairs)} pairs, those that were not refused and whose map is furthest off in the container's middle "
        "plane. The origin, the destination moved on to it, their difference (red: denser at destination; blue: denser "
        "at origin), and the map found beside the true one, in pixels of the frame (about 1 cm)."
    )
    body = "".join(article(folder, pair) for pair in worst)
    path.write_text(document(title, f'<p class="soft">{escape(words)}</p>{body}'), encoding="utf-8")


def error_95(pair: PairFigures) -> float:
    return float("inf") if pair.errors is None else float(np.percentile(pair.errors.both, 95))


def article(folder: Path, figures: PairFigures) -> str:
    pair = lay_row(folder, figures.row).pair
    row, reason = figures.row, why_wrong(pair, figures.truth, figures.errors)
    facts = f"{row.cargo or 'unknown load'}, {row.event or 'event not known'}, quality {figures.quality:.2f}"
    if figures.errors is not None:
        along, down = (np.percentile(np.abs(e), 95) for e in (figures.errors.along, figures.errors.down))
        facts += f"; 95 % of the places within {along:.1f} px along the travel and {down:.1f} px in height"
    first, second = both_pictures(pair)
    pictures = (
        figure(data_uri(first), "Origin"),
        figure(data_uri(second), "Destination, moved"),
        figure(data_uri(difference_picture(pair)), "Difference of attenuation"),
    )
    head = f'<h2>{escape(row.pair_id)}: {escape(reason)}</h2><p class="soft">{escape(facts)}</p>'
    drawings = f"<div>{''.join(map_drawings(pair, figures.truth))}</div>"
    shown = "".join((*pictures, drawings))
    return f'<article>{head}<div class="pictures">{shown}</div></article>'


def map_drawings(pair: AlignedPair, truth: TrueMap) -> tuple[str, str]:
    """The found and the true map over the length: along the travel at half the height, down near roof and floor."""
    maps = [(kind, beside_outlines(pair, truth, kind)) for kind in ("found", "true")]
    middle = rows_of(truth.origin) // 2
    along = [Curve(kind, kind, over[0, middle]) for kind, over in maps]
    down = [
        Curve(f"{kind}, near the {place}", f"{kind} {place}", over[1, row])
        for place, row in (("roof", -1), ("floor", 0))
        for kind, over in maps
    ]
    return (
        drawing(along, "Offset along the travel beside the outlines' own, over the container's length, px."),
        drawing(down, "Vertical shift beside the outlines' own, px."),
    )


def beside_outlines(pair: AlignedPair, truth: TrueMap, which: str) -> Numbers:
    """Offsets from what the outlines alone say, 2 x rows x places, in the order of the origin's columns."""
    at = pair.origin.frame.from_scan(truth.origin)
    start, a = outlines_alone(pair).alignment, pair.alignment
    base = np.stack([sampled(image, at) for image in (start.columns, start.rows)])
    if which == "found":
        there = np.stack([sampled(image, at) for image in (a.columns, a.rows)])
    else:
        there = pair.destination.frame.from_scan(truth.destination).T
    offset = there - base
    offset[0] *= pair.origin.frame.columns / pair.destination.frame.columns
    outside = (at < 0).any(axis=1) | (at[:, 0] >= pair.origin.frame.columns) | (at[:, 1] >= FRAME_ROWS)
    offset[:, outside] = np.nan
    by_place = offset.reshape(2, rows_of(truth.origin), -1)
    return by_place if at[0, 0] < at[-1, 0] else by_place[..., ::-1]
