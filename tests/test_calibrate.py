import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest

from serving.session import Session
from tests.standin import THRESHOLDS, write_standin
from tests.training_sets import a_prepared_set
from training.calibrate import BenignScores, benign_scores, calibrate
from training.errors import CalibrationError
from training.metrics import rate_interval
from training.mixture import Mixture
from training.scoring import Peaks, score


@pytest.fixture(scope="module")
def model_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_standin(tmp_path_factory.mktemp("model") / "standin.onnx")


@pytest.fixture(scope="module")
def model(model_path: Path) -> onnx.ModelProto:
    return onnx.load(model_path)


def even(count: int) -> BenignScores:
    return BenignScores(np.linspace(0.0, 0.5, count), np.linspace(0.0, 0.25, 2 * count))


def stored(model: onnx.ModelProto, key: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads({e.key: e.value for e in model.metadata_props}[key])
    return found


def test_every_rate_gets_its_quantile_where_there_are_pairs_enough(model: onnx.ModelProto) -> None:
    calibrated = calibrate(model, even(2000), "site")
    thresholds = stored(calibrated.model, "thresholds")
    assert list(thresholds["mismatch"]) == ["0.001", "0.004", "0.01", "0.05"]
    assert thresholds["mismatch"]["0.05"] == pytest.approx(0.475, abs=1e-3)
    assert thresholds["concealed"]["0.01"] == pytest.approx(0.2475, abs=1e-3)
    assert calibrated.missing_rates == ()


def test_rates_that_so_few_pairs_cannot_carry_give_way_to_the_smallest_they_can(model: onnx.ModelProto) -> None:
    calibrated = calibrate(model, even(149), "site")
    assert list(calibrated.rates) == pytest.approx([1 / 150, 0.01, 0.05])
    assert "a rate of 0.1 % needs 999 benign pairs, 0.667 % is the smallest" in calibrated.summary
    assert stored(calibrated.model, "calibration")["false_alarm_rate"] == pytest.approx(1 / 150, rel=1e-3)


def test_the_number_of_pairs_behind_the_thresholds_is_stored(model: onnx.ModelProto) -> None:
    calibration = stored(calibrate(model, replace(even(300), refused=4), "site").model, "calibration")
    assert calibration == {
        "benign_pairs": 300,
        "benign_scans": 600,
        "refused_pairs": 4,
        "false_alarm_rate": 0.004,
        "intervals": {f"{rate:.6g}": list(rate_interval(300, rate)) for rate in (1 / 301, 0.004, 0.01, 0.05)},
        "source": "site",
    }


def test_the_null_distribution_is_kept_from_its_lowest_to_its_highest_score(model: onnx.ModelProto) -> None:
    null = stored(calibrate(model, even(300), "site").model, "null")
    assert null["pairs"] == pytest.approx(np.linspace(0, 0.5, 201).tolist(), abs=1e-5)
    assert null["scans"][-1] == pytest.approx(0.25)


def test_without_benign_pairs_there_is_no_threshold(model: onnx.ModelProto) -> None:
    with pytest.raises(CalibrationError, match="0 benign pairs"):
        calibrate(model, even(0), "site")


def test_map_thresholds_stay_where_no_maps_were_looked_at(model: onnx.ModelProto) -> None:
    assert stored(calibrate(model, even(10), "site").model, "thresholds")["map"] == THRESHOLDS["map"]


def test_a_map_threshold_lies_above_most_benign_maps_and_never_above_a_half(model: onnx.ModelProto) -> None:
    peaks = tuple(Peaks(hidden=0.001, inserted=0.2 + n / 1000, removed=0.9, other=0.3) for n in range(100))
    maps = stored(calibrate(model, replace(even(100), peaks=peaks), "site").model, "thresholds")["map"]
    assert maps == {"hidden": 0.05, "inserted": pytest.approx(0.295), "removed": 0.5, "other": pytest.approx(0.3)}


def test_a_score_that_no_pair_exceeds_still_gives_a_threshold_within_the_scale(model: onnx.ModelProto) -> None:
    saturated = BenignScores(np.ones(50), np.ones(50))
    assert stored(calibrate(model, saturated, "site").model, "thresholds")["mismatch"]["0.05"] == 1.0


def test_what_is_hidden_alike_counts_for_the_pair_and_not_for_the_scan(model_path: Path, tmp_path: Path) -> None:
    prepared = Mixture.of([a_prepared_set(tmp_path / "prepared")])
    hidden = replace(prepared.pairs[0], concealed_in_origin=True, concealed_in_destination=True)
    scored = list(score(prepared, (hidden, *prepared.pairs[1:4]), Session.load(model_path)))
    benign = benign_scores(scored, refused=0)
    assert (len(benign.pairs), len(benign.scans), len(benign.peaks)) == (2, 2, 1)
