"""What happens to one container between its two scans."""

from dataclasses import dataclass, replace

import numpy as np

from datasets.simulation.blocks import Blocks, join
from datasets.simulation.concealment import Hidden, draw_mass, extent, hide, places_in, swap
from datasets.simulation.scenes.containers import CONTAINERS, Container
from datasets.simulation.scenes.loads import LOADS, REEFER_LOADS, draw_load

# Shares of the pairs of a set that is not benign; "alike" is hidden in both scans, which is no mismatch.
EVENT_SHARES = {
    "none": 0.30,
    "alike": 0.15,
    "inserted": 0.25,
    "removed": 0.12,
    "swapped": 0.08,
    "other_load": 0.04,
    "opened": 0.06,
}
LARGEST_SHIFT_M = 0.2


@dataclass(frozen=True, eq=False)
class Contents:
    """What stands in the container at one scan: the load, and what is hidden."""

    load: Blocks
    hidden: tuple[Hidden, ...] = ()

    @property
    def things(self) -> Blocks:
        return join(self.load, *(lot.added for lot in self.hidden))


@dataclass(frozen=True, eq=False)
class Story:
    """One container, its contents at origin and at destination, and the event that lies between (contract: `event`)."""

    container: Container
    cargo: str
    event: str
    origin: Contents
    destination: Contents

    @property
    def mismatch(self) -> bool:
        return self.event != "none"

    @property
    def lot(self) -> Hidden | None:
        """What was inserted, removed, or is hidden in both."""
        lots = self.destination.hidden or self.origin.hidden
        return lots[0] if lots else None


def draw_story(rng: np.random.Generator, benign: bool) -> Story:
    container = CONTAINERS[rng.choice(len(CONTAINERS), p=(0.18, 0.2, 0.27, 0.08, 0.27))]
    kinds = REEFER_LOADS if container.kind == "reefer" else tuple(LOADS)
    cargo = str(rng.choice(kinds))
    load = draw_load(rng, container.room, cargo)
    event = "none" if benign else str(rng.choice(list(EVENT_SHARES), p=list(EVENT_SHARES.values())))
    if not len(load) and event in ("swapped", "opened"):
        event = "inserted"
    return EVENTS[event](rng, container, cargo, load)


def nothing_happens(_rng: np.random.Generator, container: Container, cargo: str, load: Blocks) -> Story:
    return Story(container, cargo, "none", Contents(load), Contents(load))


def hidden_alike(rng: np.random.Generator, container: Container, cargo: str, load: Blocks) -> Story:
    contents = Contents(load, (draw_hidden(rng, container, load),))
    return Story(container, cargo, "none", contents, contents)


def inserted(rng: np.random.Generator, container: Container, cargo: str, load: Blocks) -> Story:
    return Story(container, cargo, "inserted", Contents(load), Contents(load, (draw_hidden(rng, container, load),)))


def removed(rng: np.random.Generator, container: Container, cargo: str, load: Blocks) -> Story:
    return Story(container, cargo, "removed", Contents(load, (draw_hidden(rng, container, load),)), Contents(load))


def swapped(rng: np.random.Generator, container: Container, cargo: str, load: Blocks) -> Story:
    lot = swap(rng, load, float(np.exp(rng.uniform(np.log(30), np.log(1000)))))
    return Story(container, cargo, "swapped", Contents(load), Contents(load, (lot,)))


def other_load(rng: np.random.Generator, container: Container, cargo: str, load: Blocks) -> Story:
    kinds = [kind for kind in (REEFER_LOADS if container.kind == "reefer" else tuple(LOADS)) if kind != cargo]
    other = draw_load(rng, container.room, str(rng.choice(kinds)))
    return Story(container, cargo, "other_load", Contents(load), Contents(other))


def opened(rng: np.random.Generator, container: Container, cargo: str, load: Blocks) -> Story:
    """By customs or the shipper, at the doors: goods taken out, or stacked again otherwise."""
    start, end = extent(load, 0)
    reach = start + rng.uniform(0.15, 0.5) * (end - start)
    near = load.bounds[:, :2].mean(axis=1) < reach
    stacks = np.unique(load.group[near])
    if len(stacks) < 2 or rng.random() < 0.4:
        room = (start, reach, container.room[2] + rng.uniform(0.0, 0.9), container.room[3], *container.room[4:])
        left = join(load, load.inside(room).taken_away())
    else:
        gone = rng.choice(stacks, max(1, int(len(stacks) * rng.uniform(0.3, 0.9))), replace=False)
        touched = np.isin(load.group, gone) & near
        left = (
            load.chosen(~touched) if rng.random() < 0.6 else join(load.chosen(~touched), load.chosen(touched).across())
        )
    return Story(container, cargo, "opened", Contents(load), Contents(left))


def draw_hidden(rng: np.random.Generator, container: Container, load: Blocks) -> Hidden:
    place = str(rng.choice(places_in(container, load)))
    return hide(rng, container, load, place, draw_mass(rng, place))


EVENTS = {
    "none": nothing_happens,
    "alike": hidden_alike,
    "inserted": inserted,
    "removed": removed,
    "swapped": swapped,
    "other_load": other_load,
    "opened": opened,
}


def travelled(rng: np.random.Generator, container: Container, contents: Contents) -> Contents:
    """The same contents after a voyage: the load has shifted by up to 20 cm, goods lost up to 3 % of their mass."""
    load = contents.load
    if not len(load):
        return contents
    shift = shift_by_group(rng, container, load)
    dried = np.float32(1 - rng.uniform(0, 0.03) * (rng.random() < 0.5))
    moved = [replace(lot, lot=shifted(lot.lot, shift), carved=shifted(lot.carved, shift)) for lot in contents.hidden]
    return Contents(replace(shifted(load, shift), density=load.density * dried), tuple(moved))


def shift_by_group(rng: np.random.Generator, container: Container, load: Blocks) -> dict[int, float]:
    """Metres along x: all together within the free space, and the stacks at the doors further into theirs."""
    groups, inverse = np.unique(load.group, return_inverse=True)
    start = np.full(len(groups), np.inf)
    np.minimum.at(start, inverse, load.bounds[:, 0])
    low, high = extent(load, 0)
    free_doors, free_front = max(low - container.room[0], 0), max(container.room[1] - high, 0)
    moves = rng.random() < 0.6
    together = float(np.clip(rng.normal(0, 0.05), -min(free_doors, 0.1), min(free_front, 0.1))) if moves else 0.0
    more = (
        -min(max(free_doors + together, 0), rng.uniform(0, LARGEST_SHIFT_M - 0.1))
        if moves and rng.random() < 0.3
        else 0.0
    )
    reach = low + rng.uniform(0, 0.5) * (high - low)
    return {int(group): together + (more if place < reach else 0.0) for group, place in zip(groups, start, strict=True)}


def shifted(things: Blocks, shift: dict[int, float]) -> Blocks:
    offsets = np.zeros((len(things), 3), np.float32)
    offsets[:, 0] = [shift.get(int(group), 0.0) for group in things.group]
    return things.moved(offsets)
