"""Machines and metal scrap: castings, gearboxes and shafts on skids or in crates, and loose metal in heaps."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from datasets.simulation.beam.materials import ALUMINIUM, BRASS, CAST_IRON, COPPER, OIL, STEEL, WOOD
from datasets.simulation.blocks import Blocks, Bounds, blocks, join, ring
from datasets.simulation.scenes.stowing import PAYLOAD_KG
from datasets.simulation.shapes import boxes, crumbled, cut, rods, slanted

Values = NDArray[np.float64]

SCRAP = (STEEL, STEEL, STEEL, ALUMINIUM, COPPER, BRASS)


def scrap(rng: np.random.Generator, room: Bounds) -> Blocks:
    """Loose metal tipped in from the doors: shreds, profiles, pipes and engines in a heap of uneven surface."""
    metal = SCRAP[int(rng.integers(len(SCRAP)))]
    long, floor_m2 = room[1] - room[0], (room[1] - room[0]) * (room[5] - room[4])
    density = rng.uniform(0.5, 1.1) * (0.5 if metal is ALUMINIUM else 1.0)
    tall = min(rng.uniform(*PAYLOAD_KG) / 1000 / density / floor_m2, 0.8 * (room[3] - room[2]))
    knots = np.concatenate([[rng.uniform(0.15, 0.9)], rng.normal(1, 0.13, 11)]).clip(0.1, 1.2)
    x = np.linspace(room[0], room[1], int(long / 0.07) + 1)
    tops = room[2] + tall * np.interp(x, np.linspace(room[0], room[1], 12), knots)
    tops += hollows(rng, x)
    bed = heap(rng, room, x, tops - 0.12, 0.75 * density)
    loose = join(shreds(rng, room, x, tops, 1500), bent(rng, room, x, tops, int(rng.integers(60, 220))))
    goods = crumbled(rng, join(bed, loose), 12_000, 0.4, 0.03)
    metals = blocks(goods.bounds, metal, goods.density.astype(np.float64))
    engines = [engine_block(rng, place, 0) for place in within_heap(rng, room, x, tops, int(rng.integers(0, 9)))]
    return join(metals, *(engines if metal is STEEL else ())).inside(room)


def heap(rng: np.random.Generator, room: Bounds, x: Values, tops: Values, density: float) -> Blocks:
    """What lies too deep to be told apart: a field of heights, four deep, of uneven density."""
    parts, z = [], np.linspace(room[4], room[5], 5)
    for near, far in pairwise(z):
        count = len(x) - 1
        top = np.maximum(tops[:-1] + hollows(rng, x[:-1]), room[2] + 0.02)
        low = np.stack([x[:-1], np.full(count, room[2]), np.full(count, near)], 1)
        parts.append(boxes(low, np.stack([x[1:], top, np.full(count, far)], 1)))
    return blocks(np.concatenate(parts), STEEL, density)


def hollows(rng: np.random.Generator, x: Values) -> Values:
    """Bumps and hollows of some centimetres, a quarter of a metre apart."""
    places = np.arange(x[0], x[-1] + 0.25, 0.25)
    return np.interp(x, places, rng.normal(0, 0.06, len(places)))


def within_heap(rng: np.random.Generator, room: Bounds, x: Values, tops: Values, count: int) -> Values:
    """Places in a heap (N x 3), more of them near its surface."""
    at = rng.uniform(room[0] + 0.1, room[1] - 0.1, count)
    y = room[2] + (np.interp(at, x, tops) - room[2]) * rng.beta(2.2, 0.9, count)
    return np.stack([at, y, rng.uniform(room[4] + 0.1, room[5] - 0.1, count)], axis=1)


def shreds(rng: np.random.Generator, room: Bounds, x: Values, tops: Values, count: int) -> Blocks:
    """Pieces of 4-30 cm, thin and at all angles."""
    middle = within_heap(rng, room, x, tops, count)
    way = rng.normal(size=(count, 3))
    way *= np.exp(rng.normal(np.log(0.05), 0.5, (count, 1))).clip(0.02, 0.15) / np.linalg.norm(
        way, axis=1, keepdims=True
    )
    middle[:, 1] -= np.abs(way[:, 1]) * rng.uniform(0.0, 1.0, count)
    rows = rods(middle - way, middle + way, rng.uniform(0.008, 0.035, count), 5)
    return blocks(rows, STEEL, np.tile(rng.uniform(1.5, 7.5, count), 5))


def bent(rng: np.random.Generator, room: Bounds, x: Values, tops: Values, count: int) -> Blocks:
    """Profiles and pipes in two straight parts each, lying more flat than upright."""
    start = within_heap(rng, room, x, tops, count)
    way = rng.normal(size=(count, 3)) * (1.0, 0.35, 0.7)
    way *= rng.uniform(0.1, 0.7, (count, 1)) / np.linalg.norm(way, axis=1, keepdims=True)
    kink = start + way
    end = kink + way * (1, -0.5, 1) + rng.normal(0, 0.08, (count, 3))
    thick, density = rng.uniform(0.012, 0.06, count), rng.uniform(1.5, 7.0, count)
    rows = np.concatenate([rods(start, kink, thick, 7), rods(kink, end, thick, 7)])
    return blocks(rows, STEEL, np.tile(density, 14))


def engine_block(rng: np.random.Generator, place: Values, group: int) -> Blocks:
    """A casting with four bores, its crankshaft beneath, and what is bolted on; some decimetres across."""
    long, tall, deep = rng.uniform(0.4, 0.6), rng.uniform(0.35, 0.5), rng.uniform(0.2, 0.35)
    x, y, z = place
    walls: list[Bounds] = [(x, x + long, y + 0.12, y + tall, side, side + 0.03) for side in (z, z + deep - 0.03)]
    walls += [(a, a + 0.025, y + 0.12, y + tall, z, z + deep) for a in np.linspace(x, x + long - 0.025, 5)]
    walls.append((x, x + long, y + tall - 0.08, y + tall, z, z + deep))
    shaft = ring("x", (y + 0.09, z + deep / 2), (0.0, 0.06), (x, x + long), 6)
    return join(
        blocks(walls, CAST_IRON, 4.0, group),
        blocks(shaft, STEEL, 5.0, group),
        blocks([(x + 0.05, x + long - 0.05, y, y + 0.02, z, z + deep)], ALUMINIUM, 2.7, group),
    )


def machinery(rng: np.random.Generator, room: Bounds) -> Blocks:
    """A few machines on skids or in crates, chocked, with room between them."""
    parts, group = [], 0
    x, left = room[1] - rng.uniform(0.1, 0.8), rng.uniform(8_000, PAYLOAD_KG[1])
    while (long := rng.uniform(0.9, min(3.2, room[1] - room[0] - 1))) < x - room[0] and left > 0:
        deep = rng.uniform(0.8, room[5] - room[4] - 0.1)
        z0 = rng.uniform(room[4] + 0.02, room[5] - 0.02 - deep)
        area = (x - long, x, room[2], room[2] + rng.uniform(0.8, 2.1), z0, z0 + deep)
        machine = machine_on_skid(rng, area, group)
        tilt = float(rng.normal(0, 0.006))
        parts.append(slanted(cut(machine, "x", 0.5), "y", "x", tilt, x - long if tilt > 0 else x))
        left -= machine.mass_kg
        x, group = x - long - rng.uniform(0.1, 1.2), group + 1
    return join(*parts).inside(room)


def machine_on_skid(rng: np.random.Generator, room: Bounds, group: int) -> Blocks:
    """Skid, bed, a few castings with shafts and wheels, pipes, and a sheet housing or a crate about it all."""
    x0, x1, y0, y1, z0, z1 = room
    bed = y0 + rng.uniform(0.15, 0.35)
    skid: list[Bounds] = [(x0, x1, y0, y0 + 0.1, z, z + 0.1) for z in np.linspace(z0, z1 - 0.1, 3)]
    frame: list[Bounds] = [(x0, x1, y0 + 0.1, bed, z, z + 0.012) for z in (z0 + 0.1, z1 - 0.112)]
    frame += [(x, x + 0.012, y0 + 0.1, bed, z0 + 0.1, z1 - 0.1) for x in np.linspace(x0, x1 - 0.012, 4)]
    above = (x0, x1, bed, y1, z0, z1)
    works = [
        WORKS[int(rng.integers(len(WORKS)))](rng, inner_room(rng, above), group) for _ in range(int(rng.integers(3, 8)))
    ]
    cover = crate(rng, room, group) if rng.random() < 0.35 else housing(rng, above, group)
    return join(
        blocks(skid, WOOD, 0.6, group), blocks(frame, STEEL, 7.85, group), *works, cover, pipes(rng, above, group)
    )


def inner_room(rng: np.random.Generator, room: Bounds) -> Bounds:
    """A part of a machine's room, standing on its bed or hung above it."""
    size = np.array(room[1::2]) - np.array(room[0::2])
    extent = size * rng.uniform((0.15, 0.25, 0.25), (0.5, 0.8, 0.7))
    start = np.array(room[0::2]) + (size - extent) * rng.uniform(0, 1, 3) * (1, float(rng.random() < 0.3), 1)
    (x, y, z), (far, top, deep) = start.tolist(), (start + extent).tolist()
    return x, far, y, top, z, deep


def casting(rng: np.random.Generator, room: Bounds, group: int) -> Blocks:
    """Walls of 12-40 mm with ribs, narrower upwards."""
    x0, x1, y0, y1, z0, z1 = room
    t, rows = rng.uniform(0.012, 0.04), []
    steps = np.linspace(0, 1, 9)
    narrow = rng.uniform(0.0, 0.3) * (x1 - x0) / 2
    for low, high in pairwise(steps):
        a, b, inset = y0 + low * (y1 - y0), y0 + high * (y1 - y0), narrow * low
        rows += [(x0 + inset, x0 + inset + t, a, b, z0, z1), (x1 - inset - t, x1 - inset, a, b, z0, z1)]
        rows += [(x0 + inset + t, x1 - inset - t, a, b, z, z + t) for z in (z0, z1 - t)]
    rows += [(x0 + narrow, x1 - narrow, y, y + t, z0, z1) for y in np.linspace(y0, y1 - t, int(rng.integers(2, 5)))]
    return blocks(rows, CAST_IRON, 7.1, group)


def gearbox(rng: np.random.Generator, room: Bounds, group: int) -> Blocks:
    """A cast case with two or three wheels on shafts across, half filled with oil."""
    x0, x1, y0, y1, z0, z1 = room
    parts = [casting(rng, room, group)]
    for _ in range(int(rng.integers(1, 4))):
        radius = rng.uniform(0.15, 0.42) * min(x1 - x0, y1 - y0)
        x, y = rng.uniform(x0 + radius, x1 - radius), rng.uniform(y0 + radius, y1 - radius)
        z = rng.uniform(z0, z1 - 0.08)
        parts.append(blocks(ring("z", (x, y), (0.6 * radius, radius), (z, z + 0.08), 28), STEEL, 7.0, group))
        parts.append(blocks(ring("z", (x, y), (0, 0.6 * radius), (z + 0.03, z + 0.05), 16), STEEL, 7.0, group))
        parts.append(blocks(ring("z", (x, y), (0, 0.035), (z0, z1), 8), STEEL, 7.8, group))
    oil = blocks([(x0 + 0.04, x1 - 0.04, y0 + 0.04, y0 + 0.3 * (y1 - y0), z0 + 0.04, z1 - 0.04)], OIL, 0.87, group)
    return join(*parts, oil)


def motor(rng: np.random.Generator, room: Bounds, group: int) -> Blocks:
    """An electric motor lengthwise: cooling ribs, windings of copper, and a core with its shaft."""
    x0, x1, y0, y1, z0, z1 = room
    radius = min(y1 - y0, z1 - z0) / 2
    centre = (y0 + radius, (z0 + z1) / 2)
    end = rng.uniform(0.06, 0.12) * (x1 - x0)
    return join(
        blocks(ring("x", centre, (0.9 * radius, radius), (x0, x1), 18), CAST_IRON, 5.0, group),
        blocks(ring("x", centre, (0.5 * radius, 0.85 * radius), (x0 + 2 * end, x1 - 2 * end), 18), STEEL, 7.0, group),
        blocks(ring("x", centre, (0.5 * radius, 0.8 * radius), (x0 + end, x0 + 2 * end), 14), COPPER, 4.5, group),
        blocks(ring("x", centre, (0.5 * radius, 0.8 * radius), (x1 - 2 * end, x1 - end), 14), COPPER, 4.5, group),
        blocks(ring("x", centre, (0, 0.45 * radius), (x0, x1), 12), STEEL, 6.5, group),
    )


def rollers(rng: np.random.Generator, room: Bounds, group: int) -> Blocks:
    """Rollers across, some hollow, between two side plates."""
    x0, x1, y0, y1, z0, z1 = room
    parts = [blocks([(x0, x1, y0, y1, z, z + 0.015) for z in (z0, z1 - 0.015)], STEEL, 7.85, group)]
    for _ in range(int(rng.integers(2, 6))):
        radius = rng.uniform(0.04, 0.3) * min(x1 - x0, y1 - y0)
        x, y = rng.uniform(x0 + radius, x1 - radius), rng.uniform(y0 + radius, y1 - radius)
        hollow = radius - 0.012 if rng.random() < 0.6 else 0.0
        parts.append(blocks(ring("z", (x, y), (max(hollow, 0), radius), (z0, z1), 24), STEEL, 7.85, group))
    return join(*parts)


def housing(rng: np.random.Generator, room: Bounds, group: int) -> Blocks:
    """Sheet of 1.5-3 mm on a frame of angles, on some sides only."""
    x0, x1, y0, y1, z0, z1 = room
    t = rng.uniform(0.0015, 0.003)
    sides: list[Bounds] = [(x0, x0 + t, y0, y1, z0, z1), (x1 - t, x1, y0, y1, z0, z1), (x0, x1, y1 - t, y1, z0, z1)]
    sides += [(x0, x1, y0, y1, z0, z0 + t), (x0, x1, y0, y1, z1 - t, z1)]
    kept = [side for side in sides if rng.random() < 0.6]
    kept += [(x, x + 0.05, y0, y1, z, z + 0.006) for x in (x0, x1 - 0.05) for z in (z0, z1 - 0.006)]
    return blocks(kept, STEEL, 7.85, group)


def crate(rng: np.random.Generator, room: Bounds, group: int) -> Blocks:
    """Boards with gaps on a frame, braced aslant."""
    x0, x1, y0, y1, z0, z1 = room
    wide = rng.uniform(0.1, 0.15)
    rows: list[Bounds] = []
    for z in (z0, z1 - 0.022):
        rows += [(x0, x1, y, min(y + wide, y1), z, z + 0.022) for y in np.arange(y0, y1, wide * rng.uniform(1.02, 1.8))]
    rows += [(x, x + 0.1, y0, y1, z, z + 0.03) for x in np.linspace(x0, x1 - 0.1, 3) for z in (z0 + 0.022, z1 - 0.052)]
    rows += [(x0, x1, y1 - 0.022, y1, z0, z1), (x0, x0 + 0.022, y0, y1, z0, z1), (x1 - 0.022, x1, y0, y1, z0, z1)]
    brace = rods(np.array([[x0, y0, z0 + 0.04]]), np.array([[x1, y1 - 0.1, z0 + 0.04]]), np.array([0.03]), 24)
    return join(blocks(rows, WOOD, 0.5, group), blocks(brace, WOOD, 0.5, group))


def pipes(rng: np.random.Generator, room: Bounds, group: int) -> Blocks:
    """Pipes and hoses aslant through the machine."""
    low, high = np.array(room[0::2]) + 0.05, np.array(room[1::2]) - 0.05
    count = int(rng.integers(3, 12))
    start, end = rng.uniform(low, high, (count, 3)), rng.uniform(low, high, (count, 3))
    straight = rng.random(count) < 0.6
    end[straight, 1] = start[straight, 1]
    return blocks(rods(start, end, rng.uniform(0.015, 0.05, count), 16), STEEL, 2.5, group)


WORKS = (casting, gearbox, motor, rollers)
