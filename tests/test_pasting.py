"""Pasted lots: seen where the planes say, by as much as physics gives, and nowhere else."""

import numpy as np
import pytest

from datasets.preparation import UNITS, UNSEEN
from datasets.simulation.pasting import (
    HIDDEN_DESTINATION,
    HIDDEN_ORIGIN,
    INSERTED,
    REMOVED,
    PairSample,
    Scene,
    draw_lot,
    laid_in,
    paste,
)
from datasets.view import BOX_ROWS, FRAME_ROWS, MARGIN_ROWS

COLUMNS = 256
SCENE = Scene((0.04, 0.047), 0.0, FRAME_ROWS / 2)


def a_sample(attenuation: float = 0.5, dual: bool = True) -> PairSample:
    picture = np.full((2, FRAME_ROWS, COLUMNS), int(attenuation * UNITS), np.uint16)
    if not dual:
        picture[1] = 0
    return PairSample(picture, picture.copy(), np.zeros((FRAME_ROWS // 2, COLUMNS // 2), np.uint8))


def difference(sample: PairSample) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    return np.asarray(np.subtract(sample.destination[0], sample.origin[0], dtype=np.int64))


def pasted(count: int = 60) -> list[PairSample]:
    return [paste(a_sample(), np.random.default_rng(seed)) for seed in range(count)]


def test_most_crops_get_a_lot_and_some_get_none() -> None:
    with_lot = np.mean([sample.planes.any() for sample in pasted(200)])
    assert 0.6 < with_lot < 0.9


def test_an_inserted_lot_is_darker_at_destination_where_the_plane_says() -> None:
    for sample in pasted():
        clear = (sample.planes & INSERTED > 0) & (sample.planes & (HIDDEN_ORIGIN | REMOVED) == 0)
        if clear.any():
            change = difference(sample).reshape(FRAME_ROWS // 2, 2, COLUMNS // 2, 2).mean(axis=(1, 3))
            assert change[clear].mean() > 0
            break


def test_a_change_always_comes_with_what_is_hidden() -> None:
    for sample in pasted():
        planes = sample.planes
        assert not ((planes & INSERTED > 0) & (planes & HIDDEN_DESTINATION == 0)).any()
        assert not ((planes & REMOVED > 0) & (planes & HIDDEN_ORIGIN == 0)).any()


def test_nothing_changes_far_from_the_planes() -> None:
    for sample in pasted():
        labelled = np.kron(sample.planes > 0, np.ones((2, 2), bool))
        before = a_sample()
        touched = (sample.origin[0] != before.origin[0]) | (sample.destination[0] != before.destination[0])
        # A soft edge below the thinnest lot that is labelled may remain.
        strong = np.abs(difference(sample)) > 0.07 * UNITS
        assert not (strong & touched & ~labelled).any()


def test_the_added_attenuation_is_that_of_the_mass() -> None:
    lot = draw_lot(np.random.default_rng(3), (FRAME_ROWS, COLUMNS), SCENE)
    empty = a_sample(0.0 + 1 / UNITS).origin
    added = (laid_in(empty, lot, SCENE.mu, 1.0)[0].astype(float) - empty[0]) / UNITS
    assert added.sum() == pytest.approx(0.04 * lot.sum(), rel=0.02)


def test_lots_stay_in_the_container() -> None:
    for seed in range(40):
        lot = draw_lot(np.random.default_rng(seed), (FRAME_ROWS, COLUMNS), SCENE)
        rows = np.flatnonzero((lot > 1.0).any(axis=1))
        assert rows.min() >= MARGIN_ROWS - 8
        assert rows.max() <= MARGIN_ROWS + BOX_ROWS + 8


def test_a_missing_low_energy_stays_missing() -> None:
    sample = paste(a_sample(dual=False), np.random.default_rng(1))
    assert not sample.origin[1].any()
    assert not sample.destination[1].any()


def test_a_lot_that_passes_the_floor_of_the_picture_becomes_unseen() -> None:
    picture = a_sample(3.0).origin.copy()
    picture[:, :10] = int(3.7 * UNITS) | UNSEEN  # tells that nothing is seen beyond 3.7
    lot = np.zeros((FRAME_ROWS, COLUMNS), np.float32)
    lot[100:120, 100:120] = 60.0
    after = laid_in(picture, lot, (0.04, 0.047), 1.0)
    assert (after[:, 100:120, 100:120] >= UNSEEN).all()
    assert ((after[0] & (UNSEEN - 1)) <= int(3.7 * UNITS)).all()


def test_the_same_seed_pastes_the_same() -> None:
    one, other = (paste(a_sample(), np.random.default_rng(9)) for _ in range(2))
    assert np.array_equal(one.destination, other.destination)
    assert np.array_equal(one.planes, other.planes)
