"""Splits: pairs that share a container or a file are never parted."""

from collections import Counter
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from datasets.pairs import PairIndex, PairRow
from datasets.splits import divided, leaks

LINKS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=40)


def a_row(number: int, origin: object, destination: object, container: object = "", split: str = "") -> PairRow:
    return PairRow(f"p{number}", f"{origin}.tif", f"{destination}.tif", str(container), split)


def apart(count: int) -> tuple[PairRow, ...]:
    return tuple(a_row(n, f"o{n}", f"d{n}", f"C{n // 2}") for n in range(count))


def splits(rows: tuple[PairRow, ...]) -> list[str]:
    return [row.split for row in divided(PairIndex(rows)).rows]


@given(LINKS)
def test_no_division_leaks(links: list[tuple[int, int, int]]) -> None:
    rows = tuple(
        a_row(n, origin, destination, container or "") for n, (origin, destination, container) in enumerate(links)
    )
    assert not list(leaks(divided(PairIndex(rows)).rows))


def test_shares_are_about_what_is_asked_for() -> None:
    counts = Counter(splits(apart(4000)))
    assert abs(counts["val"] / 4000 - 0.15) < 0.03
    assert abs(counts["test"] / 4000 - 0.15) < 0.03


def test_a_pair_keeps_its_split_when_others_are_added() -> None:
    assert splits(apart(200))[:100] == splits(apart(100))


def test_a_split_that_was_given_is_kept_and_followed() -> None:
    rows = apart(100)
    given_split = (*rows[:4], replace(rows[4], split="test"), *rows[5:])
    assert splits(given_split)[4:6] == ["test", "test"]


def test_a_container_in_two_splits_is_a_leak() -> None:
    [leak] = leaks((a_row(1, "a", "b", "C", "train"), a_row(2, "c", "d", "C", "test")))
    assert leak == "p2: container C is in test, but in train too, with p1"


def test_a_file_in_two_splits_is_a_leak() -> None:
    [leak] = leaks((a_row(1, "a", "b", split="train"), a_row(2, "b", "c", split="val")))
    assert "file b.tif is in val" in leak


def test_a_copy_of_a_file_in_two_splits_is_a_leak() -> None:
    rows = a_row(1, "a", "b", split="train"), a_row(2, "c", "d", split="val")
    assert list(leaks(rows, {"d.tif": "a.tif"}))


def test_a_number_written_otherwise_is_the_same_container() -> None:
    rows = a_row(1, "a", "b", "MSCU6639870", "train"), a_row(2, "c", "d", "mscu 663987-0", "test")
    assert len(list(leaks(rows))) == 1
    assert len({*splits((replace(rows[0], split=""), replace(rows[1], split="")))}) == 1


def test_pairs_in_no_split_leak_nothing() -> None:
    assert not list(leaks((a_row(1, "a", "b", "C", "train"), a_row(2, "a", "b", "C"))))
