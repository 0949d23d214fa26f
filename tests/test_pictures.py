from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from datasets.preparation import ENDS
from datasets.view import FRAME_ROWS
from tests.exported import a_tiny_net
from tests.training_sets import a_prepared_set
from training.fit import fit
from training.mixture import Mixture
from training.pictures import grey, stacked
from training.settings import smoke


def test_pictures_come_early_and_then_ever_more_rarely(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("training.fit.pairnet_small", a_tiny_net)
    monkeypatch.setattr("training.pictures.FIRST_STEP", 2)
    settings = replace(
        smoke(), steps=9, epoch_crops=8, precision="32-true", paste=False, shown_pairs=2, validation_pairs=4
    )
    fit(Mixture.of([a_prepared_set(tmp_path / "prepared")]), tmp_path / "run", settings)
    pictures = sorted((tmp_path / "run" / "pictures").iterdir())
    assert [path.name for path in pictures] == ["step_000002.png", "step_000004.png", "step_000008.png"]
    drawn = np.asarray(Image.open(pictures[0]))
    assert drawn.shape[0] == 2 * (4 * FRAME_ROWS // 2 + 4)  # two changed pairs: two views, what is true, what is said
    block = slice(20 + ENDS // 2, 40 + ENDS // 2)  # that a prepared pair has inserted
    assert drawn[FRAME_ROWS + 75 : FRAME_ROWS + 95, block].min() == 255
    assert list((tmp_path / "run" / "log").glob("**/events.out.*"))


def test_a_narrow_pair_stands_below_a_wide_one() -> None:
    picture = stacked([grey(np.ones((3, 8))), grey(np.ones((3, 5)))])
    assert picture.shape == (14, 8)
    assert picture[8].tolist() == [255] * 5 + [0] * 3
