"""The JSON object in a TIFF: every key optional, an unusable value a warning."""

import json
from datetime import UTC, datetime

import pytest

from datasets.description import Description, read_description, write_description
from datasets.scan import ContainerNumber, Scan, Site, Source
from tests.pictures import a_picture

CONTRACT = """{"container": "MSCU6639870", "site": "COCTG-1", "taken_at": "2026-03-01T12:00:00Z", "air": 60000,
               "energies_mv": [6, 4], "pitch_mm": [4.2, 4.7], "machine": "HCVM"}"""


def test_the_example_of_the_contract_is_read_whole() -> None:
    assert read_description(CONTRACT) == Description(
        container=ContainerNumber("MSCU6639870"),
        site=Site("COCTG", "1"),
        taken_at=datetime(2026, 3, 1, 12, tzinfo=UTC),
        air=60000.0,
        energies_mv=(6.0, 4.0),
        pitch_mm=(4.2, 4.7),
        machine="HCVM",
    )


@pytest.mark.parametrize("text", ["", "a scanner's own words", "[1, 2]", "42", "null", "{}", '{"shape": [2, 8, 8]}'])
def test_text_that_says_nothing_of_the_scan_is_passed_over(text: str) -> None:
    assert read_description(text) == Description()


def test_where_the_source_stands_goes_into_a_file_and_comes_back() -> None:
    source = Source(4.2, 0.0, "left")
    assert read_description(write_description(Scan(a_picture(), source=source))).source == source


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("source", 4.2),
        ("source", {"distance_m": 4.2}),
        ("source", {"distance_m": 0.5, "height_m": 0.1}),
        ("source", {"distance_m": 4.2, "height_m": "low"}),
        ("source", {"distance_m": 4.2, "height_m": 0.1, "side": "port"}),
        ("container", "MSCU6639871"),
        ("container", 7),
        ("site", "somewhere"),
        ("taken_at", "yesterday"),
        ("taken_at", 1772366400),
        ("air", 0),
        ("air", -1),
        ("air", "60000"),
        ("air", True),
        ("air", 70000),
        ("air", 10**400),
        ("energies_mv", 6),
        ("energies_mv", []),
        ("energies_mv", [6, 4, 2]),
        ("energies_mv", [6, "4"]),
        ("pitch_mm", [4.2]),
        ("pitch_mm", [4.2, 0]),
        ("pitch_mm", {"down": 4.2}),
        ("machine", ["x"]),
        ("machine", "x" * 1000),
    ],
)
def test_an_unusable_value_is_a_warning_and_costs_no_other(key: str, value: object) -> None:
    other = {"machine": "kept"} if key != "machine" else {"air": 60000}
    read = read_description(json.dumps({key: value} | other))
    assert len(read.warnings) == 1
    assert f"declared {key} is not used" in read.warnings[0]
    assert read.machine == "kept" or read.air == 60000


@pytest.mark.parametrize("number", ["NaN", "Infinity", "1e999"])
def test_a_number_that_is_none_is_a_warning(number: str) -> None:
    assert "declared air is not used" in read_description(f'{{"air": {number}}}').warnings[0]


@pytest.mark.parametrize(
    "text", ['{"air": 60000', "{'air': 60000}", '{"a":' * 100_000, '{"air": ' + "9" * 5000 + "}", "{" * 70_000]
)
def test_a_broken_object_is_a_warning(text: str) -> None:
    assert "ImageDescription is not used" in read_description(text).warnings[0]


def test_a_time_without_a_zone_is_taken_as_utc() -> None:
    assert read_description('{"taken_at": "2026-03-01T12:00:00"}').taken_at == datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_what_is_written_is_read_back() -> None:
    said = read_description(CONTRACT)
    scan = Scan(
        a_picture(),
        air=said.air,
        container=said.container,
        site=said.site,
        taken_at=said.taken_at,
        energies_mv=said.energies_mv,
        pitch_mm=said.pitch_mm,
        machine="Prüfstand 9 MV",
    )
    text = write_description(scan)
    assert text.isascii()
    assert read_description(text) == Description(**{**vars(said), "machine": "Prüfstand 9 MV"})


def test_unknown_facts_are_not_written() -> None:
    assert write_description(Scan(a_picture())) == "{}"
