"""What differs between two views in colour."""

import numpy as np

from datasets.pair_page.pictures import LESS, MORE, UNSEEN, both_pictures, difference_picture
from tests.trucks import a_pair


def test_denser_at_destination_is_red_denser_at_origin_blue_and_unseen_grey() -> None:
    origin, destination = np.full((320, 640), 0.5, np.float32), np.full((320, 640), 0.5, np.float32)
    destination[:, :100] += 5
    origin[:, 100:200] += 5
    unseen = np.zeros(origin.shape, bool)
    unseen[:, 500:] = True
    shown = difference_picture(a_pair(origin, destination, unseen))
    assert [tuple(shown[150, column]) for column in (50, 150, 300, 600)] == [MORE, LESS, (255, 255, 255), UNSEEN]


def test_both_are_shown_on_the_origin_s_grey_scale() -> None:
    origin = np.tile(np.linspace(0, 4, 640, dtype=np.float32), (320, 1))
    here, there = both_pictures(a_pair(origin, origin * 0.5))
    assert here[100, 320] == there[100, 639]
