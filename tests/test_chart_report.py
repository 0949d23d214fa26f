"""The report of the charts: a table with a column for each scanner, a picture with a row for each."""

from dataclasses import replace
from pathlib import Path

import pytest

from datasets.simulation.beam.materials import LEAD, STEEL
from datasets.simulation.charts.chart_report import LABEL_PX, TILE_PX, charts, exhibits, rows, seen_behind, sheet, table
from datasets.simulation.charts.charts import scanners
from datasets.simulation.nuisances import Nuisances

COARSE = tuple(replace(shown, pitch=0.02) for shown in scanners(Nuisances())[:2])


def test_the_table_has_a_line_for_each_figure_and_a_column_for_each_scanner() -> None:
    head, rule, *lines = table(COARSE[:1])
    assert {line.count("|") for line in (head, rule, *lines)} == {3}
    assert all(line.startswith(f"| {name} |") for (name, _), line in zip(rows(), lines, strict=True))


def test_the_picture_has_a_row_of_tiles_for_each_scanner() -> None:
    image = sheet(COARSE)
    assert image.shape == (len(COARSE) * (TILE_PX + LABEL_PX + 2), len(exhibits()) * (TILE_PX + 4))
    assert image.min() == 0


def test_a_lead_arrow_is_seen_behind_more_steel_than_a_steel_one() -> None:
    assert seen_behind(LEAD, COARSE[1]) > seen_behind(STEEL, COARSE[1])


@pytest.mark.slow
def test_the_command_writes_the_picture_and_all_tables(tmp_path: Path) -> None:
    lines = charts(tmp_path / "new")
    assert (tmp_path / "new" / "charts.png").is_file()
    assert lines.count("") == len(lines) - len([line for line in lines if line.startswith("|")])
