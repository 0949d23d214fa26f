from dataclasses import replace

from serving.mass import LineIntegral
from serving.mass_law import Mass
from tests.outcomes import a_lot, an_outcome
from training.evaluating.figures import figures
from training.evaluating.localising import Localisation
from training.evaluating.outcomes import ScansAlone
from training.evaluating.rival_networks import RivalScores
from training.evaluating.table import cells, markdown

MASS = Mass(40.0, (30.0, 60.0), LineIntegral(38.0, 0.2, 50.0, 1.0, declared=True))
LOT = replace(a_lot(0.9), load_g_cm2=20.0, residual=0.02, localisation=Localisation(True, 0.5, True, MASS))
SHOWN = figures([an_outcome(0.1), an_outcome(0.2), LOT], 0.004)


def test_a_row_shows_cases_share_interval_goal_and_bound() -> None:
    first = cells(SHOWN)[1]
    assert first[1:5] == ("1", "100 % (2.5 to 100.0)", "90 %", "100 %")


def test_every_plain_method_has_a_column_and_says_nothing_where_it_cannot() -> None:
    scans = ScansAlone("PatchCore, random weights", 3.0, 4.0)
    head, *lines = cells(figures([an_outcome(0.1), replace(LOT, patchcore=scans)], 0.004))
    assert head[5:] == ("difference", "SSIM", "PatchCore, random weights")
    assert lines[0][-1] == "-"


def test_a_rival_has_one_column_for_pairs_and_for_single_scans() -> None:
    alike = an_outcome(0.1, concealed_in_origin=True, concealed_in_destination=True, mass_kg=30.0, place="doors")
    clean = an_outcome(0.1, concealed_in_origin=False, concealed_in_destination=False)
    said = zip((clean, alike, LOT), (0.1, 0.2, 0.9), strict=True)
    asked = [replace(outcome, rivals=(RivalScores("unet", score, score, score),)) for outcome, score in said]
    head, *lines = cells(figures(asked, 0.004))
    shares = {line[0]: line[head.index("unet")] for line in lines}
    assert head[5:] == ("difference", "SSIM", "unet")
    assert shares["inserted or removed outside the cargo, 30 kg and more"] == "100 %"
    assert shares["single scans, 30 kg and more, all places"] == "100 %"


def test_what_is_not_known_is_a_dash() -> None:
    swapped = next(line for line in cells(SHOWN) if line[0].startswith("swapped"))
    assert swapped == ("swapped, 100 kg and more", "0", "-", "60 %", "-", "-", "-")


def test_the_last_lines_tell_how_far_masses_are_off_and_how_many_intervals_hold_them() -> None:
    *_, error, held = cells(SHOWN)
    assert error[1:4] == ("1", "20 %", "20 %")
    assert held[1:4] == ("1", "100 % (2.5 to 100.0)", "85 to 95 %")


def test_the_table_is_markdown_with_as_many_cells_in_every_line() -> None:
    lines = markdown(SHOWN).splitlines()
    assert lines[1] == "| " + " | ".join(["---"] * len(cells(SHOWN)[0])) + " |"
    assert {line.count("|") for line in lines} == {len(cells(SHOWN)[0]) + 1}
