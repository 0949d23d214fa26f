"""How far below the roof's near edge its far edge and its middle are seen: what a source's place does to a view."""

import numpy as np
from numpy.typing import NDArray

from datasets.contrast import Contrast
from datasets.view import MARGIN_ROWS

Numbers = NDArray[np.float64]

ROOF_EDGE = MARGIN_ROWS + 2.0  # the row of the near rail's middle
NEAREST, FARTHEST = 16, 135  # rows below the near edge at which the far rail may be seen
ENDS = 10  # columns at either end, where the posts stand
PERCENTILE = 30  # a rail runs the whole length: it is dark in most columns, unlike the top of a load
LEAST_SHARE = 0.3  # of the columns in which a row must be seen
FAINTEST = 0.2  # contrast of a rail
MARGIN = 0.1  # by which it exceeds the next line
BESIDE = 4  # rows that belong to one line
PARTING = 0.35  # of contrast: two scanners are taken to stand alike where that explains the lines nearly as well
SHARE, SHARE_PER_ROW = 0.56, 0.0009  # fitted to sources 3.6-6.5 m away and 0.1-1.4 m high


def far_rails(origin: Contrast, destination: Contrast, alike: Numbers) -> tuple[float, float] | None:
    """The rows of two frames at which the far rail is seen; None where none stands out or both sources stand alike.

    `alike[y]` is the row of the destination that shows the origin's row y where the sources stand alike.
    """
    here, there = darkness(origin), darkness(destination)
    first, second = clear_line(here), clear_line(there)
    if first is None or second is None:
        return None
    rows = np.arange(MARGIN_ROWS + NEAREST, MARGIN_ROWS + FARTHEST)
    widened = np.maximum(there, np.maximum(np.roll(there, 1), np.roll(there, -1)))
    together = here[rows] + np.interp(alike[rows], np.arange(len(there)), widened)
    if here[round(first)] + there[round(second)] < together.max() + PARTING:
        return None
    return first, second


def middle_of_roof(way: float) -> float:
    """Rows below the roof's near edge at which its middle is seen, where the far edge is seen so many below.

    With a = half the box's width by the source's distance, the near edge lies 1 / (1 - a) and the far one 1 / (1 + a)
    as far above the source as the middle, which puts the middle at (1 + a) / 2 of the way; a grows with the way itself.
    """
    return way * (SHARE + SHARE_PER_ROW * way)


def darkness(contrast: Contrast) -> Numbers:
    """For each row the contrast that all but PERCENTILE of its seen columns exceed."""
    value, seen = contrast.value[:, ENDS:-ENDS], contrast.weight[:, ENDS:-ENDS] > 0.5
    ordered = np.sort(np.where(seen, value, np.inf), axis=1)
    count = seen.sum(axis=1)
    line = ordered[np.arange(len(count)), np.minimum(count * PERCENTILE // 100, value.shape[1] - 1)]
    return np.where(count > LEAST_SHARE * value.shape[1], line, -1.0).astype(np.float64)


def clear_line(darkness: Numbers) -> float | None:
    """The row of the darkest line where a far rail may be, if it stands out."""
    first = MARGIN_ROWS + NEAREST
    line = darkness[first : MARGIN_ROWS + FARTHEST]
    at = int(line.argmax())
    others = np.delete(line, slice(max(0, at - BESIDE), at + BESIDE + 1))
    at_an_end = at in (0, len(line) - 1)
    if at_an_end or line[at] < FAINTEST or line[at] - others.max() < MARGIN:
        return None
    before, top, after = line[at - 1 : at + 2]
    return first + at + float((before - after) / (2 * min(before - 2 * top + after, -1e-6)))
