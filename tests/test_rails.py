import numpy as np
import pytest

from datasets.contrast import Contrast, contrast
from datasets.rails import ROOF_EDGE, clear_line, darkness, far_rails, middle_of_roof
from datasets.view import FRAME_ROWS
from tests.phantoms import Phantom, Source, pallets

LOADED = Phantom(1, 512, pallets(3))
ALIKE = np.arange(FRAME_ROWS, dtype=float)
NEAR, FAR = Source(1, 0.3, -0.9), Source(1, 0.19, -0.9)


def shown(phantom: Phantom) -> Contrast:
    view = phantom.view()
    return contrast(view.attenuation[0], view.unseen)


def rail(source: Source) -> float:
    """The row of the middle of the far rail's section."""
    return float(source.rows(np.array([0.98]), -source.side)[0])


@pytest.mark.parametrize("source", [NEAR, FAR, Source(-1, 0.25, -1.1)])
def test_the_far_rail_is_found_above_a_load(source: Source) -> None:
    assert clear_line(darkness(shown(LOADED.but(source=source)))) == pytest.approx(rail(source), abs=1.5)


def test_air_has_no_rail() -> None:
    air = np.zeros((FRAME_ROWS, 300), np.float32)
    assert clear_line(darkness(contrast(air, air > 0))) is None


def test_two_sources_that_stand_alike_need_no_other_plane() -> None:
    one, other = shown(LOADED.but(source=NEAR)), shown(LOADED.but(source=NEAR, noise=0.006))
    assert far_rails(one, other, ALIKE) is None


def test_two_sources_that_stand_otherwise_show_the_rail_at_other_rows() -> None:
    found = far_rails(shown(LOADED.but(source=NEAR)), shown(LOADED.but(source=FAR)), ALIKE)
    assert found == pytest.approx((rail(NEAR), rail(FAR)), abs=1.5)


@pytest.mark.parametrize("source", [NEAR, FAR])
def test_the_middle_of_the_roof_lies_over_half_way_to_its_far_edge(source: Source) -> None:
    middle = float(source.rows(np.array([0.98]), 0.0)[0])
    assert middle_of_roof(rail(source) - ROOF_EDGE) == pytest.approx(middle - ROOF_EDGE, abs=4)
