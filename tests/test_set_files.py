"""Files of a set: what is kept of a scan tells it from every other, whatever file it came in."""

from pathlib import Path

import numpy as np
import pytest

from datasets.set_files import SeenScan, copies, digest_of, see_all, see_scan
from tests.pictures import a_picture, npy, png, tiff


def seen(folder: Path, name: str, data: bytes) -> SeenScan:
    (folder / name).write_bytes(data)
    return see_scan(folder, name)


@pytest.mark.parametrize("form", [tiff, png, npy])
def test_the_same_pixels_in_another_form_have_one_digest(tmp_path: Path, form) -> None:  # type: ignore[no-untyped-def]
    assert seen(tmp_path, "copy", form(a_picture())).digest == digest_of(a_picture())


def test_a_mirror_image_has_the_digest_of_its_scan() -> None:
    assert digest_of(a_picture()[:, ::-1]) == digest_of(a_picture())


def test_one_count_in_one_pixel_makes_another_digest() -> None:
    other = a_picture()
    other[60, 100] += 1
    assert digest_of(other) != digest_of(a_picture())


def test_the_same_counts_in_another_shape_are_other_pixels() -> None:
    even = np.full((40, 30), 9, np.uint16)
    assert digest_of(even) != digest_of(even.T)


def test_copies_are_known_by_the_first_of_them() -> None:
    scans = {"a": SeenScan(digest="1"), "b": SeenScan(digest="2"), "c": SeenScan(digest="1"), "d": SeenScan(fault="no")}
    assert copies(scans) == {"a": "a", "b": "b", "c": "a", "d": "d"}


def test_a_file_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    assert "the file is empty" in seen(tmp_path, "o.tif", b"").fault


def test_each_file_is_read_once(tmp_path: Path) -> None:
    read: list[str] = []

    def see(_folder: Path, path: str) -> str:
        read.append(path)
        return path.upper()

    assert see_all(see, tmp_path, ["a", "b", "a"]) == {"a": "A", "b": "B"}
    assert sorted(read) == ["a", "b"]
