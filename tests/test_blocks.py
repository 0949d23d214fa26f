"""Blocks: volumes, rooms and cylinders."""

import numpy as np
import pytest

from datasets.simulation.beam.materials import STEEL, WATER
from datasets.simulation.blocks import blocks, disc, join, nothing

CUBE = blocks([(0, 1, 0, 1, -0.5, 0.5)], WATER, 1.0)


def test_a_cubic_metre_of_water_weighs_a_ton() -> None:
    assert CUBE.mass_kg == pytest.approx(1000)


@pytest.mark.parametrize("axis", ["x", "y", "z"])
def test_a_cylinder_of_strips_keeps_its_volume(axis: str) -> None:
    drum = blocks(disc(axis, (0.0, 0.0), 0.3, (0.0, 0.9)), STEEL, 1.0)
    assert drum.volume_m3.sum() == pytest.approx(np.pi * 0.3**2 * 0.9, rel=1e-3)


def test_what_is_taken_away_cancels_what_was_there() -> None:
    room = (0.25, 0.75, 0.0, 0.5, -1.0, 1.0)
    assert join(CUBE, CUBE.inside(room).taken_away()).mass_kg == pytest.approx(750)


def test_a_room_beside_the_blocks_holds_nothing() -> None:
    assert len(CUBE.inside((2, 3, 0, 1, -1, 1))) == 0


def test_the_other_side_changes_near_and_far() -> None:
    wall = blocks([(0, 1, 0, 1, 0.4, 0.5)], STEEL, 7.85)
    assert wall.across().bounds[0, 4:] == pytest.approx([-0.5, -0.4])


def test_nothing_joined_is_nothing() -> None:
    assert len(join(nothing(), nothing())) == 0
