"""Who looks at a container: both sources' places and energies, as a set's truth tells them or drawn."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from datasets.errors import SetError
from datasets.simulation.beam.scanner import Geometry, draw_geometry
from datasets.simulation.nuisances import Nuisances
from datasets.view import BOX_ROWS

HEIGHTS_M = (2.591, 2.896)  # ISO 668: usual, and high cube
SHORT_M, LONG_M = 6.058, 12.192  # ISO 668: 20' and 40'
LONG_FROM = 2.8  # length over height of a frame, from which a box is taken for a long one whatever its speed
ENERGIES_MV = tuple(np.arange(2.5, 9.01, 0.5).tolist())
LOW_SHARE = (0.5, 0.67)  # of the high energy: 3/6, 4/6 and 6/9 MV
LOWEST_MV = 2.5


@dataclass(frozen=True)
class Sight:
    """Where a source stands, and at which energies it works, the high one first."""

    geometry: Geometry
    energies_mv: tuple[float, ...]


@dataclass(frozen=True)
class Sights:
    """A container by its outer size, and how it is seen at origin and at destination.

    `doors_left` says at which end of the origin's picture the doors are.
    """

    height_m: float
    length_m: float
    doors_left: bool
    origin: Sight
    destination: Sight

    @property
    def ends(self) -> tuple[float, float]:
        """The places along x at the left and at the right end of the container in the origin's picture."""
        return (0.0, self.length_m) if self.doors_left else (self.length_m, 0.0)

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "Sights":
        """From what `asdict` makes of it."""
        origin, destination = (sight_from(values[end]) for end in ("origin", "destination"))
        return cls(values["height_m"], values["length_m"], values["doors_left"], origin, destination)


def sight_from(values: Mapping[str, Any]) -> Sight:
    return Sight(Geometry(**values["geometry"]), tuple(values["energies_mv"]))


def read_sights(record: Path) -> Sights | None:
    """From `truth/<pair>.json`; None where there is none, or it does not tell where the sources stood."""
    if not record.is_file():
        return None
    try:
        known = json.loads(record.read_text())
        ends = [known.get(end, {}) for end in ("origin", "destination")]
        if any("distance_m" not in end or "edges_m" not in end for end in ends):
            return None
        height = float(known["container"]["height_m"])
        edges = ends[0]["edges_m"]
        sights = [told(end, height) for end in ends]
        return Sights(height, float(known["container"]["length_m"]), edges[0] < edges[-1], *sights)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SetError(f"{record} is no record of a pair: {type(error).__name__}: {error}") from error


def told(end: Mapping[str, Any], height: float) -> Sight:
    above = end.get("view") == "above"
    middle = height / 2 if above else 0.0
    geometry = Geometry(int(end["side"]), float(end["distance_m"]), float(end["height_m"]), above, middle)
    return Sight(geometry, tuple(map(float, end["energies_mv"])))


def draw_sights(rng: np.random.Generator, frame_columns: int, *, dual: bool) -> Sights:
    """From the simulator's own ranges; the length follows from the shape of the frame."""
    nuisances = Nuisances()
    side = int(rng.choice([-1, 1]))
    other = -side if rng.random() < nuisances.other_side_share else side
    return Sights(
        height_m=float(rng.choice(HEIGHTS_M)),
        length_m=length_of(frame_columns),
        doors_left=bool(rng.integers(2)),
        origin=Sight(draw_geometry(rng, nuisances, side), draw_energies(rng, dual=dual)),
        destination=Sight(draw_geometry(rng, nuisances, other), draw_energies(rng, dual=dual)),
    )


def length_of(frame_columns: int) -> float:
    return LONG_M if frame_columns / BOX_ROWS > LONG_FROM else SHORT_M


def draw_energies(rng: np.random.Generator, *, dual: bool) -> tuple[float, ...]:
    """Half megavolts, so that few tables serve."""
    if not dual:
        return (float(rng.choice(ENERGIES_MV)),)
    high = float(rng.choice([energy for energy in ENERGIES_MV if energy * LOW_SHARE[0] >= LOWEST_MV]))
    return high, max(round(2 * high * rng.uniform(*LOW_SHARE)) / 2, LOWEST_MV)
