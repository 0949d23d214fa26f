"""Drawn boxes are read, compared with what is found, and counted with an honest interval."""

import re
from pathlib import Path

import cv2
import numpy as np
import pytest

from datasets.errors import SetError
from datasets.measuring.locate_report import locate_all, overlap, report
from tests.test_locating import A_CHASSIS, a_container, drawn


def a_picture(path: Path, label: str | None) -> None:
    """A container at 300, 100, 1700, 660 of 2000 x 800 pixels."""
    pixels = drawn(*a_container(300, 1700), *A_CHASSIS).high
    cv2.imwrite(str(path), (pixels // 236).astype(np.uint8))
    if label is not None:
        path.with_suffix(".txt").write_text(label)


def test_a_box_overlaps_itself_wholly_and_a_far_one_not_at_all() -> None:
    assert overlap((0, 0, 10, 10), (0, 0, 10, 10)) == 1.0
    assert overlap((0, 0, 10, 10), (20, 0, 30, 10)) == 0.0


def test_a_found_container_counts_for_the_drawn_box(tmp_path: Path) -> None:
    a_picture(tmp_path / "truck.png", "0 0.5 0.475 0.712 0.73\n")
    [located] = locate_all(tmp_path)
    assert located.least > 0.95
    assert "1 of 1" in report([located])[0]


def test_a_missed_container_is_named(tmp_path: Path) -> None:
    a_picture(tmp_path / "truck.png", "0 0.1 0.1 0.1 0.1\n")
    assert "missed: truck.png, IoU 0.00, 1 found" in report(locate_all(tmp_path))


def test_without_labels_the_outlines_are_told(tmp_path: Path) -> None:
    a_picture(tmp_path / "truck.png", None)
    [line] = report(locate_all(tmp_path))
    assert re.fullmatch(r"truck\.png: container (29|30)\d,\d+,(169|170)\d,\d+ slope -?0\.0\d+", line)


def test_a_file_that_cannot_be_read_costs_its_own_line(tmp_path: Path) -> None:
    a_picture(tmp_path / "truck.png", None)
    (tmp_path / "broken.jpg").write_bytes(b"\xff\xd8\xff")
    lines = report(locate_all(tmp_path))
    assert len(lines) == 2
    assert lines[0].startswith("broken.jpg: ")


def test_a_label_that_is_none_is_told(tmp_path: Path) -> None:
    a_picture(tmp_path / "truck.png", "container at the left\n")
    [located] = locate_all(tmp_path)
    assert "wanted class" in located.failure


def test_a_folder_without_pictures_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SetError, match="holds no picture"):
        locate_all(tmp_path)
