"""PNG: 8 or 16 bits grey (ISO/IEC 15948)."""

import io
import struct
import zlib
from collections.abc import Iterator

import numpy as np
from PIL import Image

from datasets.errors import DamagedScan, UnreadableScan, UnusableScan
from datasets.forms.picture import Picture, grey, refuse_size

SIGNATURE = b"\x89PNG\r\n\x1a\n"
GREY, PALETTE = 0, 3
MOST_CHUNKS = 1 << 16


def decode_png(data: bytes, most_pixels: int) -> Picture:
    """Grey of 8 or 16 bits; also colour of 8 bits where the colours are equal and nothing is transparent."""
    if data[8:16] != b"\0\0\0\x0dIHDR" or len(data) < 33:
        raise DamagedScan("the PNG is cut off or broken in its header")
    columns, rows, bits, colours = struct.unpack_from(">IIBB", data, 16)
    refuse_size((rows, columns), most_pixels)
    if bits not in (8, 16) or colours == PALETTE:
        raise UnusableScan(f"a PNG of {bits} bits{' and a palette' * (colours == PALETTE)}, wanted 8 or 16 bits grey")
    if bits == 16 and colours != GREY:
        raise UnusableScan("a colour PNG of 16 bits, wanted grey")
    bare = SIGNATURE + b"".join(needed_chunks(data))
    try:
        with Image.open(io.BytesIO(bare), formats=["PNG"]) as image:
            pixels = np.asarray(image)
    except (OSError, SyntaxError, ValueError) as error:
        raise DamagedScan("the pixels of the PNG are damaged") from error
    return Picture((grey(pixels).astype(np.uint16, copy=False),), bits)


def needed_chunks(data: bytes) -> Iterator[bytes]:
    """Header, pixels and end, each proved by its checksum: nothing else in the file is ever interpreted."""
    at = len(SIGNATURE)
    for _ in range(MOST_CHUNKS):
        if at + 12 > len(data):
            raise DamagedScan(f"the PNG is cut off: it has no end in {len(data)} bytes")
        length, kind = struct.unpack_from(">I4s", data, at)
        chunk = data[at : at + 12 + length]
        if kind in (b"IHDR", b"IDAT", b"IEND"):
            if len(chunk) < 12 + length or zlib.crc32(chunk[4:-4]) != int.from_bytes(chunk[-4:], "big"):
                raise DamagedScan("the PNG is cut off or damaged: a checksum does not fit its pixels")
            if kind == b"IHDR" and at > len(SIGNATURE):
                raise DamagedScan("the PNG has a second header")
            yield chunk
        if kind == b"IEND":
            return
        at += 12 + length
    raise UnreadableScan(f"the PNG has more than {MOST_CHUNKS} chunks")
