"""What happens to one container between its two scans."""

from dataclasses import dataclass

import numpy as np

from datasets.simulation.blocks import Blocks, join
from datasets.simulation.hiding.concealment import Hidden, draw_mass, hide, places_in, swap
from datasets.simulation.hiding.lots import extent
from datasets.simulation.recipe import Recipe, Shares, choose
from datasets.simulation.scenes.containers import Container, by_name
from datasets.simulation.scenes.loads import REEFER_LOADS, draw_load

# What a kind of container carries where it does not carry everything.
CARRIED: dict[str, tuple[str, ...]] = {
    "reefer": REEFER_LOADS,
    "open_top": ("scrap", "machinery", "timber", "logs", "coils", "stone", "tiles", "empty"),
    "flat_rack": ("machinery", "timber", "logs", "coils", "stone", "vehicles", "empty"),
}
IN_TANKS = {"liquid": 0.75, "empty": 0.25}
AMONG_GOODS = ("swapped", "other_load", "opened")
LONGEST_WITH_FLEXITANK_M = 7.0  # bags of liquid are fitted to 20' boxes
NEEDS_COOLING = ("fruit", "bananas", "frozen")


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


@dataclass(frozen=True, eq=False)
class Setting:
    """What an event starts from: the container as it was packed, and what else it might have carried."""

    container: Container
    cargo: str
    load: Blocks
    kinds: tuple[str, ...]


def draw_story(rng: np.random.Generator, recipe: Recipe) -> Story:
    container, event = by_name(choose(rng, recipe.containers)), choose(rng, recipe.events)
    kinds = loads_of(container, recipe)
    cargo = choose(rng, kinds)
    load = draw_load(rng, container.room, cargo)
    if event in AMONG_GOODS and (container.kind == "tank" or (not len(load) and event != "other_load")):
        event = "inserted"
    return EVENTS[event](rng, Setting(container, cargo, load, tuple(kinds)))


def loads_of(container: Container, recipe: Recipe) -> Shares:
    """The recipe's loads that this container can carry; a tank has its own."""
    if container.kind == "tank":
        return IN_TANKS
    return {kind: share for kind, share in recipe.loads.items() if carries(container, kind)} or {"empty": 1.0}


def carries(container: Container, kind: str) -> bool:
    carried = CARRIED.get(container.kind)
    if carried is not None:
        return kind in carried
    return kind not in NEEDS_COOLING and (kind != "flexitank" or container.length < LONGEST_WITH_FLEXITANK_M)


def nothing_happens(_rng: np.random.Generator, at: Setting) -> Story:
    return Story(at.container, at.cargo, "none", Contents(at.load), Contents(at.load))


def hidden_alike(rng: np.random.Generator, at: Setting) -> Story:
    """Among goods half of the time in place of as much of them: such a lot shows only by its shape."""
    lot = draw_hidden(rng, at)
    if lot.place == "cargo" and rng.random() < 0.5:
        lot = swap(rng, at.load, lot.mass_kg)
    contents = Contents(at.load, (lot,))
    return Story(at.container, at.cargo, "none", contents, contents)


def inserted(rng: np.random.Generator, at: Setting) -> Story:
    return Story(at.container, at.cargo, "inserted", Contents(at.load), Contents(at.load, (draw_hidden(rng, at),)))


def removed(rng: np.random.Generator, at: Setting) -> Story:
    return Story(at.container, at.cargo, "removed", Contents(at.load, (draw_hidden(rng, at),)), Contents(at.load))


def swapped(rng: np.random.Generator, at: Setting) -> Story:
    lot = swap(rng, at.load, float(np.exp(rng.uniform(np.log(30), np.log(1000)))))
    return Story(at.container, at.cargo, "swapped", Contents(at.load), Contents(at.load, (lot,)))


def other_load(rng: np.random.Generator, at: Setting) -> Story:
    others = [kind for kind in at.kinds if kind != at.cargo]
    other = draw_load(rng, at.container.room, str(rng.choice(others or [at.cargo])))
    return Story(at.container, at.cargo, "other_load", Contents(at.load), Contents(other))


def opened(rng: np.random.Generator, at: Setting) -> Story:
    """By customs or the shipper, at the doors: goods taken out, or stacked again otherwise."""
    load, room = at.load, at.container.room
    start, end = extent(load, 0)
    reach = start + rng.uniform(0.15, 0.5) * (end - start)
    near = load.bounds[:, :2].mean(axis=1) < reach
    stacks = np.unique(load.group[near])
    if len(stacks) < 2 or rng.random() < 0.4:
        taken = (start, reach, room[2] + rng.uniform(0.0, 0.9), *room[3:])
        left = join(load, load.inside(taken).taken_away())
    else:
        gone = rng.choice(stacks, max(1, int(len(stacks) * rng.uniform(0.3, 0.9))), replace=False)
        touched = np.isin(load.group, gone) & near
        kept = load.chosen(~touched)
        left = kept if rng.random() < 0.6 else join(kept, load.chosen(touched).across())
    return Story(at.container, at.cargo, "opened", Contents(load), Contents(left))


def draw_hidden(rng: np.random.Generator, at: Setting) -> Hidden:
    place = str(rng.choice(places_in(at.container, at.load)))
    return hide(rng, at.container, at.load, place, draw_mass(rng, place))


EVENTS = {
    "none": nothing_happens,
    "alike": hidden_alike,
    "inserted": inserted,
    "removed": removed,
    "swapped": swapped,
    "other_load": other_load,
    "opened": opened,
}
