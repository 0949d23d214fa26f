"""Test objects have the sizes they say, and the scanners shown are those of the recipe."""

import numpy as np
import pytest

from datasets.simulation.beam.materials import COPPER, LEAD
from datasets.simulation.charts.charts import (
    ARROW_SHARE,
    BARS,
    LEGS,
    PLATE,
    SOURCE,
    STEEL_G_CM3,
    bars,
    between,
    foil,
    penetration,
    scanners,
    steel_block,
    wire,
)
from datasets.simulation.nuisances import Nuisances, Range


def test_an_arrow_is_a_fifth_as_thick_as_the_steel_before_it() -> None:
    chart = penetration(300.0)
    assert np.ptp(chart.sought.bounds[:, 4:6]) == pytest.approx(ARROW_SHARE * 0.3)
    assert np.ptp(chart.before.bounds[:, 4:6]) == pytest.approx(0.3)


def test_an_arrow_fills_its_length_and_narrows_upwards() -> None:
    bounds = penetration(100.0, LEAD).sought.bounds
    head = bounds[np.argsort(bounds[:, 2])][1:]
    assert np.ptp(bounds[:, 2:4]) == pytest.approx(PLATE)
    assert np.all(np.diff(head[:, 1] - head[:, 0]) < 0)


def test_a_bent_wire_weighs_what_a_round_one_of_its_length_does() -> None:
    length = LEGS * 0.06
    wanted = np.pi * 0.002**2 / 4 * length * 8960
    assert wire(2.0, COPPER, 0.0).sought.mass_kg == pytest.approx(wanted, rel=0.02)


def test_half_of_a_bent_wire_runs_along_the_travel() -> None:
    bounds = wire(2.0, COPPER, 0.0).sought.bounds
    assert (bounds[:, 1] - bounds[:, 0]).max() == pytest.approx((bounds[:, 3] - bounds[:, 2]).max(), rel=1e-4)
    assert len(bounds) == LEGS


@pytest.mark.parametrize("upright", [True, False])
def test_bars_are_as_wide_as_the_gaps_between_them_and_move_by_their_phase(upright: bool) -> None:
    still, moved = (bars(5.0, upright, phase).sought.bounds for phase in (0.0, 0.25))
    along = slice(0, 2) if upright else slice(2, 4)
    edges = still[:, along].ravel()
    assert len(still) == BARS
    assert np.diff(edges) == pytest.approx(np.full(2 * BARS - 1, 0.005), abs=1e-6)
    assert moved[:, along] - still[:, along] == pytest.approx(np.full((BARS, 2), 0.0025), abs=1e-6)
    assert edges.mean() == pytest.approx(0.0 if upright else SOURCE.height, abs=1e-6)


def test_in_air_nothing_stands_before_an_object() -> None:
    assert len(foil(1.0, 0.0).before) == 0
    assert steel_block(10.0).mass_kg == pytest.approx(0.6 * 0.6 * 0.01 * STEEL_G_CM3 * 1000)


def test_the_scanners_lie_within_the_ranges_of_the_recipe() -> None:
    nuisances = Nuisances()
    for shown in scanners(nuisances):
        assert nuisances.photons.low <= shown.detector.photons <= nuisances.photons.high
        assert nuisances.scatter.low <= shown.detector.scatter <= nuisances.scatter.high
        assert nuisances.pitch_mm.low <= shown.pitch * 1000 <= nuisances.pitch_mm.high


def test_a_scanner_s_picture_is_centred_on_the_source_s_height() -> None:
    for shown in scanners(Nuisances()):
        levels = shown.passage.levels
        assert levels.mean() == pytest.approx(SOURCE.height)
        assert len(levels) % 2 == 0


@pytest.mark.parametrize(("low", "wanted"), [(1.0, 10.0), (0.0, 50.0)])
def test_half_way_up_a_range_is_reckoned_in_log_unless_it_begins_at_nothing(low: float, wanted: float) -> None:
    assert between(Range(low, 100.0), 0.5) == pytest.approx(wanted)
