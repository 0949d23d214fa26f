import numpy as np
import pytest

from datasets.scan import Scan
from datasets.simulation.beam.hardening import at_energy
from datasets.simulation.projecting.rescan import Rescan, rescan
from datasets.view import Outline

OUTLINE = Outline(60, 40, 460, 240)
MARKS = [(100, 80), (230, 150), (410, 200)]


def scan() -> Scan:
    """Air, a grey box and three small dark marks in it."""
    pixels = np.full((300, 520), 60000, np.uint16)
    pixels[40:240, 60:460] = 40000
    for x, y in MARKS:
        pixels[y - 4 : y + 5, x - 4 : x + 5] = 8000
    return Scan(pixels)


def drawn(seed: int, **asked: float) -> Rescan:
    return rescan(scan(), OUTLINE, np.random.default_rng(seed), **asked)  # type: ignore[arg-type]


@pytest.mark.parametrize("seed", range(6))
def test_the_known_warp_says_where_every_mark_went(seed: int) -> None:
    new = drawn(seed, parallax_px=1.0)
    x, y = new.to_rescan(np.array(MARKS, dtype=float)).round().astype(int).T
    darkest = new.scan.high[y, x] / new.scan.full_scale
    assert darkest.max() < 0.35


def test_the_same_generator_gives_the_same_scan() -> None:
    assert np.array_equal(drawn(3).scan.high, drawn(3).scan.high)


def test_half_of_the_scans_are_mirrored() -> None:
    ends = [drawn(seed).to_rescan(np.array([[100.0, 80], [400, 80]]))[:, 0] for seed in range(16)]
    assert 3 <= sum(left > right for left, right in ends) <= 13


def test_the_outline_goes_with_the_container() -> None:
    new = drawn(5)
    corners = new.to_rescan(np.array([[60.0, 140], [459, 140]]))[:, 0]
    assert (new.outline.left, new.outline.right) == pytest.approx(sorted(corners), abs=4)


def test_a_preview_has_eight_bits_and_a_raw_scan_sixteen() -> None:
    assert rescan(scan(), OUTLINE, np.random.default_rng(0), preview=True).scan.bits == 8
    assert rescan(scan(), OUTLINE, np.random.default_rng(0), preview=False).scan.bits == 16


def test_two_energies_stay_two_and_on_one_grid() -> None:
    one = scan().high
    new = rescan(Scan(one, one.copy()), OUTLINE, np.random.default_rng(0), preview=False).scan
    assert new.low is not None
    assert new.low.shape == new.high.shape
    high, low = new.energies_mv
    assert high > low


def test_a_console_shows_one_energy() -> None:
    one = scan().high
    new = rescan(Scan(one, one.copy()), OUTLINE, np.random.default_rng(0), preview=True).scan
    assert new.low is None
    assert len(new.energies_mv) == 1


def test_a_vehicle_that_leans_shows_its_roof_aslant() -> None:
    leaning = [drawn(seed) for seed in range(12)]
    for new in leaning:
        left, right = new.to_rescan(np.array([[60.0, 40], [459, 40]]))
        assert new.outline.slope == pytest.approx((right[1] - left[1]) / (right[0] - left[0]), abs=1e-3)
    assert max(abs(new.outline.slope) for new in leaning) > 0.005


def test_another_energy_shows_the_box_darker_or_brighter_as_its_beam_does() -> None:
    pale = Scan(scan().high, energies_mv=(6.0,))
    for seed in range(8):
        new = rescan(pale, OUTLINE, np.random.default_rng(seed), preview=False)
        x, y = new.to_rescan(np.array([[300.0, 100.0]])).round().astype(int)[0]
        shown = -np.log(np.median(new.scan.high[y - 3 : y + 4, x - 3 : x + 4]) / np.quantile(new.scan.high, 0.99))
        [wanted] = at_energy(np.array([-np.log(40 / 60)], np.float32), 6.0, new.energies_mv[0])
        assert shown == pytest.approx(wanted, abs=0.17)  # air is clipped at 0.9 of itself in some


def test_what_a_preview_shows_as_black_stays_dark() -> None:
    pixels = (scan().high // 257).astype(np.uint16)
    pixels[100:180, 200:300] = 1
    new = rescan(Scan(pixels, bits=8), OUTLINE, np.random.default_rng(2), preview=False)
    x, y = new.to_rescan(np.array([[250.0, 140.0]])).round().astype(int)[0]
    assert new.scan.high[y, x] < 0.01 * np.quantile(new.scan.high, 0.99)
