"""What the container carries: a kind of goods is a function that fills a room; the kinds are in goods/."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from datasets.simulation.blocks import Blocks, Bounds, nothing
from datasets.simulation.scenes.goods.bagged import cocoa, coffee, rice, sugar
from datasets.simulation.scenes.goods.boxed import bananas, electronics, frozen, fruit, machine_parts, textiles
from datasets.simulation.scenes.goods.consolidated import household, mixed, secured
from datasets.simulation.scenes.goods.liquid import bottles, drums, ibcs
from datasets.simulation.scenes.goods.metal import machinery, scrap
from datasets.simulation.scenes.goods.mineral import stone, tiles
from datasets.simulation.scenes.goods.poured import bulk
from datasets.simulation.scenes.goods.pressed import bales
from datasets.simulation.scenes.goods.rolled import coils, paper_rolls, tyres
from datasets.simulation.scenes.goods.tanked import flexitank, vessel
from datasets.simulation.scenes.goods.wheeled import vehicles
from datasets.simulation.scenes.goods.wooden import furniture, logs, timber

LARGEST_PAYLOAD_KG = 27_000.0
SMALLEST_FREE_SHARE, LARGEST_FREE_SHARE = 0.35, 0.75  # of the length, where a container is half empty

Loader = Callable[[np.random.Generator, Bounds], Blocks]


def draw_load(rng: np.random.Generator, room: Bounds, kind: str) -> Blocks:
    """A load of a kind in the container's room, no heavier than a container may carry."""
    load = (VESSEL_LOADS if kind in VESSEL_LOADS else LOADS)[kind](rng, room)
    excess = load.mass_kg / LARGEST_PAYLOAD_KG
    # Too heavy a load is stowed less densely packed, as lighter goods of the same kind would be.
    return load if excess <= 1 else replace(load, density=load.density / np.float32(excess))


def empty(_rng: np.random.Generator, _room: Bounds) -> Blocks:
    return nothing()


def half_empty(rng: np.random.Generator, room: Bounds) -> Blocks:
    """Goods of another kind in the front part of the room, lashed or shored."""
    free = rng.uniform(SMALLEST_FREE_SHARE, LARGEST_FREE_SHARE) * (room[1] - room[0])
    part = (room[0] + min(free, room[1] - room[0] - 2.5), *room[1:])
    load = PARTS[str(rng.choice(list(PARTS)))](rng, part)
    return secured(rng, room, load) if len(load) else load


PARTS: dict[str, Loader] = {
    "coffee": coffee,
    "rice": rice,
    "tiles": tiles,
    "drums": drums,
    "ibcs": ibcs,
    "bales": bales,
    "timber": timber,
    "textiles": textiles,
    "electronics": electronics,
    "machine_parts": machine_parts,
    "machinery": machinery,
    "mixed": mixed,
    "household": household,
    "tyres": tyres,
}
LOADS: dict[str, Loader] = {
    **PARTS,
    "bananas": bananas,
    "fruit": fruit,
    "frozen": frozen,
    "cocoa": cocoa,
    "sugar": sugar,
    "bulk": bulk,
    "flexitank": flexitank,
    "logs": logs,
    "furniture": furniture,
    "paper_rolls": paper_rolls,
    "coils": coils,
    "scrap": scrap,
    "stone": stone,
    "bottles": bottles,
    "vehicles": vehicles,
    "half_empty": half_empty,
    "empty": empty,
}
VESSEL_LOADS: dict[str, Loader] = {"liquid": vessel}  # of tank containers alone
REEFER_LOADS = ("bananas", "fruit", "frozen", "mixed", "empty")
