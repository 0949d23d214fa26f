"""Containers and objects are found in drawn scans where they were drawn."""

from dataclasses import replace

import numpy as np
import pytest

from datasets.errors import UnusableScan
from datasets.locating import agreed, locate_roughly
from datasets.scan import Scan
from datasets.shell import Shell
from datasets.view import Outline

AIR = 60000


def drawn(*blocks: tuple[int, int, int, int, float], size: tuple[int, int] = (800, 2000)) -> Scan:
    """Air with blocks of left, top, right, bottom and transmission, and a little noise."""
    picture = np.ones(size)
    for left, top, right, bottom, transmission in blocks:
        picture[top:bottom, left:right] *= transmission
    picture += 0.004 * np.random.default_rng(3).standard_normal(size)
    return Scan(high=np.clip(picture * AIR, 0, 65535).round().astype(np.uint16))


def a_container(left: int, right: int, top: int = 100, bottom: int = 660) -> list[tuple[int, int, int, int, float]]:
    """Walls, end posts, roof and floor rails."""
    return [
        (left, top, right, bottom, 0.88),
        (left, top, left + 30, bottom, 0.2),
        (right - 30, top, right, bottom, 0.2),
        (left, top, right, top + 12, 0.6),
        (left, bottom - 60, right, bottom, 0.6),
        (left, bottom - 24, right, bottom, 0.3),
    ]


A_CHASSIS = [(100, 660, 1950, 740, 0.65), (100, 728, 1950, 740, 0.3), (300, 740, 400, 800, 0.02)]


def test_a_container_on_its_chassis_is_found() -> None:
    [outline] = locate_roughly(drawn(*a_container(300, 1700), *A_CHASSIS))
    assert outline.region == "container"
    assert outline.box == pytest.approx((300, 100, 1700, 660), abs=6)


def test_a_detector_that_saturates_below_the_declared_air_hides_no_outline() -> None:
    noisy = drawn(*a_container(300, 1700), *A_CHASSIS)
    held = Scan(high=np.minimum(noisy.high, np.uint16(0.92 * AIR)), air=float(AIR))
    [outline] = locate_roughly(held)
    assert outline.box == pytest.approx((300, 100, 1700, 660), abs=6)


def test_a_container_whose_walls_saturation_nearly_hides_is_found() -> None:
    walls, *steel = a_container(300, 1700)
    faint = drawn((*walls[:4], 0.972), *steel, *A_CHASSIS)
    [outline] = locate_roughly(Scan(high=np.minimum(faint.high, np.uint16(0.998 * AIR))))
    assert outline.region == "container"
    assert outline.box == pytest.approx((300, 100, 1700, 660), abs=6)


def test_two_containers_are_told_apart_from_left_to_right() -> None:
    found = locate_roughly(drawn(*a_container(300, 950), *a_container(1000, 1700), *A_CHASSIS))
    assert [round(outline.left, -2) for outline in found] == [300, 1000]


def test_a_rack_is_an_object_and_no_container() -> None:
    rack = [(600, 100, 640, 700, 0.4), (1100, 100, 1140, 700, 0.4), (600, 400, 1140, 440, 0.4)]
    [outline] = locate_roughly(drawn(*rack))
    assert outline.region == "object"
    assert outline.box == pytest.approx((600, 100, 1140, 700), abs=6)


def test_an_object_is_what_is_not_air() -> None:
    [outline] = locate_roughly(drawn((600, 200, 900, 500, 0.5), (1500, 300, 1503, 303, 0.5)), "object")
    assert outline.box == pytest.approx((600, 200, 900, 500), abs=6)


def test_a_picture_of_air_is_refused() -> None:
    with pytest.raises(UnusableScan, match="open air"):
        locate_roughly(drawn())


def test_an_unknown_region_is_refused() -> None:
    with pytest.raises(ValueError, match="pallet"):
        locate_roughly(drawn(), "pallet")


ROUGH = Outline(300.0, 100.0, 1700.0, 660.0)
SHELL = Shell(nearness=0.25, height=0.1)


def test_an_edge_seen_near_where_the_profiles_have_it_is_taken_as_seen() -> None:
    found = Outline(305.0, 96.0, 1698.0, 690.0, 0.001, shell=SHELL)
    assert agreed(ROUGH, found) == found


def test_an_end_seen_beyond_the_picture_stays_at_the_picture_s_edge() -> None:
    cut = replace(ROUGH, left=0.0)
    assert agreed(cut, replace(ROUGH, left=-500.0, shell=SHELL)).left == 0.0


def test_an_end_kept_keeps_the_slant_of_what_was_seen() -> None:
    found = Outline(100.0, 99.0, 1700.0, 660.0, 0.01, shell=SHELL)
    assert agreed(ROUGH, found) == replace(found, left=300.0, top=100.0, bottom=661.0)


def test_a_vessel_taken_for_the_roof_leaves_the_rough_outline() -> None:
    assert agreed(ROUGH, replace(ROUGH, top=180.0, shell=SHELL)) == ROUGH


def test_from_above_what_was_seen_holds() -> None:
    found = replace(ROUGH, left=600.0, shell=replace(SHELL, above=True))
    assert agreed(ROUGH, found) == found
