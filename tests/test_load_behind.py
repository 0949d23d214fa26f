from dataclasses import replace

import numpy as np
import pytest

from datasets.pairs import PairIndex, PairRow
from datasets.view import FRAME_ROWS
from serving.mass import mu_rho
from tests.standin import write_standin
from tests.training_sets import LOT, a_truck_set
from tests.trucks import a_container, a_pair, a_scan
from training.evaluating.load_behind import load_behind, median_behind
from training.evaluating.outcomes import Question, ask


@pytest.fixture(scope="module")
def question(tmp_path_factory: pytest.TempPathFactory) -> Question:
    folder = a_truck_set(tmp_path_factory.mktemp("loads") / "set", "inserted")
    return Question(folder, write_standin(folder / "standin.onnx"))


@pytest.fixture
def row(question: Question) -> PairRow:
    return PairIndex.load(question.folder).rows[0]


def load(row: PairRow, question: Question) -> float | None:
    return load_behind(row, ask(row, question), question.folder)


def true_load() -> float:
    left, top, right, bottom, _ = LOT
    return float(np.median(a_container()[top:bottom, left:right])) / mu_rho(a_scan())


def test_behind_a_lot_that_came_stands_what_the_origin_shows(row: PairRow, question: Question) -> None:
    assert load(row, question) == pytest.approx(true_load(), rel=0.05)


def test_behind_a_lot_that_went_stands_what_the_destination_shows(row: PairRow, question: Question) -> None:
    turned = replace(row, event="removed", origin=row.destination, destination=row.origin)
    turned = replace(turned, origin_truth=row.destination_truth, destination_truth="")
    assert load(turned, question) == pytest.approx(true_load(), rel=0.05)


def test_without_a_lot_or_a_label_image_no_load_is_known(row: PairRow, question: Question) -> None:
    assert load(replace(row, event="opened"), question) is None
    assert load(replace(row, destination_truth=""), question) is None


def test_a_load_that_mostly_could_not_be_seen_is_heavier_than_any() -> None:
    even, unseen = np.ones((FRAME_ROWS, 192), np.float32), np.zeros((FRAME_ROWS, 192), np.bool_)
    lot = unseen.copy()
    lot[100:120, 50:70] = True
    unseen[100:115, 50:70] = True
    assert median_behind(a_pair(even, even, unseen), lot, came=True) == np.inf
    assert median_behind(a_pair(even, even), lot, came=True) == 1.0


def test_a_lot_of_which_nothing_can_be_seen_has_a_load_heavier_than_any() -> None:
    even, nothing = np.ones((FRAME_ROWS, 192), np.float32), np.zeros((FRAME_ROWS, 192), np.bool_)
    assert median_behind(a_pair(even, even), nothing, came=False) == np.inf
