"""A scan's pages out of a TIFF file, read with a bound on every step.

Uploads are not to be trusted: a general TIFF reader follows vendor tags, loops and counts that a file can set at will.
The contract needs a dozen tags and four compressions, so the directories are walked here and only the strips and tiles
are left to a library, each into a buffer of known size. TIFF 6.0 and BigTIFF; numbers below are the standard's.
"""

import struct
from dataclasses import dataclass
from typing import Self

import imagecodecs
import numpy as np
from numpy.typing import NDArray

from datasets.errors import DamagedScan, UnreadableScan, UnusableScan
from datasets.forms.picture import Picture, refuse_size

MOST_VALUES = 1 << 17  # of one tag; what is more is not looked at
MOST_SEGMENTS = 1 << 16  # strips or tiles of one page
MOST_PAGES_COUNTED = 1000
MOST_TAGS = 4096

WIDTH, LENGTH, BITS, COMPRESSION, DESCRIPTION = 256, 257, 258, 259, 270
STRIP_OFFSETS, SAMPLES, ROWS_PER_STRIP, STRIP_BYTES, PREDICTOR = 273, 277, 278, 279, 317
TILE_WIDTH, TILE_LENGTH, TILE_OFFSETS, TILE_BYTES, SAMPLE_FORMAT = 322, 323, 324, 325, 339
SIZES = {WIDTH, LENGTH, ROWS_PER_STRIP, TILE_WIDTH, TILE_LENGTH}
KINDS = {BITS, COMPRESSION, SAMPLES, PREDICTOR, SAMPLE_FORMAT}
PLACES = {STRIP_OFFSETS, STRIP_BYTES, TILE_OFFSETS, TILE_BYTES}
WANTED = SIZES | KINDS | PLACES | {DESCRIPTION}
FIELD_TYPES = {1: "u1", 2: "u1", 3: "u2", 4: "u4", 13: "u4", 16: "u8", 18: "u8"}
SAMPLE_FORMATS = {1: "unsigned", 2: "signed", 3: "floating-point", 4: "undefined", 5: "complex", 6: "complex"}
DECODERS = {
    5: imagecodecs.lzw_decode,
    8: imagecodecs.deflate_decode,
    32946: imagecodecs.deflate_decode,
    50000: imagecodecs.zstd_decode,
}
"""Compressions that are read, beside 1 (none)."""
OTHER_COMPRESSIONS = {2: "CCITT", 3: "CCITT", 4: "CCITT", 6: "JPEG", 7: "JPEG", 32773: "PackBits", 33005: "JPEG 2000"}

Directory = dict[int, NDArray[np.uint64]]
Samples = NDArray[np.uint16] | NDArray[np.uint8]


def decode_tiff(data: bytes, most_pixels: int) -> Picture:
    """One page is one energy, two are high and low; pages and sizes are judged before anything is decoded."""
    layout = Layout.of(data)
    directories = layout.directories()
    if not directories:
        raise DamagedScan("a TIFF with 0 pages, wanted 1 (one energy) or 2 (high, then low energy)")
    grids = [Grid.of(directory) for directory in directories]
    if len({(grid.rows, grid.columns, grid.bits) for grid in grids}) > 1:
        sizes = " and ".join(f"{grid.columns} x {grid.rows} of {grid.bits} bits" for grid in grids)
        raise UnusableScan(f"the two energies are {sizes}, wanted the same size and bits")
    refuse_size((len(grids), grids[0].rows, grids[0].columns), most_pixels)
    text = directories[0].get(DESCRIPTION, np.zeros(0, np.uint64)).astype(np.uint8).tobytes()
    pages = tuple(grid.decode(data, layout.order).astype(np.uint16, copy=False) for grid in grids)
    return Picture(pages, grids[0].bits, text.split(b"\0")[0].decode("utf-8", "replace"))


@dataclass(frozen=True)
class Layout:
    """How directories lie in the file: byte order, and the field widths of TIFF or BigTIFF."""

    data: bytes
    order: str
    big: bool

    @classmethod
    def of(cls, data: bytes) -> Self:
        order = "<" if data[:2] == b"II" else ">"
        if len(data) < 8:
            raise DamagedScan(f"a TIFF of {len(data)} bytes, cut off in its header")
        (version,) = struct.unpack_from(f"{order}H", data, 2)
        return cls(data, order, version == 43)

    def directories(self) -> list[Directory]:
        """Those of the one or two pages of a scan; the chain is followed to its end only to count them."""
        starts: list[int] = []
        at = self._number("Q" if self.big else "I", 8 if self.big else 4)
        while at and len(starts) < MOST_PAGES_COUNTED:
            if at in starts:
                raise DamagedScan("the pages of the TIFF go round in a circle")
            starts.append(at)
            at = self._next(at)
        if len(starts) > 2:
            raise UnusableScan(f"a TIFF with {len(starts)} pages, wanted 1 (one energy) or 2 (high, then low energy)")
        return [self._directory(start) for start in starts]

    def _next(self, start: int) -> int:
        entries, size, head = self._entries(start)
        return self._number("Q" if self.big else "I", start + head + entries * size)

    def _entries(self, start: int) -> tuple[int, int, int]:
        """Number of entries, bytes of one, and bytes before the first."""
        return (self._number("Q", start), 20, 8) if self.big else (self._number("H", start), 12, 2)

    def _directory(self, start: int) -> Directory:
        entries, size, head = self._entries(start)
        found: Directory = {}
        for n in range(min(entries, MOST_TAGS)):
            tag = self._number("H", start + head + n * size)
            # Some writers put a second ImageDescription of their own behind the first.
            if tag in WANTED and tag not in found:
                found[tag] = self._values(tag, start + head + n * size)
        return found

    def _values(self, tag: int, at: int) -> NDArray[np.uint64]:
        kind = self._number("H", at + 2)
        count = self._number("Q" if self.big else "I", at + 4)
        value, room = (at + 12, 8) if self.big else (at + 8, 4)
        if kind not in FIELD_TYPES:
            raise DamagedScan(f"tag {tag} of the TIFF is of type {kind}, wanted whole numbers or text")
        dtype = np.dtype(self.order + FIELD_TYPES[kind])
        if count * dtype.itemsize > room:
            value = self._number("Q" if self.big else "I", value)
        if value + count * dtype.itemsize > len(self.data):
            raise DamagedScan(
                f"the TIFF is cut off: the {count} values of tag {tag} lie beyond its {len(self.data)} bytes"
            )
        return np.frombuffer(self.data, dtype, min(count, MOST_VALUES), value).astype(np.uint64)

    def _number(self, code: str, at: int) -> int:
        if at + struct.calcsize(code) > len(self.data):
            raise DamagedScan(f"the TIFF is cut off: it has {len(self.data)} bytes and points to byte {at}")
        return int(struct.unpack_from(self.order + code, self.data, at)[0])


@dataclass(frozen=True, eq=False)
class Grid:
    """One page as a grid of strips or tiles; a strip is a tile as wide as the page."""

    rows: int
    columns: int
    bits: int
    compression: int
    predictor: int
    tile_rows: int
    tile_columns: int
    offsets: NDArray[np.uint64]
    lengths: NDArray[np.uint64]

    @classmethod
    def of(cls, tags: Directory) -> Self:
        rows, columns = first(tags, LENGTH), first(tags, WIDTH)
        tiled = TILE_OFFSETS in tags
        refuse_other_samples(tags)
        return cls(
            rows,
            columns,
            first(tags, BITS, 1),
            first(tags, COMPRESSION, 1),
            first(tags, PREDICTOR, 1),
            first(tags, TILE_LENGTH) if tiled else min(first(tags, ROWS_PER_STRIP, rows), rows),
            first(tags, TILE_WIDTH) if tiled else columns,
            tags.get(TILE_OFFSETS if tiled else STRIP_OFFSETS, np.zeros(0, np.uint64)),
            tags.get(TILE_BYTES if tiled else STRIP_BYTES, np.zeros(0, np.uint64)),
        )

    def decode(self, data: bytes, order: str) -> Samples:
        """The page's pixels, in the machine's byte order."""
        dtype = np.dtype(f"{order}u{self.bits // 8}")
        down, across = self._segments(len(data))
        page = np.empty((self.rows, self.columns), dtype.newbyteorder("="))
        room = bytearray(self.tile_rows * self.tile_columns * dtype.itemsize)
        for n in range(down * across):
            top, left = n // across * self.tile_rows, n % across * self.tile_columns
            rows = min(self.tile_rows, self.rows - top)
            start, length = int(self.offsets[n]), int(self.lengths[n])
            tile = self._segment(data[start : start + length], rows, dtype, room)[:, : self.columns - left]
            place = page[top : top + rows, left : left + self.tile_columns]
            if self.predictor == 2:
                imagecodecs.delta_decode(tile, axis=-1, out=place)
            else:
                place[:] = tile
        return page

    def _segments(self, length: int) -> tuple[int, int]:
        """How many segments stand down and across the page; they are checked to lie inside the file."""
        if not self.tile_rows or not self.tile_columns:
            raise DamagedScan(f"the TIFF's tiles are {self.tile_columns} x {self.tile_rows} pixels")
        down, across = -(-self.rows // self.tile_rows), -(-self.columns // self.tile_columns)
        if down * across > MOST_SEGMENTS:
            raise UnreadableScan(f"the TIFF has {down * across} strips or tiles, at most {MOST_SEGMENTS} are read")
        if min(len(self.offsets), len(self.lengths)) < down * across:
            raise DamagedScan(f"the TIFF names {len(self.offsets)} strips or tiles, its size wants {down * across}")
        if down * across * self.tile_rows * self.tile_columns > 4 * self.rows * self.columns + (1 << 22):
            raise DamagedScan(f"tiles of {self.tile_columns} x {self.tile_rows} pixels do not fit the TIFF's page")
        starts, lengths = self.offsets[: down * across], self.lengths[: down * across]
        if (starts.astype(np.float64) + lengths).max() > length:  # as floats, so that no sum wraps
            raise DamagedScan(f"the TIFF is cut off: it has {length} bytes and its pixels lie beyond")
        return down, across

    def _segment(self, packed: bytes, rows: int, dtype: np.dtype[np.unsignedinteger], room: bytearray) -> Samples:
        """One strip or tile, which may lie in `room` until the next is decoded."""
        try:
            plain = packed if self.compression == 1 else DECODERS[self.compression](packed, out=room)
        except (RuntimeError, ValueError) as error:
            raise DamagedScan(f"the pixels of the TIFF are damaged: {error}") from error
        wanted = rows * self.tile_columns
        if len(plain) < wanted * dtype.itemsize:
            raise DamagedScan(f"a strip of the TIFF has {len(plain)} bytes, wanted {wanted * dtype.itemsize}")
        tile = np.frombuffer(plain, dtype, wanted).reshape(rows, self.tile_columns)
        return tile.astype(dtype.newbyteorder("="), copy=False)


def first(tags: Directory, tag: int, otherwise: int = 0) -> int:
    values = tags.get(tag)
    return int(values[0]) if values is not None and len(values) else otherwise


def refuse_other_samples(tags: Directory) -> None:
    """Only one unsigned sample of 8 or 16 bits a pixel, in a compression that is read, passes."""
    bits, samples, form = first(tags, BITS, 1), first(tags, SAMPLES, 1), first(tags, SAMPLE_FORMAT, 1)
    compression, predictor = first(tags, COMPRESSION, 1), first(tags, PREDICTOR, 1)
    if samples != 1:
        raise UnusableScan(f"a TIFF with {samples} samples a pixel (a colour picture?), wanted 1: grey")
    if bits not in (8, 16) or form != 1:
        kind = SAMPLE_FORMATS.get(form, "unknown")
        raise UnusableScan(f"the TIFF's pixels are {kind} numbers of {bits} bits, wanted unsigned ones of 16 bits")
    if compression != 1 and compression not in DECODERS:
        name = OTHER_COMPRESSIONS.get(compression, f"number {compression}")
        raise UnreadableScan(f"TIFF compression is {name}, wanted none, deflate, LZW or zstd")
    if predictor not in (1, 2):
        raise UnreadableScan(f"TIFF predictor is {predictor}, wanted 1 (none) or 2 (difference along the row)")
