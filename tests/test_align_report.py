import re
from pathlib import Path

import cv2
import numpy as np
import pytest

from datasets.align_report import align_all, report
from datasets.errors import SetError
from tests.phantoms import Phantom, pallets


def a_picture(path: Path, seed: int) -> None:
    """A phantom in 8 bits with air around it."""
    attenuation = Phantom(seed, 640, pallets(seed)).view().attenuation[0, 24:]
    grey = np.pad(255 * np.exp(-attenuation), ((30, 20), (120, 90)), constant_values=254)
    cv2.imwrite(str(path), cv2.resize(np.clip(grey, 0, 254), None, fx=1.8, fy=1.8).astype(np.uint8))


def test_a_scan_is_laid_on_itself_scanned_again_to_two_pixels(tmp_path: Path) -> None:
    for seed in (3, 4):
        a_picture(tmp_path / f"{seed}.png", seed)
    results, _, failures = align_all(tmp_path, "container", 1)
    assert failures == []
    assert all(result.mirror_right and result.along < 2 and result.quality > 0.5 for result in results)


def test_the_report_counts_and_names_what_could_not_be_used(tmp_path: Path) -> None:
    a_picture(tmp_path / "good.png", 3)
    (tmp_path / "text.png").write_text("no picture")
    lines = report(*align_all(tmp_path, "container", 1))
    assert lines[0].startswith("text.png: ")
    assert any(re.match("mirroring right: 1 of 1", line) for line in lines)


def test_a_folder_without_pictures_is_said_to_be_one(tmp_path: Path) -> None:
    with pytest.raises(SetError, match="holds no picture"):
        align_all(tmp_path, "container", 1)
