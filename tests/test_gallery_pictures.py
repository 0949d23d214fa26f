"""Pictures of scans for a page: one scale, dense parts brought out, materials in colour, labels that do not vanish."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from datasets.errors import DamagedScan
from datasets.scan import Scan
from datasets.simulation.gallery.gallery_pictures import (
    BOX_PX,
    OVERLAY,
    RATIO_COLOURS,
    equalised,
    expected_ratios,
    in_the_way,
    labelled,
    page_size,
    ratio,
    read_labels,
)
from datasets.simulation.labels import HIDDEN_HERE
from tests.trucks import BOX, COLUMNS, ROWS, a_scan


@pytest.mark.parametrize("scale", [0.8, 1.0, 1.3])
def test_containers_of_any_pitch_are_equally_high(scale: float) -> None:
    high = cv2.resize(np.asarray(a_scan().high), None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    columns, rows = page_size(Scan(high.astype(np.uint16), air=60000))
    assert rows * (BOX[3] - BOX[1]) / ROWS == pytest.approx(BOX_PX, rel=0.03)
    assert columns / rows == pytest.approx(COLUMNS / ROWS, rel=0.01)


def test_dense_parts_are_told_apart_and_air_stays_white() -> None:
    transmission = np.ones((40, 40), np.float32)
    transmission[:20], transmission[:10] = 1e-2, 1e-3
    shown = equalised(transmission)
    assert (shown[20:] == 255).all()
    assert int(shown[15, 0]) - int(shown[5, 0]) > 60


def test_open_air_alone_is_white() -> None:
    assert (equalised(np.ones((8, 8), np.float32)) == 255).all()


@pytest.mark.parametrize(("material", "place"), [("lead", 0), ("steel", 1), ("aluminium", 2), ("water", 3)])
def test_a_slab_has_the_colour_of_its_material(material: str, place: int) -> None:
    energies = (6.0, 4.0)
    through = [np.full((30, 30), np.exp(-in_the_way(material, energy)), np.float32) for energy in energies]
    colour = ratio(through[0], through[1], expected_ratios(energies))[15, 15].astype(float)
    wanted = RATIO_COLOURS / np.linalg.norm(RATIO_COLOURS, axis=1, keepdims=True)
    assert int(np.argmax(wanted @ colour)) == place


@pytest.mark.parametrize("energies", [(6.0, 4.0), (9.0, 6.0), (6.0, 3.0), ()])
def test_the_ratios_rise_in_the_order_of_the_colours(energies: tuple[float, ...]) -> None:
    assert (np.diff(expected_ratios(energies)) > 0).all()


def test_a_label_of_one_pixel_is_seen_in_a_picture_a_tenth_as_large() -> None:
    labels = np.zeros((400, 400), np.uint8)
    labels[200, 200] = HIDDEN_HERE
    picture = labelled(np.ones((40, 40), np.float32), labels, (40, 40))
    assert (picture.reshape(-1, 3) == OVERLAY[HIDDEN_HERE]).all(axis=1).any()


def test_labels_of_another_size_than_their_scan_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "labels.png"
    cv2.imwrite(str(path), np.zeros((20, 20), np.uint8))
    with pytest.raises(DamagedScan, match="wanted the same"):
        read_labels(path, a_scan())
