"""Which of two courses is followed."""

from dataclasses import replace

import numpy as np
import pytest

from datasets import alignment
from datasets.alignment import align, exact_fields
from datasets.course import Course, find_courses
from datasets.pyramid import Pyramid, pyramid
from datasets.rivals import APART_PX, are_apart, standing
from datasets.warp import Flags
from tests.phantoms import Phantom, pallets, varied_speed

LOADED = Phantom(1, 512, pallets(3))
AGAIN = LOADED.but(place=varied_speed(0.1), noise=0.006)
PERIOD = 512 / 43 / 2  # of the corrugation, in columns of the grid on which courses are found


def begun(destination: Phantom) -> tuple[Pyramid, Course]:
    levels = pyramid(LOADED.view(), destination.view())
    (course,) = find_courses(levels[2], None)
    return levels, course


def slipped(course: Course, columns: float) -> Course:
    """By so many columns of its grid in the middle of the length."""
    count = len(course.path.offset)
    bump = columns * np.clip(3 - np.abs(np.linspace(-6, 6, count)), 0, 1)
    flags: Flags = np.zeros(count, bool)
    return replace(course, path=replace(course.path, offset=course.path.offset + bump, jumped=flags))


def test_the_course_that_lies_on_the_container_stands_better_than_one_that_slipped_by_a_corrugation() -> None:
    levels, course = begun(AGAIN)
    right, wrong = (
        standing(levels[1], one, exact_fields(levels, one, (0.0, 0.0), settle=False))
        for one in (course, slipped(course, PERIOD))
    )
    assert right > wrong + 2


def test_courses_that_are_one_need_no_choice() -> None:
    _, course = begun(AGAIN)
    assert not are_apart((course,), 2)
    assert not are_apart((course, slipped(course, 0.4 * APART_PX)), 2)
    assert are_apart((course, slipped(course, 0.6 * APART_PX)), 2)


@pytest.mark.parametrize("right_first", [True, False])
def test_the_right_one_is_followed_whichever_comes_first(monkeypatch: pytest.MonkeyPatch, right_first: bool) -> None:
    _, course = begun(AGAIN)
    both = (course, slipped(course, PERIOD))
    monkeypatch.setattr(alignment, "find_courses", lambda *_: both if right_first else both[::-1])
    followed = align(LOADED.view(), AGAIN.view()).alignment.columns
    monkeypatch.setattr(alignment, "find_courses", lambda *_: (course,))
    assert np.array_equal(followed, align(LOADED.view(), AGAIN.view()).alignment.columns)
