"""The table that a model is held to, in Markdown and for the report."""

import math
from collections.abc import Sequence

from serving.mass_law import LEVEL
from training.evaluating.figures import Figures
from training.evaluating.masses import LIGHT_LOAD_G_CM2, LIGHTEST_KG
from training.evaluating.methods import NETWORK
from training.evaluating.rows import Row
from training.metrics import Rate

WEIGHED = f"median error of mass, inserted, {LIGHTEST_KG:g} kg and more, load at most {LIGHT_LOAD_G_CM2:g} g/cm2"
MASS_GOAL = 0.2
HELD = f"stated {100 * LEVEL:g} % intervals of the same that hold the true mass"
HELD_GOAL = "85 to 95 %"

Cells = tuple[str, ...]


def markdown(shown: Figures) -> str:
    head, *lines = cells(shown)
    return "".join(f"| {' | '.join(line)} |\n" for line in (head, ("---",) * len(head), *lines))


def cells(shown: Figures) -> list[Cells]:
    """Head first; every other method has a column of its own."""
    others = tuple(dict.fromkeys(name for row in shown.rows for name, _ in row.found if name != NETWORK))
    head = ("measure", "cases", f"{NETWORK} (95 % interval)", "goal", "bound", *others)
    masses = shown.masses
    beside = ("-", *("-" for _ in others))
    error = (WEIGHED, str(masses.stated.found), percent(masses.error), percent(MASS_GOAL), *beside)
    held = (HELD, str(masses.held.total), with_interval(masses.held), HELD_GOAL, *beside)
    return [head, *(cells_of(row, others) for row in shown.rows), error, held]


def cells_of(row: Row, others: Sequence[str]) -> Cells:
    network = row.of(NETWORK)
    cases = str(network.total) if network else "-"
    bound = "-" if row.bound is None else percent(row.bound)
    return row.name, cases, with_interval(network), percent(row.goal), bound, *(share(row.of(name)) for name in others)


def with_interval(found: Rate | None) -> str:
    if found is None or not found.total:
        return "-"
    low, high = found.interval
    return f"{percent(found.value)} ({100 * low:.1f} to {100 * high:.1f})"


def share(found: Rate | None) -> str:
    return "-" if found is None else percent(found.value)


def percent(value: float) -> str:
    return "-" if math.isnan(value) else f"{100 * value:.3g} %"
