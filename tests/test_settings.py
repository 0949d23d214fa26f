import json
from dataclasses import replace
from pathlib import Path

import pytest

from training.errors import SettingsError
from training.settings import TrainSettings, pair_branch, smoke


def test_settings_come_back_as_they_were_written(tmp_path: Path) -> None:
    settings = replace(pair_branch(), seed=7, minutes=12.5)
    settings.write(tmp_path / "settings.json")
    assert TrainSettings.read(tmp_path / "settings.json") == settings


def test_an_unknown_setting_is_an_error_not_a_default(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"learning_rat": 0.1}))
    with pytest.raises(SettingsError, match="unknown setting 'learning_rat'"):
        TrainSettings.read(path)


def test_a_folder_without_settings_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="no folder that fit wrote"):
        TrainSettings.read(tmp_path / "settings.json")


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("crop_columns", 250, "multiple of 32"),
        ("lot_share", 1.5, "0 to 1"),
        ("batch", 0, "at least 1"),
        ("minutes", 0.0, "more than 0"),
        ("precision", "fp8", "one of 'auto'"),
        ("without", "everything", "one of '', 'depths'"),
        ("lot_weight", -1.0, "at least 0"),
    ],
)
def test_a_value_that_cannot_hold_is_refused_with_what_is_wanted(name: str, value: object, words: str) -> None:
    with pytest.raises(SettingsError, match=f"{name} is .*{words}"):
        replace(TrainSettings(), **{name: value})  # type: ignore[arg-type]


def test_only_pairnet_can_be_without_a_part() -> None:
    with pytest.raises(SettingsError, match="without is 'depths' and network 'unet', wanted pairnet"):
        TrainSettings(network="unet", without="depths")


def test_a_smoke_run_takes_a_handful_of_steps() -> None:
    assert smoke().steps <= 10
