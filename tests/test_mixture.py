from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.training_sets import a_prepared_set
from training.errors import SettingsError
from training.mixture import Mixture
from training.prepared import PreparedSet


@pytest.fixture
def one(tmp_path: Path) -> PreparedSet:
    return a_prepared_set(tmp_path / "one", train=2, val=1)


@pytest.fixture
def other(tmp_path: Path) -> PreparedSet:
    """Its pairs have names, files and a content of their own."""
    found = a_prepared_set(tmp_path / "other", train=3, val=0)
    for path in (found.folder / "pairs").iterdir():
        if "pictures" in path.name:
            np.save(path, np.load(path) + 1000)
        path.rename(path.with_name(f"own-{path.name}"))
    pairs = [replace(pair, pair_id=f"own-{pair.pair_id}", digest=f"own{pair.digest}") for pair in found.pairs]
    return replace(found, pairs=tuple(pairs))


def test_pairs_of_all_sets_are_there_and_each_is_read_from_its_own(one: PreparedSet, other: PreparedSet) -> None:
    both = Mixture.of([one, other])
    assert len(both.pairs) == 6
    assert len(both.split("val")) == 1
    ours, theirs = both.pictures(one.pairs[0]), both.pictures(other.pairs[0])
    assert np.array_equal(theirs.origin, ours.origin + 1000)


def test_one_set_keeps_its_digest_and_two_have_another_each_way_round(one: PreparedSet, other: PreparedSet) -> None:
    assert Mixture.of([one]).digest == one.digest
    digests = {Mixture.of(sets).digest for sets in ([one, other], [other, one], [one])}
    assert len(digests) == 3


def test_two_pairs_of_one_name_are_refused(one: PreparedSet) -> None:
    with pytest.raises(SettingsError, match="pair/0 is in two sets"):
        Mixture.of([one, one])


@pytest.mark.parametrize(
    ("weights", "words"), [((1.0, 2.0), "2 weights for 1 sets"), ((-1.0,), "0 and more"), ((0.0,), "not all 0")]
)
def test_weights_that_cannot_hold_are_refused(one: PreparedSet, weights: tuple[float, ...], words: str) -> None:
    with pytest.raises(SettingsError, match=words):
        Mixture((one,), weights)
