from dataclasses import replace

import numpy as np
import pytest

from datasets.alignment import exact_fields
from datasets.alike import contradicted, fitting, laid_alike, on_each_other
from datasets.course import Course, find_courses
from datasets.height import lowered
from datasets.planes import FAR_WALL, MIDDLE, NEAR_WALL, Planes
from datasets.pyramid import Pyramid, pyramid
from datasets.shell import Shell
from datasets.warp import Fields, whole_map
from tests.phantoms import Phantom, Source, pallets, varied_speed

LOADED = Phantom(1, 512, pallets(3))
AGAIN = LOADED.but(place=varied_speed(0.1), noise=0.006)


def course_of(destination: Phantom) -> tuple[Pyramid, Fields, Course]:
    levels = pyramid(LOADED.view(), destination.view())
    (course,) = find_courses(levels[2], None)
    return levels, exact_fields(levels, course, (0.0, 0.0), settle=False), course


def shell(source: Source, spread: float = 1.0) -> Shell:
    return Shell(source.nearness, (source.height + 1) / 2, (spread, spread))


def test_a_source_that_stood_alike_is_found_though_one_shell_was_seen_wrongly() -> None:
    levels, fields, course = course_of(AGAIN)
    wrong = Shell(0.35, 0.3, (1.0, 1.0))
    planes = laid_alike(levels, fields, course, Planes(shell(LOADED.source), wrong, False, np.zeros(512)))
    assert planes is not None
    rows = np.arange(60.0, 260.0)
    for depth in (NEAR_WALL, MIDDLE, FAR_WALL):
        assert planes.level_rows(rows, depth) == pytest.approx(rows, abs=0.5)


def test_what_little_can_be_seen_does_not_overrule_clear_shells() -> None:
    levels, fields, course = course_of(AGAIN)
    wrong = Shell(0.35, 0.3, (1.0, 1.0))
    planes = Planes(shell(LOADED.source), wrong, False, np.zeros(512))
    assert contradicted(planes, replace(planes, destination=planes.origin))
    assert laid_alike(half_seen(levels), fields, course, planes) is None


def half_seen(levels: Pyramid) -> Pyramid:
    """The destination opaque in the middle half of its length."""
    hidden = {}
    for grid, level in levels.items():
        weight = level.destination.weight.copy()
        weight[:, level.columns // 4 : -level.columns // 4] = 0
        hidden[grid] = replace(level, destination=replace(level.destination, weight=weight))
    return hidden


def test_sources_that_stood_otherwise_are_not_taken_to_stand_alike() -> None:
    other = Source(1, 0.32, -0.3)
    levels, fields, course = course_of(LOADED.but(source=other))
    planes = Planes(shell(LOADED.source), shell(other), False, np.zeros(512))
    assert laid_alike(levels, fields, course, planes) is None


def test_other_containers_are_not_taken_to_be_seen_alike() -> None:
    levels, fields, course = course_of(Phantom(8, 512, pallets(8), corrugations=38))
    planes = Planes(shell(LOADED.source), shell(LOADED.source, 5.0), False, np.zeros(512))
    assert laid_alike(levels, fields, course, planes) is None


def test_roof_and_floor_are_moved_to_where_all_rows_fit() -> None:
    levels, fields, _ = course_of(LOADED)
    found = on_each_other(levels[4], lowered(fields, 4.0, -20.0))
    assert np.median(found[2] - found[3]) * 4 == pytest.approx(0, abs=4)


def test_a_map_fits_best_where_it_is_right() -> None:
    levels, fields, _ = course_of(AGAIN)
    columns, rows = whole_map(fields)
    assert fitting(levels[2], columns, rows) > 0.9
    assert fitting(levels[2], columns, rows + 9) < fitting(levels[2], columns, rows) - 0.1
    assert fitting(levels[2], columns + 9, rows) < fitting(levels[2], columns, rows) - 0.3
