"""Previews are read from sets and folders, cut to the box and brought to one scale."""

from pathlib import Path

import numpy as np
import pytest

from datasets.errors import SetError
from datasets.simulation.realism.previews import (
    BOX_ROWS,
    INSET_BOTTOM,
    INSET_TOP,
    previews_of_folder,
    previews_of_set,
    scaled,
)
from datasets.view import Outline
from tests.previews import a_folder, a_preview, a_preview_set


def test_both_scans_of_a_pair_are_one_group(tmp_path: Path) -> None:
    found = previews_of_set(a_preview_set(tmp_path, 2))
    assert sorted(preview.group for preview in found) == ["p0", "p0", "p1", "p1"]


def test_radiographs_of_a_folder_are_groups_of_their_own(tmp_path: Path) -> None:
    found = previews_of_folder(a_folder(tmp_path, 2))
    assert len({preview.group for preview in found}) == len(found) == 3


def test_boxes_are_told_empty_or_loaded_by_their_dark_part(tmp_path: Path) -> None:
    kinds = {preview.group: preview.kind for preview in previews_of_folder(a_folder(tmp_path, 1))}
    assert kinds == {"radiograph0": "loaded", "empty": "empty"}


@pytest.mark.parametrize("size", [0.8, 1.5])
def test_pictures_of_any_pitch_come_to_one_scale(size: float) -> None:
    pixels = np.zeros((round(320 * size), round(720 * size)), np.uint16)
    grey = scaled(pixels, Outline(40 * size, 40 * size, 680 * size, 280 * size))
    assert grey.shape[0] == pytest.approx(BOX_ROWS * (1 - INSET_TOP - INSET_BOTTOM), abs=1)


def test_rails_and_posts_are_left_out() -> None:
    grey = scaled(a_preview(0, load=False).astype(np.uint16), Outline(40, 40, 680, 280))
    assert grey.min() == 228


def test_a_picture_that_cannot_be_used_is_left_out(tmp_path: Path) -> None:
    (a_folder(tmp_path, 1) / "torn.jpg").write_bytes(b"\xff\xd8\xff torn")
    assert "torn" not in {preview.group for preview in previews_of_folder(tmp_path)}


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SetError, match="is no folder"):
        previews_of_folder(tmp_path / "nowhere")


def test_a_folder_without_radiographs_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SetError, match="no JPEG"):
        previews_of_folder(tmp_path)
