"""Whatever bytes come in: a scan or an error of our own, in time, in little memory, and in silence."""

import subprocess
import sys
import time
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from datasets.errors import ScanError
from datasets.reading import FORMS, read_scan
from tests.pictures import a_picture, eight_bits, jpeg, npy, png, tiff

LIMIT_S = 1.0
LIMIT_BYTES = 1 << 30
DESCRIPTION = '{"container": "MSCU6639870", "taken_at": "2026-03-01T12:00:00Z", "air": 60000, "pitch_mm": [4.2, 4.7]}'

HIGH = a_picture(48, 64)
GREY = eight_bits(HIGH)
WHOLE = (
    tiff(HIGH, HIGH // 2, description=DESCRIPTION),
    tiff(HIGH, compression="zlib", predictor=True, rowsperstrip=5),
    tiff(HIGH, compression="lzw", byteorder=">"),
    tiff(HIGH, HIGH, compression="zstd", bigtiff=True, tile=(16, 32)),
    tiff(GREY),
    png(HIGH),
    png(np.dstack([GREY] * 3)),
    jpeg(GREY),
    jpeg(np.dstack([GREY] * 3)),
    npy(HIGH),
    npy(np.stack([HIGH, HIGH // 2])),
    npy(np.array([{}, []], object), allow_pickle=True),
)

whole_files = st.sampled_from(WHOLE)
places = st.floats(0, 1, exclude_max=True)  # along a file
extremes = st.sampled_from([b"\0" * 4, b"\xff" * 4, b"\xff\xff\xff\x7f", b"\0\0\1\0", b"\1\0\0\0"])
many = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(autouse=True)
def silence(capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Nothing may be written or logged on the way; warnings are errors already."""
    yield
    assert capfd.readouterr() == ("", "")
    assert not caplog.records


@many
@given(whole_files, places)
def test_a_truncated_file(data: bytes, cut: float) -> None:
    read_within_limits(data[: int(cut * len(data))])


@many
@given(whole_files, st.lists(st.tuples(places, st.integers(0, 7)), min_size=1, max_size=20))
def test_a_file_with_flipped_bits(data: bytes, flips: list[tuple[float, int]]) -> None:
    changed = bytearray(data)
    for place, bit in flips:
        changed[int(place * len(data))] ^= 1 << bit
    read_within_limits(bytes(changed))


@many
@given(whole_files, st.lists(st.tuples(places, extremes), min_size=1, max_size=4), st.booleans())
def test_a_file_with_extreme_numbers_in_its_header(
    data: bytes, fields: list[tuple[float, bytes]], at_end: bool
) -> None:
    changed = bytearray(data)
    for place, field in fields:
        at = int(place * min(len(data), 400))
        at = len(data) - at - 4 if at_end else at
        changed[at : at + 4] = field
    read_within_limits(bytes(changed))


@many
@given(whole_files, whole_files, places, places)
def test_two_files_spliced(one: bytes, other: bytes, cut: float, start: float) -> None:
    read_within_limits(one[: int(cut * len(one))] + other[int(start * len(other)) :])


@many
@given(st.sampled_from([b"", *FORMS]), st.binary(max_size=2000))
def test_noise_behind_the_first_bytes_of_a_form(head: bytes, noise: bytes) -> None:
    read_within_limits(head + noise)


@many
@given(whole_files, whole_files)
def test_any_two_files_as_two_energies(high: bytes, low: bytes) -> None:
    read_within_limits(high, low)


@pytest.mark.parametrize("first", [8, 9, 10])
def test_a_count_of_very_many_tags_and_pages_is_soon_given_up(first: int) -> None:
    read_within_limits(b"II*\0" + first.to_bytes(4, "little") + b"\xff" * 4_000_000)
    read_within_limits(b"II+\0\x08\0\0\0" + first.to_bytes(8, "little") + b"\1" * 4_000_000)


def test_bombs_stay_within_a_gibibyte_of_memory() -> None:
    done = subprocess.run([sys.executable, "-c", BOMBS], cwd=Path(__file__).parents[1], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


# In a process of its own, whose memory is limited from where it stands when everything is imported.
BOMBS = """
import resource
import numpy as np
from datasets.errors import ScanError
from datasets.reading import read_scan
from tests.pictures import jpeg, png, tiff

empty = np.zeros((8192, 8192), np.uint16)
bombs = [
    tiff(empty, compression="zlib"),
    tiff(empty[:4096], empty[4096:], compression="zstd"),
    png(empty),
    jpeg(np.zeros((4096, 8192, 3), np.uint8)),
]
del empty
size = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (size + (1 << 30), size + (1 << 30)))
for bomb in bombs:
    try:
        read_scan(bomb)
    except ScanError:
        continue
    raise SystemExit("a bomb was read as a scan")
"""


def read_within_limits(data: bytes, low: bytes | None = None) -> None:
    tracemalloc.start()
    began = time.thread_time()
    try:
        read_scan(data, low)
    except ScanError as error:
        assert 0 < len(str(error)) < 400  # noqa: PT017 - either outcome is right
    finally:
        used_s, used_bytes = time.thread_time() - began, tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert used_s < LIMIT_S
    assert used_bytes < LIMIT_BYTES
