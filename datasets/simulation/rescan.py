"""A scan as another scanner would have delivered it, the warp known exactly: same load, same source place."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from datasets.scan import Pixels, Scan
from datasets.view import BOX_ROWS, Image, Mask, Outline, Points

Numbers = NDArray[np.float64]
Generator = np.random.Generator

CHASSIS_PART = 0.06  # of the box's height, at its bottom: another truck carries the container
OPAQUE = 2 / 255  # a transmission at which a preview shows nothing but black
FULL_SCALE = 65535


@dataclass(frozen=True, eq=False)
class Rescan:
    """The new scan, the container's outline in it, and where each place of the first scan went."""

    scan: Scan
    outline: Outline
    path: "Path"

    def to_rescan(self, points: Points) -> Points:
        """Pixels of the first scan (N x 2: x, y) to pixels of the new one; centres are whole numbers."""
        return self.path.there(points)


def rescan(
    scan: Scan, outline: Outline, rng: Generator, *, preview: bool | None = None, parallax_px: float = 0.0
) -> Rescan:
    """The same container on another day and another machine.

    `preview` asks for an 8-bit JPEG or forbids it (drawn where None). `parallax_px`, in pixels of the frame, is the
    amplitude of a smooth field of vertical offsets, a stand-in for what depth does where the source stands elsewhere.
    """
    path = Path.drawn(scan, outline, rng, parallax_px)
    x, y = path.back()
    law = GreyLaw.drawn(rng)
    channels = [resampled(law(attenuation(c, scan)), x, y) for c in scan.channels]
    if outline.region == "container":
        other_truck = y > outline.bottom - CHASSIS_PART * (outline.bottom - outline.top)
        channels = [with_other_chassis(c, other_truck, rng) for c in channels]
    preview = bool(rng.integers(2)) if preview is None else preview
    photons, dark = 10 ** rng.uniform(3.3, 4.8), rng.uniform(0.0002, 0.002)
    air = rng.uniform(0.8, 0.99)
    noisy = [with_noise(np.exp(-c), photons, dark, rng) * air for c in channels]
    quality = int(rng.integers(75, 96))
    pixels = [as_preview(t, quality) if preview else as_raw(t) for t in noisy]
    new = Scan(pixels[0], pixels[1] if len(pixels) > 1 else None, bits=8 if preview else 16)
    return Rescan(new, path.outline(outline), path)


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
        height, width = self.shape
        x, y = np.clip(x, 0, width), np.clip(y, 0, height)
        return Outline(float(x[0]), float(y[0]), float(x[1]), float(y[1]), region=old.region)

    @classmethod
    def drawn(cls, scan: Scan, outline: Outline, rng: Generator, parallax_px: float) -> "Path":
        height, width = scan.high.shape
        row_px = (outline.bottom - outline.top) / BOX_ROWS
        length = outline.right - outline.left
        across = travelled(width, length, rng) * rng.uniform(0.7, 1.4)
        first = int(rng.uniform(0, 0.9) * max(outline.left - 1, 0))
        last = width - 1 - int(rng.uniform(0, 0.9) * max(width - 1 - outline.right, 0))
        across -= across[first]
        new_width = int(across[last]) + 1
        scale_down = rng.uniform(0.7, 1.4)
        cut = rng.uniform(0, 0.5) * max(outline.top, 0)
        sway = Waves.drawn(rng, rng.uniform(0, 3) * row_px, length / 3)
        return cls(
            new_width - 1 - across if rng.integers(2) else across,
            sway(np.arange(width, dtype=np.float64), np.zeros(width)),
            Waves.drawn(rng, parallax_px * row_px, length / 4),
            scale_down,
            -cut * scale_down,
            (int((height - cut) * scale_down), new_width),
        )


def travelled(width: int, length: float, rng: Generator) -> Numbers:
    """How far the vehicle has gone at each column: its speed varies smoothly by 3-15 %, and now and then it jumps."""
    columns = np.arange(width, dtype=np.float64)
    speed = 1 + Waves.drawn(rng, rng.uniform(0.03, 0.15), length / 3)(columns, np.zeros(width))
    if rng.uniform() < 0.2:
        at, columns_lost_or_doubled = rng.integers(width), int(rng.uniform(0.005, 0.02) * length)
        if rng.integers(2):
            speed[at] += columns_lost_or_doubled  # it stood still: one column fills many
        else:
            speed[at : at + columns_lost_or_doubled] = 1e-3  # it lurched: many columns fall into one
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


@dataclass(frozen=True)
class GreyLaw:
    """Another spectrum and another window: a' = scale a^power (1 + bend a)."""

    scale: float
    power: float
    bend: float

    def __call__(self, attenuation: Image) -> Image:
        return (self.scale * attenuation**self.power * (1 + self.bend * attenuation)).astype(np.float32)

    @classmethod
    def drawn(cls, rng: Generator) -> "GreyLaw":
        return cls(rng.uniform(0.8, 1.25), rng.uniform(0.85, 1.18), rng.uniform(-0.03, 0.03))


def attenuation(pixels: Pixels, scan: Scan) -> Image:
    """-ln T; what the scan shows as black is opaque, whatever the other scanner could see there."""
    air = scan.air or float(np.percentile(pixels, 98))
    transmission = np.minimum(pixels / np.float32(air), 1)
    limit = OPAQUE if scan.bits == 8 else 1e-4
    return np.where(transmission < limit, 12.0, -np.log(np.maximum(transmission, limit))).astype(np.float32)


def resampled(values: Image, x: Image, y: Image) -> Image:
    # Opaque places are held at a finite attenuation, and edges are mixed in transmission, as a detector does.
    seen = np.exp(-np.minimum(values, 12.0))
    moved = cv2.remap(seen, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(-np.log(np.maximum(moved, 1e-6)), dtype=np.float32)


def with_other_chassis(values: Image, where: Mask, rng: Generator) -> Image:
    """Below the container another truck: the same steel turned round and moved."""
    other = np.roll(values[:, ::-1], int(rng.uniform(0.1, 0.9) * values.shape[1]), axis=1)
    return np.where(where, other, values).astype(np.float32)


def with_noise(transmission: Image, photons: float, dark: float, rng: Generator) -> Image:
    """Counting noise for so many photons a pixel in air, and the dark noise of the electronics."""
    spread = np.sqrt(np.maximum(transmission, 0) / photons + dark**2)
    return (transmission + spread * rng.standard_normal(transmission.shape)).astype(np.float32)


def as_raw(transmission: Image) -> Pixels:
    values: Pixels = np.clip(transmission * FULL_SCALE + 0.5, 0, FULL_SCALE).astype(np.uint16)
    return values


def as_preview(transmission: Image, quality: int) -> Pixels:
    """Through an 8-bit JPEG, as `reading` hands it on."""
    grey = np.clip(transmission * 255 + 0.5, 0, 255).astype(np.uint8)
    _, coded = cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return np.asarray(cv2.imdecode(coded, cv2.IMREAD_GRAYSCALE), dtype=np.uint16)
