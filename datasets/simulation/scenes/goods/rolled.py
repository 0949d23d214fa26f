"""Round goods: paper rolls, steel coils and tyres."""

import numpy as np

from datasets.simulation.beam.materials import CARDBOARD, RUBBER, STEEL, WOOD
from datasets.simulation.blocks import Blocks, Bounds, blocks, join, ring
from datasets.simulation.scenes.stowing import PAYLOAD_KG, level, settled, used
from datasets.simulation.shapes import Rows, copies, crumbled, slanted

MOST_BLOCKS = 19_000  # of a load of tyres
FINE = 14  # strips that a tyre must have for its tilt not to show as stairs


def staggered(room: Bounds, wide: float, gap: float) -> Rows:
    """Places (x, z, row) of round things standing close from the front to the doors, every other row moved over."""
    across = max(int((room[5] - room[4]) / wide), 1)
    spare = room[5] - room[4] - across * wide
    aside = min(spare, wide - spare) if across > 1 else spare
    step = max(np.sqrt(max(wide**2 - aside**2, 0)), wide / 2) + gap
    rows = []
    for n, x in enumerate(np.arange(room[1] - wide / 2 - 0.02, room[0] + wide / 2, -step)):
        z = room[4] + (np.arange(across) + 0.5) * wide + (spare if n % 2 else 0.0)
        rows.append(np.stack([np.full(across, x), z, np.full(across, n)], axis=1))
    return np.concatenate(rows or [np.zeros((0, 3))])


def paper_rolls(rng: np.random.Generator, room: Bounds) -> Blocks:
    """Rolls on end, wound on a core, one, two or three high."""
    room = used(rng, room)
    radius, density = rng.uniform(0.42, 0.64), rng.uniform(0.6, 0.9)
    high, inner = rng.uniform(0.7, 1.35), rng.choice([0.038, 0.05, 0.076])
    layers = max(int((level(rng, room, density * 0.78, 0.8, 0.98) - room[2]) / high), 1)
    roll = blocks(ring("y", (0, 0), (inner, radius), (0, high - 0.006), 22), CARDBOARD, density)
    core = blocks(ring("y", (0, 0), (inner - 0.01, inner), (0, high), 6), CARDBOARD, 0.7)
    parts = []
    for x, z, n in staggered(room, 2 * radius, 0.01):
        for k in range(layers if rng.random() < 0.93 else max(layers - 1, 1)):
            place = np.array([[x + rng.normal(0, 0.006), room[2] + k * high, z]])
            parts.append(copies(join(roll, core), place, np.array([int(n)])))
    return settled(rng, crumbled(rng, join(*parts), 7000, 0.03, 0.05), room, 0.003, 0.004)


def coils(rng: np.random.Generator, room: Bounds) -> Blocks:
    """Steel coils of 3-10 t on cradles, eye to the side; or slit coils eye to the sky on pallets."""
    return lying_coils(rng, room) if rng.random() < 0.65 else slit_coils(rng, room)


def lying_coils(rng: np.random.Generator, room: Bounds) -> Blocks:
    left, parts, x, group = rng.uniform(*PAYLOAD_KG), [], room[1] - rng.uniform(0.2, 1.2), 0
    spacing = rng.uniform(0.1, 0.9)
    while left > 3000:
        inner, wide = rng.choice([0.254, 0.305]), rng.uniform(0.9, 1.5)
        mass = min(rng.uniform(3000, 10_000), left)
        outer = float(np.sqrt(mass / (7600 * np.pi * wide) + inner**2))
        if x - 2 * outer < room[0]:
            break
        side = rng.normal(0, 0.05)
        centre = (x - outer, room[2] + 0.1 + outer)
        coil = wound(rng, centre, (outer, float(inner)), (side - wide / 2, side + wide / 2), group)
        parts.append(join(coil, cradle(room[2], x - outer, outer, wide, group)))
        left, x, group = left - mass, x - 2 * outer - spacing * rng.uniform(0.7, 1.3), group + 1
    return join(*parts).inside(room)


def wound(
    rng: np.random.Generator,
    centre: tuple[float, float],
    radii: tuple[float, float],
    along: tuple[float, float],
    group: int,
) -> Blocks:
    """Windings tight at the eye; the outermost stand out or in by some centimetres."""
    outer, inner = radii
    middle = inner + rng.uniform(0.5, 0.8) * (outer - inner)
    shift = rng.normal(0, 0.02)
    tight = blocks(ring("z", centre, (inner, middle), along, 44), STEEL, 7.6, group)
    loose = blocks(ring("z", centre, (middle, outer), (along[0] + shift, along[1] + shift), 56), STEEL, 7.4, group)
    return join(tight, loose)


def cradle(floor: float, x: float, outer: float, wide: float, group: int) -> Blocks:
    """Beams lengthwise, wedges of squared wood on both sides, and a lashing over the top."""
    z0, z1 = -wide / 2 - 0.1, wide / 2 + 0.1
    rows: list[Bounds] = [(x - outer, x + outer, floor, floor + 0.1, z, z + 0.12) for z in (z0, z1 - 0.12)]
    for side in (-1, 1):
        for k in range(4):
            low, high = x + side * outer * (0.55 + 0.12 * k), x + side * outer * (0.67 + 0.12 * k)
            tall = floor + 0.1 + outer * (1 - np.sqrt(max(1 - (0.55 + 0.12 * k) ** 2, 0)))
            rows += [(min(low, high), max(low, high), floor + 0.1, float(tall), z, z + 0.12) for z in (z0, z1 - 0.12)]
    return blocks(rows, WOOD, 0.6, group)


def slit_coils(rng: np.random.Generator, room: Bounds) -> Blocks:
    outer, high = rng.uniform(0.45, 0.62), rng.uniform(0.12, 0.4)
    coil = blocks(ring("y", (0, 0), (0.254, outer), (0, high), 24), STEEL, 7.3)
    left, parts = rng.uniform(*PAYLOAD_KG), []
    for x, z, n in staggered(room, 2.04 * outer, rng.uniform(0.02, 0.3)):
        if left < coil.mass_kg:
            break
        y, group = room[2] + 0.1, int(n)
        base = [(x - outer, x + outer, room[2], room[2] + 0.1, z + dz, z + dz + 0.1) for dz in (-0.4, -0.05, 0.3)]
        parts.append(blocks(base, WOOD, 0.55, group))
        for _ in range(int(rng.integers(1, 4))):
            if left < coil.mass_kg or y + high > room[3]:
                break
            parts.append(copies(coil, np.array([[x + rng.normal(0, 0.01), y, z]]), np.array([group])))
            y, left = y + high + 0.04, left - coil.mass_kg
    return join(*parts).inside(room)


def tyres(rng: np.random.Generator, room: Bounds) -> Blocks:
    """Tyres flat in leaning columns, or laced: each tilted upon the last."""
    room = used(rng, room)
    radius = rng.uniform(0.29, 0.38) if rng.random() < 0.3 else rng.uniform(0.42, 0.58)
    high = radius * rng.uniform(0.5, 0.68)
    places = staggered(room, 2.02 * radius, 0.01)
    most = int(rng.uniform(0.7, 1.0) * (room[3] - room[2]) / high)
    most = min(most, int(MOST_BLOCKS / len(places) / 38))  # 38 blocks make the coarsest tyre
    strips = int(np.clip(MOST_BLOCKS / (len(places) * most) / 8, 4, 32))
    tilt = rng.uniform(0.2, 0.5) if strips >= FINE and rng.random() < 0.6 else 0.0
    reach = radius * tilt
    counts = np.maximum((most * (1 - tilt / 2) * rng.uniform(0.85, 1.0, len(places))).astype(int), 1)
    slopes = [way * tilt * rng.uniform(0.7, 1.1) + rng.normal(0, 0.04) for way in (-1, 1) for _ in range(4)]
    shapes = [tyre(radius * rng.uniform(0.95, 1.0), high, strips, slope) for slope in slopes]
    parts = []
    for (x, z, n), count in zip(places, counts, strict=True):
        drift = np.cumsum(rng.normal(0, 0.012, (count, 2)), axis=0)
        at = np.stack([x + drift[:, 0], room[2] + reach + np.arange(count) * high, z + drift[:, 1]], axis=1)
        at[:, 2] = at[:, 2].clip(room[4] + radius, room[5] - radius)
        for place, shape in zip(at, rng.integers(4, size=count) + 4 * int(n % 2), strict=True):
            parts.append(copies(shapes[shape], place[None], np.array([int(n)])))
    return settled(rng, join(*parts), room, 0.02, 0.06)


def tyre(radius: float, high: float, strips: int, slope: float) -> Blocks:
    """Tread with its steel belt, two side walls, and beads of wire about the hole; hollow within."""
    inner, wall, coarse = 0.58 * radius, 0.012, max(strips - 2, 4)
    tread = ring("y", (0, 0), (radius - 0.025, radius), (wall, high - wall), strips)
    sides = [ring("y", (0, 0), (inner + 0.02, radius - 0.01), (y, y + wall), coarse) for y in (0.0, high - wall)]
    beads = [ring("y", (0, 0), (inner, inner + 0.02), (y, y + 0.02), coarse) for y in (0.0, high - 0.02)]
    whole = join(
        blocks(tread, RUBBER, 1.25),
        blocks(np.concatenate(sides), RUBBER, 1.15),
        blocks(np.concatenate(beads), RUBBER, 2.2),
    )
    return slanted(whole, "y", "x", slope)
