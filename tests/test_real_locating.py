"""Containers are found on real radiographs; the figures themselves are in docs/figures.md."""

import numpy as np
import pytest

from datasets.locating import locate
from datasets.measuring.locate_report import MARGIN_PX, Located, located
from datasets.normalising import normalise
from datasets.reading import load_scan
from datasets.view import View
from tests.real import real_folder


def on_trucks(every: int) -> list[Located]:
    paths = sorted(real_folder("containers").glob("*.jpg"))[::every]
    return [located(path, "container", MARGIN_PX) for path in paths]


def shares_found(results: list[Located]) -> list[float]:
    single = [result for result in results if len(result.drawn) == 1]
    return [float(np.mean([result.least >= limit for result in single])) for limit in (0.80, 0.90)]


def test_single_containers_are_found_in_a_fifth_of_the_pictures() -> None:
    four_fifths, nine_tenths = shares_found(on_trucks(every=5))
    assert four_fifths == 1.0
    assert nine_tenths >= 0.90


@pytest.mark.slow
def test_single_containers_and_two_on_one_truck_are_found_in_all_pictures() -> None:
    results = on_trucks(every=1)
    four_fifths, nine_tenths = shares_found(results)
    assert four_fifths == 1.0
    assert nine_tenths >= 0.95
    assert all(result.least >= 0.90 for result in results if len(result.drawn) == 2)


def test_pictures_cut_to_a_container_and_whole_reefers_show_one_container() -> None:
    folder = real_folder("cargo")
    paths = sorted(folder.glob("*/*.jpg")) + sorted(folder.glob("*/*/*.jpg"))
    for path in paths:
        scan = load_scan(path)
        outlines = locate(scan)
        assert [outline.region for outline in outlines] == ["container"], path.name
        assert (outlines[0].right - outlines[0].left) > 0.55 * scan.high.shape[1], path.name


@pytest.fixture(scope="module")
def racks() -> list[View]:
    folder = real_folder("repeats")
    scans = [load_scan(folder / f"background_{scene}_high.png") for scene in range(4)]
    return [normalise(scan, locate(scan)[0]) for scan in scans]


def test_a_rack_is_the_same_object_in_all_four_scans(racks: list[View]) -> None:
    outlines = [view.frame.outline for view in racks]
    assert {outline.region for outline in outlines} == {"object"}
    assert np.ptp([outline.right - outline.left for outline in outlines]) <= 6
    assert np.ptp([outline.bottom - outline.top for outline in outlines]) <= 6


def test_views_of_the_rack_resemble_each_other_in_both_energies(racks: list[View]) -> None:
    first, *others = racks
    for other in others:
        for energy in range(2):
            together = np.corrcoef(first.attenuation[energy].ravel(), other.attenuation[energy].ravel())
            assert together[0, 1] > 0.9
