"""The classifier tells what differs, is at chance where nothing does, and never sees a scan it is tested on."""

import numpy as np
import pytest

from datasets.simulation.realism import classifier
from datasets.simulation.realism.classifier import FOLDS, as_they_are, exact_interval, folds, levelled, tell_apart
from datasets.simulation.realism.patches import SIDE, Patches


def some(name: str, spread: float, seed: int, groups: int = 10, each: int = 5) -> Patches:
    rng = np.random.default_rng(seed)
    grey = np.clip(rng.normal(90, spread, (groups * each, SIDE, SIDE)), 0, 255).astype(np.uint8)
    return Patches(grey, np.repeat([f"{name}{group}" for group in range(groups)], each))


@pytest.fixture
def two_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(classifier, "FOLDS", 2)


@pytest.mark.usefixtures("two_turns")
def test_patches_of_another_contrast_are_told() -> None:
    assert tell_apart(some("s", 6, 0), some("r", 18, 1), as_they_are, 0).accuracy > 0.9


@pytest.mark.usefixtures("two_turns")
def test_the_contrast_tells_nothing_once_it_is_removed() -> None:
    told = tell_apart(some("s", 6, 0), some("r", 18, 1), levelled, 0)
    assert told.interval[0] < 0.5 < told.interval[1]


@pytest.mark.usefixtures("two_turns")
def test_the_same_seed_gives_the_same_scores() -> None:
    sides = some("s", 6, 0, each=2), some("r", 9, 1, each=2)
    first, again = (tell_apart(*sides, as_they_are, 3).scores for _ in range(2))
    assert np.array_equal(first, again)


def test_no_group_is_in_both_parts_and_every_patch_is_tested_once() -> None:
    groups = np.array([f"{side}{number // 4}" for side in "sr" for number in range(48)])
    simulated = np.arange(96) < 48
    turns = list(folds(groups, simulated, np.random.default_rng(0)))
    assert len(turns) == FOLDS
    assert (np.sum(turns, axis=0) == 1).all()
    for test in turns:
        assert not set(groups[test]) & set(groups[~test])
        assert {name[0] for name in groups[test]} == {"s", "r"}


def test_the_interval_is_that_of_clopper_and_pearson() -> None:
    assert exact_interval(0.5, 10) == pytest.approx((0.187, 0.813), abs=1e-3)
    assert exact_interval(1.0, 20)[1] == 1.0
