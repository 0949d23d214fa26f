"""Whether a quality of q means a map that is right with probability q: by bins, as a plot, and as one figure."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.stats import mannwhitneyu

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]

EDGES = (0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.0)
SIDE, MARGIN = 520, 60  # of the plot, pixels
INK, GRID, DOTS = (30, 28, 28), (222, 219, 217), (164, 90, 29)  # blue, green, red


@dataclass(frozen=True)
class Bin:
    """Pairs whose quality lies between two edges."""

    low: float
    high: float
    pairs: int
    predicted: float
    right: float

    @property
    def line(self) -> str:
        return f"{self.low:.1f}-{self.high:.1f}: {self.predicted:.3f} predicted, {self.right:.3f} right, {self.pairs}"


def bins_of(quality: Numbers, right: Flags) -> list[Bin]:
    """The bins that hold a pair."""
    at = np.clip(np.digitize(quality, EDGES) - 1, 0, len(EDGES) - 2)
    return [
        Bin(EDGES[n], EDGES[n + 1], int(here.sum()), float(quality[here].mean()), float(right[here].mean()))
        for n in range(len(EDGES) - 1)
        if (here := at == n).any()
    ]


def area_under_curve(quality: Numbers, right: Flags) -> float:
    """Probability that a right map has a higher quality than a wrong one; NaN where there is but one sort."""
    if right.all() or not right.any():
        return float("nan")
    rank_sum = mannwhitneyu(quality[right], quality[~right]).statistic
    return float(rank_sum / (right.sum() * (~right).sum()))


def reliability_plot(bins: list[Bin]) -> NDArray[np.uint8]:
    """Share right over mean quality, the size of a dot by its number of pairs; on the line all is as predicted."""
    picture = np.full((SIDE + 2 * MARGIN, SIDE + 2 * MARGIN, 3), 255, np.uint8)
    for part in np.linspace(0, 1, 6):
        for start, end in (((part, 0), (part, 1)), ((0, part), (1, part))):
            cv2.line(picture, at(*start), at(*end), GRID, 1, cv2.LINE_AA)
        write(picture, f"{part:.1f}", (at(part, 0)[0] - 12, MARGIN + SIDE + 22))
        write(picture, f"{part:.1f}", (MARGIN - 38, at(0, part)[1] + 5))
    cv2.line(picture, at(0, 0), at(1, 1), INK, 1, cv2.LINE_AA)
    most = max((one.pairs for one in bins), default=1)
    for one in bins:
        where, size = at(one.predicted, one.right), 4 + round(14 * (one.pairs / most) ** 0.5)
        cv2.circle(picture, where, size, DOTS, -1, cv2.LINE_AA)
        write(picture, str(one.pairs), (where[0] + size + 4, where[1] + 5))
    write(picture, "mean quality", (MARGIN + SIDE // 2 - 50, MARGIN + SIDE + 46))
    write(picture, "share of maps that are right; at each dot the number of pairs", (MARGIN, MARGIN - 20))
    return picture


def at(predicted: float, right: float) -> tuple[int, int]:
    return round(MARGIN + SIDE * predicted), round(MARGIN + SIDE * (1 - right))


def write(picture: NDArray[np.uint8], words: str, where: tuple[int, int]) -> None:
    cv2.putText(picture, words, where, cv2.FONT_HERSHEY_SIMPLEX, 0.45, INK, 1, cv2.LINE_AA)
