from pathlib import Path

import cv2
import numpy as np
import pytest

from datasets.errors import SetError
from datasets.measuring.relaid import Relaid, relay, rescan_rows
from tests.phantoms import Phantom, pallets


def a_picture(path: Path, seed: int) -> None:
    """A phantom in 8 bits with air around it."""
    attenuation = Phantom(seed, 640, pallets(seed)).view().attenuation[0, 24:]
    grey = np.pad(255 * np.exp(-attenuation), ((30, 20), (120, 90)), constant_values=254)
    cv2.imwrite(str(path), cv2.resize(np.clip(grey, 0, 254), None, fx=1.8, fy=1.8).astype(np.uint8))


@pytest.mark.parametrize("seed", [3, 4])
def test_a_scan_is_laid_on_itself_scanned_again_to_two_pixels(tmp_path: Path, seed: int) -> None:
    a_picture(tmp_path / "picture.png", seed)
    found = relay((0, tmp_path / "picture.png"))
    assert isinstance(found, Relaid)
    assert found.mirror_right
    assert found.quality > 0.5
    assert max(np.percentile(np.abs(found.along), 95), np.percentile(np.abs(found.down), 95)) < 2


def test_the_rows_count_and_name_what_could_not_be_used(tmp_path: Path) -> None:
    a_picture(tmp_path / "good.png", 3)
    (tmp_path / "text.png").write_text("no picture")
    rows = list(rescan_rows(tmp_path, workers=1))
    assert rows[0].result.startswith("text.png: ")
    assert next(row.result for row in rows if row.measure.startswith("mirror test")).startswith("1 of 1")


def test_a_folder_without_pictures_is_said_to_be_one(tmp_path: Path) -> None:
    with pytest.raises(SetError, match="holds no picture"):
        list(rescan_rows(tmp_path, workers=1))
