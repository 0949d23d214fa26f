"""Pairs projected from scans: real background, a lot of known mass, truth on both scans' own pixels."""

from pathlib import Path

import numpy as np
import pytest

from datasets.errors import SetError
from datasets.scan import Scan
from datasets.simulation.projection import laid_in, on_scan, project, projected, split_of
from datasets.view import BOX_ROWS, FRAME_ROWS, MARGIN_ROWS, Frame, Outline
from datasets.writing import write_tiff

OUTLINE = Outline(100.0, 60.0, 900.0, 380.0)


def a_scan() -> Scan:
    """A box with ribs, a floor and posts in open air."""
    pixels = np.full((450, 1000), 60000, np.uint16)
    pixels[60:380, 100:900] = 50000
    pixels[60:380, 100:900:40] = 42000
    pixels[60:68, 100:900] = pixels[366:380, 100:900] = 20000
    pixels[60:380, 100:112] = pixels[60:380, 888:900] = 15000
    return Scan(pixels)


def test_a_lot_multiplies_the_transmission() -> None:
    lot = np.zeros((450, 1000), np.float32)
    lot[200:220, 300:340] = 25.0
    after = laid_in(a_scan(), lot, (0.04, 0.047)).high
    assert after[210, 325] == pytest.approx(a_scan().high[210, 325] * np.exp(-1.0), rel=1e-3)
    assert after[100, 700] == a_scan().high[100, 700]


def test_a_place_in_the_frame_lands_on_the_scan_where_the_frame_says() -> None:
    frame = Frame.of(OUTLINE)
    spot = np.zeros((FRAME_ROWS, frame.columns), np.float32)
    spot[MARGIN_ROWS + BOX_ROWS // 2, frame.columns // 4] = 1.0
    y, x = np.unravel_index(on_scan(spot, frame, (450, 1000)).argmax(), (450, 1000))
    wanted = frame.to_scan(np.array([[frame.columns // 4, MARGIN_ROWS + BOX_ROWS / 2]], np.float64))[0]
    assert (x, y) == pytest.approx(wanted, abs=1.5)


def test_labels_follow_the_event() -> None:
    seen = set()
    for seed in range(24):
        pair = projected(a_scan(), OUTLINE, np.random.default_rng(seed))
        values = [sorted(set(np.unique(labels).tolist()) - {0, 255}) for labels in pair.labels]
        wanted = {"none": [[], []], "inserted": [[], [1]], "removed": [[1], []], "alike": [[3], [3]]}
        assert values == wanted[pair.event]
        assert (pair.mass_kg is None) == (pair.event == "none")
        seen.add(pair.event)
    assert seen == {"none", "inserted", "removed", "alike"}


def test_an_inserted_lot_is_darker_where_the_label_lies() -> None:
    pair = next(
        pair
        for pair in (projected(a_scan(), OUTLINE, np.random.default_rng(seed)) for seed in range(40))
        if pair.event == "inserted" and (pair.labels[1] == 1).sum() > 500
    )
    lot = pair.labels[1] == 1
    air = np.quantile(pair.destination.high, 0.99)
    assert np.median(pair.destination.high[lot]) < 0.8 * air


def test_a_folder_of_scans_becomes_a_sound_set_with_one_split_a_scan(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    for name in ("a", "b", "c"):
        (tmp_path / "mine" / f"{name}.tif").write_bytes(write_tiff(a_scan()))
    rows = project(tmp_path / "mine", tmp_path / "set", 5, 1).rows
    assert len(rows) == 5
    assert all((tmp_path / "set" / path).is_file() for row in rows for path in row.files)
    assert all(row.split == split_of(Path(f"{row.container}.tif")) for row in rows)


def test_a_folder_without_scans_is_refused(tmp_path: Path) -> None:
    (tmp_path / "note.jpg").write_text("no picture")
    with pytest.raises(SetError, match="no scan that can be used among 1 pictures"):
        project(tmp_path, tmp_path / "set", 1, 1)
