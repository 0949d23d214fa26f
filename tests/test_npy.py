"""The .npy file: its header is text, its values are uint16, and nothing in it is run."""

import numpy as np
import pytest

from datasets.errors import DamagedScan, ScanTooLarge, UnreadableScan, UnusableScan
from datasets.forms.npy import decode_npy
from tests.pictures import a_picture, npy

MOST = 1 << 26
HIGH = a_picture()
HEADER = "{'descr': '<u2', 'fortran_order': False, 'shape': (120, 200), }"


@pytest.mark.parametrize("array", [HIGH, np.asfortranarray(HIGH), HIGH.astype(">u2"), HIGH[None]])
def test_the_order_of_bytes_and_axes_is_followed(array: np.ndarray) -> None:
    assert np.array_equal(decode_npy(npy(array), MOST).channels[0], HIGH)


def test_two_channels_in_columns_first_are_told_apart() -> None:
    both = np.asfortranarray(np.stack([HIGH, HIGH // 2]))
    assert np.array_equal(decode_npy(npy(both), MOST).channels[1], HIGH // 2)


@pytest.mark.parametrize("version", [1, 2, 3])
def test_every_version_of_the_header_is_read(version: int) -> None:
    assert np.array_equal(decode_npy(with_header(HEADER, version), MOST).channels[0], HIGH)


@pytest.mark.parametrize("array", [HIGH.astype(np.int16), HIGH.astype(np.float32), HIGH > 9, HIGH.astype("u4")])
def test_other_numbers_are_refused(array: np.ndarray) -> None:
    with pytest.raises(UnusableScan, match="wanted uint16"):
        decode_npy(npy(array), MOST)


@pytest.mark.parametrize("shape", [(24000,), (3, 80, 100), (2, 2, 60, 100)])
def test_other_shapes_are_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(UnusableScan, match="wanted H x W or 2 x H x W"):
        decode_npy(npy(HIGH.reshape(shape)), MOST)


def test_pickled_objects_are_never_loaded() -> None:
    with pytest.raises(UnreadableScan, match="never loaded"):
        decode_npy(npy(np.array([Trap()], object), allow_pickle=True), MOST)


@pytest.mark.parametrize(
    "header",
    [
        "",
        "{}",
        "__import__('os').system('false')",
        HEADER.replace("(120, 200)", "(120, -200)"),
        HEADER.replace("'<u2'", "[('a', '<u2')]"),
        HEADER.replace("False", "0"),
        "[" * 3000,
    ],
)
def test_a_header_of_other_words_is_refused(header: str) -> None:
    with pytest.raises((DamagedScan, UnusableScan)):
        decode_npy(with_header(header), MOST)


def test_a_size_beyond_the_limit_is_refused_before_anything_is_made() -> None:
    with pytest.raises(ScanTooLarge, match="at most"):
        decode_npy(with_header(HEADER.replace("120", "9" * 18)), MOST)


def test_a_header_longer_than_any_is_refused() -> None:
    with pytest.raises(UnusableScan, match="at most 4096"):
        decode_npy(with_header(HEADER + " " * 5000), MOST)


def with_header(header: str, version: int = 1) -> bytes:
    length = len(header).to_bytes(2 if version == 1 else 4, "little")
    return b"\x93NUMPY" + bytes([version, 0]) + length + header.encode("latin-1") + HIGH.tobytes()


class Trap:
    """Fails the test where it is unpickled."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return pytest.fail, ("a pickle was loaded",)
