"""What is written as TIFF is read back as the same scan."""

import io
from datetime import UTC, datetime

import numpy as np
import pytest
import tifffile

from datasets.reading import read_scan
from datasets.scan import ContainerNumber, Scan, Site
from datasets.writing import write_tiff
from tests.pictures import a_picture, eight_bits

HIGH, LOW = a_picture(), a_picture(seed=1) // 2
WHOLE = Scan(
    HIGH,
    LOW,
    air=60000.0,
    container=ContainerNumber("MSCU6639870"),
    site=Site("COCTG", "1"),
    taken_at=datetime(2026, 3, 1, 12, tzinfo=UTC),
    energies_mv=(6.0, 4.0),
    pitch_mm=(4.2, 4.7),
    machine="HCVM",
)
GREY = Scan(eight_bits(HIGH).astype(np.uint16), bits=8)


@pytest.mark.parametrize("scan", [WHOLE, Scan(HIGH), GREY], ids=["whole", "bare", "8 bits"])
def test_pixels_come_back_as_they_were(scan: Scan) -> None:
    back = read_scan(write_tiff(scan))
    assert back.bits == scan.bits
    assert len(back.channels) == len(scan.channels)
    assert all(map(np.array_equal, back.channels, scan.channels))


@pytest.mark.parametrize("fact", ["air", "container", "site", "taken_at", "energies_mv", "pitch_mm", "machine"])
def test_facts_come_back_as_they_were(fact: str) -> None:
    assert getattr(read_scan(write_tiff(WHOLE)), fact) == getattr(WHOLE, fact)


def test_the_same_scan_is_written_in_the_same_bytes() -> None:
    assert write_tiff(WHOLE) == write_tiff(WHOLE)


def test_other_programs_see_two_pages_of_16_bits() -> None:
    with tifffile.TiffFile(io.BytesIO(write_tiff(WHOLE))) as file:
        assert [page.dtype for page in file.pages] == [np.uint16, np.uint16]
        assert np.array_equal(file.pages[1].asarray(), LOW)
