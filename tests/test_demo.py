"""The demonstration says what was done to each pair, beside what was found."""

import pytest

from datasets.pairs import PairRow
from serving.demo import truth_words


@pytest.mark.parametrize(
    ("known", "words"),
    [
        ({"label": "same"}, "unchanged"),
        ({"label": "mismatch", "event": "other_load"}, "other load"),
        (
            {"label": "mismatch", "event": "inserted", "mass_kg": 64.4, "place": "side_wall"},
            "inserted, 64 kg, side wall",
        ),
        ({}, "not known"),
    ],
)
def test_what_was_done_is_told_in_words(known: dict[str, object], words: str) -> None:
    assert truth_words(PairRow("a", "o.tif", "d.tif", **known)) == words  # type: ignore[arg-type]


def test_a_lot_that_lies_in_both_scans_is_not_called_unchanged() -> None:
    row = PairRow(
        "a", "o.tif", "d.tif", label="same", concealed_in_origin=True, concealed_in_destination=True,
        place="ceiling", mass_kg=243.25,
    )  # fmt: skip
    assert truth_words(row) == "hidden alike in both, 243 kg, ceiling"
