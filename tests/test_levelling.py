import pytest

from datasets.bands import row_weights
from datasets.levelling import level_rows
from datasets.pyramid import pyramid
from datasets.view import Frame, Outline, View
from tests.phantoms import Phantom, pallets, varied_speed

PHANTOM = Phantom(1, 512, pallets(3))


def stretched(lower_floor_px: int) -> View:
    """A view whose outline reaches so many rows further down than the box does."""
    import cv2
    import numpy as np

    view = PHANTOM.but(place=varied_speed(0.1)).view()
    rows = 32 + (np.arange(320) - 32) * (256 + lower_floor_px) / 256
    columns, at = np.meshgrid(np.arange(512, dtype=np.float32), rows.astype(np.float32))
    squeezed = cv2.remap(view.attenuation[0], columns, at, cv2.INTER_LINEAR)[None]
    return View(
        np.asarray(squeezed, np.float32), view.unseen, Frame(Outline(0, 0, 1024, 512), 512), view.air, view.floor
    )


@pytest.mark.parametrize("lower", [0, 15, 40])
def test_an_outline_that_took_the_chassis_for_the_floor_is_found_out(lower: int) -> None:
    level = pyramid(PHANTOM.view(), stretched(lower))[2]
    offset, change = level_rows(level.origin, level.destination, row_weights(2), 2)
    roof, floor = offset + change, offset - change
    assert roof == pytest.approx(0, abs=4)
    assert floor == pytest.approx(-lower * 256 / (256 + lower), abs=6)
