"""README and docs say what the programs accept: commands, options, targets, settings, errors, links."""

import importlib
import inspect
import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest
import typer.main
from typer.core import TyperGroup

from serving.settings import Settings
from training.settings import TrainSettings

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
ERRORS = ("datasets.errors", "serving.errors", "training.errors", "model.errors")
COMMAND = re.compile(r"-m (datasets|training|serving) ([a-z-]+)((?: +[^\s`|#]+)*)")


def text(page: Path) -> str:
    return page.read_text("utf-8")


def documented() -> Iterator[tuple[str, str, str, str]]:
    """Page, program, command and the rest of its line."""
    for page in PAGES:
        for found in COMMAND.finditer(text(page)):
            yield page.name, found[1], found[2], found[3]


@pytest.mark.parametrize(("page", "program", "command", "rest"), list(documented()))
def test_a_documented_command_exists_with_its_options(page: str, program: str, command: str, rest: str) -> None:
    group = typer.main.get_command(importlib.import_module(f"{program}.__main__").app)
    assert isinstance(group, TyperGroup)
    assert command in group.commands, page
    known = {name for parameter in group.commands[command].params for name in parameter.opts}
    assert set(re.findall(r"--[a-z-]+", rest)) <= known, page


def test_the_readme_s_commands_can_be_parsed_as_they_stand() -> None:
    for found in COMMAND.finditer(text(ROOT / "README.md")):
        group = typer.main.get_command(importlib.import_module(f"{found[1]}.__main__").app)
        assert isinstance(group, TyperGroup)
        group.commands[found[2]].make_context(found[2], found[3].split())


def test_make_targets_that_are_named_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", text(ROOT / "Makefile"), re.MULTILINE))
    named = {target for page in PAGES for target in re.findall(r"(?:`|^    )make ([a-z-]+)", text(page), re.MULTILINE)}
    assert named <= targets
    assert {"demo", "test", "test-slow", "serve", "train", "bench", "clean", "help"} <= targets


def test_the_build_runs_the_readme_s_test_command_and_no_more() -> None:
    steps = [
        line for line in text(ROOT / ".ci" / "run").splitlines() if line and not line.startswith(("#", "set", "cd"))
    ]
    assert steps == ["make test"]


@pytest.mark.parametrize("name", list(Settings.model_fields))
def test_every_setting_of_the_service_is_documented(name: str) -> None:
    assert f"`{name}`" in text(ROOT / "docs" / "api.md")


@pytest.mark.parametrize("name", ["devices", "batch", "precision"])
def test_settings_of_training_that_are_named_exist(name: str) -> None:
    assert f"`{name}`" in text(ROOT / "docs" / "training.md")
    assert name in {field.name for field in fields(TrainSettings)}


def errors() -> Iterator[str]:
    """Every error that a user can meet: the leaves of the trees, and those with a meaning of their own."""
    for name in ERRORS:
        module = importlib.import_module(name)
        own = [each for _, each in inspect.getmembers(module, inspect.isclass) if each.__module__ == name]
        yield from (each.__name__ for each in own if not each.__subclasses__())


@pytest.mark.parametrize("name", sorted(set(errors())))
def test_every_error_is_documented(name: str) -> None:
    assert any(name in text(page) for page in PAGES)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\(([^)#]+)\)", text(page)):
        assert link.startswith("http") or (page.parent / link).is_file(), link


def test_the_readme_fits_two_screens() -> None:
    assert len(text(ROOT / "README.md").splitlines()) <= 90
