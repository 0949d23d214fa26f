"""Where a source stands, how a vehicle passes it, and what detector records it."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from datasets.simulation.nuisances import Nuisances
from datasets.simulation.scenes.containers import Container
from datasets.simulation.scenes.fittings import WIDTH

Values = NDArray[np.float64]

ROWS_ABOVE = WIDTH / 2 + 0.02  # half the width that a view from above has to show, metres


@dataclass(frozen=True)
class Geometry:
    """Where the source stands, in the container's coordinates (metres).

    The fan stands across the travel. In a view from the side, `side` is -1 where the source stands at negative z, +1
    at positive z; `distance` is from the source to the container's middle plane, `height` above the container's
    underside. In a view from `above` the picture's rows run across the container: `distance` is from the source to
    the plane at half the container's height (`middle`), `height` the source's z, `side` is 1.
    """

    side: int
    distance: float
    height: float
    above: bool = False
    middle: float = 0.0

    def rise(self, points: Values) -> Values:
        """The coordinate of places (N x 3: x, y, z) that runs up the picture."""
        return np.asarray(points[:, 2 if self.above else 1])

    def depth(self, points: Values) -> Values:
        """The coordinate that runs from the middle plane, towards positive z or, from above, upwards."""
        return np.asarray(points[:, 1] - self.middle if self.above else points[:, 2])

    def at_middle(self, rise: Values | float, depth: Values | float) -> Values:
        """Where the ray through a place crosses the middle plane."""
        scale = self.distance / (self.distance - self.side * np.asarray(depth))
        return np.asarray(self.height + (np.asarray(rise) - self.height) * scale)

    def turned(self, bounds: NDArray[np.float32]) -> NDArray[np.float32]:
        """Bounds of blocks (N x 6) as low and high along the travel, up the picture and in depth."""
        if not self.above:
            return bounds
        turned = bounds[:, [0, 1, 4, 5, 2, 3]]
        turned[:, 4:] -= np.float32(self.middle)
        return turned


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

    @property
    def levels(self) -> Values:
        """The height at the middle plane that each row shows, before sway."""
        return np.asarray(self.top - (np.arange(self.rows) + 0.5) * self.pitch)

    def pixels(self, points: Values) -> Values:
        """Places (N x 3: x, y, z) to picture coordinates (N x 2: x, y; pixel centres are whole numbers)."""
        order = slice(None) if self.edges[-1] > self.edges[0] else slice(None, None, -1)
        column = np.interp(points[:, 0], self.edges[order], np.arange(self.columns + 1.0)[order]) - 0.5
        level = self.geometry.at_middle(self.geometry.rise(points), self.geometry.depth(points))
        row = (self.top - level) / self.pitch - 0.5
        return np.stack([column, row + np.interp(column, np.arange(self.columns), self.sway)], axis=1)

    def sampled(self, rows: int, columns: int) -> "Passage":
        """The same passage in a picture of another size."""
        edges = np.interp(np.linspace(0, self.columns, columns + 1), np.arange(self.columns + 1), self.edges)
        sway = np.interp(np.linspace(0, self.columns - 1, columns), np.arange(self.columns), self.sway)
        finer = rows / self.rows
        return replace(self, pitch=self.pitch / finer, rows=rows, edges=edges, sway=sway * finer)


@dataclass(frozen=True)
class Detector:
    """Energies, dose and faults of one scanner; shares are of the signal in open air, spreads standard deviations."""

    energies_mv: tuple[float, ...]
    photons: float
    dark: float
    scatter: float
    blur_px: float
    blur_along_px: float
    column_gain: float
    pulse_jitter: float
    row_gain: float
    row_offset: float
    dead_rows: int
    saturation: float | None
    air: int
    preview: "Preview | None" = None


@dataclass(frozen=True)
class Preview:
    """How a console makes an 8-bit JPEG: grey rises from `dark` to `air` as T to a power, sharpened.

    `hot_rows` are stored as 255 right across; `padded` says that columns before the doors are black.
    """

    air: float
    dark: float
    gamma: float
    sharpening: float
    hot_rows: int
    padded: bool
    quality: int


def draw_geometry(rng: np.random.Generator, nuisances: Nuisances, side: int) -> Geometry:
    return Geometry(side, nuisances.source_distance_m.draw(rng), nuisances.source_height_m.draw(rng))


def draw_geometry_above(rng: np.random.Generator, nuisances: Nuisances, container: Container) -> Geometry:
    distance = nuisances.source_above_m.draw(rng)
    return Geometry(1, distance, rng.uniform(-0.3, 0.3), above=True, middle=container.height / 2)


def draw_detector(rng: np.random.Generator, nuisances: Nuisances, energies_mv: tuple[float, ...]) -> Detector:
    if rng.random() < nuisances.preview_share:
        return draw_preview_detector(rng, nuisances, energies_mv[:1])
    return Detector(
        energies_mv=energies_mv,
        photons=nuisances.photons.draw_evenly_in_log(rng),
        dark=nuisances.dark.draw_evenly_in_log(rng),
        scatter=nuisances.scatter.draw_evenly_in_log(rng),
        blur_px=nuisances.blur_px.draw(rng),
        blur_along_px=nuisances.blur_along_px.draw(rng),
        column_gain=nuisances.column_gain.draw(rng),
        pulse_jitter=nuisances.pulse_jitter.draw_mostly_low(rng),
        row_gain=nuisances.row_gain.draw(rng),
        row_offset=nuisances.row_offset.draw(rng),
        dead_rows=round(nuisances.dead_rows.draw(rng)) if rng.random() < nuisances.dead_rows_share else 0,
        saturation=nuisances.saturation.draw(rng) if rng.random() < nuisances.saturation_share else None,
        air=round(nuisances.air.draw(rng)),
    )


def draw_preview_detector(rng: np.random.Generator, nuisances: Nuisances, energies_mv: tuple[float, ...]) -> Detector:
    """A console shows the high energy, averaged over pulses and cleaned of most faults."""
    return Detector(
        energies_mv=energies_mv,
        photons=nuisances.preview_photons.draw_evenly_in_log(rng),
        dark=nuisances.dark.draw_evenly_in_log(rng),
        scatter=nuisances.scatter.draw_evenly_in_log(rng),
        blur_px=nuisances.preview_blur_px.draw(rng),
        blur_along_px=nuisances.preview_blur_along_px.draw(rng),
        column_gain=nuisances.preview_column_gain.draw_evenly_in_log(rng),
        pulse_jitter=nuisances.preview_column_gain.draw_evenly_in_log(rng) / 2,
        row_gain=nuisances.preview_row_gain.draw_evenly_in_log(rng),
        row_offset=nuisances.preview_row_offset.draw_evenly_in_log(rng),
        dead_rows=0,
        saturation=None,
        air=0,
        preview=draw_preview(rng, nuisances),
    )


def draw_preview(rng: np.random.Generator, nuisances: Nuisances) -> Preview:
    dim = rng.random() < nuisances.preview_dim_share
    return Preview(
        air=(nuisances.preview_dim_air if dim else nuisances.preview_air).draw(rng),
        dark=nuisances.preview_dark.draw(rng),
        gamma=nuisances.preview_gamma.draw(rng),
        sharpening=nuisances.preview_sharpening.draw_mostly_low(rng),
        hot_rows=int(rng.integers(1, 4)) if dim else 0,
        padded=bool(rng.random() < nuisances.preview_padding_share),
        quality=round(nuisances.preview_quality.draw(rng)),
    )


def draw_passage(
    rng: np.random.Generator, nuisances: Nuisances, geometry: Geometry, container: Container, *, preview: bool = False
) -> Passage:
    """A vehicle that carries a container through the scanner."""
    pitch = (nuisances.preview_pitch_mm if preview else nuisances.pitch_mm).draw(rng) / 1000
    top, bottom = span_shown(rng, nuisances, geometry, container)
    edges = draw_travel(rng, nuisances, container.length, pitch * nuisances.stretch.draw(rng))
    columns = np.arange(len(edges) - 1)
    tilt = np.deg2rad(nuisances.tilt_deg.draw_mostly_low(rng)) * rng.choice([-1, 1])
    along = (columns - columns.mean()) * abs(edges[-1] - edges[0]) / len(columns)
    sway = nuisances.sway_px.draw(rng) * bounded(smooth(rng, len(columns), 12))
    return Passage(geometry, pitch, int((top - bottom) / pitch), top, edges, np.tan(tilt) * along / pitch + sway)


def span_shown(
    rng: np.random.Generator, nuisances: Nuisances, geometry: Geometry, container: Container
) -> tuple[float, float]:
    """Highest and lowest place at the middle plane that the picture shows: the near wall, and air around it."""
    above, below = nuisances.air_above_m.draw(rng), nuisances.air_below_m.draw(rng)
    if geometry.above:
        near = container.height / 2
        edge = geometry.at_middle(ROWS_ABOVE, near), geometry.at_middle(-ROWS_ABOVE, near)
        return float(edge[0]) + above, float(edge[1]) - above
    near = geometry.side * WIDTH / 2
    return float(geometry.at_middle(container.height, near)) + above, float(geometry.at_middle(-0.15, near)) - below


def draw_travel(rng: np.random.Generator, nuisances: Nuisances, length: float, pitch: float) -> Values:
    """Column edges along x: a speed that varies smoothly, sometimes jumps, and goes either way."""
    start, stop = -nuisances.air_before_m.draw(rng), length + nuisances.air_behind_m.draw(rng)
    columns = int((stop - start) / pitch)
    steps = 1 + nuisances.speed_error.draw_mostly_low(rng) * bounded(smooth(rng, columns, int(rng.integers(3, 10))))
    if rng.random() < nuisances.jump_share:
        steps[int(rng.uniform(0.1, 0.9) * columns) :] *= nuisances.jump.draw(rng)
    edges = np.concatenate([[0], np.cumsum(steps)])
    edges = start + edges * (stop - start) / edges[-1]
    return np.asarray(edges[::-1] if rng.random() < nuisances.backwards_share else edges)


def smooth(rng: np.random.Generator, size: int, knots: int) -> Values:
    """A curve of unit spread that runs smoothly through random knots."""
    places = np.linspace(0, knots - 1, size)
    # A cosine between neighbours has no corner, and unlike a spline it does not overshoot.
    part = (1 - np.cos(np.pi * (places % 1))) / 2
    values = rng.normal(size=knots + 1)
    low = places.astype(int)
    return np.asarray(values[low] * (1 - part) + values[low + 1] * part)


def bounded(curve: Values) -> Values:
    """The curve about 0, its greatest departure 1."""
    centred = curve - curve.mean()
    return np.asarray(centred / max(float(np.abs(centred).max()), 1e-9))
