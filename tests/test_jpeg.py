"""JPEG: a grey preview, whole from its start to its end."""

import io

import numpy as np
import pytest
from PIL import Image

from datasets.errors import DamagedScan, ScanTooLarge, UnreadableScan, UnusableScan
from datasets.forms.jpeg import decode_jpeg
from tests.pictures import a_picture, eight_bits, jpeg

MOST = 1 << 26
GREY = eight_bits(a_picture())
COLOURS = np.dstack([GREY] * 3)


@pytest.mark.parametrize(
    "data", [jpeg(GREY), jpeg(COLOURS), jpeg(COLOURS, outcolorspace="RGB")], ids=["grey", "luma", "red green blue"]
)
def test_grey_is_read_however_its_colours_are_coded(data: bytes) -> None:
    assert np.abs(decode_jpeg(data, MOST).channels[0].astype(int) - GREY).mean() < 1


def test_a_progressive_picture_is_read() -> None:
    assert decode_jpeg(saved(progressive=True), MOST).channels[0].shape == GREY.shape


def test_noise_in_the_colours_is_no_colour() -> None:
    noise = np.random.default_rng(0).normal(0, 3, COLOURS.shape)
    assert decode_jpeg(jpeg(np.clip(COLOURS + noise, 0, 255).astype(np.uint8)), MOST).bits == 8


def test_a_mark_drawn_in_colour_is_refused() -> None:
    marked = COLOURS.copy()
    marked[40:42, 40:120] = (255, 0, 0)
    with pytest.raises(UnusableScan, match="colour picture"):
        decode_jpeg(jpeg(marked), MOST)


def test_four_colours_are_refused() -> None:
    file = io.BytesIO()
    Image.fromarray(GREY).convert("CMYK").save(file, "JPEG")
    with pytest.raises(UnusableScan, match="4 colours"):
        decode_jpeg(file.getvalue(), MOST)


@pytest.mark.parametrize("kept", [3, 20, 200, 700, -2])
def test_a_picture_without_its_end_is_refused(kept: int) -> None:
    with pytest.raises(DamagedScan, match="cut off"):
        decode_jpeg(jpeg(GREY)[:kept], MOST)


def test_the_end_of_a_thumbnail_is_not_the_end_of_the_picture() -> None:
    data = saved(exif=b"Exif\0\0" + jpeg(GREY[:32, :32]))
    assert decode_jpeg(data, MOST).channels[0].shape == GREY.shape
    with pytest.raises(DamagedScan, match="cut off"):
        decode_jpeg(data[:-2], MOST)


@pytest.mark.parametrize(("side", "error"), [(8000, DamagedScan), (65000, ScanTooLarge), (0, UnusableScan)])
def test_a_header_that_says_another_size_is_refused(side: int, error: type[Exception]) -> None:
    data = bytearray(jpeg(GREY))
    at = data.index(b"\xff\xc0") + 5
    data[at : at + 4] = side.to_bytes(2, "big") * 2
    with pytest.raises(error):
        decode_jpeg(bytes(data), MOST)


@pytest.mark.parametrize(("frame", "said"), [(b"\xff\xc3", "lossless"), (b"\xff\xc9", "arithmetic")])
def test_other_codings_are_named(frame: bytes, said: str) -> None:
    with pytest.raises(UnreadableScan, match=said):
        decode_jpeg(jpeg(GREY).replace(b"\xff\xc0", frame, 1), MOST)


def test_a_picture_in_very_many_passes_is_refused() -> None:
    data = saved(progressive=True)
    last = data.rindex(b"\xff\xda")
    with pytest.raises(UnreadableScan, match="passes"):
        decode_jpeg(data[:last] + data[last:-2] * 100 + data[-2:], MOST)


def test_very_many_segments_are_refused() -> None:
    data = jpeg(GREY)
    with pytest.raises(UnreadableScan, match="segments"):
        decode_jpeg(data[:2] + b"\xff\xfe\x00\x02" * 20_000 + data[2:], MOST)


def saved(**how: object) -> bytes:
    file = io.BytesIO()
    Image.fromarray(GREY).save(file, "JPEG", **how)
    return file.getvalue()
