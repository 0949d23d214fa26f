from collections.abc import Sequence
from dataclasses import replace

import pytest

from tests.outcomes import a_lot, an_outcome
from training.evaluating.bound import chance
from training.evaluating.localising import Localisation
from training.evaluating.outcomes import Outcome
from training.evaluating.rows import AIMS, Row, rows
from training.metrics import Rate

BENIGN = [an_outcome(0.1), an_outcome(0.2)]
OUTSIDE_30, OUTSIDE_10, AT_A_TENTH, OUTSIDE_1, IN_CARGO, SWAPPED, OTHER_LOAD, OPENED, ALONE, ALONE_AT_DOORS = range(10)


def measured(outcomes: Sequence[Outcome]) -> tuple[Row, ...]:
    return rows([*BENIGN, *outcomes], 0.004)


def found(row: Row) -> Rate | None:
    return row.of("network")


def test_lots_outside_the_cargo_are_told_apart_by_mass() -> None:
    table = measured([a_lot(0.9, 30), a_lot(0.1, 29), a_lot(0.9, 10), a_lot(0.9, 9), a_lot(0.9, 0.9)])
    assert [found(table[row]) for row in (OUTSIDE_30, OUTSIDE_10, OUTSIDE_1)] == [Rate(1, 1), Rate(2, 3), Rate(1, 1)]


def test_what_lies_in_the_cargo_or_was_swapped_is_not_outside() -> None:
    table = measured([a_lot(0.9, place="cargo"), a_lot(0.9, event="swapped"), a_lot(0.9, event="removed")])
    assert found(table[OUTSIDE_30]) == Rate(1, 1)


def test_lots_in_the_cargo_count_up_to_the_load_behind_them() -> None:
    inside = a_lot(0.9, place="cargo")
    light, heavy = replace(inside, load_g_cm2=120.0), replace(inside, load_g_cm2=121.0)
    assert found(measured([light, heavy, a_lot(None, place="cargo")])[IN_CARGO]) == Rate(1, 2)


def test_a_refused_mismatch_counts_as_missed_and_a_refused_benign_pair_sets_no_threshold() -> None:
    assert found(measured([an_outcome(None), a_lot(None), a_lot(0.9)])[OUTSIDE_30]) == Rate(1, 2)


def test_each_row_has_its_own_rate_of_false_alarms() -> None:
    alarms = [an_outcome(0.95), *(an_outcome(0.1) for _ in range(498))]
    table = rows([*alarms, a_lot(0.9)], 0.004)
    assert [found(table[row]) for row in (OUTSIDE_10, AT_A_TENTH)] == [Rate(1, 1), Rate(0, 1)]


def test_swaps_count_from_100_kg_other_loads_and_openings_without_a_mass() -> None:
    other, opened = (an_outcome(0.9, "mismatch", event=event) for event in ("other_load", "opened"))
    table = measured([a_lot(0.9, 100, "cargo", "swapped"), a_lot(0.9, 99, "cargo", "swapped"), other, opened])
    assert [found(table[row]) for row in (SWAPPED, OTHER_LOAD, OPENED)] == [Rate(1, 1)] * 3


def test_scans_with_a_lot_in_both_alike_are_scored_each_by_itself() -> None:
    hidden = an_outcome(0.1, concealed_in_origin=True, concealed_in_destination=True, mass_kg=30.0, place="floor")
    clean = an_outcome(0.1, concealed_in_origin=False, concealed_in_destination=False)
    table = measured([replace(hidden, origin=0.9, destination=0.1), replace(clean, origin=0.2, destination=0.2)])
    assert found(table[ALONE]) == Rate(1, 2)
    assert found(table[ALONE_AT_DOORS]) == Rate(0, 0)


def test_a_method_of_pairs_says_nothing_of_single_scans() -> None:
    assert measured([])[ALONE].of("difference") is None


def test_the_bound_of_a_row_is_the_mean_over_its_pairs_at_the_row_s_rate() -> None:
    near, far = (replace(a_lot(0.9, 10), load_g_cm2=load, residual=0.05) for load in (60.0, 90.0))
    wanted = (chance(10, 60, 0.05, 0.001) + chance(10, 90, 0.05, 0.001)) / 2
    assert measured([near, far])[AT_A_TENTH].bound == pytest.approx(wanted)


def test_a_row_of_which_no_load_is_known_has_no_bound() -> None:
    assert measured([a_lot(0.9)])[OUTSIDE_10].bound is None


def test_found_lots_are_localised_where_a_box_of_the_right_kind_lies_on_them() -> None:
    right, wrong = (replace(a_lot(0.9), localisation=Localisation(True, 0.5, kind)) for kind in (True, False))
    missed = replace(a_lot(0.1), localisation=Localisation(False, 0.0))
    assert found(measured([right, wrong, missed])[len(AIMS)]) == Rate(1, 2)


def test_false_alarms_stand_beside_the_rate_that_was_promised() -> None:
    last = rows([*BENIGN, an_outcome(0.6), an_outcome(None)], 0.01)[-1]
    assert (found(last), last.goal) == (Rate(1, 3), 0.01)
