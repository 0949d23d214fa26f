"""The page of pairs: what it shows of a set, with and without truth, alone and beside real scans."""

import json
import re
from pathlib import Path

import cv2
import numpy as np
import pytest

from datasets.errors import SetError
from datasets.pairs import PairIndex, PairRow
from datasets.simulation.gallery.gallery import choose, gallery
from datasets.simulation.gallery.gallery_words import Known
from datasets.writing import write_tiff
from tests.sets import a_set
from tests.trucks import COLUMNS, ROWS, a_scan

LOW_SHARE = 0.8  # what the low energy leaves of the high one
LOT = (slice(200, 270), slice(1310, 1370))


def a_known_set(folder: Path) -> Path:
    """One pair with labels and a record of its scanners; its origin has two energies."""
    for name in ("scans", "truth"):
        (folder / name).mkdir(parents=True)
    scan = a_scan()
    dual = a_scan(energies_mv=(6.0, 4.0), low=(scan.high * LOW_SHARE).astype(np.uint16))
    (folder / "scans/o.tif").write_bytes(write_tiff(dual))
    (folder / "scans/d.tif").write_bytes(write_tiff(a_scan(seed=1)))
    labels = np.zeros((ROWS, COLUMNS), np.uint8)
    cv2.imwrite(str(folder / "truth/o.png"), labels)
    labels[LOT] = 1
    cv2.imwrite(str(folder / "truth/d.png"), labels)
    scanner = {"side": -1, "distance_m": 4.25, "height_m": 0.6, "pitch_mm": 5.5, "energies_mv": [9.0]}
    record = {
        "container": {"name": "40' HC", "length_m": 12.192},
        "origin": scanner | {"energies_mv": [6.0, 4.0]},
        "destination": scanner | {"side": 1, "detector": {"preview": {"quality": 75}}},
        "objects": [{"in": "destination", "place": "side_wall", "mass_kg": 31.0, "box_m": [3.0, 3.5, 0, 1, 0, 1]}],
    }
    (folder / "truth/p1.json").write_text(json.dumps(record))
    row = PairRow(
        *("p1", "scans/o.tif", "scans/d.tif"),
        event="inserted",
        cargo="paper_rolls",
        origin_truth="truth/o.png",
        destination_truth="truth/d.png",
    )
    PairIndex((row,)).write(folder)
    return folder


def page_of(folder: Path, out: Path, beside: Path | None = None) -> str:
    gallery(folder, out, beside)
    return out.read_text()


def test_the_page_says_what_is_known_of_a_pair(tmp_path: Path) -> None:
    page = page_of(a_known_set(tmp_path / "set"), tmp_path / "page.html")
    for words in (
        "40&#x27; HC, paper rolls: something was put in",
        "31 kg, side wall, at destination, 3.00 to 3.50 m from the doors",
        "6 and 4 MV, source left of the container, 4.25 m from its middle and 0.60 m above its underside",
        "source right of the container",
        "5.5 mm a row",
        "a preview of JPEG quality 75",
    ):
        assert words in page


def test_a_scan_of_two_energies_shows_their_ratio_and_its_legend(tmp_path: Path) -> None:
    page = page_of(a_known_set(tmp_path / "set"), tmp_path / "page.html")
    assert page.count("Ratio of ln T at 4 MV to that at 6 MV: violet lead") == 1


def test_the_page_needs_nothing_from_outside(tmp_path: Path) -> None:
    page = page_of(a_known_set(tmp_path / "set"), tmp_path / "page.html")
    sources = re.findall(r'(?:src|href)="([^"]{1,30})', page)
    assert len(sources) == 7
    assert all(source.startswith("data:image/jpeg;base64,") for source in sources)


def test_a_set_without_truth_is_shown_with_the_reason_where_a_scan_cannot_be_read(tmp_path: Path) -> None:
    page = page_of(a_set(tmp_path / "set"), tmp_path / "page.html")
    assert page.count("<article>") == 3
    assert "scans/text.tif: the file begins with" in page
    assert ">Labels<" not in page


def test_real_scans_stand_between_the_pairs(tmp_path: Path) -> None:
    real = tmp_path / "real"
    real.mkdir()
    for seed in range(2):
        (real / f"lane{seed}.tif").write_bytes(write_tiff(a_scan(seed=seed)))
    (real / "torn.jpg").write_bytes(b"torn")
    page = page_of(a_set(tmp_path / "set"), tmp_path / "page.html", real)
    order = re.findall(r'<article class="beside">|<article>', page)
    assert order == ["<article>", '<article class="beside">'] * 2 + ["<article>"]


def test_pairs_are_chosen_to_show_everything_there_is() -> None:
    loads = ["fruit"] * 20 + ["scrap", "coffee"]
    places = ["doors"] * 21 + ["floor"]
    rows = [
        Known(PairRow(f"p{number}", "o", "d", cargo=load, place=place))
        for number, (load, place) in enumerate(zip(loads, places, strict=True))
    ]
    chosen = choose(rows, 3)
    assert {known.row.cargo for known in chosen} == {"fruit", "scrap", "coffee"}
    assert {known.row.place for known in chosen} == {"doors", "floor"}


def test_no_pair_is_shown_twice() -> None:
    rows = [Known(PairRow(f"p{number}", "o", "d")) for number in range(3)]
    assert len(choose(rows, 10)) == 3


@pytest.mark.parametrize(
    ("out", "beside", "count", "message"),
    [
        ("page.html", None, 0, "0 pairs asked for, wanted at least 1"),
        ("nowhere/page.html", None, 1, "cannot be written"),
        ("page.html", "nowhere", 1, "is no folder, wanted one with real scans"),
        ("page.html", "bare", 1, "holds no scan that can be read"),
    ],
)
def test_a_call_that_cannot_be_answered_is_refused(
    tmp_path: Path, out: str, beside: str | None, count: int, message: str
) -> None:
    (tmp_path / "bare").mkdir()
    with pytest.raises(SetError, match=message):
        gallery(a_set(tmp_path / "set"), tmp_path / out, tmp_path / beside if beside else None, count)


def test_a_broken_record_is_refused_by_name(tmp_path: Path) -> None:
    folder = a_known_set(tmp_path / "set")
    (folder / "truth/p1.json").write_text('{"objects": [{}]}')
    with pytest.raises(SetError, match=r"p1\.json is no record of a pair"):
        gallery(folder, tmp_path / "page.html")
