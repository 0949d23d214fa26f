"""Decoded pixels that are not yet judged to be a scan, and what is refused of every form alike."""

import math
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from datasets.errors import ScanTooLarge, UnusableScan
from datasets.scan import SMALLEST_SIDE_PX, Pixels

COLOURED_LEVELS = 32  # of 255, from green to another colour: chroma noise does not reach it
MOST_COLOURED = 0.0005  # part of the pixels: a mark drawn on the scan has more
MOST_TINT_LEVELS = 8.0  # mean over the picture
SAMPLED_PIXELS = 1 << 20  # enough for any share or percentile, and quick

Sample = TypeVar("Sample", bound=np.generic)
Depth = TypeVar("Depth", np.uint8, np.uint16)


@dataclass(frozen=True, eq=False)
class Picture:
    """Channels of H x W, high energy first, with the bits they were stored in and the text the file says of them."""

    channels: tuple[Pixels, ...]
    bits: int = 16
    description: str = ""


def refuse_size(shape: tuple[int, ...], most_pixels: int) -> None:
    """Called with the size in a header, before anything is decoded."""
    if min(shape[-2:]) < SMALLEST_SIDE_PX:
        raise UnusableScan(f"the picture has {size(shape)}, wanted at least {SMALLEST_SIDE_PX} a side")
    if math.prod(shape) > most_pixels:
        raise ScanTooLarge(f"{size(shape)}, at most {most_pixels / 1e6:.1f} million are decoded")


def grey(pixels: NDArray[Depth]) -> NDArray[Depth]:
    """H x W, of grey, grey and alpha, colour, or colour and alpha; the colours must be equal and the alpha opaque."""
    if pixels.ndim == 2:
        return pixels
    if pixels.shape[2] in (2, 4) and pixels[..., -1].min() < np.iinfo(pixels.dtype).max:
        raise UnusableScan("the picture is transparent in places, wanted opaque grey")
    if pixels.shape[2] >= 3:
        refuse_colour(*(thinned(pixels)[..., channel].astype(np.int16) for channel in range(3)))
        return pixels[..., 1]
    return pixels[..., 0]


def refuse_colour(red: NDArray[np.int16], green: NDArray[np.int16], blue: NDArray[np.int16]) -> None:
    """A scan has no colour but the noise of its coding; levels of 255."""
    tint = np.maximum(np.abs(red - green), np.abs(blue - green))
    coloured, mean = float((tint > COLOURED_LEVELS).mean()), float(tint.mean())
    if coloured > MOST_COLOURED or mean > MOST_TINT_LEVELS:
        raise UnusableScan(f"a colour picture ({coloured:.1%} of it coloured, tint {mean:.1f} of 255), wanted grey")


def thinned(pixels: NDArray[Sample]) -> NDArray[Sample]:
    """Every n-th row and column, so that about SAMPLED_PIXELS are left at most."""
    step = max(1, math.isqrt(pixels.shape[0] * pixels.shape[1] // SAMPLED_PIXELS))
    return pixels[::step, ::step]


def size(shape: tuple[int, ...]) -> str:
    """As people say it: width x height."""
    return " x ".join(str(side) for side in reversed(shape)) + " pixels"
