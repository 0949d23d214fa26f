"""What a row and the declarations of its scans say against each other."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from datasets.contradictions import pair_faults, row_faults, scan_faults
from datasets.pairs import PairRow
from datasets.set_files import SeenScan

NUMBER = "MSCU6639870"


def a_row(**known: Any) -> PairRow:
    return PairRow("p", "o.tif", "d.tif", **known)


@pytest.mark.parametrize(
    "known",
    [
        {},
        {"event": "inserted", "place": "doors", "mass_kg": 60.0, "label": "mismatch"},
        {"event": "none", "concealed_in_origin": True, "concealed_in_destination": True, "place": "floor"},
        {"event": "opened", "label": "same"},
        {"container": "mscu 663987-0"},
    ],
)
def test_a_row_that_holds_together_has_no_fault(known: dict[str, Any]) -> None:
    assert not list(row_faults(a_row(**known)))


@pytest.mark.parametrize(
    ("known", "told"),
    [
        ({"container": "MSCU6639871"}, "its check digit is 0"),
        ({"event": "none", "label": "mismatch"}, "label is mismatch and event none, wanted label same"),
        ({"event": "inserted", "concealed_in_destination": False}, "concealed_in_destination 0, wanted 1"),
        ({"event": "removed", "concealed_in_origin": False}, "concealed_in_origin 0, wanted 1"),
        (
            {"concealed_in_origin": False, "concealed_in_destination": False, "place": "doors", "mass_kg": 3.0},
            "place and mass_kg is given, but nothing is hidden in either scan",
        ),
    ],
)
def test_a_row_that_contradicts_itself_is_told_of(known: dict[str, Any], told: str) -> None:
    [fault] = row_faults(a_row(**known))
    assert told in fault


@pytest.mark.parametrize("taken_at", [datetime(1970, 1, 1, tzinfo=UTC), datetime.now(UTC) + timedelta(days=3)])
def test_a_date_before_container_scanners_or_after_today_is_told_of(taken_at: datetime) -> None:
    [fault] = scan_faults("o.tif", SeenScan(taken_at=taken_at))
    assert "wanted from 1990 until today" in fault


def test_a_clock_that_is_hours_fast_is_none() -> None:
    assert not list(scan_faults("o.tif", SeenScan(taken_at=datetime.now(UTC) + timedelta(hours=13))))


@pytest.mark.parametrize("key", ["taken_at", "container"])
def test_a_date_or_number_that_cannot_be_read_is_told_of(key: str) -> None:
    warning = f"declared {key} is not used: it is no such thing"
    assert list(scan_faults("o.tif", SeenScan(warnings=(warning, "8 bits a pixel")))) == [f"o.tif: {warning}"]


def test_a_destination_before_its_origin_is_told_of() -> None:
    early, late = (SeenScan(taken_at=datetime(2024, month, 1, tzinfo=UTC)) for month in (3, 4))
    assert not list(pair_faults(a_row(), early, late))
    assert "before the origin" in next(pair_faults(a_row(), late, early))


def test_a_scan_of_another_container_is_told_of() -> None:
    here, other = SeenScan(container=NUMBER), SeenScan(container="CSQU3054383")
    [fault] = pair_faults(a_row(container="MSCU 6639870"), here, other)
    assert fault.startswith("d.tif says that it shows CSQU3054383")
