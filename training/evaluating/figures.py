"""The figures of an evaluation, from what serving said of each pair."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from training.choosing import LOT_EVENTS
from training.evaluating.masses import Weighing, weighing
from training.evaluating.methods import SINGLE_NETWORK, Method, pair_methods
from training.evaluating.outcomes import Outcome
from training.evaluating.rows import Row, Selection, rows
from training.metrics import Rate, Scores, detection, roc_auc

SHOWN_RATES = (0.004, 0.01, 0.05)
MASS_BINS_KG = ((0, 3), (3, 10), (10, 30), (30, 100), (100, 300), (300, float("inf")))
HEAVY_KG = 10.0


@dataclass(frozen=True)
class Line:
    """One method on one group of mismatched pairs; `found` are the rates at SHOWN_RATES of false alarms."""

    group: str
    name: str
    method: str
    found: tuple[Rate, ...]
    auc: float

    @property
    def pairs(self) -> int:
        return self.found[0].total


@dataclass(frozen=True)
class Figures:
    """All that is said of a model on a set."""

    rate_in_use: float
    benign: int
    rows: tuple[Row, ...]
    masses: Weighing
    lines: tuple[Line, ...]
    single: Line
    false_alarms: Rate  # of benign pairs that were compared, at the threshold in use
    found: Rate  # of mismatched pairs, at the threshold in use
    refused_benign: Rate
    refused_mismatched: Rate
    errors: Rate
    overlapping: Rate  # of lots found at the threshold in use
    close: Rate
    single_false_alarms: Rate  # of scans in which nothing is hidden, at the threshold in use
    median_s: float

    @property
    def headline(self) -> tuple[Line, ...]:
        """Every method on the lots that matter, the network first."""
        return tuple(line for line in self.lines if line.name == HEADLINE)

    def as_json(self) -> dict[str, Any]:
        return {name: plain(getattr(self, name)) for name in self.__dataclass_fields__}


HEADLINE = f"lots of {HEAVY_KG:g} kg and more"


def figures(outcomes: Sequence[Outcome], rate: float) -> Figures:
    answered = [o for o in outcomes if o.verdict != "error"]
    benign = [o for o in answered if o.row.label == "same"]
    compared = [o for o in benign if o.mismatch is not None]
    mismatched = [o for o in answered if o.row.label == "mismatch"]
    hits = [o for o in mismatched if o.verdict == "mismatch" and o.localisation is not None]
    times = [o.seconds for o in answered if o.seconds is not None]
    return Figures(
        rate_in_use=rate,
        benign=len(compared),
        rows=rows(answered, rate),
        masses=weighing(answered),
        lines=tuple(lines(compared, mismatched, pair_methods(answered))),
        single=single_line(answered),
        false_alarms=share(compared, lambda o: o.verdict == "mismatch"),
        found=share(mismatched, lambda o: o.verdict == "mismatch"),
        refused_benign=share(benign, lambda o: o.verdict == "not_comparable"),
        refused_mismatched=share(mismatched, lambda o: o.verdict == "not_comparable"),
        errors=share(outcomes, lambda o: o.verdict == "error"),
        overlapping=share(hits, lambda o: o.localisation is not None and o.localisation.overlapping),
        close=share(hits, lambda o: o.localisation is not None and o.localisation.close),
        single_false_alarms=single_alarms(answered),
        median_s=float(np.median(times)) if times else float("nan"),
    )


def share(outcomes: Sequence[Outcome], holds: Selection) -> Rate:
    return Rate(sum(map(holds, outcomes)), len(outcomes))


def lines(benign: Sequence[Outcome], mismatched: Sequence[Outcome], methods: Sequence[Method]) -> Iterable[Line]:
    """Every group by every method, on the same pairs."""
    for group, name, belongs in groups(mismatched):
        chosen = [o for o in mismatched if belongs(o)]
        for method in methods:
            yield line(group, name, method.name, method.pairs(benign), method.pairs(chosen))


def groups(mismatched: Sequence[Outcome]) -> Iterable[tuple[str, str, Selection]]:
    yield "all", "all mismatches", lambda _: True
    yield "all", "lots", is_lot
    yield "all", HEADLINE, is_heavy
    for event in present(o.row.event for o in mismatched):
        yield "event", event, partial(has_event, event)
    for low, high in MASS_BINS_KG:
        name = f"{low:g} to {high:g} kg" if np.isfinite(high) else f"{low:g} kg and more"
        yield "mass", name, partial(weighs, low, high)
    for place in present(o.row.place for o in mismatched if is_heavy(o)):
        yield "place", place, partial(lies_in, place)
    for cargo in present(o.row.cargo for o in mismatched if is_heavy(o)):
        yield "load", cargo, partial(lies_among, cargo)


def has_event(event: str, outcome: Outcome) -> bool:
    return outcome.row.event == event


def weighs(low: float, high: float, outcome: Outcome) -> bool:
    return is_lot(outcome) and outcome.row.mass_kg is not None and low <= outcome.row.mass_kg < high


def lies_in(place: str, outcome: Outcome) -> bool:
    return is_heavy(outcome) and outcome.row.place == place


def lies_among(cargo: str, outcome: Outcome) -> bool:
    return is_heavy(outcome) and outcome.row.cargo == cargo


def present(names: Iterable[str]) -> list[str]:
    return sorted({name for name in names if name})


def is_lot(outcome: Outcome) -> bool:
    return outcome.row.event in LOT_EVENTS


def is_heavy(outcome: Outcome) -> bool:
    return is_lot(outcome) and (outcome.row.mass_kg or 0.0) >= HEAVY_KG


def line(group: str, name: str, method: str, benign: Scores, mismatched: Scores) -> Line:
    found = tuple(detection(benign, mismatched, rate) for rate in SHOWN_RATES)
    return Line(group, name, method, found, roc_auc(benign, mismatched))


def single_line(answered: Sequence[Outcome]) -> Line:
    """Scans in which something is hidden against scans in which nothing is, each by itself."""
    clean, hidden = (SINGLE_NETWORK.scans(answered, concealed) for concealed in (False, True))
    return line("single", "scans with something hidden", SINGLE_NETWORK.name, clean, hidden)


def single_alarms(answered: Sequence[Outcome]) -> Rate:
    """Of scans in which nothing is hidden, those called suspicious at the threshold in use."""
    alarms = [o.origin_alarm for o in answered if o.row.concealed_in_origin is False]
    alarms += [o.destination_alarm for o in answered if o.row.concealed_in_destination is False]
    return Rate(sum(alarms), len(alarms))


def plain(value: Any) -> Any:
    """Dataclasses and rates as JSON holds them."""
    if isinstance(value, Rate):
        low, high = value.interval if value.total else (None, None)
        rate = value.value if value.total else None
        return {"rate": rate, "low": low, "high": high, "found": value.found, "total": value.total}
    if isinstance(value, Line):
        found = {f"at_{100 * rate:g}_percent": plain(one) for rate, one in zip(SHOWN_RATES, value.found, strict=True)}
        auc = None if np.isnan(value.auc) else value.auc
        return {"group": value.group, "name": value.name, "method": value.method, "roc_auc": auc, "found": found}
    if isinstance(value, Row):
        found = {method: plain(one) for method, one in value.found}
        return {"name": value.name, "goal": value.goal, "bound": value.bound, "found": found}
    if isinstance(value, Weighing):
        return {"stated": plain(value.stated), "median_error": plain(value.error)}
    if isinstance(value, tuple):
        return [plain(one) for one in value]
    return None if isinstance(value, float) and not np.isfinite(value) else value
