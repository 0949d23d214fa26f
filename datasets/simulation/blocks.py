"""Things made of rectangular blocks: what every scene consists of."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from datasets.simulation.beam.materials import INDEX, Material

Bounds = tuple[float, float, float, float, float, float]


@dataclass(frozen=True, eq=False)
class Blocks:
    """N blocks in the container's own coordinates, metres.

    `bounds` is N x 6: x from the doors to the front, y up from the container's underside, z across from its middle
    plane, each as low, high. `density` is in g/cm3; a negative one takes away what lies there. `group` numbers what
    moves together, a pallet or a stack.
    """

    bounds: NDArray[np.float32]
    material: NDArray[np.int16]
    density: NDArray[np.float32]
    group: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.bounds)

    @property
    def volume_m3(self) -> NDArray[np.float32]:
        return np.asarray(np.prod(self.bounds[:, 1::2] - self.bounds[:, 0::2], axis=1), np.float32)

    @property
    def mass_kg(self) -> float:
        return float((self.volume_m3 * self.density).sum() * 1000)

    def moved(self, offsets: NDArray[np.float32]) -> "Blocks":
        """Each block moved by its own row of offsets (N x 3: x, y, z)."""
        return replace(self, bounds=(self.bounds + np.repeat(offsets, 2, axis=1)).astype(np.float32))

    def chosen(self, which: NDArray[np.bool_]) -> "Blocks":
        return Blocks(self.bounds[which], self.material[which], self.density[which], self.group[which])

    def across(self) -> "Blocks":
        """The same things seen from the other side: near and far change places."""
        bounds = self.bounds.copy()
        bounds[:, 4], bounds[:, 5] = -self.bounds[:, 5], -self.bounds[:, 4]
        return replace(self, bounds=bounds)

    def inside(self, room: Bounds) -> "Blocks":
        """The parts that lie in a room."""
        low, high = np.array(room[0::2], np.float32), np.array(room[1::2], np.float32)
        bounds = self.bounds.copy()
        bounds[:, 0::2] = np.maximum(bounds[:, 0::2], low)
        bounds[:, 1::2] = np.minimum(bounds[:, 1::2], high)
        return replace(self, bounds=bounds).chosen(np.all(bounds[:, 1::2] > bounds[:, 0::2], axis=1))

    def taken_away(self) -> "Blocks":
        """What has to be added so that these are gone."""
        return replace(self, density=-self.density)


def blocks(
    bounds: Iterable[Bounds], material: Material, density: float | NDArray[np.float64], group: int = 0
) -> Blocks:
    """Blocks of one material and group; a density for all or one each."""
    rows = np.array(list(bounds), np.float32).reshape(-1, 6)
    return Blocks(
        rows,
        np.full(len(rows), INDEX[material.name], np.int16),
        np.broadcast_to(np.asarray(density, np.float32), len(rows)).copy(),
        np.full(len(rows), group, np.int32),
    )


def join(*parts: Blocks) -> Blocks:
    parts = (nothing(), *parts)
    return Blocks(
        np.concatenate([part.bounds for part in parts]).reshape(-1, 6),
        np.concatenate([part.material for part in parts]),
        np.concatenate([part.density for part in parts]),
        np.concatenate([part.group for part in parts]),
    )


def nothing() -> Blocks:
    return Blocks(np.zeros((0, 6), np.float32), np.zeros(0, np.int16), np.zeros(0, np.float32), np.zeros(0, np.int32))


def disc(
    axis: str, centre: tuple[float, float], radius: float, along: tuple[float, float], strips: int = 10
) -> list[Bounds]:
    """A cylinder as strips of equal width: `axis` x, y or z; `centre` in the other two coordinates in their order.

    The strips stand side by side along the first of the two, so that the volume is that of the cylinder.
    """
    edges = np.linspace(-radius, radius, strips + 1)
    middles = (edges[:-1] + edges[1:]) / 2
    half = np.sqrt(radius**2 - middles**2)
    half *= np.pi * radius**2 / (2 * half.sum() * (edges[1] - edges[0]))  # the strips together keep the volume
    rows: list[Bounds] = []
    for low, high, reach in zip(edges[:-1], edges[1:], half, strict=True):
        first = (centre[0] + low, centre[0] + high)
        second = (centre[1] - reach, centre[1] + reach)
        rows.append(
            {"x": (*along, *first, *second), "y": (*first, *along, *second), "z": (*first, *second, *along)}[axis]
        )
    return rows


def ring(
    axis: str,
    centre: tuple[float, float],
    radii: tuple[float, float],
    along: tuple[float, float],
    strips: int = 20,
) -> list[Bounds]:
    """A tube as strips that narrow towards its sides, so that its outline stays round; `radii` are inner and outer.

    Axis and centre are as in `disc`; the area of each strip's section is exact.
    """
    inner, outer = radii
    edges = np.unique(np.concatenate([outer * np.sin(np.linspace(-np.pi / 2, np.pi / 2, strips + 1)), (-inner, inner)]))
    beyond = np.diff(half_circle(edges, outer)) / np.diff(edges)
    within = np.diff(half_circle(edges, inner)) / np.diff(edges)
    rows: list[Bounds] = []
    for low, high, near, far in zip(edges[:-1], edges[1:], within, beyond, strict=True):
        first = (centre[0] + float(low), centre[0] + float(high))
        halves = [(near, far), (-far, -near)] if near > 0 else [(-far, far)]
        for start, end in halves:
            second = (centre[1] + float(start), centre[1] + float(end))
            rows.append(
                {"x": (*along, *first, *second), "y": (*first, *along, *second), "z": (*first, *second, *along)}[axis]
            )
    return rows


def half_circle(at: NDArray[np.float64], radius: float) -> NDArray[np.float64]:
    """Area of a half disc up to each place."""
    if radius == 0:
        return np.zeros_like(at)
    part = np.clip(at / radius, -1, 1)
    return np.asarray(radius**2 / 2 * (part * np.sqrt(1 - part**2) + np.arcsin(part)))


def stairs(
    start: tuple[float, float], end: tuple[float, float], thick: float, across: tuple[float, float], step: float = 0.01
) -> list[Bounds]:
    """A bar from one place (x, y) to another as stairs of about this rise; `thick` is measured upright."""
    count = max(int(np.ceil(abs(end[1] - start[1]) / step - 1e-6)), 1)
    x, y = np.linspace(start[0], end[0], count + 1), np.linspace(start[1], end[1], 2 * count + 1)[1::2]
    return [
        (float(min(a, b)), float(max(a, b)), float(low), float(low) + thick, *across)
        for a, b, low in zip(x[:-1], x[1:], y, strict=True)
    ]


def reflected(rows: Iterable[Bounds], axis: int, middle: float = 0.0) -> list[Bounds]:
    """The same rows on the other side of a plane; `axis` is 0 for x, 1 for y, 2 for z."""
    table = np.array(list(rows)).reshape(-1, 6)
    table[:, [2 * axis, 2 * axis + 1]] = 2 * middle - table[:, [2 * axis + 1, 2 * axis]]
    return [(r[0], r[1], r[2], r[3], r[4], r[5]) for r in table.tolist()]


def both_sides(rows: list[Bounds]) -> list[Bounds]:
    """Rows of one side, and the same on the other side of the middle plane."""
    return rows + reflected(rows, 2)
