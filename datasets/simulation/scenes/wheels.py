"""Axles with twin tyres, brakes, springs and air bags."""

from functools import cache

import numpy as np

from datasets.simulation.beam.materials import POLYETHYLENE, RUBBER, STEEL
from datasets.simulation.blocks import Blocks, Bounds, blocks, both_sides, disc, join, ring, stairs

TYRE_RADIUS = 0.505  # 11R22.5 and the like
# Rubber and steel cord spread over the width that a ray crosses: belts and tread, shoulders, two or four sidewalls.
TREAD_G_CM3, SHOULDER_G_CM3, SIDEWALL_G_CM3 = 1.05, 0.34, 0.15
TRACK = (0.64, 1.19)  # across, twin tyres
SINGLE = (0.86, 1.17)  # across, a steered wheel


def axle(x: float, ground: float, *, single: bool = False) -> Blocks:
    """One axle from side to side."""
    return placed(wheelset(single), x, ground + TYRE_RADIUS)


def placed(things: Blocks, x: float, y: float) -> Blocks:
    return things.moved(np.tile(np.array([[x, y, 0.0]], np.float32), (len(things), 1)))


@cache
def wheelset(single: bool) -> Blocks:
    """Tyres, rims, drums and hubs about an axle at the origin."""
    across, radius = SINGLE if single else TRACK, TYRE_RADIUS
    middle = (across[0] + across[1]) / 2
    tread = ring("z", (0.0, 0.0), (radius - 0.030, radius), across, strips=32)
    shoulder = ring("z", (0.0, 0.0), (radius - 0.090, radius - 0.030), across, strips=20)
    wall = ring("z", (0.0, 0.0), (0.276, radius - 0.090), across, strips=18)
    rim = ring("z", (0.0, 0.0), (0.272, 0.284), (across[0] + 0.02, across[1] - 0.02), strips=16)
    plate = ring("z", (0.0, 0.0), (0.094, 0.272), (middle - 0.006, middle + 0.006), strips=12)
    drum = ring("z", (0.0, 0.0), (0.150, 0.206), (across[0] - 0.02, middle - 0.02), strips=12)
    hub = disc("z", (0.0, 0.0), 0.095, (across[0] - 0.05, across[1] - 0.06), strips=8)
    chamber = disc("x", (0.10, 0.36), 0.085, (0.16, 0.36), strips=8)
    beam = disc("z", (0.0, 0.0), 0.060, (-across[0] + 0.05, across[0] - 0.05), strips=6)
    return join(
        blocks(both_sides(tread), RUBBER, TREAD_G_CM3),
        blocks(both_sides(shoulder), RUBBER, SHOULDER_G_CM3),
        blocks(both_sides(wall), RUBBER, SIDEWALL_G_CM3),
        blocks(both_sides(rim + plate), STEEL, 7.85),
        blocks(both_sides(drum + hub) + beam, STEEL, 3.6),
        blocks(
            both_sides(chamber), STEEL, 1.2
        ),  # of the brake: a shell, a spring, air  # shoes in a drum, bearings in a hub, a hollow beam
    )


def leaf_spring(x: float, ground: float) -> Blocks:
    return placed(leaves(), x, ground + TYRE_RADIUS)


@cache
def leaves() -> Blocks:
    """A pack of leaves over the axle, its clamps and hangers."""
    rows: list[Bounds] = [(-0.05, 0.05, 0.03, 0.15, 0.45, 0.55)]
    for way in (-1, 1):
        tip = way * 0.48
        rows += stairs((0.0, 0.09), (tip, 0.18), 0.035, (0.46, 0.54), step=0.008)
        rows += stairs((0.0, 0.06), (tip * 0.6, 0.13), 0.030, (0.46, 0.54), step=0.008)
        rows.append((tip - 0.03, tip + 0.03, 0.15, 0.43, 0.47, 0.478))
    return blocks(both_sides(rows), STEEL, 7.85)


def air_spring(x: float, ground: float) -> Blocks:
    return placed(bellows(), x, ground + TYRE_RADIUS)


@cache
def bellows() -> Blocks:
    """A trailing arm, its bracket, the air bag behind the axle and a damper."""
    steel = stairs((-0.34, -0.03), (0.50, 0.10), 0.05, (0.44, 0.54), step=0.008)
    steel += [(0.44, 0.56, 0.02, 0.40, z, z + 0.008) for z in (0.43, 0.545)]
    steel += stairs((0.02, 0.02), (0.30, 0.38), 0.09, (0.40, 0.42), step=0.015)
    steel += [(-0.41, -0.19, y, y + 0.008, 0.39, 0.61) for y in (0.022, 0.27)]
    bag = ring("y", (-0.30, 0.5), (0.12, 0.135), (0.03, 0.27), strips=10)
    return join(blocks(both_sides(steel), STEEL, 7.85), blocks(both_sides(bag), RUBBER, 1.2))


def mudguard(x: float, ground: float) -> Blocks:
    return placed(arch(), x, ground + TYRE_RADIUS)


@cache
def arch() -> Blocks:
    """Plastic of 5 mm over a wheel, and the flap behind it."""
    radius, angles = TYRE_RADIUS + 0.07, np.linspace(0.15, np.pi - 0.15, 23)
    rows: list[Bounds] = []
    for a, b in zip(angles[:-1].tolist(), angles[1:].tolist(), strict=True):
        low, high = sorted((radius * np.sin(a), radius * np.sin(b)))
        rows.append((radius * np.cos(b), radius * np.cos(a), low, high + 0.005, 0.62, 1.22))
    section = np.array([(x1 - x0) * (y1 - y0) for x0, x1, y0, y1, _, _ in rows])
    density = 0.95 * 0.005 * radius * (angles[1] - angles[0]) / section
    flap: list[Bounds] = [(-radius - 0.01, -radius, -0.35, 0.08, 0.66, 1.20)]
    return join(
        blocks(both_sides(rows), POLYETHYLENE, np.concatenate([density, density])),
        blocks(both_sides(flap), RUBBER, 1.2),
    )


def spare_wheel(x: float, y: float) -> Blocks:
    """A wheel that lies flat under the frame, `y` its lower side."""
    return placed(lying_wheel(), x, y)


@cache
def lying_wheel() -> Blocks:
    across, radius = (0.0, 0.26), TYRE_RADIUS
    tread = ring("y", (0.0, 0.0), (radius - 0.030, radius), across, strips=28)
    wall = ring("y", (0.0, 0.0), (0.275, radius - 0.030), across, strips=24)
    rim = ring("y", (0.0, 0.0), (0.270, 0.280), (0.02, 0.24), strips=20)
    carrier: list[Bounds] = [(-0.01, 0.01, 0.2, 0.5, -0.01, 0.01), (-0.05, 0.05, -0.02, 0.0, -0.3, 0.3)]
    return join(
        blocks(tread, RUBBER, TREAD_G_CM3), blocks(wall, RUBBER, SIDEWALL_G_CM3), blocks(rim + carrier, STEEL, 7.85)
    )
