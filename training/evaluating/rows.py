"""The rows of the table that a model is held to: which cases, at which false alarms, and what share is to be found."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from training.evaluating.bound import chance
from training.evaluating.methods import NETWORK, SingleMethod, pair_methods, single_methods
from training.evaluating.outcomes import Outcome
from training.metrics import Rate, detection

OUTSIDE = ("doors", "side_wall", "front_wall", "floor", "ceiling", "reefer_unit")
LIGHT_LOAD_G_CM2 = 120.0

Selection = Callable[[Outcome], bool]


@dataclass(frozen=True)
class Row:
    """What each method found of the same cases, beside the goal and the mean bound of those whose bound is known."""

    name: str
    goal: float
    found: tuple[tuple[str, Rate], ...]
    bound: float | None = None

    def of(self, method: str) -> Rate | None:
        """None where the method does not answer such cases."""
        return dict(self.found).get(method)


@dataclass(frozen=True)
class Aim:
    """One row before it is measured; `single` takes the scans of its pairs each by itself."""

    name: str
    chosen: Selection
    goal: float
    rate: float = 0.004
    single: bool = False

    def measured(self, answered: Sequence[Outcome]) -> Row:
        """A mismatch that was refused counts as missed; a benign pair that was refused sets no threshold."""
        chosen = [o for o in answered if self.chosen(o)]
        if self.single:
            alone = ((m.name, self.found_alone(m, answered, chosen)) for m in single_methods(answered))
            return Row(self.name, self.goal, tuple(alone))
        benign = [o for o in answered if o.row.label == "same" and o.mismatch is not None]
        found = ((m.name, detection(m.pairs(benign), m.pairs(chosen), self.rate)) for m in pair_methods(answered))
        return Row(self.name, self.goal, tuple(found), mean_bound(chosen, self.rate))

    def found_alone(self, method: SingleMethod, answered: Sequence[Outcome], chosen: Sequence[Outcome]) -> Rate:
        """Scans in which nothing is hidden set the threshold."""
        return detection(method.scans(answered, concealed=False), method.scans(chosen, concealed=True), self.rate)


def rows(answered: Sequence[Outcome], rate_in_use: float) -> tuple[Row, ...]:
    return *(aim.measured(answered) for aim in AIMS), localised(answered), alarms(answered, rate_in_use)


def localised(answered: Sequence[Outcome]) -> Row:
    """Of the lots found at the threshold in use, those where a box of the right kind lies in the right scan."""
    found = [o.localisation for o in answered if o.verdict == "mismatch" and o.localisation is not None]
    right = Rate(sum(one.right_kind for one in found), len(found))
    return Row("found lots with a box of the right kind in the right scan", 0.9, ((NETWORK, right),))


def alarms(answered: Sequence[Outcome], rate: float) -> Row:
    benign = [o for o in answered if o.row.label == "same" and o.mismatch is not None]
    called = Rate(sum(o.verdict == "mismatch" for o in benign), len(benign))
    return Row("false alarms at the threshold in use, whose interval is to hold the goal", rate, ((NETWORK, called),))


def outside(lightest_kg: float, below_kg: float = np.inf) -> Selection:
    """Lots that came or went where no load is."""
    return lambda o: came_or_went(o) and o.row.place in OUTSIDE and weighs(o, lightest_kg, below_kg)


def in_light_cargo(outcome: Outcome) -> bool:
    """A load that is not known counts as light, so that a pair that could not be laid stays missed."""
    heavy = came_or_went(outcome) and outcome.row.place == "cargo" and weighs(outcome, 30)
    return heavy and (outcome.load_g_cm2 is None or outcome.load_g_cm2 <= LIGHT_LOAD_G_CM2)


def happened(event: str, lightest_kg: float | None = None) -> Selection:
    return lambda o: is_mismatch(o, event) and (lightest_kg is None or weighs(o, lightest_kg))


def hidden_alike(*places: str) -> Selection:
    """Lots of 30 kg and more that both scans show; in any place where none is named."""
    return lambda o: in_both(o) and weighs(o, 30) and (not places or o.row.place in places)


def in_both(outcome: Outcome) -> bool:
    row = outcome.row
    return row.label == "same" and row.concealed_in_origin is True and row.concealed_in_destination is True


def came_or_went(outcome: Outcome) -> bool:
    return is_mismatch(outcome, "inserted", "removed")


def is_mismatch(outcome: Outcome, *events: str) -> bool:
    return outcome.row.label == "mismatch" and outcome.row.event in events


def weighs(outcome: Outcome, lightest_kg: float, below_kg: float = np.inf) -> bool:
    return outcome.row.mass_kg is not None and lightest_kg <= outcome.row.mass_kg < below_kg


AIMS = (
    Aim("inserted or removed outside the cargo, 30 kg and more", outside(30), 0.9),
    Aim("inserted or removed outside the cargo, 10 kg and more", outside(10), 0.8),
    Aim("the same at 0.1 % false alarms", outside(10), 0.7, rate=0.001),
    Aim("inserted or removed outside the cargo, 1 to 10 kg", outside(1, 10), 0.25),
    Aim("inserted or removed in a cargo of at most 120 g/cm2, 30 kg and more", in_light_cargo, 0.75),
    Aim("swapped, 100 kg and more", happened("swapped", 100), 0.6),
    Aim("other load", happened("other_load"), 0.99),
    Aim("lawfully opened", happened("opened"), 0.9),
    Aim("single scans, 30 kg and more, all places", hidden_alike(), 0.4, rate=0.01, single=True),
    Aim("the same at doors and in reefer units", hidden_alike("doors", "reefer_unit"), 0.6, rate=0.01, single=True),
)


def mean_bound(chosen: Sequence[Outcome], rate: float) -> float | None:
    """None where it is known of none: it is told of lots that came or went, of which the load behind is known."""
    known = [chance_of(o, rate) for o in chosen if came_or_went(o)]
    chances = [one for one in known if one is not None]
    return float(np.mean(chances)) if chances else None


def chance_of(outcome: Outcome, rate: float) -> float | None:
    mass, load, residual = outcome.row.mass_kg, outcome.load_g_cm2, outcome.residual
    return None if mass is None or load is None or residual is None else chance(mass, load, residual, rate)
