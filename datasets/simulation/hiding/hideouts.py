"""Where lots are hidden: for each place a room in the container that takes a mass, goods or no goods."""

import numpy as np

from datasets.simulation.blocks import Blocks, Bounds
from datasets.simulation.hiding.lots import extent
from datasets.simulation.scenes.containers import Container
from datasets.simulation.scenes.fittings import WIDTH
from datasets.simulation.scenes.reefer import FLOOR_FOAM, INSULATION


def doors_room(rng: np.random.Generator, container: Container, load: Blocks, mass_kg: float) -> Bounds:
    """Between the doors and the load where there is space, else on the load."""
    x0, x1, floor, roof, z0, z1 = container.room
    start = extent(load, 0)[0] if len(load) else x1
    if start - x0 > 0.3:
        deep = min(start - x0 - 0.02, rng.uniform(0.3, 1.2))
        high = min(roof - floor, max(0.4, mass_kg / 1000 / (deep * 0.8 * (z1 - z0)) * 1.3))
        return x0, x0 + deep, floor, floor + high, z0, z1
    near = load.inside((x0, x0 + 1.2, floor, roof, z0, z1))
    top = float(np.quantile(near.bounds[:, 3], 0.9)) if len(near) else floor
    base = top if roof - top > 0.15 else roof - 0.4
    return x0, x0 + 1.2, base, roof, z0, z1


def floor_room(rng: np.random.Generator, container: Container, _load: Blocks, mass_kg: float) -> Bounds:
    low, high = FLOOR_FOAM if container.kind == "reefer" else (0.03, 0.128)
    return (*span(rng, container.length - 0.6, mass_kg, (high - low) * 1.6), low, high, *across(rng, 1.6))


def ceiling_room(rng: np.random.Generator, container: Container, _load: Blocks, mass_kg: float) -> Bounds:
    top = container.height - (0.012 if container.kind == "reefer" else 0.036)
    return (
        *span(rng, container.length - 0.8, mass_kg, 0.05 * 1.8),
        top - rng.uniform(0.04, 0.07),
        top,
        *across(rng, 1.8),
    )


def side_wall_room(rng: np.random.Generator, container: Container, _load: Blocks, mass_kg: float) -> Bounds:
    thick = INSULATION - 0.006 if container.kind == "reefer" else rng.uniform(0.035, 0.06)
    outer = WIDTH / 2 - (0.003 if container.kind == "reefer" else 0.046)  # a dry box: where its folds end
    low = rng.uniform(0.3, 1.0)
    high = min(low + rng.uniform(0.4, 1.5), container.height - 0.2)
    walls = (outer - thick, outer) if rng.random() < 0.5 else (-outer, -outer + thick)
    return (*span(rng, container.length - 0.8, mass_kg, (high - low) * thick), low, high, *walls)


def front_wall_room(rng: np.random.Generator, container: Container, _load: Blocks, mass_kg: float) -> Bounds:
    end = container.room[1] + (0.02 if container.kind == "reefer" else 0.003)
    high = rng.uniform(0.8, container.height - 0.4)
    thick = min(max(0.045, mass_kg / 1000 / (high * 2.2)), 0.3)
    return end - thick, end, 0.2, 0.2 + high, -1.1, 1.1


def unit_room(rng: np.random.Generator, container: Container, _load: Blocks, mass_kg: float) -> Bounds:
    """Under the compressor's platform behind the lower hatch, or above the fans behind the upper one."""
    end, roof = container.length, container.height
    high = 0.06 + mass_kg / 450
    if rng.random() < 0.6:
        return end - 0.34, end - 0.06, 0.21, 0.21 + min(high, 0.39), *across(rng, 1.8)
    return end - 0.40, end - 0.12, roof - 0.36, roof - 0.36 + min(high, 0.26), *across(rng, 1.8)


def cargo_room(rng: np.random.Generator, _container: Container, load: Blocks, mass_kg: float) -> Bounds:
    return within(rng, load, mass_kg / 1100 * 1.15)


def within(rng: np.random.Generator, load: Blocks, volume_m3: float) -> Bounds:
    """A room of this volume around a place inside the goods."""
    shape = np.exp(rng.normal(0, 0.4, 3))
    size = shape * (volume_m3 / shape.prod()) ** (1 / 3)
    goods = load.bounds[load.density > 0]
    centre = goods[int(rng.integers(len(goods)))].reshape(3, 2).mean(axis=1)
    limits = np.array([extent(load, axis) for axis in range(3)])
    size = np.maximum(np.minimum(size, (limits[:, 1] - limits[:, 0]) * 0.95), 0.05)
    size[0] = min(max(size[0], volume_m3 / (size[1] * size[2])), limits[0, 1] - limits[0, 0])
    (x, y, z), (long, high, deep) = (
        np.clip(centre - size / 2, limits[:, 0], limits[:, 1] - size).tolist(),
        size.tolist(),
    )
    return x, x + long, y, y + high, z, z + deep


def span(rng: np.random.Generator, length: float, mass_kg: float, section_m2: float) -> tuple[float, float]:
    """A stretch of the container's length that takes the mass at this cross-section."""
    long = min(max(mass_kg / 1000 / (section_m2 * 0.9), 0.2) * rng.uniform(1.0, 1.6), length)
    start = 0.3 + rng.uniform(0, length - long)
    return start, start + long


def across(rng: np.random.Generator, wide: float) -> tuple[float, float]:
    middle = rng.uniform(-(2.2 - wide) / 2, (2.2 - wide) / 2)
    return middle - wide / 2, middle + wide / 2


ROOMS = {
    "doors": doors_room,
    "floor": floor_room,
    "ceiling": ceiling_room,
    "side_wall": side_wall_room,
    "front_wall": front_wall_room,
    "reefer_unit": unit_room,
    "cargo": cargo_room,
}
