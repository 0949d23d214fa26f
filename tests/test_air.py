"""Air and the measured window are looked for once a scan."""

import gc
from weakref import ref

import numpy as np
import pytest

from datasets.air import Window, air_values, kept_with_scan, measured_window
from datasets.scan import Scan

AIR = 50000


def a_scan(air: int = AIR) -> Scan:
    """A block in open air, with a black edge of 20 columns."""
    pixels = np.full((200, 500), air, np.uint16)
    pixels[50:150, 100:400] = air // 4
    pixels[:, :20] = 0
    return Scan(high=pixels, low=pixels // 2)


def test_a_black_edge_is_no_part_of_what_was_measured() -> None:
    assert measured_window(a_scan()) == Window(0, 200, 20, 500)


def test_air_is_what_the_bright_pixels_share_in_each_energy() -> None:
    scan = a_scan()
    assert air_values(scan, measured_window(scan)) == pytest.approx((AIR, AIR / 2), rel=0.001)


def test_two_scans_are_told_apart() -> None:
    scans = a_scan(), a_scan(AIR // 2)
    first, second = (air_values(scan, measured_window(scan))[0] for scan in scans)
    assert first == pytest.approx(2 * second)


def test_what_is_found_of_a_scan_is_found_once_for_each_question() -> None:
    asked = []

    @kept_with_scan
    def brightest(scan: Scan, row: int) -> int:
        asked.append(row)
        return int(scan.high[row].max())

    scan = a_scan()
    assert [brightest(scan, row) for row in (0, 100, 0)] == [AIR, AIR, AIR]
    assert asked == [0, 100]


def test_a_scan_is_not_kept_alive_by_what_was_found_of_it() -> None:
    scan = a_scan()
    air_values(scan, measured_window(scan))
    seen = ref(scan)
    del scan
    gc.collect()
    assert seen() is None
