"""What a set of simulated pairs is drawn from: scenes, events, scanners and nuisances, each with its share or range."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

import numpy as np

from datasets.errors import RecipeError
from datasets.simulation.nuisances import Nuisances
from datasets.simulation.scenes.containers import CONTAINERS
from datasets.simulation.scenes.loads import LOADS

Shares = Mapping[str, float]

# What happens between the two scans; "alike" is hidden in both, which is no mismatch.
EVENTS = ("none", "alike", "inserted", "removed", "swapped", "other_load", "opened")
BENIGN = {"none": 1.0}
LARGEST_MV, LEAST_MV = 9.5, 2.0


@dataclass(frozen=True)
class Recipe:
    """Shares are weights: they need not sum to 1. Energies are written as "6" or, dual, "6/4", in MV."""

    name: str
    containers: Shares
    loads: Shares
    events: Shares
    energies: Shares
    nuisances: Nuisances = field(default_factory=Nuisances)

    def __post_init__(self) -> None:
        known = {
            "containers": {container.name for container in CONTAINERS},
            "loads": set(LOADS),
            "events": set(EVENTS),
        }
        for what, names in known.items():
            if strange := sorted(set(getattr(self, what)) - names):
                raise RecipeError(f"{what} hold {strange[0]!r}, wanted some of {', '.join(sorted(names))}")
        for what in (*known, "energies"):
            weights = list(getattr(self, what).values())
            if not weights or min(weights) < 0 or not sum(weights):
                raise RecipeError(f"{what} have the shares {weights}, wanted at least one above 0 and none below")
        for text in self.energies:
            megavolts(text)

    def benign(self) -> "Recipe":
        """The same without anything hidden or changed."""
        return replace(self, name=f"{self.name}, benign", events=BENIGN)

    @property
    def digest(self) -> str:
        """SHA-256 of the recipe as canonical JSON."""
        return hashlib.sha256(self.text().encode()).hexdigest()

    def text(self) -> str:
        """As JSON: keys in order, nothing between."""
        values = {name: plain(value) for name, value in self.parts().items()}
        return json.dumps(values, sort_keys=True, separators=(",", ":"))

    def parts(self) -> dict[str, Any]:
        return {part.name: getattr(self, part.name) for part in fields(self)}

    @classmethod
    def read(cls, path: Path) -> "Recipe":
        """From a JSON file in the form of `python -m datasets recipe`."""
        try:
            values = json.loads(path.read_text())
            nuisances = Nuisances.from_json(values.pop("nuisances", {}))
            return cls(**values, nuisances=nuisances)
        except (OSError, ValueError, TypeError, AttributeError) as error:
            raise RecipeError(f"{path} is no recipe: {error}; `python -m datasets recipe` prints one") from error


def plain(value: Any) -> Any:
    """As JSON holds it; 1 and 1.0 are one share, and must have one digest."""
    if isinstance(value, Mapping):
        return {name: float(share) for name, share in value.items()}
    return value.as_json() if isinstance(value, Nuisances) else value


def choose(rng: np.random.Generator, shares: Shares) -> str:
    names = sorted(shares)  # two recipes of one digest draw the same
    weights = np.array([shares[name] for name in names], float)
    return str(rng.choice(names, p=weights / weights.sum()))


def megavolts(text: str) -> tuple[float, ...]:
    """The text "6/4" as (6.0, 4.0): the high energy first."""
    try:
        energies = tuple(float(part) for part in text.split("/"))
    except ValueError:
        energies = ()
    if not 1 <= len(energies) <= 2 or sorted(energies, reverse=True) != list(energies):
        raise RecipeError(f'energies hold {text!r}, wanted "6" or "6/4": megavolts, the higher first')
    if not all(LEAST_MV <= energy <= LARGEST_MV for energy in energies):
        raise RecipeError(f"energies hold {text!r}, wanted {LEAST_MV:g} to {LARGEST_MV:g} MV")
    return energies
