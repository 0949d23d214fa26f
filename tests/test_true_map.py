"""The true map of a simulated pair: at its own places, at other depths, and how far a found map is from it."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from datasets.aligned import AlignedPair
from datasets.errors import SetError
from datasets.measuring.true_map import TrueMap, errors_of
from datasets.simulation.beam.scanner import Geometry, Passage
from tests.trucks import a_pair

LENGTH, HEIGHT, WIDTH = 12.192, 2.896, 2.438
ORIGIN = Passage(
    Geometry(-1, 4.5, 0.3), 0.006, 700, 3.4, np.linspace(13.0, -1.0, 1801), 4 * np.sin(np.linspace(0, 6, 1800))
)
DESTINATION = Passage(Geometry(1, 5.4, -0.5), 0.005, 800, 3.3, np.linspace(-0.5, 13.5, 2001), 0.01 * np.arange(2000.0))


def places(depth_m: float) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    x, y = np.meshgrid(np.linspace(0.05, LENGTH - 0.05, 41), np.linspace(0.1, HEIGHT - 0.05, 9))
    return np.stack([x.ravel(), y.ravel(), np.full(x.size, depth_m)], axis=1)


def a_truth(folder: Path) -> TrueMap:
    (folder / "truth").mkdir()
    table = np.concatenate([passage.pixels(places(0.0)) for passage in (ORIGIN, DESTINATION)], axis=1)
    np.savetxt(folder / "truth/p_grid.csv", table, "%.2f", ",", header="x,y,x,y", comments="")
    ends = {
        name: {"view": "side", "side": g.side, "distance_m": g.distance, "height_m": g.height}
        for name, g in (("origin", ORIGIN.geometry), ("destination", DESTINATION.geometry))
    }
    record = {"container": {"length_m": LENGTH, "height_m": HEIGHT, "width_m": WIDTH}, **ends}
    (folder / "truth/p.json").write_text(json.dumps(record))
    return TrueMap.load(folder, "p")


@pytest.mark.parametrize("depth", [1.0, 0.3, -1.0])
def test_another_depth_lies_where_the_simulator_s_own_rays_show_it(tmp_path: Path, depth: float) -> None:
    truth = a_truth(tmp_path).at_depth(depth)
    seen = places(depth * WIDTH / 2 * ORIGIN.geometry.side)
    assert np.abs(truth.origin - ORIGIN.pixels(seen)).max() < 0.05
    assert np.abs(truth.destination - DESTINATION.pixels(seen)).max() < 0.05


def test_a_container_that_passed_the_other_way_round_is_known_as_mirrored(tmp_path: Path) -> None:
    truth = a_truth(tmp_path)
    assert truth.mirrored
    assert truth.from_other_sides
    assert not replace(truth, destination=truth.origin).mirrored


def a_true_pair(shift: tuple[float, float]) -> tuple[AlignedPair, TrueMap]:
    """A pair that lies on itself, and a truth that lies so far from its map."""
    blank = np.zeros((320, 640), np.float32)
    x, y = np.meshgrid(np.linspace(5, 630, 41), np.linspace(40, 280, 9))
    here = np.stack([x.ravel(), y.ravel()], axis=1)
    return a_pair(blank, blank), TrueMap(here, here + shift, np.zeros(len(here)), (12.0, 2.9, 2.4), None)


def test_errors_are_told_along_the_travel_and_down() -> None:
    pair, truth = a_true_pair((3.0, -4.0))
    errors = errors_of(pair, truth)
    assert errors is not None
    assert (np.abs(errors.along + 3).max(), np.abs(errors.down - 4).max()) < (1e-3, 1e-3)
    assert np.abs(errors.both - 5).max() < 1e-3
    assert errors.right(5.1)
    assert not errors.right(4.9)


def test_a_box_far_from_the_true_one_is_another_box() -> None:
    pair, truth = a_true_pair((0.0, 0.0))
    away = replace(truth, origin=truth.origin + np.array([600.0, 0.0]))
    assert errors_of(pair, away) is None


def test_depth_is_not_told_without_the_sources() -> None:
    with pytest.raises(SetError, match="sources are known"):
        a_true_pair((0, 0))[1].at_depth(1.0)


def test_a_pair_without_a_true_map_is_said_to_have_none(tmp_path: Path) -> None:
    with pytest.raises(SetError, match="is no true map"):
        TrueMap.load(tmp_path, "p")
