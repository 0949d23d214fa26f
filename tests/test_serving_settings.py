import pytest
from pydantic import ValidationError

from serving.settings import Settings


def test_a_variable_sets_its_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOORLICHT_FALSE_ALARM_RATE", "0.01")
    assert Settings().false_alarm_rate == 0.01


def test_a_misspelt_variable_is_an_error_that_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOORLICHT_FALSE_ALARM_RATTE", "0.01")
    with pytest.raises(ValidationError, match="DOORLICHT_FALSE_ALARM_RATTE: no such setting"):
        Settings()


def test_a_value_out_of_range_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOORLICHT_REGION", "truck")
    with pytest.raises(ValidationError, match="container"):
        Settings()


def test_every_setting_says_what_it_is() -> None:
    assert all(field.description for field in Settings.model_fields.values())
