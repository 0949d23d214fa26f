import numpy as np
import pytest

from datasets.aligned import AlignedPair
from datasets.errors import AlignmentError
from datasets.scan import Scan, ScanPair
from datasets.view import View
from serving.laying import Sides, lay, look, look_at_both
from tests.trucks import AIR, a_scan


def test_a_scan_is_looked_at_by_its_container() -> None:
    [side] = look(a_scan(), "container").sides
    assert side.view.frame.outline.region == "container"


def test_of_two_containers_the_one_that_fits_is_taken_and_a_warning_says_so() -> None:
    right, other = look(a_scan(seed=1), "container").sides[0], look(a_rack(), "object").sides[0]
    laid = lay(look(a_scan(), "container"), Sides((other, right), ()))
    assert laid.destination is right
    assert laid.warnings == ("destination: 2 containers are in the scan; the pair that fits best was compared",)


def test_of_more_containers_than_are_looked_at_a_warning_tells() -> None:
    scan = a_scan()
    [outline] = [side.view.frame.outline for side in look(scan, "container").sides]
    sides = Sides.of(scan, [outline] * 4, "container")
    assert len(sides.sides) == 3
    assert "4 containers are in the scan; the 3 furthest to the left were looked at" in sides.warnings


def test_where_only_one_scan_holds_a_container_both_are_looked_at_as_objects() -> None:
    origin, destination = look_at_both(ScanPair(a_scan(), a_rack()), "container")
    regions = {side.view.frame.outline.region for side in (*origin.sides, *destination.sides)}
    assert regions == {"object"}
    assert origin.warnings == ("origin: no container was found; the outline of all that is not air was taken instead",)


def test_what_cannot_be_laid_on_each_other_has_no_pair_but_both_sides(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: View) -> AlignedPair:
        raise AlignmentError("nothing in common")

    monkeypatch.setattr("serving.laying.align", refuse)
    laid = lay(look(a_scan(), "container"), look(a_scan(seed=1), "container"))
    assert laid.pair is None
    assert laid.why_not == "nothing in common"
    assert laid.origin.container_box == laid.destination.container_box


def a_rack() -> Scan:
    """Two bars and a board, no container."""
    attenuation = np.zeros((300, 400))
    for x in (80, 300):
        attenuation[60:280, x : x + 12] = 0.9
    attenuation[160:170, 80:312] = 0.5
    noise = np.random.default_rng(0).normal(0, 30, attenuation.shape)
    return Scan(np.clip(AIR * np.exp(-attenuation) + noise, 0, AIR).astype(np.uint16), air=AIR)
