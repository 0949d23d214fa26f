"""Containers drawn in their frame, near wall and far wall apart, so that the map between two views is known exactly."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from datasets.shell import Shell
from datasets.view import BOX_ROWS, FRAME_ROWS, MARGIN_ROWS, Frame, Outline, View

Numbers = NDArray[np.float64]
Along = Callable[[Numbers], Numbers]
FLOOR = 6.0


@dataclass(frozen=True)
class Slab:
    """A box of matter: left, right in parts of the length; low, high in -1 floor .. 1 roof; depth -1 .. 1."""

    left: float
    right: float
    low: float
    high: float
    depth: float
    attenuation: float


@dataclass(frozen=True)
class Source:
    """Where the radiation comes from: side 1 or -1, nearness (half the box's width by the distance) and height."""

    side: int = 1
    nearness: float = 0.2
    height: float = -1.1

    def rows(self, height: Numbers, depth: float) -> Numbers:
        """The frame's row at which a height at a depth is seen; the near roof and floor edge span the box's rows."""
        level = self.seen(height, depth)
        roof, floor = self.seen(np.ones(1), 1.0 * self.side), self.seen(-np.ones(1), 1.0 * self.side)
        return MARGIN_ROWS - 0.5 + (roof - level) / (roof - floor) * BOX_ROWS

    def seen(self, height: Numbers, depth: float) -> Numbers:
        return self.height + (height - self.height) / (1 - self.nearness * self.side * depth)


def even_speed(part: Numbers) -> Numbers:
    return part


@dataclass(frozen=True)
class Phantom:
    """A container with a load, seen by a source while it passes with some speed."""

    seed: int = 0
    columns: int = 512
    load: tuple[Slab, ...] = ()
    extra: tuple[Slab, ...] = ()
    source: Source = field(default_factory=Source)
    place: Along = even_speed  # part of the frame's length -> part of the container's
    law: tuple[float, float] = (1.0, 1.0)  # c, g: attenuation is shown as c a^g
    noise: float = 0.004
    energies: int = 1
    corrugations: int = 43

    def but(self, **changes: object) -> "Phantom":
        return replace(self, **changes)  # type: ignore[arg-type]

    def view(self) -> View:
        part = self.place((np.arange(self.columns) + 0.5) / self.columns)
        total = np.zeros((FRAME_ROWS, self.columns))
        for slab in (*shell(self.seed), *self.load, *self.extra):
            total += slab.attenuation * np.outer(self.down(slab), self.along(slab, part))
        for depth in (-1.0, 1.0):
            wall = self.down(Slab(0, 1, -1, 1, depth, 1))
            total += 0.04 * np.outer(wall, self.corrugation(part, depth))
        rng = np.random.default_rng(self.seed + 1000 * self.columns + self.source.side)
        shown = np.stack([self.law[0] * (total * (1 + 0.17 * e)) ** self.law[1] for e in range(self.energies)])
        shown += self.noise * np.exp(shown / 2) * rng.standard_normal(shown.shape)
        attenuation = np.clip(shown, 0, FLOOR).astype(np.float32)
        height = BOX_ROWS * 2.0
        seen = Shell(self.source.nearness, (self.source.height + 1) / 2)
        outline = Outline(0.0, 0.0, height * self.columns / BOX_ROWS, height, shell=seen)
        return View(attenuation, attenuation[0] >= FLOOR, Frame(outline, self.columns), 60000.0, FLOOR)

    def down(self, slab: Slab) -> Numbers:
        """How much of each row the slab fills."""
        edges = self.source.rows(np.array([slab.high, slab.low]), slab.depth)
        return filled(np.arange(FRAME_ROWS, dtype=np.float64), edges[0], edges[1])

    def along(self, slab: Slab, part: Numbers) -> Numbers:
        return filled(part * self.columns, slab.left * self.columns, slab.right * self.columns)

    def corrugation(self, part: Numbers, depth: float) -> Numbers:
        """Waves, 43 on 12 m, and small dents by which one wave is told from another."""
        rng = np.random.default_rng(self.seed * 7 + int(depth))
        dents = np.interp(part, np.linspace(0, 1, 90), rng.normal(0, 0.3, 90))
        waves = 1 + 0.4 * np.sign(np.sin(2 * np.pi * self.corrugations * part)) + dents
        return np.asarray(np.where((part > 0) & (part < 1), np.maximum(waves, 0.0), 0.0))


def filled(at: Numbers, first: float, last: float) -> Numbers:
    """1 between the edges, 0 outside, and in between over one pixel."""
    return np.clip(at - first + 0.5, 0, 1) * np.clip(last - at + 0.5, 0, 1)


def shell(seed: int) -> list[Slab]:
    """Rails, posts, roof bows, floor and its cross members; doors at the right end."""
    rng = np.random.default_rng(seed)
    parts = [Slab(0, 1, -1.0, -0.94, 0.0, 0.5)]
    for depth in (-1.0, 1.0):
        parts += [Slab(0, 1, 0.96, 1.0, depth, 0.7), Slab(0, 1, -1.0, -0.95, depth, 0.9)]
        parts += [Slab(0.0, 0.012, -1, 1, depth, 1.1), Slab(0.982, 1.0, -1, 1, depth, 1.4)]
    parts += [Slab(x, x + 0.006, -1.0, -0.9, 0.0, 0.6) for x in np.linspace(0.03, 0.95, 25) + rng.normal(0, 0.004, 25)]
    parts += [Slab(x, x + 0.004, 0.93, 1.0, 0.0, 0.3) for x in np.linspace(0.05, 0.95, 12) + rng.normal(0, 0.004, 12)]
    parts += [Slab(0.955, 0.96, -0.9, 0.9, 1.0, 0.5), Slab(0.93, 0.955, -0.3, -0.25, 1.0, 0.6)]
    return parts


def pallets(seed: int, fill: float = 0.9) -> tuple[Slab, ...]:
    """Stacks of unlike height and density along the container, at several depths."""
    rng = np.random.default_rng(seed)
    at, stacks = 0.03, []
    while at < 0.9 * fill:
        width = rng.uniform(0.05, 0.09)
        for depth in (-0.5, 0.5):
            top = rng.uniform(-0.3, 0.7)
            stacks.append(Slab(at, at + width, -0.93, top, depth, rng.uniform(0.3, 1.2)))
        at += width + rng.uniform(0.005, 0.02)
    return tuple(stacks)


def varied_speed(amount: float, phase: float = 0.0) -> Along:
    """Half a wave more and less, the ends where they were."""
    wave = 3 * np.pi

    def place(part: Numbers) -> Numbers:
        straight = np.sin(phase) * (1 - part) + np.sin(wave + phase) * part
        return np.asarray(part + amount / wave * (np.sin(wave * part + phase) - straight))

    return place


def turned_round(place: Along) -> Along:
    return lambda part: place(1 - part)


def true_map(
    origin: Phantom, destination: Phantom, columns: Numbers, rows: Numbers, depth: float = 0.0
) -> tuple[Numbers, Numbers]:
    """Where the destination shows what the origin shows at these places, if it lies at that depth."""
    part = origin.place((columns + 0.5) / origin.columns)
    fine = (np.arange(8 * destination.columns) + 0.5) / (8 * destination.columns)
    placed = destination.place(fine)
    order = slice(None) if placed[-1] > placed[0] else slice(None, None, -1)
    there = np.interp(part, placed[order], fine[order]) * destination.columns - 0.5
    heights = np.linspace(-1.6, 1.6, 400)
    height = np.interp(-rows, -origin.source.rows(heights, depth), heights)
    return there, destination.source.rows(height, depth)
