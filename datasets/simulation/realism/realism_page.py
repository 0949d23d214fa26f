"""The page of a comparison with real scans: what was measured in words, and each profile as a curve."""

from collections.abc import Sequence
from html import escape
from pathlib import Path

import numpy as np

from datasets.simulation.gallery.page import page
from datasets.simulation.realism.measures import Gap, Values

WIDTH, HEIGHT, MARGIN = 300, 160, 8  # of a plot, in pixels
SHEETS = ("surest_simulated.png", "surest_real.png", "surest_simulated_levelled.png", "surest_real_levelled.png")


def write_page(path: Path, lines: Sequence[str], gaps: Sequence[Gap]) -> None:
    """The sheets of patches lie beside the page."""
    words = "".join(f"<p>{escape(line)}</p>" for line in lines)
    plots = "".join(figure(gap) for gap in gaps)
    sheets = "".join(
        f'<figure><img src="{name}" loading="lazy" alt=""><figcaption>{escape(caption(name))}</figcaption></figure>'
        for name in SHEETS
    )
    body = f'{words}<h2>Profiles</h2><div class="plots">{plots}</div><h2>Surest patches</h2>{sheets}'
    path.write_text(page("Simulated beside real", body), encoding="utf-8")


def figure(gap: Gap) -> str:
    low, high = extent(gap)
    curves = "".join(
        f'<polyline class="{name}" points="{points(values, low, high)}"/>'
        for name, values in (("real", gap.real), ("simulated", gap.simulated))
    )
    drawing = f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img">{curves}</svg>'
    return f"<figure>{drawing}<figcaption>{escape(gap.line)}<br>{escape(ends(gap))}</figcaption></figure>"


def extent(gap: Gap) -> tuple[float, float]:
    both = np.concatenate([gap.real, gap.simulated])
    return float(both.min()), float(max(both.max(), both.min() + 1e-9))


def points(values: Values, low: float, high: float) -> str:
    x = np.linspace(MARGIN, WIDTH - MARGIN, len(values))
    y = HEIGHT - MARGIN - (values - low) / (high - low) * (HEIGHT - 2 * MARGIN)
    return " ".join(f"{across:.1f},{down:.1f}" for across, down in zip(x, y, strict=True))


def ends(gap: Gap) -> str:
    """What the plot's width and height run over."""
    low, high = extent(gap)
    across = f"periods {gap.measure.axis[0]} to {gap.measure.axis[-1]} px" if gap.measure.axis else gap.measure.unit
    return f"{across} to the right; {low:.3g} to {high:.3g} upwards; {gap.counts[0]} simulated, {gap.counts[1]} real"


def caption(name: str) -> str:
    side = "simulated" if "simulated" in name else "real"
    how = "mean and contrast removed" if "levelled" in name else "as they are"
    return f"The {side} patches told most surely, {how}; each beside itself brightened."
