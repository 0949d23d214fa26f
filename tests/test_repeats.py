"""Repeated scans of one thing: what is left where they are the same, and where they are not."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from datasets.errors import SetError
from datasets.measuring.repeats import left_between, repeat_rows
from datasets.scan import Scan
from tests.phantoms import Phantom, pallets


def a_rack(shift: int = 0, scale: float = 1.0) -> Scan:
    """Twice as fine as the frame, with two energies."""
    attenuation = cv2.resize(Phantom(3, 480, pallets(3)).view().attenuation[0, 24:], None, fx=2, fy=2)
    padded = np.pad(attenuation * scale, ((40, 40), (80 + shift, 90 - shift)))
    high = (60000 * np.exp(-padded)).astype(np.uint16)
    return Scan(high, (60000 * np.exp(-1.2 * padded)).astype(np.uint16), air=60000)


def rms(*scans: Scan) -> list[float]:
    left = left_between(*scans)
    return [float(np.sqrt(squares / left.pixels)) for squares in left.squares]


def test_nothing_is_left_between_a_scan_and_itself_moved() -> None:
    assert max(rms(a_rack(), a_rack(shift=30))) < 0.03


def test_another_thickness_is_taken_for_another_scanner_and_a_new_object_is_not() -> None:
    other = a_rack(scale=1.1)
    assert max(rms(a_rack(), other)) < 0.03
    changed = other.high.copy()
    changed[200:400, 400:700] //= 3
    assert rms(a_rack(), Scan(changed, other.low, air=60000))[0] > 0.15


def test_a_folder_without_the_scenes_is_told(tmp_path: Path) -> None:
    with pytest.raises(SetError, match="wanted scenes 0, 2, 3"):
        list(repeat_rows(tmp_path))
