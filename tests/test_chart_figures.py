"""What is seen of a chart: more signal more surely, behind more steel less, by a filter that stripes do not mislead."""

from dataclasses import replace

import numpy as np
import pytest

from datasets.simulation.beam.materials import ALUMINIUM, LEAD, POLYETHYLENE, STEEL, Material
from datasets.simulation.beam.spectrum import spectrum
from datasets.simulation.blocks import nothing
from datasets.simulation.charts.chart_figures import (
    SEEN,
    bisected,
    depth_of,
    modulation,
    noiseless,
    picture,
    ratio,
    resolved_mm,
    thickest,
    thinnest,
    visibility,
)
from datasets.simulation.charts.charts import Chart, Scanner, foil, penetration, scanners, wire
from datasets.simulation.nuisances import Nuisances

MODEST, MIDDLE, STRONG = scanners(Nuisances())
COARSE = replace(MIDDLE, pitch=0.01)


def quiet(scanner: Scanner) -> Scanner:
    return replace(scanner, detector=noiseless(scanner.detector))


def test_an_object_is_seen_less_surely_behind_more_steel() -> None:
    found = [visibility(penetration(mm), COARSE) for mm in (100.0, 200.0, 300.0)]
    assert found == sorted(found, reverse=True)


def test_the_ranges_of_the_recipe_reach_from_under_300_to_over_400_mm_of_steel() -> None:
    assert visibility(penetration(240.0), MODEST) > SEEN > visibility(penetration(300.0), MODEST)
    assert visibility(penetration(400.0), STRONG) > SEEN


def test_twice_the_signal_is_seen_twice_as_surely() -> None:
    thin, thick = (visibility(foil(mm, 50.0), COARSE) for mm in (0.2, 0.4))
    assert thick / thin == pytest.approx(2.0, rel=0.02)


def test_four_times_the_photons_show_half_as_thick_a_foil() -> None:
    bare = replace(COARSE, detector=replace(noiseless(COARSE.detector), photons=1e4))
    better = replace(bare, detector=replace(bare.detector, photons=4e4))
    assert visibility(foil(1.0, 50.0), better) / visibility(foil(1.0, 50.0), bare) == pytest.approx(2.0, rel=0.02)


def test_stripes_along_rows_and_columns_hide_nothing() -> None:
    bare = replace(COARSE, detector=replace(noiseless(COARSE.detector), photons=1e4))
    striped = replace(bare, detector=replace(bare.detector, row_gain=0.02, pulse_jitter=0.02))
    assert visibility(foil(1.0, 50.0), striped) == pytest.approx(visibility(foil(1.0, 50.0), bare), rel=0.1)


def test_a_thinner_wire_is_seen_in_air_than_behind_steel() -> None:
    in_air = thinnest(lambda mm: wire(mm, STEEL, 0.0), COARSE, 0.05, 50.0)
    assert in_air < thinnest(lambda mm: wire(mm, STEEL, 100.0), COARSE, 0.05, 50.0)


def test_what_is_found_thickest_is_where_an_object_is_just_seen() -> None:
    limit = thickest(penetration, COARSE, 20.0, 600.0)
    assert visibility(penetration(limit - 10), COARSE) > SEEN > visibility(penetration(limit + 10), COARSE)


def test_halving_finds_where_a_condition_turns() -> None:
    assert bisected(lambda value: value < 37.0, 0.0, 100.0) == pytest.approx(37.0, abs=0.3)


def test_wider_bars_keep_more_of_their_contrast() -> None:
    found = [modulation(mm, upright, MIDDLE) for upright in (True, False) for mm in (16.0, 10.0, 7.0)]
    assert found[:3] == sorted(found[:3], reverse=True)
    assert found[3:] == sorted(found[3:], reverse=True)
    assert 0.8 < found[0] < 1.05


def test_bars_finer_than_a_pixel_are_not_told_apart() -> None:
    for upright in (True, False):
        assert resolved_mm(upright, MIDDLE) > MIDDLE.pitch * 1000


def test_less_blur_resolves_finer_bars() -> None:
    sharp = replace(MIDDLE, detector=replace(MIDDLE.detector, blur_along_px=0.3))
    blurred = replace(MIDDLE, detector=replace(MIDDLE.detector, blur_along_px=1.5))
    assert resolved_mm(True, sharp) < resolved_mm(True, blurred)


@pytest.mark.parametrize("material", [POLYETHYLENE, LEAD], ids=lambda material: material.name)
def test_plates_of_equal_attenuation_let_equally_much_through(material: Material) -> None:
    energies, weights = spectrum(6.0)
    passing = np.exp(-material.attenuation(energies) * depth_of(material, 2.0, 6.0))
    assert -np.log((weights * passing).sum()) == pytest.approx(2.0, abs=1e-3)


def test_ratios_of_plates_fall_with_atomic_number() -> None:
    found = [ratio(material, 2.0, STRONG).mean for material in (POLYETHYLENE, ALUMINIUM, STEEL, LEAD)]
    assert found == sorted(found, reverse=True)


def test_a_noiseless_picture_of_nothing_is_even() -> None:
    assert np.ptp(picture(Chart(nothing(), nothing()), quiet(COARSE), 0)) < 1e-5
