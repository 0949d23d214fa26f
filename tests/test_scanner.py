"""Scanners: where sources stand, how vehicles pass, and that every draw keeps to its nuisance's range."""

from dataclasses import replace

import numpy as np
import pytest

from datasets.simulation.beam.scanner import (
    Geometry,
    Passage,
    draw_detector,
    draw_geometry,
    draw_geometry_above,
    draw_passage,
    draw_travel,
)
from datasets.simulation.nuisances import Nuisances, Range
from datasets.simulation.scenes.containers import by_name
from datasets.simulation.scenes.fittings import WIDTH

BOX = by_name("40' HC")
STILL = replace(
    Nuisances(), speed_error=Range(0, 0), jump_share=0.0, sway_px=Range(0, 0), tilt_deg=Range(0, 0), backwards_share=0.0
)


def a_passage(seed: int = 0, nuisances: Nuisances = STILL, side: int = -1) -> Passage:
    rng = np.random.default_rng(seed)
    return draw_passage(rng, nuisances, draw_geometry(rng, nuisances, side), BOX)


def corners() -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    grid = np.meshgrid([0.0, BOX.length], [0.0, BOX.height], [-WIDTH / 2, WIDTH / 2], indexing="ij")
    return np.stack(grid, -1).reshape(-1, 3)


@pytest.mark.parametrize("seed", range(8))
def test_the_whole_container_is_in_the_picture(seed: int) -> None:
    passage = a_passage(seed, replace(Nuisances(), sway_px=Range(0, 0), tilt_deg=Range(0, 0)), [-1, 1][seed % 2])
    pixels = passage.pixels(corners())
    assert pixels.min() > 0
    assert pixels[:, 0].max() < passage.columns - 1
    assert pixels[:, 1].max() < passage.rows - 1


def test_from_above_the_whole_width_is_in_the_picture() -> None:
    rng = np.random.default_rng(1)
    passage = draw_passage(rng, STILL, draw_geometry_above(rng, STILL, BOX), BOX)
    rows = passage.pixels(corners())[:, 1]
    assert rows.min() > 0
    assert rows.max() < passage.rows - 1


def test_between_a_source_left_and_one_right_things_at_the_roof_move_by_half_a_metre_and_more() -> None:
    near, far = Geometry(-1, 5.0, 0.5), Geometry(1, 5.0, 0.5)
    assert float(near.at_middle(2.7, -0.6) - far.at_middle(2.7, -0.6)) == pytest.approx(0.54, abs=0.01)
    assert float(near.at_middle(2.7, 0.0)) == float(far.at_middle(2.7, 0.0)) == pytest.approx(2.7)
    assert float(near.at_middle(0.5, -0.6)) == pytest.approx(0.5)  # nothing moves at the source's own height


def test_depth_moves_nothing_along_the_travel() -> None:
    places = np.array([[3.0, 1.5, z] for z in (-1.2, 0.0, 1.2)])
    assert np.ptp(a_passage().pixels(places)[:, 0]) == 0.0


def test_the_near_roof_edge_projects_above_the_middle_of_the_roof() -> None:
    passage = a_passage(side=-1)
    roof = np.array([[3.0, BOX.height, z] for z in (-WIDTH / 2, 0.0, WIDTH / 2)])
    near, middle, far = passage.pixels(roof)[:, 1]
    assert near < middle < far


def test_speed_departs_from_its_mean_by_no_more_than_drawn() -> None:
    nuisances = replace(STILL, speed_error=Range(0.15, 0.15))
    steps = np.diff(draw_travel(np.random.default_rng(3), nuisances, 12.0, 0.005))
    departure = np.abs(steps / steps.mean() - 1).max()
    assert 0.1 < departure < 0.2


def test_without_speed_error_every_column_is_as_wide() -> None:
    steps = np.diff(draw_travel(np.random.default_rng(3), STILL, 12.0, 0.005))
    assert np.ptp(steps) < 1e-9


def test_half_of_the_vehicles_come_the_other_way() -> None:
    rng = np.random.default_rng(0)
    falling = [draw_travel(rng, Nuisances(), 6.0, 0.05)[-1] < 0 for _ in range(200)]
    assert 70 < sum(falling) < 130


def test_a_tilt_rises_along_the_travel_as_the_chassis_does() -> None:
    passage = a_passage(nuisances=replace(STILL, tilt_deg=Range(1.0, 1.0)))
    rise = np.ptp(passage.sway) * passage.pitch / abs(passage.edges[-1] - passage.edges[0])
    assert np.rad2deg(np.arctan(rise)) == pytest.approx(1.0, rel=0.01)


def test_sway_stays_within_its_range() -> None:
    nuisances = replace(STILL, sway_px=Range(3.0, 3.0))
    assert np.abs(a_passage(nuisances=nuisances).sway).max() == pytest.approx(3.0)


def test_a_picture_of_another_size_shows_the_same_places() -> None:
    passage = a_passage(nuisances=Nuisances())
    small = passage.sampled(256, 1152)
    assert (small.rows, small.columns) == (256, 1152)
    scale = np.array([1152 / passage.columns, 256 / passage.rows])
    there, here = passage.pixels(corners()), small.pixels(corners())
    assert here == pytest.approx((there + 0.5) * scale - 0.5, abs=0.15)


def test_a_detector_keeps_to_the_ranges() -> None:
    nuisances = replace(Nuisances(), preview_share=0.0, saturation_share=1.0, dead_rows_share=1.0)
    for seed in range(40):
        detector = draw_detector(np.random.default_rng(seed), nuisances, (6.0, 4.0))
        assert nuisances.photons.low <= detector.photons <= nuisances.photons.high
        assert nuisances.saturation.low <= (detector.saturation or 0) <= nuisances.saturation.high
        assert detector.dead_rows <= nuisances.dead_rows.high
        assert detector.energies_mv == (6.0, 4.0)


def test_a_console_that_sends_previews_shows_the_high_energy_only() -> None:
    nuisances = replace(Nuisances(), preview_share=1.0, preview_dim_share=0.0)
    for seed in range(40):
        detector = draw_detector(np.random.default_rng(seed), nuisances, (6.0, 4.0))
        assert detector.energies_mv == (6.0,)
        assert detector.preview is not None
        assert nuisances.preview_gamma.low <= detector.preview.gamma <= nuisances.preview_gamma.high
        assert nuisances.preview_air.low <= detector.preview.air <= nuisances.preview_air.high
