"""Scans altered in a known way: load that moved by itself, a large slab put in, the picture turned round."""

from dataclasses import dataclass, replace

import cv2
import numpy as np

from datasets.scan import Pixels, Scan
from datasets.view import Frame, Image, Mask, Outline, Points

BLOCK_LENGTH, BLOCK_HEIGHT = (0.15, 0.40), (0.20, 0.85)  # of the box from its left and its top: the load that moves
MOVED_PX = (4.0, 18.0)  # of the frame: 4 to 18 cm, what pallets do
SLAB_LENGTH, SLAB_HEIGHT = 0.42, 0.75  # of the box
SLAB_TOP, SLAB_LEFT = (0.08, 0.22), (0.04, 0.54)  # where its edges may lie, of the box
SLAB_ATTENUATION = (0.5, 3.0)
TEXTURE, TEXTURE_PX = 0.15, 6.0  # of the slab's attenuation, standard deviation; and how fine it is, pixels


@dataclass(frozen=True)
class Part:
    """A rectangle of a scan in delivered pixels."""

    left: int
    top: int
    right: int
    bottom: int

    @classmethod
    def of(cls, outline: Outline, length: tuple[float, float], height: tuple[float, float]) -> "Part":
        """The part of an outline's box between these shares of its length and height."""
        across, down = outline.right - outline.left, outline.bottom - outline.top
        return cls(
            round(outline.left + length[0] * across),
            round(outline.top + height[0] * down),
            round(outline.left + length[1] * across),
            round(outline.top + height[1] * down),
        )

    def holds(self, points: Points) -> Mask:
        x, y = points.T
        return np.asarray((x >= self.left) & (x < self.right) & (y >= self.top) & (y < self.bottom))


def with_load_moved(scan: Scan, outline: Outline, rng: np.random.Generator) -> tuple[Scan, Part, float]:
    """A block of the interior shown further along, which block, and by how many frame pixels."""
    part = Part.of(outline, BLOCK_LENGTH, BLOCK_HEIGHT)
    moved_px = float(rng.uniform(*MOVED_PX) * rng.choice([-1, 1]))
    by = moved_px * (outline.right - outline.left) / Frame.of(outline).columns
    return with_channels(scan, [block_moved(channel, part, by) for channel in scan.channels]), part, moved_px


def block_moved(pixels: Pixels, part: Part, by: float) -> Pixels:
    rows = slice(part.top, part.bottom)
    strip = pixels[rows]
    shift = np.array([[1.0, 0.0, by], [0.0, 1.0, 0.0]])
    there = cv2.warpAffine(strip, shift, strip.shape[::-1], flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    columns = slice(max(0, round(part.left + by)), max(0, round(part.right + by)))
    moved = pixels.copy()
    moved[rows, columns] = there[:, columns]
    return moved


def with_slab(scan: Scan, outline: Outline, rng: np.random.Generator) -> Scan:
    """Something over 42 % of the length and three quarters of the height put in, its edges sharp."""
    left, top = rng.uniform(*SLAB_LEFT), rng.uniform(*SLAB_TOP)
    part = Part.of(outline, (left, left + SLAB_LENGTH), (top, top + SLAB_HEIGHT))
    part = Part(max(part.left, 0), max(part.top, 0), part.right, part.bottom)
    shape = scan.high[part.top : part.bottom, part.left : part.right].shape
    passes = np.exp(-rng.uniform(*SLAB_ATTENUATION) * textured(shape, rng))
    channels = [channel.copy() for channel in scan.channels]
    for channel in channels:
        inside = channel[part.top : part.bottom, part.left : part.right]
        inside[:] = np.rint(inside * passes).astype(np.uint16)
    return with_channels(scan, channels)


def textured(shape: tuple[int, ...], rng: np.random.Generator) -> Image:
    """About 1 everywhere, softly varied."""
    noise = cv2.GaussianBlur(rng.standard_normal(shape).astype(np.float32), (0, 0), TEXTURE_PX)
    spread = max(float(noise.std()), 1e-6)
    return np.asarray(np.maximum(1 + TEXTURE * noise / spread, 0), dtype=np.float32)


def with_channels(scan: Scan, channels: list[Pixels]) -> Scan:
    return replace(scan, high=channels[0], low=channels[1] if len(channels) > 1 else None)


def turned_round(scan: Scan) -> Scan:
    """The same vehicle as if it had passed the other way round."""
    return with_channels(scan, [channel[:, ::-1].copy() for channel in scan.channels])
