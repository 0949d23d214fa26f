"""The recipes that come with the project, and that `shift` shares nothing with those that train."""

from dataclasses import fields
from pathlib import Path

import pytest

from datasets.errors import RecipeError
from datasets.simulation.nuisances import Nuisances
from datasets.simulation.recipe import Recipe, megavolts
from datasets.simulation.recipes import RECIPES, find, shift, usual
from datasets.simulation.scenes.containers import by_name
from datasets.simulation.scenes.loads import LOADS, PARTS
from datasets.simulation.story import carries

TRAINING = [name for name in RECIPES if name != "shift"]
# What is another at each make of scanner, so that a model may have learned it.
OF_THE_SCANNER = (
    "source_distance_m", "source_height_m", "source_above_m", "pitch_mm", "photons", "scatter", "blur_px",
    "preview_pitch_mm", "preview_photons", "preview_blur_px", "preview_gamma", "preview_quality",
)  # fmt: skip


@pytest.mark.parametrize("name", RECIPES)
def test_each_is_found_by_its_name(name: str) -> None:
    assert find(name).name == name


def test_a_file_is_found_by_its_path(tmp_path: Path) -> None:
    (tmp_path / "mine.json").write_text(find("previews").text())
    assert find(str(tmp_path / "mine.json")) == find("previews")


def test_an_unknown_name_is_refused_with_those_there_are() -> None:
    with pytest.raises(RecipeError, match="no recipe is called 'tests', wanted usual"):
        find("tests")


def drawn(recipe: Recipe, what: str) -> set[str]:
    return {name for name, share in getattr(recipe, what).items() if share}


@pytest.mark.parametrize("name", TRAINING)
@pytest.mark.parametrize("what", ["containers", "loads"])
def test_shift_draws_nothing_that_training_draws(name: str, what: str) -> None:
    assert not drawn(shift(), what) & drawn(find(name), what)


def test_no_load_of_shift_fills_a_container_that_training_calls_half_empty() -> None:
    assert "half_empty" in usual().loads
    assert not drawn(shift(), "loads") & set(PARTS)


@pytest.mark.parametrize("name", TRAINING)
def test_no_energy_of_shift_is_one_of_training(name: str) -> None:
    def energies(recipe: Recipe) -> set[float]:
        return {energy for text in drawn(recipe, "energies") for energy in megavolts(text)}

    assert not energies(shift()) & energies(find(name))


@pytest.mark.parametrize("nuisance", [name for name in OF_THE_SCANNER if not name.startswith("source_")])
@pytest.mark.parametrize("name", TRAINING)
def test_detectors_of_shift_lie_beyond_the_range_of_training(name: str, nuisance: str) -> None:
    here, there = getattr(shift().nuisances, nuisance), getattr(find(name).nuisances, nuisance)
    assert here.low > there.high or here.high < there.low


# The locator alone, which has to see sources wherever they stand, learns from `sources` and `twins` too.
@pytest.mark.parametrize("nuisance", [name for name in OF_THE_SCANNER if name.startswith("source_")])
@pytest.mark.parametrize("name", ["usual", "previews"])
def test_sources_of_shift_stand_where_those_of_the_comparing_network_never_stood(name: str, nuisance: str) -> None:
    here, there = getattr(shift().nuisances, nuisance), getattr(find(name).nuisances, nuisance)
    assert here.low > there.high or here.high < there.low


def test_what_is_not_of_the_scanner_is_as_usual() -> None:
    others = [field.name for field in fields(Nuisances) if field.name not in OF_THE_SCANNER]
    assert all(getattr(shift().nuisances, name) == getattr(usual().nuisances, name) for name in others)


def test_every_load_is_in_a_recipe() -> None:
    assert drawn(usual(), "loads") | drawn(shift(), "loads") == set(LOADS)


@pytest.mark.parametrize("name", sorted(shift().containers))
def test_every_container_of_shift_carries_a_load_of_shift(name: str) -> None:
    assert any(carries(by_name(name), kind) for kind in shift().loads)
