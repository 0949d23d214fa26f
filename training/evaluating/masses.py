"""How well findings state the mass of lots that came."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from serving.mass_law import Mass
from training.evaluating.outcomes import Outcome
from training.metrics import Rate

LIGHTEST_KG = 10.0
LIGHT_LOAD_G_CM2 = 60.0


@dataclass(frozen=True)
class Weighing:
    """Of found lots before a light load: how often a box of the right kind states a mass.

    `error` is the median of the share by which it is off, `held` how many of the stated intervals hold the true mass.
    """

    stated: Rate
    error: float
    held: Rate


def weighing(answered: Sequence[Outcome]) -> Weighing:
    found = [o for o in answered if is_weighable(o)]
    errors = [error for o in found if (error := relative_error(o)) is not None]
    held = [inside for o in found if (inside := is_held(o)) is not None]
    error = float(np.median(errors)) if errors else float("nan")
    return Weighing(Rate(len(errors), len(found)), error, Rate(sum(held), len(held)))


def is_weighable(outcome: Outcome) -> bool:
    """A lot that was put in and found, heavy enough, before no heavy load."""
    mass, load = outcome.row.mass_kg, outcome.load_g_cm2
    found = outcome.row.event == "inserted" and outcome.verdict == "mismatch"
    heavy, light = mass is not None and mass >= LIGHTEST_KG, load is not None and load <= LIGHT_LOAD_G_CM2
    return found and heavy and light and outcome.localisation is not None


def relative_error(outcome: Outcome) -> float | None:
    true, mass = outcome.row.mass_kg, stated(outcome)
    return None if true is None or mass is None else abs(mass.kg - true) / true


def is_held(outcome: Outcome) -> bool | None:
    """Whether the true mass lies in the stated interval; None where none is stated."""
    true, mass = outcome.row.mass_kg, stated(outcome)
    if true is None or mass is None or mass.interval is None:
        return None
    low, high = mass.interval
    return low <= true <= high


def stated(outcome: Outcome) -> Mass | None:
    return None if outcome.localisation is None else outcome.localisation.mass
