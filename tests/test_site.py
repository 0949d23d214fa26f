from dataclasses import replace
from pathlib import Path

import pytest

from datasets.pairs import PairRow
from serving.session import Session
from tests.standin import write_standin
from tests.training_sets import a_truck_set
from training.errors import CalibrationError
from training.site import Site, benign_rows, calibrate_site


@pytest.fixture(scope="module")
def model_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_standin(tmp_path_factory.mktemp("model") / "standin.onnx")


def test_a_site_is_calibrated_through_the_code_that_serves(model_path: Path, tmp_path: Path) -> None:
    folder = a_truck_set(tmp_path / "set", "same1", "same2", "inserted", "broken")
    calibrated = calibrate_site(Site(folder), model_path, tmp_path / "new.onnx", rate=0.4)
    assert len(calibrated.benign.pairs) == 2
    assert calibrated.benign.refused == 1
    assert Session.load(tmp_path / "new.onnx").card.calibration.benign_pairs == 2


def test_a_site_that_labels_nothing_gives_benign_pairs_only() -> None:
    rows = [PairRow("a", "o", "d"), PairRow("b", "o", "d")]
    assert benign_rows(rows) == rows
    assert benign_rows(
        [replace(rows[0], label="same"), replace(rows[1], label="mismatch"), PairRow("c", "o", "d")]
    ) == [replace(rows[0], label="same")]


def test_too_few_pairs_for_the_rate_are_refused_with_what_they_carry(model_path: Path, tmp_path: Path) -> None:
    folder = a_truck_set(tmp_path / "set", "same1", "same2", "broken")
    with pytest.raises(CalibrationError, match=r"2 benign pairs of 3 .* 200 .* 0\.4 %.*40 % is what"):
        calibrate_site(Site(folder), model_path, tmp_path / "new.onnx")
    assert not (tmp_path / "new.onnx").exists()
