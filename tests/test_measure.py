"""A simulated set measured: every row beside its goal, one bad pair a line, and what is kept of it."""

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from datasets.errors import SetError
from datasets.measuring import timing
from datasets.measuring.measure import Measured, measure_alignment
from datasets.measuring.output import write_output
from datasets.measuring.voyages import load_stayed
from datasets.pairs import PairIndex
from datasets.simulation.nuisances import Nuisances
from datasets.simulation.recipe import Recipe
from datasets.simulation.simulate import Part, simulate

SEED = 4
QUIET = replace(Nuisances(), above_share=0.0, preview_share=0.0)
MIXED = Recipe("mixed", {"20'": 1.0}, {"mixed": 1.0}, {"none": 1.0}, {"6/4": 1.0}, QUIET)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four unchanged pairs, of which the last cannot be read."""
    folder = tmp_path_factory.mktemp("measured")
    index = simulate(folder, [Part(MIXED, 4, SEED, "val")], workers=1)
    (folder / index.rows[-1].origin).write_text("no picture")
    return folder


@pytest.fixture(autouse=True, scope="module")
def _timed_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timing, "TIMES", 1)
        yield


@pytest.fixture(scope="module")
def measured(folder: Path) -> Measured:
    return measure_alignment(folder, None, "val", workers=1)


def test_a_pair_that_cannot_be_read_costs_its_own_line(measured: Measured) -> None:
    assert len(measured.pairs) == 3
    assert measured.failures[0].startswith("s4-000003: ")


def test_every_figure_stands_beside_its_goal(measured: Measured) -> None:
    names = " ".join(row.measure for row in measured.rows if row.goal)
    wanted = (
        "middle plane",
        "near wall",
        "far wall",
        "moved",
        "slab",
        "mirror",
        "told right",
        "benign",
        "different containers",
    )
    assert all(word in names for word in (*wanted, "relative residual", "intensity curve", "AUC", "time"))


def test_even_pairs_have_load_that_moved_and_the_others_a_slab(measured: Measured) -> None:
    assert [pair.moved is not None for pair in measured.pairs] == [True, False, True]
    assert [pair.slab is not None for pair in measured.pairs] == [False, True, False]


def test_the_true_way_round_is_found_in_both_directions(measured: Measured) -> None:
    assert all(pair.mirror_right == (True, True) for pair in measured.pairs)


def test_the_same_set_gives_the_same_figures(folder: Path, measured: Measured) -> None:
    again = measure_alignment(folder, 1, "", workers=1)
    assert again.pairs[0].curve == measured.pairs[0].curve
    assert again.pairs[0].errors is not None
    assert measured.pairs[0].errors is not None
    assert np.array_equal(again.pairs[0].errors.both, measured.pairs[0].errors.both)


def test_what_is_kept_holds_a_line_a_pair_and_every_row(measured: Measured, tmp_path: Path) -> None:
    write_output(tmp_path, measured)
    lines = csv.DictReader((tmp_path / "errors.csv").read_text().splitlines())
    assert [line["pair_id"] for line in lines] == ["s4-000000", "s4-000001", "s4-000002"]
    told = json.loads((tmp_path / "metrics.json").read_text())
    assert [row["measure"] for row in told["rows"]] == [row.measure for row in measured.rows]
    assert (tmp_path / "reliability.png").is_file()
    assert (tmp_path / "errors_by_cargo.csv").read_text().startswith("cargo,pairs,refused,median")


def test_the_page_of_the_worst_shows_pictures_and_both_maps_of_each(measured: Measured, tmp_path: Path) -> None:
    write_output(tmp_path, measured)
    page = (tmp_path / "worst.html").read_text()
    shown = sum(not pair.refused for pair in measured.pairs)
    assert page.count("<article>") == shown
    assert page.count("data:image/jpeg") == 3 * shown
    assert page.count('<path class="true"') == shown
    assert not re.search(r'(?:src|href)="(?!data:)', page)


def test_whether_a_load_stayed_is_told_by_drawing_the_story_again(tmp_path: Path) -> None:
    for share in (0.0, 1.0):
        nuisances = replace(QUIET, voyage_share=share, settling_share=0.0)
        folder = tmp_path / f"{share:g}"
        [row] = simulate(folder, [Part(replace(MIXED, nuisances=nuisances), 1, SEED, "val")], workers=1).rows
        assert load_stayed(folder, row) == (share == 0.0)


def test_a_story_that_comes_out_otherwise_tells_nothing(folder: Path) -> None:
    row = PairIndex.load(folder).rows[0]
    assert load_stayed(folder, replace(row, pair_id="s4-000000")) is not None
    assert load_stayed(folder, replace(row, seed=SEED + 1)) is None


def test_a_set_without_true_maps_is_told_to_have_none(folder: Path, tmp_path: Path) -> None:
    PairIndex(PairIndex.load(folder).rows).write(tmp_path)
    with pytest.raises(SetError, match="has no true maps"):
        measure_alignment(tmp_path, None, "", workers=1)
