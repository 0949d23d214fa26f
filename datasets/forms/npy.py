"""The .npy file: uint16, H x W or 2 x H x W. Its header is matched as text, so that nothing in it is ever run."""

import math
import re
import struct

import numpy as np

from datasets.errors import DamagedScan, UnreadableScan, UnusableScan
from datasets.forms.picture import Picture, refuse_size

LONGEST_HEADER = 4096
DESCR = re.compile(r"'descr':\s*(\[|'[^']{0,20}')")
ORDER = re.compile(r"'fortran_order':\s*(True|False)")
SHAPE = re.compile(r"'shape':\s*\(([\d\s,]{0,60})\)")


def decode_npy(data: bytes, most_pixels: int) -> Picture:
    """The channels, high energy first."""
    header, start = read_header(data)
    kind, order, sides = DESCR.search(header), ORDER.search(header), SHAPE.search(header)
    if not kind or not order or not sides:
        raise DamagedScan("the header of the .npy file cannot be read")
    refuse_type(kind[1].strip("'"))
    shape = tuple(int(side) for side in re.findall(r"\d+", sides[1]))
    if not (len(shape) == 2 or (len(shape) == 3 and shape[0] in (1, 2))):
        raise UnusableScan(f"the .npy array is {shape}, wanted H x W or 2 x H x W")
    refuse_size(shape, most_pixels)
    if len(data) - start < 2 * math.prod(shape):
        raise DamagedScan(f"the .npy file is cut off: {len(data) - start} bytes of {2 * math.prod(shape)} are there")
    values = np.frombuffer(data, kind[1].strip("'"), math.prod(shape), start).astype(np.uint16)
    pixels = values.reshape(shape, order="F" if order[1] == "True" else "C")
    return Picture(tuple(np.ascontiguousarray(channel) for channel in pixels.reshape(-1, *shape[-2:])))


def read_header(data: bytes) -> tuple[str, int]:
    """The header's text, and where the values begin (numpy.lib.format, versions 1 to 3)."""
    if len(data) < 12:
        raise DamagedScan(f"an .npy file of {len(data)} bytes, cut off in its header")
    start, field = (10, "<H") if data[6] == 1 else (12, "<I")
    (length,) = struct.unpack_from(field, data, 8)
    if length > LONGEST_HEADER:
        raise UnusableScan(f"the header of the .npy file has {length} bytes, at most {LONGEST_HEADER} are read")
    return data[start : start + length].decode("latin-1"), start + length


def refuse_type(descr: str) -> None:
    if "O" in descr:
        raise UnreadableScan("the .npy file holds pickled objects, which are never loaded; wanted uint16")
    if descr not in ("<u2", ">u2"):
        raise UnusableScan(f"the .npy file holds {descr!r}, wanted uint16: '<u2'")
