"""A known scan comes out in its frame at the right place with the right attenuation."""

from dataclasses import replace

import numpy as np
import pytest

from datasets.normalising import normalise
from datasets.scan import Scan
from datasets.view import BOX_ROWS, FRAME_ROWS, MARGIN_ROWS, Frame, Outline

AIR = 60000.0
OUTLINE = Outline(left=101.3, top=63.7, right=1901.3, bottom=663.7, slope=0.012)


def a_scan(transmission: float, box: tuple[int, int, int, int], noise: float = 0.0, low: float | None = None) -> Scan:
    """Open air with one block of a known transmission at left, top, right, bottom."""
    rng = np.random.default_rng(7)
    left, top, right, bottom = box
    channels = []
    for value in (transmission, low):
        picture = np.ones((800, 2000))
        picture[top:bottom, left:right] = value if value is not None else 1.0
        picture += noise * rng.standard_normal(picture.shape)
        channels.append(np.clip(picture * AIR, 0, 65535).round().astype(np.uint16))
    return Scan(high=channels[0], low=channels[1] if low is not None else None)


def test_a_frame_pixel_goes_to_the_scan_and_comes_back() -> None:
    frame = Frame.of(OUTLINE)
    points = np.array([[0.0, 0.0], [13.5, 250.0], [frame.columns - 1.0, FRAME_ROWS - 1.0]])
    assert frame.from_scan(frame.to_scan(points)) == pytest.approx(points)


def test_a_block_lands_where_the_frame_says_with_its_attenuation() -> None:
    scan = a_scan(transmission=0.05, box=(800, 300, 900, 380), noise=0.003)
    view = normalise(scan, OUTLINE)
    [[column, row]] = view.frame.from_scan(np.array([[849.5, 339.5]])).round().astype(int)
    inside = view.attenuation[0, row - 10 : row + 11, column - 10 : column + 11]
    assert inside.mean() == pytest.approx(-np.log(0.05), rel=0.01)
    assert view.attenuation[0, row, column - 40] == pytest.approx(0.0, abs=0.02)


def test_the_edges_of_a_block_lie_within_half_a_frame_pixel() -> None:
    view = normalise(a_scan(0.05, (800, 300, 900, 380)), OUTLINE)
    transmission = np.exp(-view.attenuation[0])
    column = round(float(view.frame.from_scan(np.array([[849.5, 339.5]]))[0, 0]))
    covered = (1 - transmission[:, column]) / 0.95  # share of each frame pixel that the block covers
    middle_row = (covered * np.arange(FRAME_ROWS)).sum() / covered.sum()
    there = view.frame.to_scan(np.array([[float(column), middle_row]]))[0, 1]
    assert there == pytest.approx(339.5, abs=0.1)
    assert covered.sum() * 600 / BOX_ROWS == pytest.approx(80.0, rel=0.01)


def test_both_energies_are_held_against_the_same_grid() -> None:
    view = normalise(a_scan(0.2, (800, 300, 900, 380), low=0.1), OUTLINE)
    [[column, row]] = view.frame.from_scan(np.array([[849.5, 339.5]])).round().astype(int)
    assert view.attenuation[:, row, column] == pytest.approx([-np.log(0.2), -np.log(0.1)], rel=0.01)


def test_opaque_matter_is_not_seen() -> None:
    view = normalise(a_scan(0.0, (800, 300, 900, 380)), OUTLINE)
    [[column, row]] = view.frame.from_scan(np.array([[849.5, 339.5]])).round().astype(int)
    assert view.unseen[row, column]
    assert view.attenuation[0, row, column] == pytest.approx(view.floor)


def test_what_lies_outside_of_the_scan_is_not_seen() -> None:
    view = normalise(a_scan(0.05, (800, 300, 900, 380)), Outline(-200.0, 100.0, 1800.0, 700.0))
    assert view.unseen[:, 0].all()
    assert not view.unseen[MARGIN_ROWS + 10, -1]


def test_a_preview_sees_nothing_below_six_of_255() -> None:
    pixels = np.full((800, 2000), 254, np.uint16)
    pixels[300:380, 800:900] = 4
    view = normalise(Scan(high=pixels, bits=8), OUTLINE)
    [[column, row]] = view.frame.from_scan(np.array([[849.5, 339.5]])).round().astype(int)
    assert view.unseen[row, column]
    assert view.floor == pytest.approx(np.log(254 / 6))


def test_a_dead_detector_leaves_no_line_and_is_told() -> None:
    scan = a_scan(transmission=0.05, box=(800, 300, 900, 380))
    pixels = scan.high.copy()
    pixels[500] = 0
    view = normalise(Scan(high=pixels), OUTLINE)
    assert view.attenuation[0, :, 10].max() < 0.01
    assert any("dead detector" in warning for warning in view.warnings)


def test_a_slope_is_levelled() -> None:
    pixels = np.full((800, 2000), 60000, np.uint16)
    pixels[(np.arange(800)[:, None] > 200 + 0.02 * np.arange(2000)[None, :]) & (np.arange(800)[:, None] < 700)] = 30000
    view = normalise(Scan(high=pixels), Outline(100.0, 222.0, 1900.0, 690.0, slope=0.02))
    roof = (view.attenuation[0] > 0.3).argmax(axis=0)
    assert np.ptp(roof) <= 1
    assert roof[0] == pytest.approx(MARGIN_ROWS, abs=1)


def test_half_a_container_is_told() -> None:
    scan = a_scan(transmission=0.5, box=(0, 300, 900, 380), noise=0.003)
    [warning] = normalise(scan, Outline(0.0, 100.0, 900.0, 700.0)).warnings
    assert warning.startswith("the container reaches the picture's left edge")


def test_an_object_at_the_edge_is_no_half_container() -> None:
    scan = a_scan(transmission=0.5, box=(0, 300, 900, 380), noise=0.003)
    assert normalise(scan, Outline(0.0, 100.0, 900.0, 700.0, region="object")).warnings == ()


def test_a_saturated_detector_shows_no_gains_and_its_undeclared_air_is_told() -> None:
    scan = a_scan(transmission=0.5, box=(200, 100, 1800, 600), noise=0.003)
    held = np.minimum(scan.high, np.uint16(0.95 * AIR))
    declared = normalise(replace(scan, high=held, air=AIR), OUTLINE)
    unknown = normalise(replace(scan, high=held), OUTLINE)
    assert (normalise(scan, OUTLINE).clipped, declared.clipped, unknown.clipped) == (False, False, True)
    middle = slice(100, 200), slice(200, 400)
    assert np.median(declared.attenuation[0][middle]) == pytest.approx(-np.log(0.5), abs=0.003)
    assert np.median(unknown.attenuation[0][middle]) == pytest.approx(-np.log(0.5 / 0.95), abs=0.003)
