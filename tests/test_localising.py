from dataclasses import replace
from pathlib import Path

import pytest

from datasets.pairs import PairIndex, PairRow
from serving.answers import Comparison
from tests.standin import write_standin
from tests.training_sets import a_truck_set
from training.evaluating.localising import Localisation, iou, localise
from training.evaluating.outcomes import Question, ask


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return a_truck_set(tmp_path_factory.mktemp("localising") / "set", "inserted")


@pytest.fixture(scope="module")
def row(folder: Path) -> PairRow:
    return PairIndex.load(folder).rows[0]


@pytest.fixture(scope="module")
def comparison(folder: Path, row: PairRow) -> Comparison:
    return ask(row, Question(folder, write_standin(folder / "standin.onnx")))


def test_a_lot_that_was_put_in_is_found_with_its_kind_and_its_mass(
    folder: Path, row: PairRow, comparison: Comparison
) -> None:
    found = localise(row, comparison, folder)
    assert found is not None
    assert found.close
    assert found.right_kind
    assert found.mass == comparison.findings[0].mass


def test_a_box_that_says_what_did_not_happen_is_of_the_wrong_kind(
    folder: Path, row: PairRow, comparison: Comparison
) -> None:
    found = localise(replace(row, event="removed"), comparison, folder)
    assert found is not None
    assert found.overlapping
    assert not found.right_kind


def test_a_mismatch_without_any_box_lies_nowhere(folder: Path, row: PairRow, comparison: Comparison) -> None:
    missed = replace(comparison, verdict="match", findings=())
    assert localise(row, missed, folder) == Localisation(False, 0.0)


def test_without_a_label_image_nothing_is_said(folder: Path, row: PairRow, comparison: Comparison) -> None:
    assert localise(replace(row, destination_truth=""), comparison, folder) is None


def test_boxes_that_touch_by_half_have_a_third_in_common() -> None:
    assert iou((0, 0, 10, 10), (5, 0, 15, 10)) == pytest.approx(1 / 3)
    assert iou((0, 0, 10, 10), (10, 0, 20, 10)) == 0.0


def test_a_box_is_close_from_a_quarter_in_common() -> None:
    assert Localisation(True, 0.25).close
    assert not Localisation(True, 0.2).close
