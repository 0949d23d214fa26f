"""Lots hidden in seven places, with the masses that customs report, brick by brick."""

from dataclasses import dataclass, replace

import numpy as np

from datasets.simulation.blocks import Blocks, join
from datasets.simulation.hiding.hideouts import ROOMS, within
from datasets.simulation.hiding.lots import bags, bricks, extent
from datasets.simulation.scenes.containers import Container

PLACES = ("doors", "floor", "ceiling", "side_wall", "front_wall", "reefer_unit", "cargo")
WALLED = tuple(place for place in PLACES if place != "reefer_unit")
PLACES_OF = {
    "dry": WALLED,
    "reefer": PLACES,
    "open_top": tuple(place for place in WALLED if place != "ceiling"),
    "flat_rack": ("floor", "cargo"),
    "tank": ("floor",),  # beneath the vessel
}
MASS_BINS_KG = ((1, 10), (10, 30), (30, 100), (100, 1000), (1000, 4000))
LEAST_BAG_KG = 8.0
MASS_SHARES = (0.15, 0.25, 0.3, 0.25, 0.05)
LARGEST_KG = {
    "doors": 1200.0,
    "floor": 250.0,
    "ceiling": 250.0,
    "side_wall": 300.0,
    "front_wall": 400.0,
    "reefer_unit": 170.0,
    "cargo": 4000.0,
}


@dataclass(frozen=True, eq=False)
class Hidden:
    """A lot, and what was taken out to make room for it (blocks of negative density)."""

    lot: Blocks
    carved: Blocks
    place: str

    @property
    def mass_kg(self) -> float:
        return self.lot.mass_kg

    @property
    def added(self) -> Blocks:
        return join(self.lot, self.carved)


def draw_mass(rng: np.random.Generator, place: str) -> float:
    """Evenly in the logarithm within a bin, no more than the place takes."""
    low, high = MASS_BINS_KG[rng.choice(len(MASS_BINS_KG), p=MASS_SHARES)]
    mass = float(np.exp(rng.uniform(np.log(low), np.log(high))))
    return mass if mass <= LARGEST_KG[place] else LARGEST_KG[place] * rng.uniform(0.3, 1.0)


def places_in(container: Container, load: Blocks) -> list[str]:
    """Where something can be hidden in this container with this load."""
    absent = set() if len(load) else {"cargo"}
    return [place for place in PLACES_OF[container.kind] if place not in absent]


def hide(rng: np.random.Generator, container: Container, load: Blocks, place: str, mass_kg: float) -> Hidden:
    """A lot of about this mass at a place; goods in its way are taken out."""
    room = ROOMS[place](rng, container, load, mass_kg)
    lot = bags(rng, room, mass_kg) if place == "doors" and mass_kg > LEAST_BAG_KG else bricks(rng, room, mass_kg)
    hollow = (*extent(lot, 0), *extent(lot, 1), *extent(lot, 2))
    return Hidden(with_nearest_group(lot, load), load.inside(hollow).taken_away(), place)


def swap(rng: np.random.Generator, load: Blocks, mass_kg: float) -> Hidden:
    """Goods of this mass inside the cargo give way to a lot of the same mass."""
    goods = float(np.median(load.density[load.density > 0]))
    room = within(rng, load, mass_kg / min(goods, 1.1) / 1000 * 1.15)
    there = load.inside(room)
    lot = bricks(rng, room, there.mass_kg)
    # Goods denser than bricks: as much of them goes as the lot weighs, the rest is stowed around it.
    left = np.float32(max(1 - lot.mass_kg / there.mass_kg, 0))
    return Hidden(
        with_nearest_group(lot, load), replace(there, density=there.density * (1 - left)).taken_away(), "cargo"
    )


def with_nearest_group(lot: Blocks, load: Blocks) -> Blocks:
    """The lot moves with the goods that stand nearest."""
    if not len(load):
        return lot
    nearest = np.abs(load.bounds[:, :2].mean(axis=1) - lot.bounds[:, :2].mean()).argmin()
    return replace(lot, group=np.full(len(lot), load.group[nearest], np.int32))
