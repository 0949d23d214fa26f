import json
from dataclasses import asdict
from pathlib import Path

import pytest

from training.errors import CheckpointError, SettingsError
from training.locator.settings import LocatorSettings


def test_a_run_s_settings_come_back_as_they_were(tmp_path: Path) -> None:
    settings = LocatorSettings(seed=7, minutes=12.5, shift_rows=2.0)
    (tmp_path / "run.json").write_text(json.dumps({"commit": "abc", "settings": asdict(settings)}))
    assert LocatorSettings.of_run(tmp_path) == settings


def test_an_unknown_setting_is_an_error_not_a_default(tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text(json.dumps({"settings": {"shift_row": 2.0}}))
    with pytest.raises(SettingsError, match="unknown setting 'shift_row'"):
        LocatorSettings.of_run(tmp_path)


def test_a_folder_without_a_run_is_named(tmp_path: Path) -> None:
    with pytest.raises(CheckpointError, match="no folder that fit-locator wrote"):
        LocatorSettings.of_run(tmp_path)


@pytest.mark.parametrize(("name", "value"), [("batch", 1), ("validation", 0), ("validate_every", 0), ("steps", 0)])
def test_a_number_that_is_too_low_is_refused(name: str, value: int) -> None:
    with pytest.raises(SettingsError, match=f"{name} is {value}, wanted at least"):
        LocatorSettings(**{name: value})


def test_a_run_lasts_some_time() -> None:
    with pytest.raises(SettingsError, match="minutes is 0, wanted more than 0"):
        LocatorSettings(minutes=0.0)
