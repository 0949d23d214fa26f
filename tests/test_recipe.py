"""Recipes: shares of known things, a digest that tells them apart, JSON forth and back."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from datasets.errors import RecipeError
from datasets.simulation.nuisances import Nuisances, Range
from datasets.simulation.recipe import Recipe, choose, megavolts
from datasets.simulation.recipes import usual


def test_a_file_brings_back_the_recipe(tmp_path: Path) -> None:
    recipe = replace(usual(), nuisances=Nuisances(sway_px=Range(0.0, 1.0)))
    (tmp_path / "mine.json").write_text(recipe.text())
    again = Recipe.read(tmp_path / "mine.json")
    assert again == recipe
    assert again.digest == recipe.digest


def test_another_range_is_another_digest() -> None:
    assert replace(usual(), nuisances=Nuisances(sway_px=Range(0.0, 2.9))).digest != usual().digest


def test_shares_are_weights() -> None:
    rng = np.random.default_rng(0)
    drawn = [choose(rng, {"a": 3.0, "b": 1.0, "c": 0.0}) for _ in range(2000)]
    assert drawn.count("a") == pytest.approx(1500, abs=80)
    assert "c" not in drawn


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"containers": {"50'": 1.0}}, 'containers hold "50\'"'),
        ({"loads": {"fog": 1.0}}, "loads hold 'fog'"),
        ({"events": {"none": 0.0}}, "at least one above 0"),
        ({"events": {"none": 2.0, "alike": -1.0}}, "none below"),
        ({"energies": {"4/6": 1.0}}, "the higher first"),
        ({"energies": {"60": 1.0}}, "2 to 9.5 MV"),
    ],
)
def test_what_cannot_hold_is_named(changes: dict[str, dict[str, float]], message: str) -> None:
    with pytest.raises(RecipeError, match=message):
        replace(usual(), **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["", "[]", '{"name": "x"}', '{"name": 1, "nuisances": {"fog": 1}}'])
def test_a_file_that_is_no_recipe_is_refused_with_what_to_do(tmp_path: Path, text: str) -> None:
    (tmp_path / "mine.json").write_text(text)
    with pytest.raises(RecipeError):
        Recipe.read(tmp_path / "mine.json")


def test_its_json_names_every_setting_of_a_scene() -> None:
    assert set(json.loads(usual().text())) == {"name", "containers", "loads", "events", "energies", "nuisances"}


def test_the_order_in_which_shares_are_written_changes_nothing() -> None:
    forth = [choose(np.random.default_rng(n), {"a": 1.0, "b": 2.0}) for n in range(50)]
    assert forth == [choose(np.random.default_rng(n), {"b": 2.0, "a": 1.0}) for n in range(50)]


def test_a_benign_recipe_holds_no_event() -> None:
    assert usual().benign().events == {"none": 1.0}


def test_energies_are_read_high_first() -> None:
    assert (megavolts("6"), megavolts("9/6")) == ((6.0,), (9.0, 6.0))
