from dataclasses import replace

import numpy as np
import pytest

from datasets.alignment import align
from datasets.pyramid import pyramid
from datasets.quality import Evidence, agreement, agreement_along, bending, probability_right
from datasets.warp import FIELDS
from tests.phantoms import Phantom, Source, pallets, turned_round, varied_speed

LOADED = Phantom(1, 512, pallets(3))
GOOD = Evidence(0.9, 0.85, 0.9, 0.3, 0.2, 1.0)


def quality(destination: Phantom) -> float:
    return align(LOADED.view(), destination.view()).alignment.quality


def test_the_same_container_scanned_again_is_of_high_quality() -> None:
    assert quality(LOADED.but(columns=640, place=turned_round(varied_speed(0.1)), law=(1.1, 0.95), noise=0.01)) > 0.9


def test_a_source_on_the_other_side_leaves_enough_quality_to_compare() -> None:
    assert quality(LOADED.but(source=Source(-1, 0.25, -0.9), place=varied_speed(0.1))) > 0.8


def test_other_containers_are_of_less_quality_than_one_scanned_again() -> None:
    others = [
        quality(Phantom(seed, 576, pallets(seed), corrugations=38, place=varied_speed(0.1))) for seed in range(5, 17)
    ]
    assert max(others) < quality(LOADED.but(place=varied_speed(0.1), noise=0.01)) - 0.05


@pytest.mark.parametrize(
    "worse",
    [
        replace(GOOD, agreement=0.4),
        replace(GOOD, weakest=0.2),
        replace(GOOD, bending=1.5),
        replace(GOOD, advantage=0.002),
        replace(GOOD, spread_px=12.0),
    ],
    ids=["agreement", "weakest", "bending", "advantage", "spread"],
)
def test_each_evidence_against_the_map_lowers_its_quality(worse: Evidence) -> None:
    assert probability_right(worse) < probability_right(GOOD)


def test_views_on_each_other_agree_and_views_beside_each_other_do_not() -> None:
    level = pyramid(LOADED.view(), LOADED.view())[1]
    beside = np.zeros((FIELDS, level.columns))
    beside[0], beside[2] = 30.0, 9.0
    assert agreement(level) > 0.99
    assert agreement(level.moved(beside)) < 0.5


def test_a_stretch_that_slipped_is_the_weakest() -> None:
    level = pyramid(LOADED.view(), LOADED.view())[1]
    slipped = np.zeros((FIELDS, level.columns))
    slipped[0, :100] = 7.0
    weakest, usual = agreement_along(level.moved(slipped))
    assert usual > 0.95
    assert weakest < 0.5


def test_a_travel_of_even_speed_does_not_bend() -> None:
    x = np.arange(480, dtype=float)
    assert bending(0.05 * x) == pytest.approx(0)
    assert bending(2 * np.sin(x / 8)) > 1
