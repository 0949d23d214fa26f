"""Which containers are laid on which others to see what is taken for one."""

from datasets.measuring.strangers import Stranger, draw_strangers
from datasets.pairs import PairRow


def rows(*cargo_and_container: tuple[str, str]) -> list[PairRow]:
    return [
        PairRow(f"p{n}", f"{n}o.npy", f"{n}d.npy", container=container, cargo=cargo)
        for n, (cargo, container) in enumerate(cargo_and_container)
    ]


def test_strangers_carry_the_same_goods_in_different_containers() -> None:
    known = rows(("drums", "A"), ("drums", "A"), ("drums", "B"), ("mixed", "C"), ("mixed", "D"), ("tyres", "E"))
    drawn = draw_strangers(known, 60, seed=1)
    assert len(drawn) == 60
    assert all(one.cargo == other.cargo and one.container != other.container for one, other in drawn)
    assert {one.cargo for one, _ in drawn} == {"drums", "mixed"}


def test_what_is_poured_and_what_is_empty_is_left_out() -> None:
    assert draw_strangers(rows(("bulk", "A"), ("bulk", "B"), ("empty", "C"), ("empty", "D")), 5, seed=1) == []


def test_a_stranger_is_a_match_where_neither_quality_nor_likeness_stands_against_it() -> None:
    assert Stranger("mixed", 0.99, 0.9).would_match
    assert not Stranger("mixed", 0.99, 0.1).would_match
    assert not Stranger("mixed", 0.01, 0.9).would_match
