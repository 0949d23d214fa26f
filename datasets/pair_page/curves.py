"""Curves over the length of a container, as a drawing within a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

WIDTH, HEIGHT, LEFT, BELOW, ABOVE = 900, 210, 46, 22, 8  # of the drawing, pixels
LINES = 5  # across, about
MOST_POINTS = 400


@dataclass(frozen=True, eq=False)
class Curve:
    """Values, one a column; `kind` is the class it is drawn by. What is not a number is left out."""

    name: str
    kind: str
    values: Numbers


def drawing(curves: Sequence[Curve], caption: str) -> str:
    """All curves on one scale, with a legend."""
    values = np.concatenate([curve.values[np.isfinite(curve.values)] for curve in curves])
    low, high = (float(values.min()), float(values.max())) if values.size else (0.0, 0.0)
    low, high = low - 0.05 * (high - low) - 0.05, high + 0.05 * (high - low) + 0.05
    lines = "".join(gridline(at, low, high) for at in ticks(low, high))
    paths = "".join(f'<path class="{curve.kind}" d="{path(curve.values, low, high)}"/>' for curve in curves)
    legend = " ".join(f'<span class="key {curve.kind}">{escape(curve.name)}</span>' for curve in curves)
    return (
        f'<figure><svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(caption)}">{lines}{paths}</svg>'
        f"<figcaption>{escape(caption)} {legend}</figcaption></figure>"
    )


def ticks(low: float, high: float) -> Numbers:
    """Round numbers within a range."""
    rough = (high - low) / LINES
    power = 10.0 ** np.floor(np.log10(rough))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough)
    return np.asarray(np.arange(np.ceil(low / step), np.floor(high / step) + 1) * step + 0.0)  # without a -0


def gridline(at: float, low: float, high: float) -> str:
    y = level(at, low, high)
    return f'<line x1="{LEFT}" x2="{WIDTH}" y1="{y:.1f}" y2="{y:.1f}"/><text x="4" y="{y + 4:.1f}">{at:g}</text>'


def level(value: float, low: float, high: float) -> float:
    return ABOVE + (high - value) / (high - low) * (HEIGHT - ABOVE - BELOW)


def path(values: Numbers, low: float, high: float) -> str:
    """Broken where a value is missing."""
    step = max(1, len(values) // MOST_POINTS)
    x = np.linspace(LEFT, WIDTH, len(values))[::step]
    parts, pen = [], "M"
    for across, value in zip(x, values[::step], strict=True):
        if np.isfinite(value):
            parts.append(f"{pen}{across:.1f},{level(value, low, high):.1f}")
            pen = "L"
        else:
            pen = "M"
    return "".join(parts)
