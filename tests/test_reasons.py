import pytest

from serving.findings import Finding, Kind
from serving.mass import LineIntegral
from serving.mass_law import Mass
from serving.reasons import kilograms, match_reason, mismatch_reason, other_load_reason, unlike_reason
from serving.zones import Zone

DOORS, CARGO = Zone("doors", "near the doors"), Zone("cargo", "in the cargo")


def a_finding(
    kind: Kind, mass_kg: float | None, zone: Zone = DOORS, interval: tuple[float, float] | None = None
) -> Finding:
    mass = None if mass_kg is None else Mass(mass_kg, interval, LineIntegral(mass_kg, 0.2, 50.0, 1.0, declared=True))
    return Finding(kind, 0.9, mass, zone, (0, 0, 1, 1), (0, 0, 1, 1))


@pytest.mark.parametrize(
    ("kind", "mass_kg", "reason"),
    [
        ("inserted", 31.2, "About 31 kg more near the doors than at origin."),
        ("inserted", None, "Something near the doors was not there at origin."),
        ("removed", 31.2, "About 31 kg less near the doors than at origin."),
        ("removed", None, "Something near the doors at origin is gone."),
        ("swapped", None, "Something near the doors was exchanged for something else of about the same mass."),
        ("other", 2400.0, "The load near the doors is not the one seen at origin (about 2.4 t apart)."),
    ],
)
def test_a_mismatch_is_told_in_one_sentence(kind: Kind, mass_kg: float | None, reason: str) -> None:
    assert mismatch_reason((a_finding(kind, mass_kg),)) == reason


def test_a_mass_is_told_with_its_interval_where_that_is_known() -> None:
    found = a_finding("inserted", 31.2, interval=(18.4, 1205.0))
    assert mismatch_reason((found,)) == "About 31 kg (18 kg to 1.2 t) more near the doors than at origin."


def test_the_first_finding_is_named_and_the_others_counted() -> None:
    found = (a_finding("inserted", 31.2), a_finding("removed", 5.0, CARGO), a_finding("removed", 2.0, CARGO))
    assert mismatch_reason(found) == "About 31 kg more near the doors than at origin, and 2 more places differ."


def test_a_match_says_no_more_than_what_was_seen() -> None:
    reason = match_reason(0.83, [])
    assert reason == "No difference found in the 83% of the container that both scans could see through."


def test_a_match_tells_what_a_scan_shows_by_itself() -> None:
    reason = match_reason(1.0, ["origin"])
    assert reason.endswith("; the origin scan by itself seems to show something hidden.")


@pytest.mark.parametrize(("mass_kg", "words"), [(3.14, "3.1 kg"), (31.4, "31 kg"), (3140.0, "3.1 t"), (None, "")])
def test_a_mass_is_told_as_people_say_it(mass_kg: float | None, words: str) -> None:
    assert kilograms(mass_kg) == words


def test_what_falls_just_short_is_not_written_like_the_limit() -> None:
    assert "(quality 0.49, 0.50 is needed)" in unlike_reason(0.4999, 0.5)
    assert "(likeness 0.34, 0.35 is needed)" in other_load_reason(0.3499, 0.35)
