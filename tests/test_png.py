"""PNG: grey of 8 or 16 bits, and nothing of the file beyond its pixels."""

import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image, PngImagePlugin

from datasets.errors import DamagedScan, ScanTooLarge, UnusableScan
from datasets.forms.png import SIGNATURE, decode_png
from tests.pictures import a_picture, eight_bits, png

MOST = 1 << 26
HIGH = a_picture()
GREY = eight_bits(HIGH)
OPAQUE = np.full_like(GREY, 255)


@pytest.mark.parametrize(
    "pixels", [GREY, np.dstack([GREY, OPAQUE]), np.dstack([GREY] * 3), np.dstack([GREY] * 3 + [OPAQUE])]
)
def test_eight_bits_are_read_however_grey_is_stored(pixels: np.ndarray) -> None:
    picture = decode_png(png(pixels), MOST)
    assert picture.bits == 8
    assert np.array_equal(picture.channels[0], GREY)


def test_an_interlaced_picture_is_read() -> None:
    assert np.array_equal(decode_png(saved(interlace=1), MOST).channels[0], GREY)


@pytest.mark.parametrize(
    ("pixels", "said"),
    [
        (np.dstack([GREY, OPAQUE - 1]), "transparent"),
        (np.dstack([GREY] * 3 + [GREY]), "transparent"),
        (np.dstack([HIGH] * 3), "colour PNG of 16 bits"),
        (np.dstack([GREY, GREY // 2, GREY]), "colour picture"),
    ],
)
def test_other_colours_are_refused(pixels: np.ndarray, said: str) -> None:
    with pytest.raises(UnusableScan, match=said):
        decode_png(png(pixels), MOST)


@pytest.mark.parametrize("mode", ["P", "1"])
def test_palettes_and_single_bits_are_refused(mode: str) -> None:
    file = io.BytesIO()
    Image.fromarray(GREY).convert(mode).save(file, "PNG")
    with pytest.raises(UnusableScan, match="wanted 8 or 16 bits grey"):
        decode_png(file.getvalue(), MOST)


def test_a_header_of_more_pixels_than_allowed_is_enough() -> None:
    data = SIGNATURE + chunk(b"IHDR", struct.pack(">IIBBBBB", 60000, 60000, 16, 0, 0, 0, 0))
    with pytest.raises(ScanTooLarge, match="60000 x 60000 pixels"):
        decode_png(data, MOST)


def test_text_that_unpacks_to_gigabytes_is_never_unpacked() -> None:
    notes = PngImagePlugin.PngInfo()
    notes.add_text("comment", "x" * 10_000_000, zip=True)
    assert np.array_equal(decode_png(saved(pnginfo=notes), MOST).channels[0], GREY)


@pytest.mark.parametrize("place", [40, 1000, -20, -10])
def test_a_flipped_bit_does_not_pass_the_checksum(place: int) -> None:
    data = bytearray(png(HIGH))
    data[place] ^= 1
    with pytest.raises(DamagedScan):
        decode_png(bytes(data), MOST)


def test_a_second_header_is_refused() -> None:
    data = png(HIGH)
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 60000, 60000, 16, 0, 0, 0, 0))
    with pytest.raises(DamagedScan, match="second header"):
        decode_png(data[:33] + header + data[33:], MOST)


@pytest.mark.parametrize("pixels", [b"", b"no deflate", zlib.compress(bytes(1000))[:-6]])
def test_pixels_that_do_not_unpack_are_damage(pixels: bytes) -> None:
    data = png(HIGH)[:33] + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    with pytest.raises(DamagedScan, match="damaged"):
        decode_png(data, MOST)


def saved(**how: object) -> bytes:
    file = io.BytesIO()
    Image.fromarray(GREY).save(file, "PNG", **how)
    return file.getvalue()


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
