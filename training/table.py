"""The table that a model is held to, in Markdown and for the report."""

import math
from collections.abc import Iterable, Iterator

from training.figures import Figures
from training.masses import LIGHT_LOAD_G_CM2, LIGHTEST_KG
from training.methods import METHODS, NETWORK
from training.metrics import Rate
from training.rows import Row

OTHERS = tuple(method.name for method in METHODS if method is not NETWORK)
HEAD = ("measure", "cases", f"{NETWORK.name} (95 % interval)", "goal", "bound", *OTHERS)
WEIGHED = f"median error of mass, inserted, {LIGHTEST_KG:g} kg and more, load at most {LIGHT_LOAD_G_CM2:g} g/cm2"
MASS_GOAL = 0.2

Cells = tuple[str, ...]


def markdown(shown: Figures) -> str:
    lines = [HEAD, ("---",) * len(HEAD), *cells(shown)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def cells(shown: Figures) -> Iterator[Cells]:
    yield from (cells_of(row) for row in shown.rows)
    masses = shown.masses
    yield WEIGHED, str(masses.stated.found), percent(masses.error), percent(MASS_GOAL), *unknown(1 + len(OTHERS))


def cells_of(row: Row) -> Cells:
    network = row.of(NETWORK.name)
    cases = str(network.total) if network else "-"
    bound = "-" if row.bound is None else percent(row.bound)
    return row.name, cases, with_interval(network), percent(row.goal), bound, *map(share, map(row.of, OTHERS))


def unknown(count: int) -> Iterable[str]:
    return ("-",) * count


def with_interval(found: Rate | None) -> str:
    if found is None or not found.total:
        return "-"
    low, high = found.interval
    return f"{percent(found.value)} ({100 * low:.1f} to {100 * high:.1f})"


def share(found: Rate | None) -> str:
    return "-" if found is None else percent(found.value)


def percent(value: float) -> str:
    return "-" if math.isnan(value) else f"{100 * value:.3g} %"
