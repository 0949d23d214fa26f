"""A scan as another scanner would have delivered it, the warp known exactly: same load, same source place."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from datasets.air import air_values, measured_window
from datasets.scan import Pixels, Scan
from datasets.simulation.beam.fan import on_scan
from datasets.simulation.beam.hardening import at_energy
from datasets.simulation.beam.render import recorded
from datasets.simulation.beam.scanner import Detector, Passage, draw_detector
from datasets.simulation.beam.spectrum import second_moment
from datasets.simulation.nuisances import Nuisances
from datasets.simulation.pasting.sights import Sights, draw_energies, draw_sights
from datasets.simulation.records import as_preview
from datasets.view import BOX_ROWS, Frame, Image, Mask, Outline, Points

Numbers = NDArray[np.float64]
Generator = np.random.Generator

USUAL = Nuisances()
CHASSIS_PART = 0.06  # of the box's height, at its bottom: another truck carries the container
OPAQUE = 2 / 255  # a transmission at which a preview shows nothing but black
DEEPEST = 12.0  # attenuation of what a scan shows as black
SCALES = (0.6, 1.5)  # pixels of the new scan to one of the old: finer than that there is nothing to show
GOODS_SPREAD = 0.03  # goods are not all alike: standard deviation of what is true of them between two energies
FULL_SCALE = 65535


@dataclass(frozen=True, eq=False)
class Rescan:
    """The new scan, the container's outline in it, where each place of the first scan went, and at which energies."""

    scan: Scan
    outline: Outline
    path: "Path"
    energies_mv: tuple[float, ...]

    def to_rescan(self, points: Points) -> Points:
        """Pixels of the first scan (N x 2: x, y) to pixels of the new one; centres are whole numbers."""
        return self.path.there(points)


def rescan(
    scan: Scan,
    outline: Outline,
    rng: Generator,
    *,
    preview: bool | None = None,
    parallax_px: float = 0.0,
    sights: Sights | None = None,
) -> Rescan:
    """The same container on another day and another machine: the simulator's own nuisances, laid on a picture.

    `preview` asks for an 8-bit JPEG or forbids it (drawn where None). `parallax_px`, in pixels of the frame, is the
    amplitude of a smooth field of vertical offsets, a stand-in for what depth does where the source stands elsewhere.
    `sights` say how large the container is and at which energy the scan was made, else both are drawn.
    """
    sights = sights or sights_of(scan, outline, rng)
    wanted = USUAL if preview is None else replace(USUAL, preview_share=float(preview))
    energies = draw_energies(rng, dual=scan.low is not None)
    detector = draw_detector(rng, wanted, energies)
    path = Path.drawn(scan, outline, rng, parallax_px, Strides.drawn(scan, outline, rng, sights, detector))
    x, y = path.back()
    seen = [resampled(values, x, y) for values in at_energies(scan, rng, sights.origin.energies_mv, energies)]
    if outline.region == "container":
        lowest = outline.box[3]
        other_truck = y > lowest - CHASSIS_PART * (lowest - outline.top)
        seen = [with_other_chassis(values, other_truck, rng) for values in seen]
    there = path.outline(outline)
    ends = sights.ends if path.across[-1] > path.across[0] else sights.ends[::-1]
    passage = on_scan(sights.origin.geometry, sights.height_m, ends, replace(there, slope=0.0), seen[0].shape)
    new = delivered([np.exp(-values) for values in seen], passage, detector, rng)
    return Rescan(new, there, path, detector.energies_mv)


def sights_of(scan: Scan, outline: Outline, rng: Generator) -> Sights:
    """Drawn, with the energies that the scan itself tells of."""
    sights = draw_sights(rng, Frame.of(outline).columns, dual=scan.low is not None)
    if len(scan.energies_mv) != len(scan.channels):
        return sights
    return replace(sights, origin=replace(sights.origin, energies_mv=scan.energies_mv))


@dataclass(frozen=True)
class Strides:
    """How many pixels of the new scan there are to one of the old, along the travel and down; how far it leans."""

    across: float
    down: float
    lean: float  # rows a column

    @classmethod
    def drawn(cls, scan: Scan, outline: Outline, rng: Generator, sights: Sights, detector: Detector) -> "Strides":
        """Pitch and stretch are the new scanner's, in metres of a container of which the size is known or assumed."""
        old = on_scan(sights.origin.geometry, sights.height_m, sights.ends, outline, scan.high.shape)
        pitch = (USUAL.preview_pitch_mm if detector.preview else USUAL.pitch_mm).draw(rng) / 1000
        along = sights.length_m / (outline.right - outline.left)
        tilt = np.deg2rad(USUAL.tilt_deg.draw_mostly_low(rng)) * rng.choice([-1, 1])
        return cls(
            float(np.clip(along / (pitch * USUAL.stretch.draw(rng)), *SCALES)),
            float(np.clip(old.pitch / pitch, *SCALES)),
            float(np.tan(tilt) * along / old.pitch),
        )


@dataclass(frozen=True, eq=False)
class Path:
    """How the vehicle went past the other scanner.

    `across[x]` is the new column of the first scan's column x; `sway[x]` says how many rows lower the vehicle stood.
    """

    across: Numbers
    sway: Numbers
    waves: "Waves"
    scale_down: float
    top: float
    shape: tuple[int, int]

    def there(self, points: Points) -> Points:
        x, y = points[:, 0], points[:, 1]
        columns = np.arange(len(self.across))
        lower = y + np.interp(x, columns, self.sway) + self.waves(x, y)
        return np.stack([np.interp(x, columns, self.across), lower * self.scale_down + self.top], axis=1)

    def back(self) -> tuple[Image, Image]:
        """For each pixel of the new scan, the column and row of the first scan that it shows."""
        columns = np.arange(len(self.across), dtype=np.float64)
        order = slice(None, None, -1) if self.across[0] > self.across[-1] else slice(None)
        x = np.interp(np.arange(self.shape[1]), self.across[order], columns[order])[None, :]
        level = (np.arange(self.shape[0])[:, None] - self.top) / self.scale_down
        y = level - np.interp(x, columns, self.sway)
        start = y
        for _ in range(4):  # the field is smooth: each round gains two digits
            y = start - self.waves(np.broadcast_to(x, y.shape), y)
        return np.broadcast_to(x, y.shape).astype(np.float32), y.astype(np.float32)

    def outline(self, old: Outline) -> Outline:
        """The container in the new scan."""
        edges = np.array([[old.left, old.top], [old.right, old.bottom]]) - 0.5
        x = np.sort(np.interp(edges[:, 0], np.arange(len(self.across)), self.across)) + 0.5
        y = edges[:, 1] * self.scale_down + self.top + 0.5
        roof = self.there(
            np.array(
                [
                    [old.left, old.top - old.slope * (old.right - old.left) / 2],
                    [old.right, old.top + old.slope * (old.right - old.left) / 2],
                ]
            )
        )
        (dx, dy), (height, width) = roof[1] - roof[0], self.shape
        x, y = np.clip(x, 0, width), np.clip(y, 0, height)
        return Outline(float(x[0]), float(y[0]), float(x[1]), float(y[1]), float(dy / dx), old.region)

    @classmethod
    def drawn(cls, scan: Scan, outline: Outline, rng: Generator, parallax_px: float, strides: Strides) -> "Path":
        height, width = scan.high.shape
        row_px = (outline.bottom - outline.top) / BOX_ROWS
        length = outline.right - outline.left
        across = travelled(width, length, rng) * strides.across
        first = int(rng.uniform(0, 0.9) * max(outline.left - 1, 0))
        last = width - 1 - int(rng.uniform(0, 0.9) * max(width - 1 - outline.right, 0))
        across -= across[first]
        new_width = int(across[last]) + 1
        cut = rng.uniform(0, 0.5) * max(outline.top, 0)
        columns = np.arange(width, dtype=np.float64)
        sway = Waves.drawn(rng, USUAL.sway_px.draw(rng) / strides.down, length / 3)(columns, np.zeros(width))
        return cls(
            new_width - 1 - across if rng.random() < USUAL.backwards_share else across,
            sway + strides.lean * (columns - (outline.left + outline.right) / 2),
            Waves.drawn(rng, parallax_px * row_px, length / 4),
            strides.down,
            -cut * strides.down,
            (int((height - cut) * strides.down), new_width),
        )


def travelled(width: int, length: float, rng: Generator) -> Numbers:
    """How far the vehicle has gone at each column: its speed varies smoothly, and now and then it jumps."""
    columns = np.arange(width, dtype=np.float64)
    speed = 1 + Waves.drawn(rng, USUAL.speed_error.draw_mostly_low(rng), length / 3)(columns, np.zeros(width))
    if rng.random() < USUAL.jump_share:
        speed[int(rng.uniform(0.1, 0.9) * width) :] *= USUAL.jump.draw(rng)
    return np.cumsum(speed)


@dataclass(frozen=True, eq=False)
class Waves:
    """A sum of plane waves: amplitude, phase and the two wave numbers of each, N x 4."""

    terms: Numbers

    def __call__(self, x: Numbers, y: Numbers) -> Numbers:
        total = np.zeros(np.broadcast(x, y).shape)
        for amplitude, phase, along, down in self.terms:
            total += amplitude * np.sin(phase + along * x + down * y)
        return total

    @classmethod
    def drawn(cls, rng: Generator, amplitude: float, length: float, number: int = 3) -> "Waves":
        """Waves that together stay below the amplitude, none shorter than the length."""
        share = amplitude * rng.dirichlet(np.ones(number))
        phase, turn = rng.uniform(0, 2 * np.pi, number), rng.uniform(0, np.pi, number)
        waves = 2 * np.pi / (length * rng.uniform(1, 3, number))
        return cls(np.stack([share, phase, waves * np.cos(turn), waves * np.sin(turn)], axis=1))


def at_energies(scan: Scan, rng: Generator, before: Sequence[float], after: Sequence[float]) -> list[Image]:
    """-ln T of each channel as another energy would show the same walls and goods."""
    off = np.float32(rng.normal(1, GOODS_SPREAD))
    airs = air_values(scan, measured_window(scan))
    return [
        at_energy(attenuation(channel, air, scan.bits), old, new) * off
        for channel, air, old, new in zip(scan.channels, airs, before, after, strict=True)
    ]


def attenuation(pixels: Pixels, air: float, bits: int) -> Image:
    """-ln T; what the scan shows as black is opaque, whatever the other scanner could see there."""
    transmission = np.minimum(pixels / np.float32(air), 1)
    limit = OPAQUE if bits == 8 else 1e-4
    return np.where(transmission < limit, DEEPEST, -np.log(np.maximum(transmission, limit))).astype(np.float32)


def resampled(values: Image, x: Image, y: Image) -> Image:
    # Opaque places are held at a finite attenuation, and edges are mixed in transmission, as a detector does.
    seen = np.exp(-np.minimum(values, DEEPEST))
    moved = cv2.remap(seen, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(-np.log(np.maximum(moved, 1e-6)), dtype=np.float32)


def with_other_chassis(values: Image, where: Mask, rng: Generator) -> Image:
    """Below the container another truck: the same steel turned round and moved."""
    other = np.roll(values[:, ::-1], int(rng.uniform(0.1, 0.9) * values.shape[1]), axis=1)
    return np.where(where, other, values).astype(np.float32)


def delivered(transmission: Sequence[Image], passage: Passage, detector: Detector, rng: Generator) -> Scan:
    """Noise, faults and file of the new machine; a console shows the high energy alone."""
    taken = []
    for image, energy in zip(transmission, detector.energies_mv, strict=False):
        moment = image * np.float32(second_moment(energy).sum())
        taken.append(recorded(np.stack([image, moment], axis=2), passage, detector, rng))
    if detector.preview:
        grey = as_preview(rng, taken[0], passage, detector.preview)
        return Scan(through_jpeg(grey, detector.preview.quality), bits=8, energies_mv=detector.energies_mv)
    stored = [np.clip(image * detector.air + 0.5, 0, FULL_SCALE).astype(np.uint16) for image in taken]
    return Scan(stored[0], stored[1] if len(stored) > 1 else None, energies_mv=detector.energies_mv)


def through_jpeg(grey: Pixels, quality: int) -> Pixels:
    """As `reading` hands on what was written as a JPEG."""
    _, coded = cv2.imencode(".jpg", grey.astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, quality])
    return np.asarray(cv2.imdecode(coded, cv2.IMREAD_GRAYSCALE), dtype=np.uint16)
