"""The page of two scans laid on each other: what it shows, and that it needs nothing else."""

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from datasets.errors import SetError, UnreadableScan
from datasets.pair_page.page import write_pair_page
from datasets.scan import Scan
from datasets.writing import write_tiff
from tests.trucks import a_scan


def unevenly_drawn(scan: Scan) -> Scan:
    """As if the vehicle had passed faster in the first half than in the second."""
    columns = np.arange(scan.high.shape[1])
    from_where = columns + 12 * np.sin(np.pi * columns / columns[-1]) ** 2
    return replace(scan, high=scan.high[:, np.minimum(np.rint(from_where).astype(int), columns[-1])])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two scans of one container, and their page."""
    folder = tmp_path_factory.mktemp("pair")
    (folder / "here.tif").write_bytes(write_tiff(a_scan()))
    (folder / "there.tif").write_bytes(write_tiff(unevenly_drawn(a_scan(seed=1, mirrored=True))))
    write_pair_page(folder / "here.tif", folder / "there.tif", folder / "page.html")
    return folder


def test_the_page_needs_no_other_address(folder: Path) -> None:
    page = (folder / "page.html").read_text()
    addresses = re.findall(r'(?:src|href)="([^"]{0,40})', page) + re.findall(r"url\(|@import", page)
    assert addresses
    assert all(address.startswith("data:image/jpeg;base64,") for address in addresses)


def test_the_page_shows_scans_with_outlines_the_map_and_both_on_each_other(folder: Path) -> None:
    page = (folder / "page.html").read_text()
    assert page.count("<polygon") == 2
    assert page.count('class="found" d="M') == 2
    assert all(words in page for words in ("blink on", "board", "the other way round", "here.tif", "there.tif"))


def test_each_stage_comes_with_its_residuals_and_how_far_it_is_from_the_last(folder: Path) -> None:
    page = (folder / "page.html").read_text()
    rows = re.findall(r"<tr><td>([^<]+)</td><td>([\d.]+)%</td><td>([\d.]+)%</td><td>([\d.]+) px</td>", page)
    assert [row[0] for row in rows] == ["outlines alone", "along the travel", "heights of the middle plane"]
    assert float(rows[0][3]) > 2
    assert float(rows[1][3]) == 0
    assert float(rows[-1][3]) == 0


def test_a_page_goes_into_a_folder_that_is_there(folder: Path) -> None:
    with pytest.raises(SetError, match="cannot be written"):
        write_pair_page(folder / "here.tif", folder / "there.tif", folder / "absent" / "page.html")


def test_a_file_that_is_no_scan_is_told(folder: Path) -> None:
    (folder / "text.tif").write_text("a text with a picture's name")
    with pytest.raises(UnreadableScan):
        write_pair_page(folder / "here.tif", folder / "text.tif", folder / "other.html")
