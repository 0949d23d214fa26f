"""Containers as blocks: walls, posts, floor, doors, and the reefer's insulation and machinery (ISO 668, ISO 1496)."""

from dataclasses import dataclass

import numpy as np

from datasets.simulation.blocks import Blocks, Bounds, blocks, disc, join
from datasets.simulation.materials import ALUMINIUM, CELLULOSE, COPPER, POLYETHYLENE, STEEL

WIDTH = 2.438
WALL = 0.002  # corrugated side wall, steel
INSULATION = 0.07  # reefer: foam between two skins
UNIT_DEPTH = 0.42  # reefer: machinery at the front end


@dataclass(frozen=True)
class Container:
    """Kind and outer size in metres; `kind` is dry or reefer."""

    name: str
    kind: str
    length: float
    height: float

    @property
    def room(self) -> Bounds:
        """Where load may stand: inside the walls, above the floor."""
        wall = 0.03 + (INSULATION if self.kind == "reefer" else 0.0)
        floor = 0.20 if self.kind == "reefer" else 0.16
        front = self.length - (UNIT_DEPTH + 0.1 if self.kind == "reefer" else 0.06)
        return 0.08, front, floor, self.height - 0.08 - (wall - 0.03), -WIDTH / 2 + wall, WIDTH / 2 - wall


CONTAINERS = (
    Container("20'", "dry", 6.058, 2.591),
    Container("40'", "dry", 12.192, 2.591),
    Container("40' HC", "dry", 12.192, 2.896),
    Container("20' reefer", "reefer", 6.058, 2.591),
    Container("40' HC reefer", "reefer", 12.192, 2.896),
)


def build(container: Container, rng: np.random.Generator) -> Blocks:
    """The empty container, without a reefer's machinery."""
    body = reefer_body(container) if container.kind == "reefer" else dry_body(container, rng)
    return join(posts(container), doors(container, rng), floor(container, rng), body)


def posts(container: Container) -> Blocks:
    """Corner posts, rails along roof and floor, and the cast corner fittings."""
    length, height, side = container.length, container.height, WIDTH / 2
    rows: list[Bounds] = []
    for z in ((-side, -side + 0.006), (side - 0.006, side)):
        rows += [(0.0, 0.10, 0, height, *z), (length - 0.10, length, 0, height, *z)]  # outer faces of the posts
        rows += [(0, length, height - 0.06, height, *z), (0, length, 0.0, 0.16, *z)]  # rails
    for z0 in (-side, side - 0.10):
        for x0 in (0.0, length - 0.10):
            rows += [(x0, x0 + 0.006, 0, height, z0, z0 + 0.10), (x0 + 0.094, x0 + 0.10, 0, height, z0, z0 + 0.10)]
        for x0 in (0.0, length - 0.178):
            rows += [(x0, x0 + 0.178, y, y + 0.118, z0 - 0.0, z0 + 0.045) for y in (0.0, height - 0.118)]
    rows += [
        (0.0, 0.10, height - 0.11, height, -side, side),
        (length - 0.10, length, height - 0.06, height, -side, side),
    ]
    return blocks(rows, STEEL, 7.85)


def dry_body(container: Container, rng: np.random.Generator) -> Blocks:
    """Corrugated side walls, front wall and roof: plates, and more steel along a ray where they fold."""
    length, height, side = container.length, container.height, WIDTH / 2
    rows: list[Bounds] = [
        (0.1, length - 0.1, height - 0.022, height - 0.020, -side, side),
        (length - 0.03, length - 0.028, 0.1, height, -side, side),
    ]
    folds = np.arange(0.12 + rng.uniform(0, 0.2), length - 0.15, 0.139)
    for wall in (-side + 0.02, side - 0.022):
        rows.append((0.1, length - 0.1, 0.16, height - 0.06, wall, wall + WALL))
        rows += [(x, x + 0.034, 0.16, height - 0.06, wall, wall + 0.0011) for x in folds]
    rows += [
        (x, x + 0.05, height - 0.034, height - 0.0325, -side + 0.1, side - 0.1)
        for x in np.arange(0.3, length - 0.3, 0.209)
    ]
    return blocks(rows, STEEL, 7.85)


def floor(container: Container, rng: np.random.Generator) -> Blocks:
    """Cross members, planks or T-shaped aluminium, fork pockets and the tunnel for the gooseneck."""
    length, side = container.length, WIDTH / 2
    spacing = rng.uniform(0.26, 0.32)
    beams: list[Bounds] = [(x, x + 0.0045, 0.02, 0.13, -side, side) for x in np.arange(0.12, length - 0.1, spacing)]
    beams += [(x, x + 0.045, 0.02, 0.0245, -side, side) for x in np.arange(0.12, length - 0.1, spacing)]
    if length > 7 and rng.random() < 0.7:
        beams += [(length - 3.4, length - 0.1, 0.02, 0.14, z, z + 0.006) for z in (-0.5, 0.5)]
    if length < 7 and rng.random() < 0.7:
        beams += [(x, x + 0.36, 0.02, 0.028, -side, side) for x in (1.8, 3.9)]
    steel = blocks(beams, STEEL, 7.85)
    if container.kind == "dry":
        return join(steel, blocks([(0.1, length - 0.06, 0.132, 0.160, -side + 0.02, side - 0.02)], CELLULOSE, 0.75))
    ribs: list[Bounds] = [
        (0.1, length - 0.4, 0.142, 0.20, z, z + 0.004) for z in np.arange(-side + 0.1, side - 0.1, 0.06)
    ]
    ribs.append((0.1, length - 0.4, 0.138, 0.142, -side + 0.1, side - 0.1))
    return join(
        steel,
        blocks(ribs, ALUMINIUM, 2.7),
        blocks([(0.1, length - 0.4, 0.06, 0.138, -side + 0.1, side - 0.1)], POLYETHYLENE, 0.05),
    )


def doors(container: Container, rng: np.random.Generator) -> Blocks:
    """Two leaves with four locking bars, cams and handles."""
    height, side = container.height, WIDTH / 2
    rows: list[Bounds] = [(0.02, 0.0225, 0.12, height - 0.11, -side + 0.06, side - 0.06)]
    rows += [(-0.01, 0.045, y, y + 0.06, -side + 0.05, side - 0.05) for y in (0.13, height - 0.18)]
    for z in (-0.95, -0.35, 0.35, 0.95):
        place = z + rng.normal(0, 0.03)
        rows += disc("y", (-0.02, place), 0.017, (0.1, height - 0.05), strips=4)
        rows += [(-0.05, 0.02, y, y + 0.08, place - 0.04, place + 0.04) for y in (0.08, height - 0.12)]
        rows.append((-0.045, -0.02, 1.1, 1.16, place, place + 0.35))
    return blocks(rows, STEEL, 7.85)


def reefer_body(container: Container) -> Blocks:
    """Two skins and foam between them on all sides."""
    length, height, side = container.length, container.height, WIDTH / 2
    inner = side - INSULATION
    foam: list[Bounds] = [
        (0.1, length - 0.1, 0.14, height - 0.02, z, z + INSULATION - 0.004) for z in (-side + 0.003, inner)
    ]
    foam.append((0.1, length - 0.1, height - 0.09, height - 0.01, -side, side))
    foam.append((0.02, 0.09, 0.14, height - 0.1, -inner, inner))
    foam.append((length - UNIT_DEPTH - 0.08, length - UNIT_DEPTH, 0.14, height - 0.1, -inner, inner))
    skins: list[Bounds] = [(0.1, length - 0.1, 0.14, height - 0.05, z, z + 0.0012) for z in (-side, side - 0.0012)]
    skins += [(0.1, length - 0.1, height - 0.004, height - 0.0028, -side, side)]
    lining: list[Bounds] = [(0.1, length - 0.1, 0.14, height - 0.09, z, z + 0.0015) for z in (-inner, inner - 0.0015)]
    lining += [(0.1, length - 0.1, height - 0.0915, height - 0.09, -inner, inner)]
    return join(blocks(foam, POLYETHYLENE, 0.05), blocks(skins, STEEL, 7.85), blocks(lining, ALUMINIUM, 2.7))


def reefer_unit(container: Container, rng: np.random.Generator) -> Blocks:
    """Compressor, coils, receiver, fans and control box at the front end; the fans stand differently at each scan."""
    end, height = container.length, container.height
    start = end - UNIT_DEPTH + 0.04
    machines = disc("z", (end - 0.2, 0.42), 0.15, (-0.45, 0.05), strips=8) + disc(
        "z", (end - 0.2, 0.42), 0.09, (0.1, 0.5), strips=6
    )
    machines += disc("y", (end - 0.15, 0.75), 0.06, (0.3, 0.95), strips=4)
    fans: list[Bounds] = []
    for z in (-0.5, 0.5):
        turn = rng.uniform(-0.15, 0.15)
        fans += [
            (
                start + 0.1,
                start + 0.14,
                height - 0.45 + turn * k,
                height - 0.41 + turn * k,
                z + 0.18 * k - 0.09,
                z + 0.18 * k + 0.09,
            )
            for k in (-1, 0, 1)
        ]
        machines += disc("x", (height - 0.43, z), 0.07, (start + 0.05, start + 0.2), strips=4)
    coils = blocks(
        [
            (start + 0.02, start + 0.14, height - 1.15, height - 0.65, -1.0, 1.0),
            (end - 0.14, end - 0.04, 1.05, 1.6, -0.7, 0.9),
        ],
        COPPER,
        0.55,
    )
    box = [(end - 0.12, end - 0.02, 1.1, 1.7, -1.1, -0.75)]
    sheets = [(start, end - 0.05, 0.22, 0.223, -1.1, 1.1), (end - 0.012, end - 0.009, 0.15, height - 0.1, -1.15, 1.15)]
    solid = join(blocks(machines, STEEL, 4.5), blocks(sheets, ALUMINIUM, 2.7), blocks(box, ALUMINIUM, 1.0))
    return join(solid, blocks(fans, ALUMINIUM, 2.7), coils)
