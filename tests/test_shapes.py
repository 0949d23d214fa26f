"""Shapes out of blocks: volumes are kept, slopes are what they are said to be."""

import numpy as np
import pytest

from datasets.simulation.beam.materials import WATER
from datasets.simulation.blocks import Blocks, blocks
from datasets.simulation.shapes import copies, crumbled, cut, pillows, rods, slanted


def a_box() -> Blocks:
    return blocks([(0.0, 1.0, 0.0, 2.0, -0.5, 0.5)], WATER, 1.0, group=3)


def test_cut_pieces_are_no_longer_than_asked_and_fill_what_was_cut() -> None:
    pieces = cut(a_box(), "y", 0.3)
    assert len(pieces) == 7
    assert (pieces.bounds[:, 3] - pieces.bounds[:, 2]).max() <= 0.3
    assert pieces.mass_kg == pytest.approx(a_box().mass_kg)


def test_slanted_pieces_follow_the_slope() -> None:
    leaning = slanted(cut(a_box(), "y", 0.1), "x", "y", 0.05)
    top, bottom = leaning.bounds[:, 3].argmax(), leaning.bounds[:, 2].argmin()
    assert leaning.bounds[top, 0] - leaning.bounds[bottom, 0] == pytest.approx(0.05 * 1.9, abs=1e-5)


def test_crumbling_keeps_the_mass_the_outline_and_the_group() -> None:
    grains = crumbled(np.random.default_rng(0), a_box(), 200, 0.2)
    assert 150 <= len(grains) <= 200
    assert grains.mass_kg == pytest.approx(a_box().mass_kg, rel=1e-4)
    assert (grains.bounds.min(axis=0)[0::2] == a_box().bounds[0, 0::2]).all()
    assert set(grains.group) == {3}


def test_crumbling_makes_uneven_grain() -> None:
    grains = crumbled(np.random.default_rng(0), a_box(), 200, 0.2)
    assert 0.1 < grains.density.std() < 0.8


def test_no_grain_is_smaller_than_allowed() -> None:
    grains = crumbled(np.random.default_rng(0), a_box(), 5000, 0.2, smallest=0.1)
    sides = grains.bounds[:, 1:4:2] - grains.bounds[:, 0:4:2]
    assert sides.min() >= 0.1 * 0.69


def test_a_rod_runs_from_its_start_to_its_end() -> None:
    rows = rods(np.array([[0.0, 0.0, 0.0]]), np.array([[1.0, 0.5, 0.2]]), 0.02, 10)
    assert rows[:, 0].min() == pytest.approx(0.0)
    assert rows[:, 1].max() == pytest.approx(1.0)
    assert np.diff(rows[:, 2:4].mean(axis=1)) == pytest.approx(0.05)


def test_a_pillow_lies_in_its_box_and_is_widest_in_the_middle() -> None:
    rows = pillows(np.array([[0.0, 1.0, 0.0, 0.2, 0.0, 0.5]]), 5, 0.08)
    wide = rows[:, 1] - rows[:, 0]
    assert rows[:, 0].min() >= 0
    assert rows[:, 1].max() <= 1
    assert wide[2] == wide.max() > wide[0]


def test_copies_stand_at_their_places_in_their_groups() -> None:
    placed = copies(a_box(), np.array([[2.0, 0.0, 0.0], [5.0, 1.0, 0.0]]), np.array([8, 9]))
    assert placed.bounds[:, 0].tolist() == [2.0, 5.0]
    assert placed.bounds[:, 2].tolist() == [0.0, 1.0]
    assert placed.group.tolist() == [8, 9]
