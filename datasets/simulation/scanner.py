"""A scanner and one passage through it: everything that makes two scans of the same thing differ."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]

ENERGIES_MV = ((4.0,), (6.0,), (9.0,), (2.5,), (6.0, 4.0), (9.0, 6.0), (6.0, 3.0))


@dataclass(frozen=True)
class Geometry:
    """Where the source stands, in the container's coordinates (metres).

    The fan stands across the travel. `side` is -1 where the source stands at negative z, +1 at positive z;
    `distance` is from the source to the container's middle plane, `height` above the container's underside.
    """

    side: int
    distance: float
    height: float

    def at_middle(self, y: Values | float, z: Values | float) -> Values:
        """The height at which the ray through (y, z) crosses the middle plane."""
        scale = self.distance / (self.distance - self.side * np.asarray(z))
        return np.asarray(self.height + (np.asarray(y) - self.height) * scale)


@dataclass(frozen=True, eq=False)
class Passage:
    """One vehicle on its way through one scanner, in the container's coordinates.

    `edges` (columns + 1) are the places along x that bound the picture's columns, falling where the doors come last;
    `top` is the height at the middle plane that the first row shows, `sway` (columns) how many rows each column is
    moved down.
    """

    geometry: Geometry
    pitch: float
    rows: int
    top: float
    edges: Values
    sway: Values

    @property
    def columns(self) -> int:
        return len(self.edges) - 1

    def pixels(self, points: Values) -> Values:
        """Places (N x 3: x, y, z) to picture coordinates (N x 2: x, y; pixel centres are whole numbers)."""
        order = slice(None) if self.edges[-1] > self.edges[0] else slice(None, None, -1)
        column = np.interp(points[:, 0], self.edges[order], np.arange(self.columns + 1.0)[order]) - 0.5
        row = (self.top - self.geometry.at_middle(points[:, 1], points[:, 2])) / self.pitch - 0.5
        return np.stack([column, row + np.interp(column, np.arange(self.columns), self.sway)], axis=1)


@dataclass(frozen=True)
class Detector:
    """Energies, dose and faults of one scanner; shares are of the signal in open air."""

    energies_mv: tuple[float, ...]
    photons: float
    dark: float
    scatter: float
    blur_px: float
    column_gain: float
    row_gain: float
    dead_rows: int
    air: int
    preview: bool
    preview_gamma: float
    quality: int


def draw_geometry(rng: np.random.Generator, side: int) -> Geometry:
    return Geometry(side, rng.uniform(3.6, 6.5), rng.uniform(0.1, 1.4))


def draw_detector(rng: np.random.Generator) -> Detector:
    return Detector(
        energies_mv=ENERGIES_MV[rng.choice(len(ENERGIES_MV), p=(0.12, 0.25, 0.1, 0.05, 0.25, 0.13, 0.1))],
        photons=10 ** rng.uniform(3.7, 5.0),
        dark=10 ** rng.uniform(-5.0, -4.2),
        scatter=10 ** rng.uniform(-4.3, -3.0),
        blur_px=rng.uniform(0.4, 0.9),
        column_gain=rng.uniform(0.0, 0.01),
        row_gain=rng.uniform(0.0, 0.004),
        dead_rows=int(rng.choice([0, 0, 0, 1, 2])),
        air=int(rng.integers(48_000, 62_000)),
        preview=bool(rng.random() < 0.3),
        preview_gamma=rng.uniform(0.9, 1.1),
        quality=int(rng.integers(80, 96)),
    )


def draw_passage(rng: np.random.Generator, geometry: Geometry, length: float, height: float) -> Passage:
    """A vehicle that carries a container of this length and height through the scanner."""
    pitch = rng.uniform(0.0042, 0.0075)
    above = rng.uniform(0.1, 0.6)
    near = geometry.distance / (geometry.distance - 1.22)
    top = geometry.height + (height - geometry.height) * near + above
    bottom = geometry.height - (geometry.height + 0.15) * near - rng.uniform(0.3, 1.1)
    edges = draw_travel(rng, length, pitch * rng.uniform(0.8, 1.5))
    columns = np.arange(len(edges) - 1)
    tilt = rng.normal(0, np.deg2rad(0.35)) * (columns - columns.mean())
    return Passage(
        geometry,
        pitch,
        int((top - bottom) / pitch),
        top,
        edges,
        tilt + smooth(rng, len(columns), 12) * rng.uniform(0, 1.5),
    )


def draw_travel(rng: np.random.Generator, length: float, pitch: float) -> Values:
    """Column edges along x: a speed that varies by 3-15 % smoothly, sometimes jumps, and goes either way."""
    start, stop = -rng.uniform(0.1, 1.5), length + rng.uniform(0.1, 2.5)
    columns = int((stop - start) / pitch)
    steps = 1 + rng.uniform(0.01, 0.05) * smooth(rng, columns, int(rng.integers(3, 10)))
    if rng.random() < 0.15:
        steps[int(rng.uniform(0.1, 0.9) * columns) :] *= rng.uniform(0.93, 1.07)
    edges = np.concatenate([[0], np.cumsum(np.clip(steps, 0.6, 1.6))])
    edges = start + edges * (stop - start) / edges[-1]
    return np.asarray(edges if rng.random() < 0.5 else edges[::-1])


def smooth(rng: np.random.Generator, size: int, knots: int) -> Values:
    """A curve of unit spread that runs smoothly through random knots."""
    places = np.linspace(0, knots - 1, size)
    # A cosine between neighbours has no corner, and unlike a spline it does not overshoot.
    part = (1 - np.cos(np.pi * (places % 1))) / 2
    values = rng.normal(size=knots + 1)
    low = places.astype(int)
    return np.asarray(values[low] * (1 - part) + values[low + 1] * part)
