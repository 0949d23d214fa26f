import json
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from datasets.view import COLUMN_STEP, SMALLEST_COLUMNS
from model.errors import ParityError
from serving.session import Session
from tests.exported import a_tiny_net, traced_before
from tests.training_sets import a_prepared_set, holding
from training.errors import CheckpointError, PreparedError
from training.fit import BEST, record
from training.mixture import Mixture
from training.release import joined_weights, proof_pairs, provenance, release
from training.settings import smoke

SETTINGS = replace(smoke(), seed=5)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Mixture:
    return Mixture.of([a_prepared_set(tmp_path_factory.mktemp("prepared") / "prepared", train=2, val=6, columns=224)])


@pytest.fixture
def run(prepared: Mixture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a run that ended with random weights."""
    monkeypatch.setattr("training.release.build", lambda _: a_tiny_net())
    monkeypatch.setattr("training.release.WIDEST_PROOF", 288)
    monkeypatch.setattr("model.export.as_onnx", traced_before)
    weights = {f"network.{name}": value for name, value in a_tiny_net().state_dict().items()}
    torch.save({"state_dict": weights}, tmp_path / BEST)
    SETTINGS.write(tmp_path / "settings.json")
    record(prepared, SETTINGS).write(tmp_path / "run.json")
    return tmp_path


def test_a_run_becomes_a_file_that_serves_with_thresholds(run: Path, prepared: Mixture) -> None:
    release(run, prepared, run / "doorlicht.onnx")
    card = Session.load(run / "doorlicht.onnx").card
    assert card.name == "doorlicht"
    assert card.calibration.benign_pairs == 3
    assert 0 < card.mismatch_threshold(0.25) < 1


def test_where_the_file_answers_otherwise_no_file_is_written(
    run: Path, prepared: Mixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def differs(*_: object) -> None:
        raise ParityError("differs")

    monkeypatch.setattr("model.export.check_parity", differs)
    with pytest.raises(ParityError):
        release(run, prepared, run / "doorlicht.onnx")
    assert not list(run.glob("*.onnx*"))


def test_a_run_without_a_checkpoint_is_named(run: Path, prepared: Mixture) -> None:
    with pytest.raises(CheckpointError, match=r"last\.ckpt is not there"):
        release(run, prepared, run / "doorlicht.onnx", "last.ckpt")


@pytest.mark.parametrize("network", ["pairnet", "unet", "siamese"])
def test_the_settings_in_the_file_say_which_network_it_is(run: Path, network: str) -> None:
    replace(SETTINGS, network=network).write(run / "settings.json")
    assert json.loads(provenance(run, None).settings)["run"]["network"] == network


def test_the_proof_is_on_many_widths_and_the_golden_pair_is_narrow_with_a_lot_in_it(prepared: Mixture) -> None:
    golden, *others = proof_pairs(prepared, seed=0)
    widths = {pair.origin.shape[2] for pair in others}
    assert len(others) == 20
    assert len(widths) > 5
    assert all(width % COLUMN_STEP == 0 for width in widths)
    assert golden.origin.shape[2] == SMALLEST_COLUMNS
    assert (golden.destination[0].astype(int) - golden.origin[0]).max() > 1000


def test_without_validation_pairs_nothing_can_be_proved(prepared: Mixture) -> None:
    with pytest.raises(PreparedError, match="none of 2 prepared pairs is in the split val"):
        proof_pairs(holding(prepared, prepared.split("train")), seed=0)


def test_the_single_branch_comes_from_the_run_that_is_named(tmp_path: Path) -> None:
    for name, value in (("pair.ckpt", 1.0), ("single.ckpt", 2.0)):
        weights = {f"network.{branch}.weight": torch.tensor([value]) for branch in ("single", "pair")}
        torch.save({"state_dict": weights}, tmp_path / name)
    joined = joined_weights(tmp_path / "pair.ckpt", tmp_path / "single.ckpt")
    assert {name: value.item() for name, value in joined.items()} == {"single.weight": 2.0, "pair.weight": 1.0}
