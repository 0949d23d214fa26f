import pytest

from datasets.view import Frame, Outline
from serving.zones import agreed, find_doors, zone_of
from tests.trucks import AIR, BOX, a_scan

FRAME = Frame(Outline(0, 0, 1220, 259), 1216)
OUTLINE = Outline(float(BOX[0]), float(BOX[1]), float(BOX[2]), float(BOX[3]))


@pytest.mark.parametrize(
    ("box", "zone"),
    [
        ((1120, 150, 1180, 250), "doors"),
        ((5, 150, 40, 250), "front_wall"),
        ((600, 275, 700, 287), "floor"),
        ((600, 34, 700, 45), "ceiling"),
        ((600, 120, 700, 180), "cargo"),
        ((90, 120, 130, 180), "cargo"),
    ],
)
def test_the_place_in_the_frame_gives_the_zone(box: tuple[float, float, float, float], zone: str) -> None:
    assert zone_of(box, FRAME, doors="right").name == zone


def test_where_the_doors_are_not_told_an_end_is_an_end_and_its_zone_the_cargo() -> None:
    zone = zone_of((1120, 150, 1180, 250), FRAME, doors=None)
    assert (zone.name, zone.words) == ("cargo", "at the right end")


def test_an_object_that_is_no_container_has_no_parts() -> None:
    frame = Frame(Outline(0, 0, 1220, 259, region="object"), 1216)
    assert zone_of((1120, 150, 1180, 250), frame, doors="right").words == "in the object"


def test_the_doors_are_at_the_end_away_from_the_truck() -> None:
    assert find_doors(a_scan(), OUTLINE, AIR) == "right"


def test_without_a_truck_the_doors_are_not_told() -> None:
    assert find_doors(a_scan(truck=False), OUTLINE, AIR) is None


def test_beside_another_container_the_doors_are_not_told() -> None:
    assert find_doors(a_scan(), OUTLINE, AIR, (OUTLINE,)) is None


def test_two_scans_of_opposite_travel_agree_on_the_doors() -> None:
    assert agreed("right", "left", mirrored=True) == "right"
    assert agreed(None, "left", mirrored=True) == "right"


def test_two_scans_that_contradict_each_other_tell_nothing() -> None:
    assert agreed("right", "left", mirrored=False) is None
