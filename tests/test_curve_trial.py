"""An object over a third of the picture and the intensity law."""

import numpy as np
import pytest

from datasets.curve import Law
from datasets.measuring import curve_trial
from datasets.measuring.curve_trial import curve_error, with_object
from datasets.view import BOX_ROWS
from tests.phantoms import Phantom, pallets


def test_the_law_is_found_beside_a_large_object() -> None:
    view = Phantom(3, 640, pallets(3)).view()
    assert curve_error(view, np.random.default_rng(1)) < 0.05


def test_a_law_that_is_not_looked_for_is_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(curve_trial, "fit_curve", lambda *_: Law())
    assert curve_error(Phantom(3, 640, pallets(3)).view(), np.random.default_rng(1)) > 0.05


def test_the_object_covers_a_third_of_the_box() -> None:
    blank = np.zeros((320, 1200), np.float32)
    covered = with_object(blank, np.random.default_rng(0)) > 0
    assert abs(covered.sum() / (BOX_ROWS * 1200) - 1 / 3) < 0.01
