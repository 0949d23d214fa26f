"""Wood: sawn packs, sheets of veneer or plywood, round logs, and furniture."""

import numpy as np

from datasets.simulation.beam.materials import GREEN_WOOD, POLYESTER, POLYETHYLENE, STEEL, WOOD
from datasets.simulation.blocks import Blocks, Bounds, blocks, join
from datasets.simulation.scenes.stowing import PAYLOAD_KG, settled
from datasets.simulation.shapes import Rows, boxes, crumbled, cut, rods, round_strips, slanted


def timber(rng: np.random.Generator, room: Bounds) -> Blocks:
    """Packs of planks lengthwise on bearers, two abreast and up to three high; sheets sag and tilt."""
    density, left = rng.uniform(0.42, 0.75), rng.uniform(*PAYLOAD_KG)
    thick, stickered = rng.uniform(0.018, 0.06), rng.random() < 0.5
    parts, x, group = [], room[1] - rng.uniform(0, 0.1), 0
    while (long := min(rng.choice([2.1, 2.44, 3.0, 4.0, 5.1]), room[1] - room[0] - 0.2)) < x - room[0]:
        for z0, z1 in ((room[4] + 0.03, -0.02), (0.02, room[5] - 0.03)):
            y = room[2]
            while y + 0.35 < room[3] - 0.1 and left > 0:
                high = min(rng.uniform(0.35, 0.95), room[3] - 0.15 - y)
                area = (x - long + rng.uniform(0, 0.08), x, y, y + high, z0 + rng.uniform(0, 0.08), z1)
                parts.append(pack_of_planks(rng, area, thick, density, stickered, group))
                left -= parts[-1].mass_kg
                y += high
                if rng.random() < 0.35:
                    break
            group += 1
        x -= long + rng.uniform(0.01, 0.12)
    return settled(rng, join(*parts), room, 0.002, 0.005)


def pack_of_planks(
    rng: np.random.Generator, room: Bounds, thick: float, density: float, stickered: bool, group: int
) -> Blocks:
    """Courses of planks on three or four bearers; tilted and sagging by a few degrees, with grain along the boards."""
    x0, x1, y0, y1, z0, z1 = room
    bearers = np.linspace(x0 + 0.15, x1 - 0.25, 4 if x1 - x0 > 2.6 else 3)
    under = blocks([(x, x + 0.08, y0, y0 + 0.07, z0, z1) for x in bearers], WOOD, 0.5, group)
    gap = rng.uniform(0.01, 0.022) if stickered else rng.uniform(0.0005, 0.003)
    floors = np.arange(y0 + 0.07, y1 - thick - 0.02, thick + gap)
    count = len(floors)
    low = np.stack([x0 + rng.exponential(0.01, count), floors, np.full(count, z0)], 1)
    high = np.stack([x1 - rng.exponential(0.02, count), floors + thick, np.full(count, z1)], 1)
    boards = blocks(boxes(low, high), WOOD, density * rng.normal(0.95, 0.07, count).clip(0.7, 1.1), group)
    sticks = [(x, x + 0.03, y - gap, y, z0, z1) for x in bearers for y in floors[1:]] if stickered else []
    bent = cut(boards, "x", 0.25)
    place = (bent.bounds[:, :2].mean(axis=1) - (x0 + x1) / 2) / (x1 - x0)
    sag = rng.normal(0, 0.02) * (4 * place**2 - 1)
    offsets = np.zeros((len(bent), 3))
    tilt = rng.normal(0, 0.012) * (x1 - x0)
    offsets[:, 1] = (sag + tilt * place + abs(tilt) / 2).clip(-0.02, 0.12)
    return join(under, bent.moved(offsets.astype(np.float32)), blocks(sticks, WOOD, 0.5, group))


def logs(rng: np.random.Generator, room: Bounds) -> Blocks:
    """Round logs lengthwise, tapering and a little crooked, their ends seldom level."""
    thick, left, group = rng.uniform(0.18, 0.5), rng.uniform(*PAYLOAD_KG), 0
    long = min(rng.uniform(2.4, 11.6), room[1] - room[0] - 0.1)
    pitch, parts = thick * 1.04, []
    x = room[1] - 0.05
    while x - 0.7 * long > room[0] and left > 0:
        for n, y in enumerate(np.arange(room[2] + thick / 2, room[3] - thick, 0.8 * thick)):
            if left < 0:
                break
            for z in np.arange(room[4] + pitch * (0.52 if n % 2 == 0 else 1.02), room[5] - 0.45 * pitch, pitch):
                own = min(long * rng.uniform(0.75, 1.0), x - room[0])
                parts.append(
                    log(
                        rng,
                        (x - rng.exponential(0.06), float(y) + rng.normal(0, 0.08 * thick), float(z)),
                        own,
                        thick * rng.uniform(0.78, 1.05),
                        group,
                    )
                )
                left -= parts[-1].mass_kg
        x, group = x - long - rng.uniform(0.05, 0.4), group + 1
    load = join(*parts).inside(room)
    return crumbled(rng, load, min(len(load) + 4000, 14000), 0.1, 0.03)


def log(rng: np.random.Generator, end: tuple[float, float, float], long: float, thick: float, group: int) -> Blocks:
    """Pieces of falling radius about a line that bends; bark side drier than the heart."""
    pieces, strips = max(int(long / 0.45), 3), 6
    x = np.linspace(end[0], end[0] - long, pieces + 1)
    part = np.linspace(0, 1, pieces)
    bend, slope = rng.normal(0, 0.03) * (4 * part * (1 - part)), rng.normal(0, 0.006) * long * (part - 0.5)
    radii = thick / 2 * (1 - rng.uniform(0.05, 0.25) * (part if rng.random() < 0.5 else 1 - part))
    edges, half = round_strips(1.0, strips)
    low = np.stack(
        np.broadcast_arrays(
            x[1:, None], end[1] + (bend + slope)[:, None] + np.outer(radii, edges[:-1]), end[2] - np.outer(radii, half)
        ),
        2,
    )
    high = np.stack(
        np.broadcast_arrays(
            x[:-1, None], end[1] + (bend + slope)[:, None] + np.outer(radii, edges[1:]), end[2] + np.outer(radii, half)
        ),
        2,
    )
    return blocks(boxes(low.reshape(-1, 3), high.reshape(-1, 3)), GREEN_WOOD, rng.uniform(0.7, 1.0), group)


def furniture(rng: np.random.Generator, room: Bounds) -> Blocks:
    """Cupboards, chairs, tables, beds and mattresses, wrapped and piled as they fit."""
    kinds = (cupboard, chairs, mattress, table)
    parts, x, group = [], room[1], 0
    end = room[0] + rng.uniform(0, 2.0)
    while (long := rng.uniform(0.6, 1.5)) < x - end:
        for z0, z1 in ((room[4], -0.01), (0.01, room[5])):
            y, top = room[2], room[2] + rng.uniform(0.6, 0.98) * (room[3] - room[2])
            while y + 0.25 < top:
                high = min(rng.uniform(0.25, 1.2), top - y)
                kind = kinds[int(rng.integers(len(kinds)))]
                area = (
                    x - long,
                    x - rng.uniform(0, 0.08),
                    y,
                    y + high,
                    z0 + rng.uniform(0, 0.1),
                    z1 - rng.uniform(0, 0.1),
                )
                piece = kind(rng, area, group)
                parts.append(slanted(cut(piece, "x", 0.1), "y", "x", max(0, rng.normal(0, 0.02)), x - long))
                y += high + 0.03
            group += 1
        x -= long + 0.02
    return settled(rng, join(*parts), room, 0.006, 0.02)


def cupboard(rng: np.random.Generator, room: Bounds, group: int) -> Blocks:
    """A carcass of boards 16-22 mm thick with shelves and a divider."""
    x0, x1, y0, y1, z0, z1 = room
    t = rng.uniform(0.016, 0.022)
    rows: list[Bounds] = [
        (x0, x0 + t, y0, y1, z0, z1),
        (x1 - t, x1, y0, y1, z0, z1),
        (x0 + t, x1 - t, y0, y1, z1 - 0.004, z1),
    ]
    rows += [(x0 + t, x1 - t, y, y + t, z0, z1 - 0.004) for y in np.linspace(y0, y1 - t, int(rng.integers(2, 6)))]
    if rng.random() < 0.5:
        middle = x0 + rng.uniform(0.3, 0.7) * (x1 - x0)
        rows.append((middle, middle + t, y0, y1, z0, z1))
    hinges = [(x0 + t, x0 + t + 0.03, y, y + 0.05, z0, z0 + 0.01) for y in (y0 + 0.1, y1 - 0.2)]
    return join(blocks(rows, WOOD, 0.68, group), blocks(hinges, STEEL, 4.0, group))


def chairs(rng: np.random.Generator, room: Bounds, group: int) -> Blocks:
    """A nest of chairs: slanting legs of wood or steel tube, and seats one upon another."""
    x0, x1, y0, y1, z0, z1 = room
    count = int(rng.integers(3, 8))
    steel = rng.random() < 0.5
    at = np.linspace(0, 0.5 * (y1 - y0), count)
    starts, ends = [], []
    for y in at:
        for x in (x0 + 0.05, x1 - 0.05):
            for z in (z0 + 0.1, z1 - 0.1):
                starts.append((x, y0 + y, z))
                ends.append(((x0 + x1) / 2 + 0.7 * (x - (x0 + x1) / 2), min(y0 + y + 0.5 * (y1 - y0), y1), z))
    legs = rods(np.array(starts), np.array(ends), 0.02 if steel else 0.035, 6)
    seats = [
        (x0 + 0.08, x1 - 0.08, y0 + 0.48 * (y1 - y0) + y, y0 + 0.48 * (y1 - y0) + y + 0.025, z0 + 0.05, z1 - 0.05)
        for y in at
    ]
    frame = blocks(legs, STEEL, 1.6, group) if steel else blocks(legs, WOOD, 0.7, group)
    return join(frame, blocks(seats, WOOD, 0.6, group))


def mattress(rng: np.random.Generator, room: Bounds, group: int) -> Blocks:
    """Foam of 30-50 kg/m3, or springs in it: coils as columns of wire."""
    x0, x1, y0, y1, z0, z1 = room
    foam = blocks([room], POLYESTER, rng.uniform(0.03, 0.05), group)
    if rng.random() < 0.4:
        return foam
    wires = [(x, x + 0.006, y0 + 0.03, y1 - 0.03, z0 + 0.05, z1 - 0.05) for x in np.arange(x0 + 0.05, x1 - 0.05, 0.07)]
    return join(foam, blocks(wires, STEEL, 0.12, group))


def table(rng: np.random.Generator, room: Bounds, group: int) -> Blocks:
    """A top, four legs, and a sofa's worth of foam or a carton beneath."""
    x0, x1, y0, y1, z0, z1 = room
    legs: list[Bounds] = [(x, x + 0.06, y0, y1 - 0.03, z, z + 0.06) for x in (x0, x1 - 0.06) for z in (z0, z1 - 0.06)]
    top: list[Bounds] = [(x0, x1, y1 - 0.03, y1, z0, z1)]
    beneath: Rows = np.array(
        [(x0 + 0.07, x1 - 0.07, y0, y0 + rng.uniform(0.4, 0.9) * (y1 - y0 - 0.04), z0 + 0.07, z1 - 0.07)]
    )
    return join(blocks(legs + top, WOOD, 0.7, group), blocks(beneath, POLYETHYLENE, rng.uniform(0.05, 0.2), group))
