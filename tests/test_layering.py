"""Imports go one way, and `datasets` is ours."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest

import datasets

REPOSITORY = Path(__file__).parents[1]
ROOMS = {
    "datasets": {"datasets"},
    "model": {"datasets", "model"},
    "serving": {"datasets", "serving"},
    "training": {"datasets", "model", "serving", "training"},
}
FILES = [path.relative_to(REPOSITORY) for room in ROOMS for path in sorted((REPOSITORY / room).rglob("*.py"))]


@pytest.mark.parametrize("file", FILES, ids=str)
def test_a_file_imports_only_the_rooms_below_its_own(file: Path) -> None:
    ours = {name.split(".")[0] for name in imported(file)} & {*ROOMS, "tests"}
    assert ours <= ROOMS[file.parts[0]]


@pytest.mark.parametrize("file", [file for file in FILES if file.parts[0] in ("datasets", "serving")], ids=str)
def test_a_file_that_serves_needs_only_the_serving_set(file: Path) -> None:
    known = names_of(dependencies()["serving"])
    if file.parts[:2] == ("datasets", "simulation"):
        known |= {"torch"}
    assert foreign(file) <= known


@pytest.mark.parametrize("file", [file for file in FILES if file.parts[0] in ("model", "training")], ids=str)
def test_a_file_that_trains_needs_only_the_training_set(file: Path) -> None:
    assert foreign(file) <= names_of(dependencies()["serving"] | dependencies()["train"])


@pytest.mark.parametrize("room", [room for room in ROOMS if (REPOSITORY / room / "__main__.py").is_file()])
def test_asking_for_help_loads_no_torch(room: str) -> None:
    code = f"import sys, {room}.__main__; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=REPOSITORY).returncode == 0


@pytest.mark.parametrize("file", [file for file in FILES if file.name == "__init__.py"], ids=str)
def test_importing_a_folder_costs_nothing(file: Path) -> None:
    tree = ast.parse((REPOSITORY / file).read_text())
    assert ast.get_docstring(tree)
    assert len(tree.body) == 1


def test_datasets_is_the_folder_of_this_repository() -> None:
    assert Path(str(datasets.__file__)).parent == REPOSITORY / "datasets"


def test_nothing_installed_brings_a_folder_of_our_names() -> None:
    assert not set(ROOMS) & set(installed())


def test_nothing_of_ours_is_installed() -> None:
    assert project()["tool"]["setuptools"]["packages"] == []


def test_no_folder_of_tests_hides_datasets() -> None:
    assert not (REPOSITORY / "tests" / "datasets").exists()


def imported(file: Path) -> Iterator[str]:
    """Dotted names of all modules a file imports, inside functions too; it imports none relatively."""
    for node in ast.walk(ast.parse((REPOSITORY / file).read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file} imports relatively"
            yield str(node.module)


def foreign(file: Path) -> set[str]:
    """What a file imports that is neither ours nor Python's."""
    return {name.split(".")[0] for name in imported(file)} - set(ROOMS) - set(sys.stdlib_module_names)


def project() -> dict[str, Any]:
    return tomllib.loads((REPOSITORY / "pyproject.toml").read_text())


def dependencies() -> dict[str, set[str]]:
    """Names of the packages in each set of dependencies."""
    table = project()["project"]
    sets = {"serving": table["dependencies"]} | table["optional-dependencies"]
    return {name: {normal(re.split(r"[^\w.-]", line)[0]) for line in lines} for name, lines in sets.items()}


def names_of(packages: set[str]) -> set[str]:
    """What packages are imported as; starlette is the half of fastapi that fastapi does not name again."""
    names = {name for name, found in installed().items() if packages & set(map(normal, found))}
    return names | {"starlette"} if "fastapi" in packages else names


@cache
def installed() -> Mapping[str, list[str]]:
    """For each name that can be imported the packages that bring it."""
    return packages_distributions()


def normal(package: str) -> str:
    return re.sub(r"[-_.]+", "-", package).lower()
