import numpy as np

from datasets.pyramid import GRIDS, pyramid
from datasets.warp import FIELDS
from tests.phantoms import Phantom, pallets

WIDE = Phantom(1, 736, pallets(2))


def test_both_views_have_the_origins_width_on_every_grid() -> None:
    levels = pyramid(Phantom(1, 480).view(), WIDE.view())
    assert {grid: levels[grid].destination.value.shape[1] for grid in GRIDS} == {4: 120, 2: 240, 1: 480}


def test_a_view_of_another_width_shows_the_same_places() -> None:
    level = pyramid(WIDE.but(columns=512).view(), WIDE.view())[1]
    assert np.corrcoef(level.origin.value.ravel(), level.destination.value.ravel())[0, 1] > 0.8


def test_fields_of_one_pixel_move_the_destination_by_one_pixel() -> None:
    level = pyramid(WIDE.view(), WIDE.view())[2]
    fields = np.zeros((FIELDS, level.columns))
    fields[0] = 1.0
    assert np.allclose(level.moved(fields).destination.value[:, :-1], level.destination.value[:, 1:], atol=1e-4)
