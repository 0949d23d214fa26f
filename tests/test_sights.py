"""What a pair's record tells of its scanners, and what is drawn where it tells nothing."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from datasets.errors import SetError
from datasets.simulation.nuisances import Nuisances
from datasets.simulation.pasting.sights import HEIGHTS_M, LONG_M, SHORT_M, Sights, draw_sights, length_of, read_sights


def an_end(**others: Any) -> dict[str, Any]:
    end = {"view": "side", "side": -1, "distance_m": 4.5, "height_m": 0.8}
    return end | {"energies_mv": [6.0, 4.0], "edges_m": [0.0, 6.0, 12.0]} | others


def a_record(folder: Path, origin: dict[str, Any], destination: dict[str, Any]) -> Path:
    path = folder / "pair.json"
    container = {"height_m": 2.591, "length_m": 12.192}
    path.write_text(json.dumps({"container": container, "origin": origin, "destination": destination}))
    return path


def test_a_record_tells_of_both_scanners(tmp_path: Path) -> None:
    sights = read_sights(a_record(tmp_path, an_end(), an_end(side=1, energies_mv=[9.0])))
    assert sights is not None
    assert (sights.height_m, sights.length_m) == (2.591, 12.192)
    assert (sights.origin.geometry.side, sights.destination.geometry.side) == (-1, 1)
    assert sights.destination.energies_mv == (9.0,)


@pytest.mark.parametrize(("edges", "left"), [([0.0, 6.0, 12.0], True), ([12.0, 6.0, 0.0], False)])
def test_places_along_the_travel_tell_where_the_doors_are(tmp_path: Path, edges: list[float], left: bool) -> None:
    sights = read_sights(a_record(tmp_path, an_end(edges_m=edges), an_end()))
    assert sights is not None
    assert sights.doors_left == left
    assert sights.ends == ((0.0, 12.192) if left else (12.192, 0.0))


def test_a_view_from_above_has_its_middle_plane_at_half_the_height(tmp_path: Path) -> None:
    sights = read_sights(a_record(tmp_path, an_end(view="above", side=1), an_end(view="above", side=1)))
    assert sights is not None
    assert sights.origin.geometry.middle == pytest.approx(2.591 / 2)


def test_without_a_record_or_without_scanners_in_it_nothing_is_known(tmp_path: Path) -> None:
    assert read_sights(tmp_path / "none.json") is None
    assert read_sights(a_record(tmp_path, {}, an_end())) is None


def test_a_damaged_record_is_named(tmp_path: Path) -> None:
    path = tmp_path / "pair.json"
    path.write_text("{")
    with pytest.raises(SetError, match=r"pair\.json is no record"):
        read_sights(path)
    with pytest.raises(SetError, match="KeyError"):
        read_sights(a_record(tmp_path, {"distance_m": 4.0, "edges_m": [0, 1]}, an_end()))


def test_sights_come_back_from_json(tmp_path: Path) -> None:
    sights = read_sights(a_record(tmp_path, an_end(), an_end()))
    assert sights is not None
    assert Sights.from_json(json.loads(json.dumps(asdict(sights)))) == sights


def test_what_is_drawn_comes_from_the_ranges_of_the_simulator() -> None:
    rng = np.random.default_rng(0)
    drawn = [draw_sights(rng, 1088, dual=True) for _ in range(300)]
    ends = [end for sights in drawn for end in (sights.origin, sights.destination)]
    distances, ranges = [end.geometry.distance for end in ends], Nuisances().source_distance_m
    assert ranges.low <= min(distances) < max(distances) <= ranges.high
    assert {sights.height_m for sights in drawn} == set(HEIGHTS_M)
    opposite = np.mean([sights.origin.geometry.side != sights.destination.geometry.side for sights in drawn])
    assert opposite == pytest.approx(0.3, abs=0.08)
    assert all(2.5 <= low < high <= 9.0 for high, low in (end.energies_mv for end in ends))


def test_a_long_frame_is_taken_for_a_long_container() -> None:
    assert (length_of(1088), length_of(576)) == (LONG_M, SHORT_M)
    assert {len(draw_sights(np.random.default_rng(1), 576, dual=False).origin.energies_mv)} == {1}
