"""Lots laid into pictures: as if the scene had been rendered with them, and as noisy."""

from dataclasses import replace

import numpy as np
import pytest

from datasets.scan import Scan
from datasets.simulation.beam.fan import NO_SHADOW, on_scan, shadows
from datasets.simulation.beam.materials import CELLULOSE, COCAINE_HCL
from datasets.simulation.beam.render import Image, Shot, render_clean
from datasets.simulation.beam.scanner import Detector, Geometry, Passage
from datasets.simulation.blocks import Blocks, Bounds, blocks, join
from datasets.simulation.projecting.superposing import superposed
from datasets.simulation.scenes.containers import build, by_name, draw_fittings
from datasets.view import Outline

AIR = 60_000
CONTAINER = by_name("40' HC")
OUTLINE = Outline(40.0, 30.0, 790.0, 230.0)
SHAPE = (270, 830)
DETECTOR = Detector((6.0,), 2e4, 3e-5, 0.0, 0.5, 0.5, 0.0, 0.0, 0.0, 0.0, 0, None, AIR)
EMPTY = build(CONTAINER, draw_fittings(np.random.default_rng(0), CONTAINER))
GOODS = blocks([(2.0, 10.0, 0.2, 1.8, -1.0, 1.0)], CELLULOSE, 0.3)  # 60 g/cm2
PLACES: dict[str, Bounds] = {  # along, up and across: a brick or a few
    "middle": (5.0, 5.6, 1.0, 1.4, -0.1, 0.1),
    "floor": (3.0, 3.8, 0.05, 0.12, -0.2, 0.2),
    "roof": (8.0, 9.0, 2.75, 2.85, -0.9, -0.6),
    "near wall": (6.0, 7.0, 1.0, 2.0, -1.16, -1.1),
    "far wall": (7.2, 7.8, 0.5, 1.5, 1.1, 1.16),
    "doors": (0.2, 0.9, 0.17, 0.5, -0.1, 0.2),
}
DARKEST = 0.01  # transmission: below it the steps of the stored picture are as large as what is compared


def a_passage(side: int) -> Passage:
    return on_scan(Geometry(side, 4.5, 0.8), CONTAINER.height, (0.0, CONTAINER.length), OUTLINE, SHAPE)


PITCH_M = a_passage(1).pitch


def rendered(things: Blocks, side: int, energies: tuple[float, ...]) -> list[Image]:
    """Transmission without noise."""
    [signals] = render_clean([Shot(things, a_passage(side), replace(DETECTOR, energies_mv=energies))])
    return [signal[:, :, 0] for signal in signals]


def stored(images: list[Image]) -> Scan:
    pixels = [np.clip(image * AIR + 0.5, 0, 65535).astype(np.uint16) for image in images]
    return Scan(pixels[0], pixels[1] if len(pixels) > 1 else None, air=AIR)


def inner(mask: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Without the outermost pixel."""
    whole = mask.copy()
    for axis in (0, 1):
        whole &= np.roll(mask, 1, axis) & np.roll(mask, -1, axis)
    return whole


@pytest.mark.parametrize("energies", [(4.0,), (6.0,), (9.0,), (6.0, 4.0)])
@pytest.mark.parametrize("side", [-1, 1])
@pytest.mark.parametrize("scene", [EMPTY, join(EMPTY, GOODS)], ids=["empty", "behind goods"])
def test_a_projected_lot_is_the_lot_rendered_to_two_per_cent_of_its_contrast(
    energies: tuple[float, ...], side: int, scene: Blocks
) -> None:
    lots = {place: blocks([room], COCAINE_HCL, 1.1) for place, room in PLACES.items()}
    without, wanted = rendered(scene, side, energies), rendered(join(scene, *lots.values()), side, energies)
    scan = stored(without)
    for lot in lots.values():
        [shadow] = shadows([(lot, a_passage(side))])
        scan = superposed(scan, shadow, energies, PITCH_M)
        for got, background, true in zip(scan.channels, without, wanted, strict=True):
            here = np.zeros(SHAPE, bool)
            here[shadow.place] = inner(shadow.grams > 0.5)
            here &= true > DARKEST
            contrast = np.log(background[here] / true[here])
            error = np.abs(np.log(background[here] * AIR / got[here]) - contrast)
            assert error.mean() < 0.02 * contrast.mean()
            assert error.max() < 0.02 * contrast.max()


def test_noise_behind_a_lot_is_that_of_the_photons_that_arrive() -> None:
    rng = np.random.default_rng(1)
    clean = np.full(SHAPE, 0.7, np.float32) - np.linspace(0, 0.4, SHAPE[0], dtype=np.float32)[:, None]
    noisy = clean + np.sqrt(clean / 2e4) * rng.standard_normal(SHAPE)
    [shadow] = shadows([(blocks([(3.0, 9.0, 0.5, 2.3, -0.3, 0.3)], COCAINE_HCL, 0.5), a_passage(-1))])
    after = superposed(stored([noisy.astype(np.float32)]), shadow, (6.0,), PITCH_M, rng).high / AIR
    exact = superposed(stored([clean]), shadow, (6.0,), PITCH_M).high / AIR
    inside = (slice(shadow.rows.start + 30, shadow.rows.stop - 30), slice(200, 500))
    assert ((after - exact)[inside] ** 2 / (exact[inside] / 2e4)).mean() == pytest.approx(1.0, abs=0.1)


def test_beside_a_lot_the_picture_is_as_it_was() -> None:
    scan = stored([np.full(SHAPE, 0.8, np.float32)])
    [shadow] = shadows([(blocks([PLACES["middle"]], COCAINE_HCL, 1.0), a_passage(1))])
    after = superposed(scan, shadow, (6.0,), PITCH_M, np.random.default_rng(0), 0.7)
    changed = np.argwhere(after.high != scan.high)
    assert changed[:, 0].min() >= shadow.rows.start
    assert changed[:, 0].max() < shadow.rows.stop
    assert changed[:, 1].min() >= shadow.columns.start
    assert changed[:, 1].max() < shadow.columns.stop


def test_without_a_lot_nothing_happens() -> None:
    scan = stored([np.full(SHAPE, 0.8, np.float32)])
    assert np.array_equal(superposed(scan, NO_SHADOW, (6.0,), PITCH_M, np.random.default_rng(0)).high, scan.high)
