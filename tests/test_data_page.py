"""docs/data.md says what the simulator does: nuisances, recipes, events, the benchmark, and how a pair is read."""

import json
import re
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from datasets.pairs import PairIndex
from datasets.reading import load_scan
from datasets.simulation.benchmark import benchmark
from datasets.simulation.hiding.concealment import LARGEST_KG
from datasets.simulation.nuisances import Nuisances, Range
from datasets.simulation.recipe import Recipe
from datasets.simulation.recipes import find, shift, usual
from datasets.simulation.simulate import Part, simulate

PAGE = (Path(__file__).parents[1] / "docs" / "data.md").read_text("utf-8")


def section(title: str) -> str:
    """From a heading to the next of its rank or above."""
    head = re.search(rf"^(#+) {re.escape(title)}$", PAGE, re.MULTILINE)
    assert head, title
    rest = PAGE[head.end() :]
    after = re.search(rf"^#{{1,{len(head[1])}}} ", rest, re.MULTILINE)
    return rest[: after.start()] if after else rest


def table(text: str, first: str) -> list[list[str]]:
    """Cells of the lines below the head of the table whose first column is called so."""
    lines = text.splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith(f"| {first} |".replace("|  |", "| |")))
    below = lines[start + 2 :]
    end = next((n for n, line in enumerate(below) if not line.startswith("|")), len(below))
    return [[cell.strip().strip("`") for cell in line.strip("|").split("|")] for line in below[:end]]


def code(language: str, title: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", section(title), re.DOTALL)
    assert found, title
    return found[1]


def value(text: str) -> Range | float:
    numbers = [float(part.replace(",", "")) for part in text.split(" to ")]
    return Range(*numbers) if len(numbers) == 2 else numbers[0]


def test_every_nuisance_stands_in_the_table_with_its_usual_value() -> None:
    told = {name: value(usual_value) for name, usual_value, *_ in table(section("Nuisances"), "nuisance")}
    assert told == {field.name: field.default for field in fields(Nuisances)}


def test_every_nuisance_is_explained() -> None:
    assert all(len(cells) == 4 and cells[3] for cells in table(section("Nuisances"), "nuisance"))


@pytest.mark.parametrize("what", ["containers", "loads", "energies"])
def test_the_recipes_draw_what_the_page_says(what: str) -> None:
    [cells] = [cells for cells in table(section("Recipes"), "") if cells[0].startswith(what)]
    for said, recipe in zip(cells[1:], (usual(), shift()), strict=True):
        assert set(said.split(", ")) == set(getattr(recipe, what))


def test_the_recipes_there_are_stand_in_their_table() -> None:
    for name, _ in table(section("Recipes"), "recipe"):
        assert find(name).name == name


def test_events_have_the_shares_of_the_table() -> None:
    assert {cells[0]: float(cells[1]) for cells in table(section("Recipes"), "event")} == usual().events


def test_places_take_what_the_table_says() -> None:
    told = {place: float(cells[1]) for cells in table(section("Recipes"), "place") for place in cells[0].split(", ")}
    assert told == LARGEST_KG


def test_the_recipe_on_the_page_can_be_read(tmp_path: Path) -> None:
    (tmp_path / "mine.json").write_text(code("json", "A recipe of one's own"))
    recipe = Recipe.read(tmp_path / "mine.json")
    assert recipe.nuisances == Nuisances(sway_px=Range(0, 0), preview_share=0.0)


def test_the_benchmark_has_the_sizes_and_seeds_of_the_table() -> None:
    told = [[cells[0], *cells[2:5], cells[5], cells[6]] for cells in table(section("The benchmark"), "set")]
    assert told == [
        [
            each.name,
            *(str(part.pairs) for part in each.parts),
            each.parts[0].split,
            f"{each.parts[0].seed} to {each.parts[-1].seed}",
        ]
        for each in benchmark()
    ]


@pytest.mark.parametrize("preview_share", [0.0, 1.0])
def test_the_lines_on_the_page_read_a_pair_without_this_project(tmp_path: Path, preview_share: float) -> None:
    small = replace(usual(), containers={"20'": 1.0}, loads={"empty": 1.0}, events={"inserted": 1.0})
    simulate(tmp_path, [Part(replace(small, nuisances=Nuisances(preview_share=preview_share)), 1, 4)], workers=1)
    [row] = PairIndex.load(tmp_path).rows
    read = run(code("python", "Reading a pair without this project").replace('"SET"', repr(str(tmp_path))))
    assert np.array_equal(read["origin"], load_scan(tmp_path / row.origin).high)
    assert np.array_equal(read["destination"], load_scan(tmp_path / row.destination).high)
    assert [labels.shape for labels in read["labels"]] == [read["origin"].shape, read["destination"].shape]
    assert 1 in read["labels"][1]
    assert read["grid"].shape[1] == 4
    assert read["known"]["row"]["pair_id"] == row.pair_id


def run(lines: str) -> dict[str, Any]:
    """What lines of Python leave behind; they may import nothing of this project."""
    assert not re.search(r"\b(datasets|model|serving|training)\b", lines)
    left: dict[str, Any] = {}
    exec(lines, left)
    return left


def test_the_digests_that_the_page_names_are_there() -> None:
    [path] = re.findall(r"`(datasets/simulation/digests\.json)`", section("The benchmark"))
    assert json.loads((Path(__file__).parents[1] / path).read_text())
