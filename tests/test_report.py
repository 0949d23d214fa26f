import re
from dataclasses import replace
from pathlib import Path

import pytest

from datasets.depth import Depth
from serving.answers import Comparison
from serving.comparing import compare, read_out
from serving.moved import MovedLoad
from serving.report import comparison_page, index_page, reading_page
from serving.session import Session
from tests.standin import write_standin
from tests.trucks import Block, a_scan

LOT: Block = (1310, 200, 1370, 270, 0.6)
OPAQUE: Block = (700, 160, 760, 190, 15.0)
LARGEST_PAGE = 2 << 20


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    return Session.load(write_standin(tmp_path_factory.mktemp("model") / "standin.onnx"))


@pytest.fixture(scope="module")
def comparison(session: Session) -> Comparison:
    return compare(a_scan(OPAQUE), a_scan(OPAQUE, LOT, seed=1, mirrored=True), session)


def test_the_page_needs_nothing_from_outside(comparison: Comparison) -> None:
    page = comparison_page(comparison)
    links = re.findall(r"""(?:src|href)=["']([^"']*)""", page) + re.findall(r"url\(([^)]*)", page)
    assert links
    assert all(link.startswith(("data:image/", "#")) for link in links)
    assert "@import" not in page


def test_the_page_says_the_reason_and_the_largest_finding(comparison: Comparison) -> None:
    page = comparison_page(comparison)
    assert comparison.reason in page
    assert "near the doors" in page
    assert re.search(r">\d+ kg<", page)


def test_the_page_says_how_far_the_load_moved_and_how_deep_a_finding_lies(comparison: Comparison) -> None:
    first, *more = comparison.findings
    told = replace(
        comparison,
        findings=(replace(first, depth=Depth(600.0, 310.0, 890.0)), *more),
        moved=(MovedLoad(100, 260, 12.0, 120.0, "towards the doors"),),
    )
    page = comparison_page(told)
    assert "moved 120 mm towards the doors by itself" in page
    assert "0.3 to 0.9 m behind the near wall" in page


def test_the_page_shows_both_scans_the_aligned_pair_the_difference_and_what_the_network_makes_of_it(
    comparison: Comparison,
) -> None:
    captions = re.findall("<figcaption>([^<]*)", comparison_page(comparison))
    wanted = (
        "Origin, as",
        "Destination, as",
        "Origin;",
        "Destination, laid",
        "Difference",
        "What the network",
        "Origin:",
        "Destination:",
    )
    assert [caption.startswith(start) for caption, start in zip(captions, wanted, strict=True)] == [True] * 8


def test_what_was_not_seen_is_named_in_a_caption(comparison: Comparison) -> None:
    assert "hatched where too little radiation came through" in comparison_page(comparison)


def test_a_page_is_small_enough_to_send(comparison: Comparison) -> None:
    assert len(comparison_page(comparison).encode()) < LARGEST_PAGE


def test_words_from_outside_cannot_become_markup(comparison: Comparison) -> None:
    assert "<script>" not in comparison_page(comparison, "<script>alert(1)</script>")


def test_a_reading_has_a_page_of_its_own(session: Session) -> None:
    reading = read_out(a_scan((700, 90, 730, 110, 2.5)), session)
    assert "Something seems hidden" in reading_page(reading)


def test_an_index_holds_a_row_a_pair_and_each_pair_in_full(comparison: Comparison) -> None:
    page = index_page([("first", comparison), ("second", "the file is empty")], "Two pairs")
    assert page.count("<tr><td><a href='#pair-") == 1
    assert "id='pair-1'" in page
    assert "the file is empty" in page


def test_the_style_stands_beside_the_report() -> None:
    assert (Path(__file__).parents[1] / "serving" / "report.css").is_file()
