import sys
from dataclasses import fields
from pathlib import Path
from typing import Annotated, Any

import pytest
import typer

from training.options import with_settings
from training.settings import TrainSettings

OUT = Path("run")


def given(monkeypatch: pytest.MonkeyPatch, *words: str) -> dict[str, Any]:
    """The settings that reach a command called with these words."""
    app, seen = typer.Typer(), []

    @app.command()
    @with_settings
    def command(out: Annotated[Path, typer.Option()], changes: dict[str, Any]) -> None:
        assert out == OUT
        seen.append(changes)

    monkeypatch.setattr(sys, "argv", ["command", "--out", str(OUT), *words])
    app(standalone_mode=False)
    return dict(seen[0])


def test_only_what_was_given_changes_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    assert given(monkeypatch) == {}
    words = ("--learning-rate", "1e-3", "--no-paste", "--minutes", "12.5", "--strategy", "ddp", "--nodes", "2")
    wanted = {"learning_rate": 1e-3, "paste": False, "minutes": 12.5, "strategy": "ddp", "nodes": 2}
    assert given(monkeypatch, *words) == wanted


def test_a_value_of_another_type_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(typer.exceptions.TyperException, match="valid integer"):
        given(monkeypatch, "--batch", "many")


def test_every_setting_says_what_it_is() -> None:
    assert all(setting.metadata["about"].endswith(".") for setting in fields(TrainSettings))
