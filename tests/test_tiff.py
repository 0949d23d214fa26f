"""TIFF: every layout a scanner may choose, and every lie a directory may tell."""

import struct
from itertools import product
from typing import Any

import numpy as np
import pytest

from datasets.errors import DamagedScan, UnreadableScan, UnusableScan
from datasets.forms.tiff import decode_tiff
from tests.pictures import a_picture, tiff

MOST = 1 << 26
HIGH = a_picture(75, 90)
LAYOUTS: tuple[dict[str, Any], ...] = ({}, {"rowsperstrip": 7}, {"tile": (32, 48)}, {"bigtiff": True})


@pytest.mark.parametrize(
    ("compression", "predictor", "order", "layout"),
    [
        case
        for case in product((None, "zlib", "adobe_deflate", "lzw", "zstd"), (False, True), "<>", LAYOUTS)
        if case[0] or not case[1]
    ],
)
def test_every_compression_order_and_layout_gives_the_same_pixels(
    compression: str | None, predictor: bool, order: str, layout: dict[str, Any]
) -> None:
    how = layout | {"compression": compression, "predictor": predictor or None, "byteorder": order}
    picture = decode_tiff(tiff(HIGH, HIGH // 2, **how), MOST)
    assert np.array_equal(picture.channels[0], HIGH)
    assert np.array_equal(picture.channels[1], HIGH // 2)


def test_the_first_of_two_descriptions_counts() -> None:
    assert (
        decode_tiff(tiff(HIGH, description="ours", extratags=[(270, 2, 0, "theirs", True)]), MOST).description == "ours"
    )


def test_a_description_need_not_be_utf_8() -> None:
    assert "�" in decode_tiff(tiff(HIGH, description=b"caf\xe9"), MOST).description


@pytest.mark.parametrize("compression", ["packbits", "jpeg"])
def test_another_compression_is_named(compression: str) -> None:
    page = (HIGH >> 8).astype(np.uint8) if compression == "jpeg" else HIGH
    with pytest.raises(UnreadableScan, match="wanted none, deflate, LZW or zstd"):
        decode_tiff(tiff(page, compression=compression), MOST)


def test_pages_that_go_in_a_circle_are_refused() -> None:
    data = bytearray(tiff(HIGH))
    start = struct.unpack_from("<I", data, 4)[0]
    entries = struct.unpack_from("<H", data, start)[0]
    struct.pack_into("<I", data, start + 2 + 12 * entries, start)
    with pytest.raises(DamagedScan, match="circle"):
        decode_tiff(bytes(data), MOST)


@pytest.mark.parametrize(
    ("tag", "value", "error", "said"),
    [
        (256, 0, UnusableScan, "at least 16"),
        (257, 1000, DamagedScan, "the TIFF names 1 strips"),
        (258, 12, UnusableScan, "12 bits"),
        (273, 1 << 31, DamagedScan, "cut off"),
        (279, 1 << 31, DamagedScan, "cut off"),
        (279, 4, DamagedScan, "a strip of the TIFF has 4 bytes"),
        (278, 0, DamagedScan, "0 pixels"),
        (317, 3, UnreadableScan, "predictor is 3"),
    ],
)
def test_a_directory_that_lies_is_refused(tag: int, value: int, error: type[Exception], said: str) -> None:
    data = tiff(HIGH, rowsperstrip=75, predictor=None)
    with pytest.raises(error, match=said):
        decode_tiff(with_tag(data, tag, value), MOST)


def test_a_deflate_bomb_is_not_unpacked_beyond_its_strip() -> None:
    bomb = tiff(np.zeros((4096, 4096), np.uint16), compression="zlib", rowsperstrip=4096)
    with pytest.raises(DamagedScan, match="damaged"):
        decode_tiff(with_tag(with_tag(bomb, 257, 16), 278, 16), MOST)


def test_tiles_far_larger_than_their_page_are_refused() -> None:
    data = with_tag(with_tag(tiff(HIGH, tile=(16, 16)), 322, 1 << 20), 323, 1 << 10)
    with pytest.raises(DamagedScan, match="do not fit"):
        decode_tiff(data, MOST)


def with_tag(data: bytes, tag: int, value: int) -> bytes:
    """The file with another first value of a tag; one that is absent is put in the place of XResolution."""
    changed = bytearray(data)
    start = struct.unpack_from("<I", changed, 4)[0]
    places = [start + 2 + 12 * n for n in range(struct.unpack_from("<H", changed, start)[0])]
    found = {struct.unpack_from("<H", changed, place)[0]: place for place in places}
    struct.pack_into("<HHII", changed, found.get(tag, found[282]), tag, 4, 1, value)
    return bytes(changed)
