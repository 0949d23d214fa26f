"""From bytes to a scan: every form of the contract, and what is said of each file that cannot be used."""

from pathlib import Path

import numpy as np
import pytest

from datasets.errors import DamagedScan, MissingScan, ScanError, ScanTooLarge, UnreadableScan, UnusableScan
from datasets.reading import load_scan, read_scan
from datasets.scan import Scan
from tests.pictures import a_picture, eight_bits, jpeg, npy, png, tiff
from tests.real import real_folder

HIGH, LOW = a_picture(), a_picture(seed=1) // 2
GREY = eight_bits(HIGH)


@pytest.mark.parametrize("data", [tiff(HIGH), png(HIGH), npy(HIGH)], ids=["tiff", "png", "npy"])
def test_one_energy_of_16_bits_is_read_as_it_is(data: bytes) -> None:
    scan = read_scan(data)
    assert (scan.bits, scan.low, scan.warnings) == (16, None, ())
    assert np.array_equal(scan.high, HIGH)


@pytest.mark.parametrize("data", [tiff(HIGH, LOW), npy(np.stack([HIGH, LOW]))], ids=["tiff", "npy"])
def test_two_energies_in_one_file_are_high_then_low(data: bytes) -> None:
    scan = read_scan(data)
    assert scan.low is not None
    assert np.array_equal(scan.high, HIGH)
    assert np.array_equal(scan.low, LOW)


def test_two_files_are_one_scan_of_two_energies() -> None:
    scan = read_scan(png(HIGH), png(LOW))
    assert scan.low is not None
    assert np.array_equal(scan.low, LOW)


@pytest.mark.parametrize("data", [png(GREY), png(np.dstack([GREY] * 3)), tiff(GREY)], ids=["png", "rgb", "tiff"])
def test_eight_bits_keep_their_values_and_are_warned_of(data: bytes) -> None:
    scan = read_scan(data)
    assert scan.bits == 8
    assert np.array_equal(scan.high, GREY)
    assert "8 bits a pixel carry less" in scan.warnings[0]


@pytest.mark.parametrize("data", [jpeg(GREY), jpeg(np.dstack([GREY] * 3))], ids=["grey", "rgb"])
def test_a_preview_is_read_in_eight_bits(data: bytes) -> None:
    scan = read_scan(data)
    assert scan.bits == 8
    assert np.abs(scan.high.astype(int) - GREY).mean() < 1


def test_what_the_file_says_goes_with_the_scan() -> None:
    scan = read_scan(tiff(HIGH, description='{"container": "MSCU6639870", "air": 60000, "pitch_mm": "wide"}'))
    assert (str(scan.container), scan.air, scan.pitch_mm) == ("MSCU6639870", 60000.0, None)
    assert "declared pitch_mm is not used" in scan.warnings[0]


NOTHING = np.zeros((120, 200), np.uint16)
FLOATS = np.full((120, 200), np.nan)
BEYOND = np.zeros((8193, 8192), np.uint16)


@pytest.mark.parametrize(
    ("data", "error", "said"),
    [
        (b"", DamagedScan, "empty"),
        (tiff(HIGH)[:3000], DamagedScan, "cut off"),
        (tiff(HIGH, compression="zlib")[:3000], DamagedScan, "cut off"),
        (png(HIGH)[:3000], DamagedScan, "cut off"),
        (png(HIGH)[:-4], DamagedScan, "cut off"),
        (jpeg(GREY)[:1000], DamagedScan, "cut off"),
        (npy(HIGH)[:3000], DamagedScan, "cut off"),
        (b"pair_id,origin,destination\n", UnreadableScan, "no form that is read"),
        (b"II*\0", DamagedScan, "cut off"),
        (npy(HIGH[:1, :1]), UnusableScan, "1 x 1 pixels, wanted at least 16"),
        (png(HIGH[:1, :1]), UnusableScan, "1 x 1 pixels, wanted at least 16"),
        (png(NOTHING), UnusableScan, "all black"),
        (tiff(NOTHING + 60000), UnusableScan, "nothing but air"),
        (png(np.dstack([GREY, GREY // 2, GREY // 3])), UnusableScan, "colour picture"),
        (jpeg(np.dstack([GREY, GREY // 2, GREY // 3])), UnusableScan, "colour picture"),
        (tiff(np.dstack([GREY] * 3), photometric="rgb"), UnusableScan, "3 samples"),
        (npy(BEYOND), ScanTooLarge, "at most"),
        (tiff(BEYOND, compression="zlib"), ScanTooLarge, "at most"),
        (npy(np.zeros((2, 5000, 7000), np.uint16)), ScanTooLarge, "at most"),
        (tiff(HIGH, description='{"air": 30000}'), UnusableScan, "declared air is 30000, below the data"),
        (npy(np.array([{}, []], object), allow_pickle=True), UnreadableScan, "pickled objects, which are never loaded"),
        (b"II*\0" + bytes(4), DamagedScan, "0 pages"),
        (tiff(*[HIGH] * 40), UnusableScan, "40 pages, wanted 1"),
        (npy(FLOATS), UnusableScan, "wanted uint16"),
        (tiff(FLOATS.astype(np.float32)), UnusableScan, "floating-point numbers of 32 bits"),
        (tiff(HIGH, LOW[:100]), UnusableScan, "wanted the same size"),
        (tiff(HIGH.astype(np.int16)), UnusableScan, "signed numbers of 16 bits"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_used_says_why(data: bytes, error: type[ScanError], said: str) -> None:
    with pytest.raises(error, match=said):
        read_scan(data)


@pytest.mark.parametrize("rows", [100, 121])
def test_two_files_of_different_size_are_refused(rows: int) -> None:
    with pytest.raises(UnusableScan, match="wanted the same size"):
        read_scan(png(HIGH), png(a_picture(rows)))


def test_two_files_of_different_bits_are_refused() -> None:
    with pytest.raises(UnusableScan, match="the high energy has 16 bits"):
        read_scan(png(HIGH), png(GREY))


def test_a_low_energy_beside_a_scan_of_both_is_refused() -> None:
    with pytest.raises(UnusableScan, match="one energy in each"):
        read_scan(tiff(HIGH, LOW), png(LOW))


def test_the_limit_of_pixels_counts_both_files() -> None:
    half = np.zeros((8192, 4097), np.uint16)
    with pytest.raises(ScanTooLarge, match="at most 33"):
        read_scan(npy(half), npy(half))


@pytest.mark.parametrize("name", ["scan.png", "scan.txt", "scan"])
def test_the_form_is_told_by_content_and_not_by_name(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(tiff(HIGH))
    assert np.array_equal(load_scan(tmp_path / name).high, HIGH)


def test_the_low_energy_beside_a_high_png_is_taken_along(tmp_path: Path) -> None:
    (tmp_path / "x_high.png").write_bytes(png(HIGH))
    (tmp_path / "x_low.png").write_bytes(png(LOW))
    scan = load_scan(tmp_path / "x_high.png")
    assert scan.low is not None
    assert np.array_equal(scan.low, LOW)


def test_a_high_png_without_its_low_is_one_energy(tmp_path: Path) -> None:
    (tmp_path / "x_high.png").write_bytes(png(HIGH))
    assert load_scan(tmp_path / "x_high.png").low is None


@pytest.mark.parametrize(("name", "said"), [("absent.tif", "is not there"), ("", "is a folder")])
def test_a_file_that_is_not_there_is_said_so(tmp_path: Path, name: str, said: str) -> None:
    with pytest.raises(MissingScan, match=said):
        load_scan(tmp_path / name)


@pytest.mark.parametrize(("name", "step"), [("containers", 12), ("cargo", 6), ("repeats", 4)])
def test_real_scans_are_kept_as_they_are_and_their_negatives_turned(name: str, step: int) -> None:
    for path in real_pictures(name)[::step]:
        check_real(path)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["containers", "cargo", "repeats"])
def test_every_real_scan_is_kept_as_it_is_and_its_negative_turned(name: str) -> None:
    for path in real_pictures(name):
        check_real(path)


def check_real(path: Path) -> None:
    scan = load_scan(path)
    assert not [warning for warning in scan.warnings if "turned" in warning], path.name
    turned = read_scan(negative(scan))
    assert "turned" in turned.warnings[-1], path.name
    assert np.array_equal(turned.high, scan.high)


def real_pictures(name: str) -> list[Path]:
    return sorted(path for path in real_folder(name).rglob("*") if path.suffix in (".jpg", ".png"))


def negative(scan: Scan) -> bytes:
    pixels = scan.full_scale - scan.high
    return tiff(pixels if scan.bits == 16 else pixels.astype(np.uint8))
