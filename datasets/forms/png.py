"""PNG: 8 or 16 bits grey."""

import struct

import imagecodecs
import numpy as np

from datasets.errors import DamagedScan, UnusableScan
from datasets.forms.picture import Picture, refuse_colour, refuse_size, thinned
from datasets.scan import Pixels

GREY, PALETTE, OPAQUE = 0, 3, 255


def decode_png(data: bytes, most_pixels: int) -> Picture:
    """Grey of 8 or 16 bits; also colour of 8 bits where the colours are equal and nothing is transparent."""
    if len(data) < 33 or data[12:16] != b"IHDR":
        raise DamagedScan("the PNG is cut off or broken in its header")
    columns, rows, bits, colours = struct.unpack_from(">IIBB", data, 16)
    refuse_size((rows, columns), most_pixels)
    if bits not in (8, 16) or colours == PALETTE:
        raise UnusableScan(f"a PNG of {bits} bits{' and a palette' * (colours == PALETTE)}, wanted 8 or 16 bits grey")
    if bits == 16 and colours != GREY:
        raise UnusableScan("a colour PNG of 16 bits, wanted grey")
    try:
        pixels = imagecodecs.png_decode(data)
    except (RuntimeError, ValueError) as error:
        raise DamagedScan(f"the PNG is truncated or damaged: {error}") from error
    return Picture((grey(pixels).astype(np.uint16, copy=False),), bits)


def grey(pixels: Pixels) -> Pixels:
    """H x W of grey, grey and alpha, colour, or colour and alpha."""
    if pixels.ndim == 2:
        return pixels
    if pixels.shape[2] in (2, 4) and pixels[..., -1].min() < np.iinfo(pixels.dtype).max:
        raise UnusableScan("a PNG that is transparent in places, wanted opaque grey")
    if pixels.shape[2] >= 3:
        colours = thinned(pixels)[..., :3].astype(np.int16)
        refuse_colour(colours.max(axis=2) - colours.min(axis=2))
        return pixels[..., 1]
    return pixels[..., 0]
