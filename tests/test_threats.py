from pathlib import Path

import cv2
import numpy as np
import pytest

from datasets.errors import SetError
from datasets.scan import Scan
from training.real_scans.threats import Threat, at_scale, laid_into, overlap, read_threats

AIR = 60_000
KNIFE = Threat("knife_1", np.full((10, 50), 0.5, np.float32), np.full((10, 50), 0.7, np.float32))


def a_scan(transmission: float = 1.0) -> Scan:
    pixels = np.full((200, 400), transmission * AIR, np.uint16)
    return Scan(high=pixels, low=pixels.copy(), air=AIR)


def test_weapons_are_read_at_both_energies_whatever_their_bits(tmp_path: Path) -> None:
    for name, grey in (("gun_1", np.uint16(30_000)), ("rifle_2", np.uint8(117))):
        for energy in ("high", "low"):
            cv2.imwrite(str(tmp_path / f"{name}_{energy}.png"), np.full((4, 6), grey))
    (tmp_path / "index.csv").write_text("object,number\ngun,1\ngun,1\nrifle,2\n")
    gun, rifle = read_threats(tmp_path)
    assert gun.high == pytest.approx(np.log(2), abs=1e-3)
    assert rifle.low == pytest.approx(np.log(233 / 117), abs=1e-3)


def test_without_weapons_the_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(SetError, match=r"index\.csv is not there"):
        read_threats(tmp_path)


def test_a_weapon_is_as_long_as_it_is_in_the_scan() -> None:
    shapes = {at_scale(KNIFE, (5.0, 2.5), np.random.default_rng(seed)).high.shape for seed in range(20)}
    assert shapes == {(10, 100), (50, 20)}  # 25 cm long, 5 cm wide; lying or standing


def test_a_weapon_weakens_what_lies_behind_it_and_nothing_else() -> None:
    laid = laid_into(a_scan(), KNIFE, (100, 50, 300, 150), AIR, np.random.default_rng(0))
    assert laid is not None
    scan, (left, top, right, bottom) = laid
    assert scan.low is not None
    assert scan.high[top:bottom, left:right] == pytest.approx(AIR * np.exp(-0.5), abs=1)
    assert scan.low[top:bottom, left:right] == pytest.approx(AIR * np.exp(-0.7), abs=1)
    assert (scan.high != AIR).sum() == KNIFE.high.size
    assert overlap((left, top, right, bottom), (100, 50, 300, 150))


def test_where_nothing_can_be_seen_no_weapon_is_laid() -> None:
    assert laid_into(a_scan(0.01), KNIFE, (100, 50, 300, 150), AIR, np.random.default_rng(0)) is None
    assert laid_into(a_scan(), KNIFE, (100, 50, 140, 150), AIR, np.random.default_rng(0)) is None
