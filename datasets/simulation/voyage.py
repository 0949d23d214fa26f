"""What a voyage does to a load that nobody touches: it shifts by pallet, settles and dries."""

from dataclasses import replace

import numpy as np

from datasets.simulation.blocks import Blocks
from datasets.simulation.hiding.concealment import Hidden
from datasets.simulation.hiding.lots import extent
from datasets.simulation.nuisances import Nuisances
from datasets.simulation.scenes.containers import Container
from datasets.simulation.story import Contents, Story

# What is soft, loose or stacked by hand; machines, timber and drums stand as they stood.
SETTLE = (
    "bales", "bananas", "bulk", "cocoa", "coffee", "fruit", "half_empty", "household", "mixed", "rice", "scrap",
    "sugar", "textiles",
)  # fmt: skip
JOLT_M = 0.008  # by which each pallet moves for itself, standard deviation


def travelled(rng: np.random.Generator, nuisances: Nuisances, story: Story) -> Contents:
    """A story's contents at destination after the voyage; what is hidden moves with the goods beside it."""
    container, contents = story.container, story.destination
    load, floor = contents.load, container.room[2]
    if not len(load):
        return contents
    moves = rng.random() < nuisances.voyage_share
    shift = shift_by_group(rng, nuisances, container, load) if moves else {}
    lost = nuisances.mass_loss.draw(rng) if rng.random() < nuisances.drying_share else 0.0
    settles = rng.random() < nuisances.settling_share and story.cargo in SETTLE
    sunk = nuisances.settling.draw(rng) if settles else 0.0
    hidden = tuple(moved(lot, shift, floor, sunk) for lot in contents.hidden)
    arrived = settled(shifted(load, shift), floor, sunk)
    return Contents(replace(arrived, density=arrived.density * np.float32(1 - lost)), hidden)


def moved(hidden: Hidden, shift: dict[int, float], floor: float, sunk: float) -> Hidden:
    lot = shifted(hidden.lot, shift)
    return replace(
        hidden,
        lot=lowered(lot, floor, sunk) if hidden.place == "cargo" else lot,
        carved=settled(shifted(hidden.carved, shift), floor, sunk),
    )


def shift_by_group(
    rng: np.random.Generator, nuisances: Nuisances, container: Container, load: Blocks
) -> dict[int, float]:
    """Metres along x: all together within the free space, stacks at the doors further into theirs, each a little."""
    groups, inverse = np.unique(load.group, return_inverse=True)
    start = np.full(len(groups), np.inf)
    np.minimum.at(start, inverse, load.bounds[:, 0])
    low, high = extent(load, 0)
    free_doors, free_front = max(low - container.room[0], 0.0), max(container.room[1] - high, 0.0)
    most = nuisances.load_shift_m.draw(rng)
    together = float(np.clip(rng.normal(0, most / 2), -min(free_doors, most), min(free_front, most)))
    further = min(free_doors + together, most - abs(together)) if rng.random() < 0.5 else 0.0
    reach = low + rng.uniform(0, 0.5) * (high - low)
    jolts = rng.normal(0, min(JOLT_M, most / 3), len(groups))
    return {
        int(group): float(together + jolt - (further if place < reach else 0.0))
        for group, place, jolt in zip(groups, start, jolts, strict=True)
    }


def shifted(things: Blocks, shift: dict[int, float]) -> Blocks:
    offsets = np.zeros((len(things), 3), np.float32)
    offsets[:, 0] = [shift.get(int(group), 0.0) for group in things.group]
    return things.moved(offsets)


def settled(things: Blocks, floor: float, share: float) -> Blocks:
    """Goods packed closer together from the floor up, by a share of their height; they keep their mass."""
    if not share:
        return things
    bounds = things.bounds.copy()
    bounds[:, 2:4] = floor + (bounds[:, 2:4] - floor) * (1 - share)
    return replace(things, bounds=bounds, density=things.density / np.float32(1 - share))


def lowered(lot: Blocks, floor: float, share: float) -> Blocks:
    """A lot among goods that settle: it sinks with them, whole."""
    offsets = np.zeros((len(lot), 3), np.float32)
    offsets[:, 1] = -share * max(float(lot.bounds[:, 2:4].mean()) - floor, 0.0)
    return lot.moved(offsets)
