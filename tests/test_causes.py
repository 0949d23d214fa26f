"""A word on why an alignment is off: the wrong way round, another box, along the travel, in height, by an outline."""

from dataclasses import replace

import numpy as np
import pytest

from datasets.aligned import AlignedPair
from datasets.measuring.causes import why_wrong
from datasets.measuring.true_map import TrueMap, errors_of
from datasets.simulation.beam.scanner import Geometry
from tests.trucks import a_pair

LENGTH, HEIGHT, WIDTH = 12.0, 2.9, 2.4
COLUMNS = 1200
SOURCES = Geometry(1, 5.0, 1.0), Geometry(1, 5.0, 1.0)


def a_true_pair(along: float = 0.0, down: float = 0.0, floor: float = 0.0) -> tuple[AlignedPair, TrueMap]:
    """Outlines and map that fit the near wall, but for a truth that lies elsewhere, or a floor that lies lower."""
    blank = np.zeros((320, COLUMNS), np.float32)
    heights = np.linspace(0.1, HEIGHT - 0.05, 9)
    x = np.linspace(0.05, LENGTH - 0.05, 41) / LENGTH * COLUMNS - 0.5
    roof, ground = SOURCES[0].at_middle(np.array([HEIGHT, 0.0]), WIDTH / 2)
    y = 32 - 0.5 + (roof - heights) / (roof - ground) * (256 + floor)
    here = np.stack([np.tile(x, 9), np.repeat(y, 41)], axis=1)
    truth = TrueMap(here, here + np.array([along, down]), np.repeat(heights, 41), (LENGTH, HEIGHT, WIDTH), SOURCES)
    return a_pair(blank, blank), truth


def word(pair: AlignedPair, truth: TrueMap) -> str:
    return why_wrong(pair, truth, errors_of(pair, truth))


@pytest.mark.parametrize(
    ("off", "expected"),
    [
        ((5.0, 1.0), "drifted along the travel, by 5 px over 100% of the places"),
        ((0.5, 4.0), "height off by -4 px, 95 % 4 px"),
        ((0.5, 4.0, 20.0), "height off by -4 px, 95 % 4 px; outline off: the destination's floor by 24 px"),
        ((26.0, 0.0), "slipped by a period along the travel, by 26 px over 100% of the places; outline off: the dest"),
    ],
)
def test_the_direction_is_told_and_the_outline_that_is_to_blame(off: tuple[float, ...], expected: str) -> None:
    assert word(*a_true_pair(*off)).startswith(expected)


def test_a_floor_that_lies_right_is_not_blamed() -> None:
    assert "outline" not in word(*a_true_pair(0.5, 4.0))


def test_the_wrong_way_round_comes_first() -> None:
    pair, truth = a_true_pair()
    assert word(replace(pair, alignment=replace(pair.alignment, mirrored=True)), truth) == "laid the wrong way round"


def test_another_box_is_told() -> None:
    pair, truth = a_true_pair()
    assert why_wrong(pair, truth, None) == "another box was taken for the container"
