from dataclasses import replace

import numpy as np
import pytest

from datasets.bands import place_weights
from datasets.course import (
    CARRYING_PX,
    OPPOSITE_BEFORE,
    RAIL_PX,
    SUREST_DOORS,
    course_weights,
    doors_turned,
    find_courses,
    near_walls_alike,
)
from datasets.pyramid import Level, pyramid
from datasets.shell import Shell
from datasets.travel import pooled, travel
from datasets.view import MARGIN_ROWS
from tests.phantoms import Phantom, Source, pallets, turned_round, varied_speed

LOADED = Phantom(1, 512, pallets(3))
SEEN = Shell(0.2, -0.05)
LEFT, RIGHT = replace(SEEN, doors_left=0.99), replace(SEEN, doors_left=0.01)
FAR_EDGE = 150  # a row of the frame: phantoms' far rail lies deeper


def level(destination: Phantom) -> Level:
    return pyramid(LOADED.view(), destination.view())[2]


def test_doors_at_other_ends_speak_for_the_other_way_round_and_no_louder_than_they_may() -> None:
    assert doors_turned(LEFT, RIGHT) == pytest.approx(np.log(0.9802 / 0.0198), rel=0.01)
    assert doors_turned(LEFT, LEFT) == pytest.approx(-doors_turned(LEFT, RIGHT))
    assert doors_turned(replace(SEEN, doors_left=1.0), replace(SEEN, doors_left=0.0)) == SUREST_DOORS


def test_doors_that_are_not_seen_say_nothing() -> None:
    assert doors_turned(SEEN, LEFT) == pytest.approx(0)


def test_a_travel_that_fits_clearly_better_overrules_the_doors() -> None:
    turned = LOADED.but(place=turned_round(varied_speed(0.1)))
    assert find_courses(level(turned), (LEFT, LEFT))[0].mirrored


def test_where_the_travel_fits_both_ways_the_doors_decide() -> None:
    blank = level(LOADED)
    blank = Level(
        replace(blank.origin, weight=blank.origin.weight * 0),
        replace(blank.destination, weight=blank.destination.weight * 0),
        2,
    )
    assert find_courses(blank, (LEFT, RIGHT))[0].mirrored
    assert not find_courses(blank, (RIGHT, RIGHT))[0].mirrored


def test_near_walls_of_one_side_are_alike_and_those_of_two_sides_are_not() -> None:
    same, other = level(LOADED), level(LOADED.but(source=Source(-1)))
    weights = place_weights(2, same.columns)
    alike = near_walls_alike(same, travel(pooled(same.origin), pooled(same.destination), weights), FAR_EDGE)
    unlike = near_walls_alike(other, travel(pooled(same.origin), pooled(same.destination), weights), FAR_EDGE)
    assert alike is not None
    assert unlike is not None
    assert alike > 0.95
    assert unlike < alike - 0.1


def test_a_pair_speaks_for_one_side_or_for_two_by_its_near_walls() -> None:
    shell = Shell(0.25, -0.05)
    same = find_courses(level(LOADED), (shell, shell))
    other = find_courses(level(LOADED.but(source=Source(-1))), (shell, shell))
    assert {course.side_odds for course in same} == {same[0].side_odds}
    assert same[0].side_odds < other[0].side_odds - 0.25
    assert not same[0].opposite


def test_sides_are_told_by_odds_beyond_what_is_usual() -> None:
    (course,) = find_courses(level(LOADED), None)
    assert replace(course, side_odds=-OPPOSITE_BEFORE + 0.1).opposite
    assert not replace(course, side_odds=-OPPOSITE_BEFORE - 0.1).opposite


def test_views_whose_shells_were_not_seen_say_nothing_of_sides() -> None:
    (course,) = find_courses(level(LOADED), None)
    assert course.side_odds == 0
    assert not course.opposite


def test_a_near_wall_of_too_few_rows_tells_nothing() -> None:
    here = level(LOADED)
    path = travel(pooled(here.origin), pooled(here.destination), place_weights(2, here.columns))
    assert near_walls_alike(here, path, MARGIN_ROWS + 16) is None


def test_where_both_walls_carry_the_travel_the_near_wall_alone_has_no_say() -> None:
    weights = course_weights(1, 400, 1.0, 140)[:, 200]
    assert not weights[MARGIN_ROWS + RAIL_PX : 140].any()
    assert weights[140 : 140 + CARRYING_PX].min() == 1
    assert weights[MARGIN_ROWS : MARGIN_ROWS + RAIL_PX].min() == 1


def test_a_course_tells_for_every_grid_where_it_breaks_off() -> None:
    (course,) = find_courses(level(LOADED), None)
    jumped = course.path.jumped.copy()
    jumped[100:112] = True
    broken = replace(course, path=replace(course.path, jumped=jumped))
    assert np.flatnonzero(broken.jumped(1, 512)).tolist() == list(range(200, 224))
    assert np.flatnonzero(broken.jumped(4, 128)).tolist() == list(range(50, 56))
