"""What is measured at one pair."""

import pytest

from datasets.alignment import align
from datasets.measuring.altered import Part
from datasets.measuring.pair_figures import origin_columns
from tests.phantoms import Phantom, even_speed, pallets, turned_round

LOADED = Phantom(1, 512, pallets(3))


@pytest.mark.parametrize("mirrored", [False, True])
def test_columns_of_the_destination_are_told_in_columns_of_the_origin(mirrored: bool) -> None:
    place = turned_round(even_speed) if mirrored else even_speed
    pair = align(LOADED.view(), LOADED.but(columns=640, place=place).view())
    middle = Part.of(pair.destination.frame.outline, (0.3, 0.6), (0.2, 0.8))
    assert origin_columns(pair, middle) == pytest.approx((-1 if mirrored else 1) * 512 / 640, rel=0.02)
