"""One pair from one scan: where its lot lies, what its labels and its record say."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from datasets.errors import RecipeError
from datasets.pairs import PairRow
from datasets.scan import Scan
from datasets.simulation.projecting.projected import Assumed, Projected, projected
from datasets.simulation.projecting.projected_record import record
from datasets.view import Outline

OUTLINE = Outline(50.0, 30.0, 450.0, 190.0)
NOTHING = Assumed()


def a_scan(bits: int = 16, *, dual: bool = False) -> Scan:
    """A box with ribs, a floor and posts in open air, a tractor on its left."""
    pixels = np.full((225, 500), 60000, np.uint16)
    pixels[30:190, 50:450] = 52000
    pixels[30:190, 50:450:20] = 42000
    pixels[30:34, 50:450] = pixels[178:190, 50:450] = 20000
    pixels[30:190, 50:56] = pixels[30:190, 444:450] = 15000
    pixels[100:220, 0:40] = 6000
    pixels = pixels if bits == 16 else (pixels // 236).astype(np.uint16)
    return Scan(pixels, pixels.copy() if dual else None, bits=bits)


@cache
def usual() -> list[Projected]:
    return pairs(20)


def pairs(count: int, scan: Scan | None = None, assumed: Assumed = NOTHING) -> list[Projected]:
    return [projected(scan or a_scan(), OUTLINE, np.random.default_rng(seed), assumed) for seed in range(count)]


def test_labels_follow_the_event() -> None:
    seen = set()
    for pair in usual():
        values = [sorted(set(np.unique(labels).tolist()) - {0, 255}) for labels in pair.labels]
        wanted = {"none": [[], []], "inserted": [[], [1]], "removed": [[1], []], "alike": [[3], [3]]}
        assert values == wanted[pair.event]
        assert (pair.hidden is None) == (pair.event == "none")
        seen.add(pair.event)
    assert seen == {"none", "inserted", "removed", "alike"}


def test_a_lot_in_the_origin_is_darker_where_the_label_lies() -> None:
    plain = a_scan().high.astype(float)
    for pair in usual():
        if pair.event in ("removed", "alike"):
            lot = pair.labels[0] % 255 > 0
            assert np.median(pair.origin.high[lot] / plain[lot]) < 0.97
            assert np.median(pair.origin.high[~lot] / plain[~lot]) == pytest.approx(1.0, abs=1e-3)


@pytest.mark.parametrize("scan", [a_scan(), a_scan(dual=True), a_scan(8)], ids=["single", "dual", "preview"])
def test_every_form_of_scan_makes_pairs(scan: Scan) -> None:
    made = pairs(6, scan)
    for pair in made:
        assert pair.origin.bits == scan.bits
        assert (pair.origin.low is None) == (scan.low is None)
        assert len(pair.sights.origin.energies_mv) == len(scan.channels)
        assert (pair.destination.low is not None) == (len(pair.sights.destination.energies_mv) == 2)
    assert {pair.destination.bits for pair in made} == {8, 16}


def test_energies_that_a_scan_tells_of_are_used() -> None:
    for pair in pairs(3, replace(a_scan(dual=True), energies_mv=(9.0, 6.0))):
        assert pair.sights.origin.energies_mv == (9.0, 6.0)


def test_what_is_assumed_of_the_source_is_used_for_both_scans() -> None:
    for pair in pairs(3, assumed=Assumed(side=1, distance_m=5.0, height_m=0.7)):
        for sight in (pair.sights.origin, pair.sights.destination):
            assert (sight.geometry.side, sight.geometry.distance, sight.geometry.height) == (1, 5.0, 0.7)


def test_a_source_stands_on_one_side_or_the_other() -> None:
    with pytest.raises(RecipeError, match="side is 2"):
        Assumed(side=2)


def test_nothing_hides_among_the_goods_of_an_empty_container() -> None:
    assert "cargo" not in {pair.hidden.place for pair in usual() if pair.hidden}


def test_a_record_tells_what_was_assumed_and_where_the_lot_lies() -> None:
    pair = next(pair for pair in usual() if pair.event == "alike")
    known = record(PairRow("p", "o.tif", "d.tif"), pair, OUTLINE)
    assert known["assumed"] == ["container", "origin", "destination"]
    assert [entry["in"] for entry in known["objects"]] == ["origin", "destination"]
    assert pair.hidden is not None
    assert known["objects"][0]["mass_kg"] == pytest.approx(pair.hidden.mass_kg, abs=1e-3)
    # The tractor stands on the left, so that the doors come last.
    assert known["origin"]["edges_m"][0] > known["origin"]["edges_m"][-1]
    columns = np.array([50.0, 449.0])
    across = pair.again.to_rescan(np.stack([columns, [100.0, 100.0]], axis=1))[:, 0]
    there = known["destination"]["edges_m"]
    places = np.interp(across / 16, np.arange(len(there)), there)
    assert places == pytest.approx([pair.sights.length_m, 0.0], abs=0.15)
