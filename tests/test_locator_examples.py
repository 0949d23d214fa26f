"""The truth of a locator's examples is what the simulator's own rays show."""

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from datasets.errors import MissingScan, SetError
from datasets.locating import locate_roughly
from datasets.locator.picture import OUTSIDE, WIDE_COLUMNS, WIDE_ROWS, wide_grid
from datasets.pairs import PairRow
from datasets.scan import Scan
from datasets.simulation.beam.scanner import Geometry, Passage
from datasets.simulation.records import EVERY, write_grid
from datasets.view import Outline
from datasets.writing import write_tiff
from tests.locators import some_examples
from tests.trucks import AIR, BOX, COLUMNS, PITCH_MM, ROWS, a_scan
from training.locator.examples import DEPTHS, STEPS, Examples, both_scans, true_edges

PITCH = PITCH_MM / 1000
LENGTH, HEIGHT, WIDTH = (BOX[2] - BOX[0]) * PITCH, (BOX[3] - BOX[1]) * PITCH, 2.438
CONTAINER: dict[str, Any] = {"length_m": LENGTH, "height_m": HEIGHT, "width_m": WIDTH}
SWAY = 3 * np.sin(np.arange(COLUMNS) / 150)
ALONG = np.linspace(-BOX[0] * PITCH, (COLUMNS - BOX[0]) * PITCH, COLUMNS + 1)  # the doors at the left
SIDE = Passage(Geometry(-1, 4.5, 0.3), PITCH, ROWS, HEIGHT + BOX[1] * PITCH, ALONG, SWAY)
OTHER_SIDE = Passage(Geometry(1, 6.0, -0.5), PITCH, ROWS, HEIGHT + 0.3, LENGTH - ALONG, 0 * SWAY)
ABOVE = Passage(Geometry(1, 5.5, 0.2, above=True, middle=HEIGHT / 2), PITCH, ROWS, 1.8, ALONG, SWAY)
OUTLINE = Outline(float(BOX[0]), float(BOX[1]), float(BOX[2]), float(BOX[3]))


def told(passage: Passage) -> dict[str, Any]:
    """A scanner as a record tells of it."""
    geometry = passage.geometry
    return {
        "view": "above" if geometry.above else "side",
        "side": geometry.side,
        "distance_m": geometry.distance,
        "height_m": geometry.height,
        "pitch_mm": passage.pitch * 1000,
        "edges_m": passage.edges[::EVERY].tolist(),
        "sway_px": passage.sway[::EVERY].tolist(),
    }


def grid(folder: Path, name: str, origin: Passage, destination: Passage) -> None:
    story: Any = SimpleNamespace(container=SimpleNamespace(length=LENGTH, height=HEIGHT))
    write_grid(folder / f"{name}_grid.csv", story, origin, destination)


def middle_plane(folder: Path, passage: Passage) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    grid(folder, "p", passage, passage)
    places = np.loadtxt(folder / "p_grid.csv", delimiter=",", skiprows=1)
    return np.asarray(places[:, :2])


def shown(passage: Passage, part: float, depth: float) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """Scan pixels of places along an edge: `part` 1 is the roof, or from above the upper long edge."""
    along = np.linspace(0.5, LENGTH - 0.5, 20)
    if passage.geometry.above:
        rise, deep = (part - 0.5) * WIDTH, HEIGHT / 2 + depth * HEIGHT / 2
        places = np.stack([along, np.full(20, deep), np.full(20, rise)], axis=1)
    else:
        deep = passage.geometry.side * depth * WIDTH / 2
        places = np.stack([along, np.full(20, part * HEIGHT), np.full(20, deep)], axis=1)
    return passage.pixels(places)


@pytest.mark.parametrize("passage", [SIDE, OTHER_SIDE, ABOVE], ids=["side", "other side", "above"])
def test_every_edge_lies_where_the_simulator_s_rays_show_it(tmp_path: Path, passage: Passage) -> None:
    rows, _, _ = true_edges(CONTAINER, told(passage), middle_plane(tmp_path, passage), OUTLINE)
    across, down, left, top = wide_grid(OUTLINE)
    for edge, (part, depth) in enumerate((part, depth) for part in (1.0, 0.0) for depth in DEPTHS):
        x, y = shown(passage, part, depth).T
        seen = np.interp((x + 0.5 - left) / across - 0.5, np.arange(WIDE_COLUMNS), rows[edge])
        assert seen == pytest.approx((y + 0.5 - top) / down - 0.5, abs=0.05)


@pytest.mark.parametrize(("passage", "doors_left"), [(SIDE, 1), (OTHER_SIDE, 0), (ABOVE, 1)])
def test_the_ends_and_which_of_them_has_the_doors_are_told(tmp_path: Path, passage: Passage, doors_left: int) -> None:
    _, ends, kinds = true_edges(CONTAINER, told(passage), middle_plane(tmp_path, passage), OUTLINE)
    across, _, left, _ = wide_grid(OUTLINE)
    columns = sorted(float(passage.pixels(np.array([[x, 0.0, 0.0]]))[0, 0]) for x in (0.0, LENGTH))
    assert ends == pytest.approx([(column + 0.5 - left) / across - 0.5 for column in columns], abs=0.05)
    assert kinds.tolist() == [doors_left, passage.geometry.above]


@dataclass(frozen=True)
class Stored:
    """A set of one pair as `simulate` leaves it, as far as an example is cut from it."""

    folder: Path

    def pair(self, name: str, origin: Scan, destination: Scan) -> Path:
        for folder in ("scans", "truth"):
            (self.folder / folder).mkdir(parents=True, exist_ok=True)
        row = PairRow(name, f"scans/{name}_o.tif", f"scans/{name}_d.tif")
        (self.folder / row.origin).write_bytes(write_tiff(origin))
        (self.folder / row.destination).write_bytes(write_tiff(destination))
        grid(self.folder / "truth", name, SIDE, SIDE)
        record = {"row": asdict(row), "container": CONTAINER, "origin": told(SIDE), "destination": told(SIDE)}
        path = self.folder / "truth" / f"{name}.json"
        path.write_text(json.dumps(record))
        return path


def air() -> Scan:
    return Scan(np.full((ROWS, COLUMNS), AIR, np.uint16), air=AIR)


def test_both_scans_of_every_pair_become_examples(tmp_path: Path) -> None:
    Stored(tmp_path).pair("a", a_scan(), a_scan(seed=1))
    examples = Examples.of([tmp_path], workers=1)
    assert len(examples) == 2
    assert examples.pictures.shape == (2, WIDE_ROWS, WIDE_COLUMNS)
    assert examples.rows.shape == (2, 6, WIDE_COLUMNS)
    assert examples.pictures.max() == OUTSIDE * STEPS  # there is less than half a height of room about the box


def test_the_drawn_box_s_ends_are_seen_where_the_truth_has_them(tmp_path: Path) -> None:
    [example, _] = both_scans(Stored(tmp_path).pair("a", a_scan(truck=False), a_scan()))
    picture, _, ends, _ = example
    row = picture[WIDE_ROWS // 4 + 20].astype(float) / STEPS
    solid = np.flatnonzero((row > 0.05) & (row < OUTSIDE - 1))
    assert (solid[0] - 0.5, solid[-1] + 0.5) == pytest.approx(tuple(ends), abs=1.0)


def test_a_scan_that_shows_nothing_but_air_is_left_out(tmp_path: Path) -> None:
    assert len(both_scans(Stored(tmp_path).pair("a", air(), a_scan()))) == 1


def test_a_scan_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    record = Stored(tmp_path).pair("a", a_scan(), a_scan())
    (tmp_path / "scans" / "a_d.tif").unlink()
    with pytest.raises(MissingScan):
        both_scans(record)


def test_of_two_boxes_the_example_is_about_the_one_that_is_known(tmp_path: Path) -> None:
    record = Stored(tmp_path).pair("a", a_scan(), a_scan())
    [own] = locate_roughly(a_scan())
    with pytest.MonkeyPatch.context() as patch:
        away = replace(own, left=own.left - 1500, right=own.right - 1500)
        patch.setattr("training.locator.examples.locate_roughly", lambda _: [away, own])
        [(picture, *_), _] = both_scans(record)
    [(alone, *_), _] = both_scans(record)
    assert np.array_equal(picture, alone)


def test_sets_without_records_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SetError, match=r"no truth/\*\.json; wanted sets of `datasets simulate`"):
        Examples.of([tmp_path], workers=1)


def test_sets_in_which_no_container_is_located_are_refused(tmp_path: Path) -> None:
    Stored(tmp_path).pair("a", air(), air())
    with pytest.raises(SetError, match="no container was located in any scan"):
        Examples.of([tmp_path], workers=1)


def test_examples_are_stored_as_they_are(tmp_path: Path) -> None:
    examples = some_examples(3)
    examples.save(tmp_path / "examples.npz")
    again = Examples.load(tmp_path / "examples.npz")
    for name in ("pictures", "rows", "ends", "kinds"):
        assert np.array_equal(getattr(again, name), getattr(examples, name))


def test_a_split_keeps_the_last_scans_apart() -> None:
    examples = some_examples(5)
    first, last = examples.split(2)
    assert (len(first), len(last)) == (3, 2)
    assert np.array_equal(np.concatenate([first.ends, last.ends]), examples.ends)
