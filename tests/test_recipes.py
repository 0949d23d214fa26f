"""The recipes that come with the project."""

from pathlib import Path

import pytest

from datasets.errors import RecipeError
from datasets.simulation.recipes import RECIPES, find


@pytest.mark.parametrize("name", RECIPES)
def test_each_is_found_by_its_name(name: str) -> None:
    assert find(name).name == name


def test_a_file_is_found_by_its_path(tmp_path: Path) -> None:
    (tmp_path / "mine.json").write_text(find("previews").text())
    assert find(str(tmp_path / "mine.json")) == find("previews")


def test_an_unknown_name_is_refused_with_those_there_are() -> None:
    with pytest.raises(RecipeError, match="no recipe is called 'tests', wanted usual"):
        find("tests")
