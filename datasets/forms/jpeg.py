"""JPEG: a scanner's preview of 8 bits, grey or colour whose colours are equal (ITU-T T.81)."""

import re
import struct
from collections.abc import Iterator

import imagecodecs
import numpy as np

from datasets.errors import DamagedScan, UnreadableScan, UnusableScan
from datasets.forms.picture import Picture, grey, refuse_size

MOST_SEGMENTS = 10_000
MOST_PASSES = 64  # a progressive picture has about ten
MOST_PIXELS_A_BYTE = 512  # a block of 64 takes a bit at the least

START, END, PASS = 0xD8, 0xD9, 0xDA
FRAMES = (0xC0, 0xC1, 0xC2)  # baseline, extended, progressive; all with Huffman codes
OTHER_FRAMES = (0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF)
NEXT_MARKER = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]")  # past coded data, where FF 00 and the restarts belong to it


def decode_jpeg(data: bytes, most_pixels: int) -> Picture:
    """The whole file is walked first, so that a truncated one is no scan with a grey lower part."""
    rows, columns, components = read_header(data)
    refuse_size((rows, columns), most_pixels)
    if rows * columns > MOST_PIXELS_A_BYTE * len(data):
        raise DamagedScan(f"the JPEG says {columns} x {rows} pixels in {len(data)} bytes: it is cut off")
    try:
        pixels = imagecodecs.jpeg8_decode(data, outcolorspace="GRAYSCALE" if components == 1 else "RGB")
    except (RuntimeError, ValueError) as error:
        raise DamagedScan(f"the JPEG is damaged: {error}") from error
    return Picture((grey(pixels).astype(np.uint16),), 8)


def read_header(data: bytes) -> tuple[int, int, int]:
    """Rows, columns and components, of a JPEG that is whole from its start to its end."""
    frame, passes = None, 0
    for marker, content in segments(data):
        passes += marker == PASS
        if marker in OTHER_FRAMES:
            raise UnreadableScan("a lossless, hierarchical or arithmetic JPEG, wanted baseline or progressive")
        if marker in FRAMES:
            frame = read_frame(content)
    if frame is None or not passes:
        raise DamagedScan("the JPEG holds no picture")
    if passes > MOST_PASSES:
        raise UnreadableScan(f"the JPEG is coded in {passes} passes, at most {MOST_PASSES} are read")
    return frame


def read_frame(content: bytes) -> tuple[int, int, int]:
    if len(content) < 6:
        raise DamagedScan("the frame header of the JPEG is cut off")
    precision, rows, columns, components = struct.unpack_from(">BHHB", content)
    if precision != 8 or components not in (1, 3):
        raise UnusableScan(f"a JPEG of {precision} bits and {components} colours, wanted grey of 8 bits")
    return rows, columns, components


def segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Marker and content of each segment up to the end of the picture."""
    at = 0
    for _ in range(MOST_SEGMENTS):
        found = NEXT_MARKER.search(data, at)
        if not found:
            raise DamagedScan(f"the JPEG is cut off: it has no end in {len(data)} bytes")
        marker, at = data[found.end() - 1], found.end()
        if marker == END:
            return
        if marker == START:
            continue
        length = int.from_bytes(data[at : at + 2], "big")
        yield marker, data[at + 2 : at + length]
        at += max(length, 2)
    raise UnreadableScan(f"the JPEG has more than {MOST_SEGMENTS} segments")
