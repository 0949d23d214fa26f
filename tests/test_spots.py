import numpy as np
import pytest

from datasets.view import FRAME_ROWS, Image
from serving.spots import MOST_SPOTS, find_spots, highest_spot

COLUMNS = 128


def a_map(*blobs: tuple[slice, slice, float]) -> Image:
    probability = np.full((FRAME_ROWS // 2, COLUMNS // 2), 0.01, np.float32)
    for rows, columns, value in blobs:
        probability[rows, columns] = value
    return probability


def test_an_even_map_has_no_spots() -> None:
    assert find_spots(a_map(), 0.5) == []


def test_a_spot_is_given_in_frame_pixels() -> None:
    [spot] = find_spots(a_map((slice(20, 30), slice(8, 12), 0.9)), 0.5)
    assert spot.box == (16, 40, 24, 60)
    assert spot.region.shape == (FRAME_ROWS, COLUMNS)


def test_a_spot_grows_to_where_the_map_falls_to_half_the_threshold() -> None:
    around, peak = (slice(20, 30), slice(8, 18), 0.3), (slice(24, 26), slice(12, 14), 0.8)
    [spot] = find_spots(a_map(around, peak), 0.5)
    assert spot.box == (16, 40, 36, 60)


def test_what_never_reaches_the_threshold_is_no_spot() -> None:
    assert find_spots(a_map((slice(20, 30), slice(8, 18), 0.4)), 0.5) == []


def test_the_highest_spot_comes_first() -> None:
    spots = find_spots(a_map((slice(0, 9), slice(0, 9), 0.6), (slice(20, 30), slice(20, 30), 0.9)), 0.5)
    assert [spot.score for spot in spots] == pytest.approx([0.9, 0.6])


def test_a_map_full_of_specks_gives_a_list_a_person_can_read() -> None:
    specks = [(slice(2 * n, 2 * n + 1), slice(2 * m, 2 * m + 1), 0.9) for n in range(20) for m in range(20)]
    assert len(find_spots(a_map(*specks), 0.5)) == MOST_SPOTS


def test_where_nothing_reaches_a_threshold_the_place_of_the_maximum_is_known() -> None:
    assert highest_spot(a_map((slice(20, 30), slice(8, 12), 0.2))).box == (16, 40, 24, 60)
