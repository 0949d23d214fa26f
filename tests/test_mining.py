from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.standin import write_standin
from tests.training_sets import a_prepared_set, holding
from training.data import Crops
from training.errors import SettingsError
from training.mining import mine, read_hard
from training.mixture import Mixture
from training.prepared import pictures_path
from training.settings import smoke


@pytest.fixture
def prepared(tmp_path: Path) -> Mixture:
    """Pair 2 is labelled unchanged, but its destination has a block in it."""
    found = a_prepared_set(tmp_path / "prepared", train=4, val=2, columns=384)
    path = pictures_path(found.folder, "pair/2")
    pictures = np.load(path)
    pictures[300:340, 2:, 150:190] += 2000
    np.save(path, pictures)
    return Mixture.of([found])


def test_the_worst_place_of_each_unchanged_training_pair_is_found(prepared: Mixture, tmp_path: Path) -> None:
    found = mine(prepared, write_standin(tmp_path / "standin.onnx"), tmp_path / "hard.csv", workers=1)
    assert [place.pair_id for place in found] == ["pair/2", "pair/0"]
    assert 295 <= found[0].column <= 345
    read = read_hard(tmp_path / "hard.csv", {"pair/0", "pair/2"})[0]
    assert (read.pair_id, read.column) == (found[0].pair_id, found[0].column)


def test_hard_places_are_drawn_as_often_as_set_and_lie_in_the_crop(prepared: Mixture, tmp_path: Path) -> None:
    (tmp_path / "hard.csv").write_text("pair_id,column,score\npair/2,320,0.9\n")
    settings = replace(smoke(), hard=str(tmp_path / "hard.csv"), hard_share=0.5, easy_share=0.0, mirror_share=0.0)
    crops = Crops(prepared, replace(settings, swap_share=0.0, single_energy_share=0.0), None)
    drawn = [crops[draw] for draw in range(200)]
    assert np.mean([row == 2 for _, row in drawn]) == pytest.approx(0.5 + 0.5 / 4, abs=0.1)
    over = crops.cut(prepared.pairs[2], np.random.default_rng(0), over=320)
    assert (over.destination[0].astype(int) - over.origin[0]).max() > 1000


def test_a_hard_place_in_a_pair_that_may_not_teach_is_passed_over(prepared: Mixture, tmp_path: Path) -> None:
    (tmp_path / "hard.csv").write_text("pair_id,column,score\npair/0,20,0.95\npair/2,320,0.9\n")
    pairs = tuple(replace(pair, labelled=pair.pair_id != "pair/0") for pair in prepared.pairs)
    settings = replace(smoke(), hard=str(tmp_path / "hard.csv"), hard_share=1.0)
    crops = Crops(holding(prepared, pairs), settings, None)
    assert {crops[draw][1] for draw in range(20)} == {2}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("pair_id,score\npair/2,0.9\n", "wanted pair_id, column, score"),
        ("pair_id,column,score\nelsewhere,3,0.9\n", "none of the 1 places"),
    ],
)
def test_a_table_that_cannot_be_used_is_refused(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "hard.csv").write_text(text)
    with pytest.raises(SettingsError, match=words):
        read_hard(tmp_path / "hard.csv", {"pair/0", "pair/2"})


def test_a_share_without_a_table_is_refused() -> None:
    with pytest.raises(SettingsError, match="wanted both or neither"):
        replace(smoke(), hard_share=0.2)
