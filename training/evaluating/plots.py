"""Plots of an evaluation, drawn without a screen."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from training.evaluating.figures import MASS_BINS_KG, SHOWN_RATES, Figures, Line, is_heavy
from training.evaluating.methods import Method, pair_methods
from training.evaluating.outcomes import Outcome
from training.metrics import Scores

LOWEST_SHOWN = 1e-3
MASS_RATE = 1  # place in SHOWN_RATES: 1 % false alarms


def draw_roc(outcomes: Sequence[Outcome], path: Path) -> None:
    """Found against false alarms, the latter in decades: only the left end matters."""
    figure, axes = canvas()
    benign = [o for o in outcomes if o.row.label == "same" and o.mismatch is not None]
    lots = [o for o in outcomes if o.row.label == "mismatch" and is_heavy(o)]
    for method in pair_methods(outcomes):
        alarms, found = roc(method.pairs(benign), method.pairs(lots))
        axes.step(np.maximum(alarms, LOWEST_SHOWN), found, where="post", color=method.colour, label=method.name)
    for rate in SHOWN_RATES:
        axes.axvline(rate, color="#dddddd", linewidth=0.8, zorder=0)
    axes.set(
        xscale="log", xlim=(LOWEST_SHOWN, 1), ylim=(0, 1), xlabel="false alarms", ylabel="lots of 10 kg and more found"
    )
    finish(figure, axes, path)


def roc(benign: Scores, mismatched: Scores) -> tuple[Scores, Scores]:
    """Shares at or above every score that occurs."""
    thresholds = np.unique(np.concatenate([benign, mismatched]))[::-1]
    alarms = 1 - np.searchsorted(np.sort(benign), thresholds, side="left") / max(len(benign), 1)
    found = 1 - np.searchsorted(np.sort(mismatched), thresholds, side="left") / max(len(mismatched), 1)
    return np.concatenate([[0.0], alarms]), np.concatenate([[0.0], found])


def draw_by_mass(figures: Figures, methods: Sequence[Method], path: Path) -> None:
    """Found at 1 % false alarms, with intervals."""
    figure, axes = canvas()
    for shift, method in zip(np.linspace(-0.15, 0.15, len(methods)), methods, strict=True):
        bins = [line for line in figures.lines if line.group == "mass" and line.method == method.name]
        draw_bins(axes, bins, float(shift), method)
        axes.set_xticks(range(len(bins)), [line.name for line in bins], rotation=20)
    axes.set(
        xlim=(-0.5, len(MASS_BINS_KG) - 0.5),
        ylim=(0, 1),
        ylabel=f"lots found at {100 * SHOWN_RATES[MASS_RATE]:g} % false alarms",
    )
    finish(figure, axes, path)


def draw_bins(axes: Axes, bins: Sequence[Line], shift: float, method: Method) -> None:
    shown = [(place, line.found[MASS_RATE]) for place, line in enumerate(bins) if line.pairs]
    middle = [rate.value for _, rate in shown]
    low = [rate.value - rate.interval[0] for _, rate in shown]
    high = [rate.interval[1] - rate.value for _, rate in shown]
    places = [place + shift for place, _ in shown]
    axes.errorbar(places, middle, yerr=[low, high], fmt="o", color=method.colour, capsize=3, label=method.name)


def canvas() -> tuple[Figure, Axes]:
    figure = Figure(figsize=(6, 4), dpi=110)
    return figure, figure.add_subplot()


def finish(figure: Figure, axes: Axes, path: Path) -> None:
    axes.legend(frameon=False)
    axes.spines[["top", "right"]].set_visible(False)
    figure.tight_layout()
    figure.savefig(path)
