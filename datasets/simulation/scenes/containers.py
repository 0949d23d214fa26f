"""The containers there are, and how one is put together: what stays the same at every scan, and what does not."""

from dataclasses import dataclass

import numpy as np

from datasets.simulation.blocks import Blocks, Bounds, join, nothing
from datasets.simulation.nuisances import Nuisances
from datasets.simulation.scenes.doors import doors
from datasets.simulation.scenes.dry import dry_body
from datasets.simulation.scenes.fittings import WIDTH, Fittings
from datasets.simulation.scenes.machinery import machinery, running
from datasets.simulation.scenes.reefer import CEILING, FLOOR_TOP, INSULATION, UNIT_DEPTH, reefer_body
from datasets.simulation.scenes.special import RACK, RACK_WALL, VESSEL, flat_rack, open_top, tank

HOLLOW = 0.042  # dry: from the outer width to the folds' inner faces
DOORS = 0.106  # from the rear end to the leaves' inner faces


@dataclass(frozen=True)
class Container:
    """Kind and outer size in metres (ISO 668); `kind` is dry, reefer, tank, open_top or flat_rack."""

    name: str
    kind: str
    length: float
    height: float

    @property
    def room(self) -> Bounds:
        """Where load may stand: inside the walls, above the floor; of a tank a box inside its vessel."""
        return ROOMS[self.kind](self)


CONTAINERS = (
    Container("20'", "dry", 6.058, 2.591),
    Container("40'", "dry", 12.192, 2.591),
    Container("40' HC", "dry", 12.192, 2.896),
    Container("20' reefer", "reefer", 6.058, 2.591),
    Container("40' HC reefer", "reefer", 12.192, 2.896),
    Container("45' HC", "dry", 13.716, 2.896),
    Container("20' tank", "tank", 6.058, 2.591),
    Container("20' open top", "open_top", 6.058, 2.591),
    Container("40' open top", "open_top", 12.192, 2.591),
    Container("40' flat rack", "flat_rack", 12.192, 2.591),
)


def by_name(name: str) -> Container:
    for container in CONTAINERS:
        if container.name == name:
            return container
    raise ValueError(f"no container {name!r}, wanted one of {', '.join(known.name for known in CONTAINERS)}")


def draw_fittings(rng: np.random.Generator, container: Container) -> Fittings:
    """One container of a kind, as its maker built it."""
    places = np.array([-0.93, -0.34, 0.34, 0.93]) + rng.normal(0, 0.025, 4)
    return Fittings(
        container.length,
        container.height,
        fold_start=rng.uniform(0.0, 0.27),
        beam_spacing=rng.uniform(0.27, 0.32),
        bars=(float(places[0]), float(places[1]), float(places[2]), float(places[3])),
        pockets=container.length < 7 and container.kind in ("dry", "open_top") and rng.random() < 0.8,
        plan=int(rng.integers(2**31)),
    )


def build(container: Container, fittings: Fittings) -> Blocks:
    """Everything that stays the same at every scan: the empty container without its door leaves."""
    return BODIES[container.kind](fittings)


def state(container: Container, fittings: Fittings, nuisances: Nuisances, rng: np.random.Generator) -> Blocks:
    """What stands otherwise at each scan: door leaves, and a reefer's fans and liquids."""
    if container.kind in ("tank", "flat_rack"):
        return nothing()
    if container.kind == "reefer":
        return join(doors(fittings, nuisances, rng, insulated=True), running(fittings, nuisances, rng))
    return doors(fittings, nuisances, rng)


def reefer_with_unit(fittings: Fittings) -> Blocks:
    return join(reefer_body(fittings), machinery(fittings))


def dry_room(container: Container) -> Bounds:
    half = WIDTH / 2 - HOLLOW - 0.004
    return DOORS, container.length - 0.060, 0.168, container.height - 0.075, -half, half


def open_room(container: Container) -> Bounds:
    half = WIDTH / 2 - HOLLOW - 0.03
    return DOORS, container.length - 0.062, 0.168, container.height - 0.125, -half, half


def reefer_room(container: Container) -> Bounds:
    half = WIDTH / 2 - INSULATION - 0.006
    front = container.length - UNIT_DEPTH - 0.1
    return DOORS, front, FLOOR_TOP, container.height - CEILING - 0.03, -half, half


def tank_room(container: Container) -> Bounds:
    half = (VESSEL.radius - VESSEL.wall) / 2**0.5 - 0.002
    middle = VESSEL.middle(container.height)
    ends = VESSEL.end + VESSEL.dish
    return ends, container.length - ends, middle - half, middle + half, -half, half


def rack_room(container: Container) -> Bounds:
    return RACK_WALL, container.length - RACK_WALL, RACK, container.height, -WIDTH / 2 + 0.02, WIDTH / 2 - 0.02


BODIES = {
    "dry": dry_body,
    "reefer": reefer_with_unit,
    "tank": tank,
    "open_top": open_top,
    "flat_rack": flat_rack,
}
ROOMS = {
    "dry": dry_room,
    "reefer": reefer_room,
    "tank": tank_room,
    "open_top": open_room,
    "flat_rack": rack_room,
}
