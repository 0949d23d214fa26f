"""The tables of the beam agree with what is published and with one another."""

from dataclasses import replace

import pytest

from datasets.simulation.beam.materials import CELLULOSE
from datasets.simulation.charts.beam_report import (
    MEGAVOLTS,
    attenuation,
    beam_tables,
    effective,
    markdown,
    steel_table,
    transfer_table,
)
from datasets.simulation.charts.charts import scanners
from datasets.simulation.nuisances import Nuisances


def numbers(line: str) -> list[float]:
    return [float(cell) for cell in line.strip("| ").split(" | ")]


def test_steel_lets_more_through_at_higher_energies_and_less_behind_more_of_it() -> None:
    found = [numbers(line)[1:] for line in steel_table()[2:]]
    assert found == sorted(found)
    assert all(line == sorted(line, reverse=True) for line in found)


def test_every_line_of_the_tables_has_the_columns_of_its_head() -> None:
    blocks = "\n".join(beam_tables()).split("\n\n")
    for block in blocks:
        assert len({line.count("|") for line in block.splitlines() if line}) == 1


@pytest.mark.parametrize("megavolts", MEGAVOLTS)
def test_a_thin_layer_attenuates_as_the_slope_of_the_whole(megavolts: float) -> None:
    slope = attenuation(CELLULOSE, 60.5, megavolts) - attenuation(CELLULOSE, 59.5, megavolts)
    assert effective(60.0, megavolts) == pytest.approx(slope, rel=1e-3)


def test_rendered_flat_fields_have_the_variance_of_the_spectrum() -> None:
    coarse = replace(scanners(Nuisances())[1], pitch=0.01)
    for line in transfer_table(coarse)[2:]:
        _, _, variance, wanted = numbers(line)
        assert variance == pytest.approx(wanted, rel=0.06)


def test_markdown_rules_off_its_head() -> None:
    assert markdown(("a", "b"), [("1", "2")]) == ["| a | b |", "| ---: | ---: |", "| 1 | 2 |"]
