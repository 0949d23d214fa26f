import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnx
import pytest
from numpy.typing import NDArray

from datasets.preparation import PREPARATION, Pictures
from model.errors import ExportError, ParityError
from model.export import (
    MAPS,
    PARITY,
    SCORES,
    ExportedNet,
    Provenance,
    by_network,
    export,
    with_metadata,
    write,
)
from serving.session import Session
from tests.exported import a_picture_pair, a_tiny_net, some_picture_pairs, traced_before

PROVENANCE = Provenance("doorlicht", "0.1.0", '{"seed": 3}', 3, "abc", "def")


@pytest.fixture(scope="module", autouse=True)
def traced_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("model.export.as_onnx", traced_before)
        yield


@pytest.fixture(scope="module")
def model() -> onnx.ModelProto:
    return export(a_tiny_net(), some_picture_pairs(), PROVENANCE)


@pytest.fixture(scope="module")
def session(model: onnx.ModelProto, tmp_path_factory: pytest.TempPathFactory) -> Session:
    path = tmp_path_factory.mktemp("model") / "deep" / "doorlicht.onnx"
    write(model, path)
    return Session.load(path)


@pytest.mark.parametrize("columns", [192, 320, 512])
def test_network_and_file_give_the_same_numbers(session: Session, columns: int) -> None:
    pair = a_picture_pair(columns, seed=99)
    maps = session.run(pair)
    for name, wanted in zip([*MAPS, *SCORES], by_network(ExportedNet(a_tiny_net()).eval(), pair), strict=True):
        assert np.abs(getattr(maps, name) - wanted).max() <= PARITY


def test_the_batch_is_open(session: Session) -> None:
    pair = a_picture_pair(192)._asdict()
    outputs = session.network.run(None, {name: np.stack([value] * 3) for name, value in pair.items()})
    assert {output.shape[0] for output in outputs} == {3}


def test_what_is_hidden_in_one_view_does_not_depend_on_the_other(session: Session) -> None:
    one, other = a_picture_pair(192, 1), a_picture_pair(192, 2)
    mixed = session.run(one._replace(destination=other.destination))
    assert mixed.origin_score == pytest.approx(session.run(one).origin_score, abs=1e-6)


def test_the_file_says_what_it_is_and_where_it_comes_from(model: onnx.ModelProto) -> None:
    said = {entry.key: entry.value for entry in model.metadata_props}
    assert said["preparation"] == PREPARATION
    assert (said["name"], said["version"], said["seed"], said["commit"]) == ("doorlicht", "0.1.0", "3", "abc")
    assert json.loads(said["settings"]) == {"seed": 3}
    assert said["training_data"] == "def"


def test_before_it_is_calibrated_nothing_is_called_a_mismatch(session: Session) -> None:
    assert session.card.mismatch_threshold(0.004) == 1.0
    assert session.card.calibration.benign_pairs == 0


def test_the_file_names_no_folder_of_the_machine_it_was_made_on(model: onnx.ModelProto) -> None:
    content = model.SerializeToString()
    assert str(Path(__file__).parents[1]).encode() not in content
    assert b"site-packages" not in content


@pytest.mark.parametrize("difference", [3 * PARITY, float("nan")])
def test_a_file_that_answers_otherwise_than_the_network_is_not_made(
    monkeypatch: pytest.MonkeyPatch, difference: float
) -> None:
    def shifted(wrapped: ExportedNet, pair: Pictures) -> list[NDArray[np.float32]]:
        return [value + np.float32(difference) for value in by_network(wrapped, pair)]

    monkeypatch.setattr("model.export.by_network", shifted)
    with pytest.raises(ParityError, match=r"hidden_origin of pair 0 .* no file was written"):
        export(a_tiny_net(), some_picture_pairs(), PROVENANCE)


def test_the_proof_is_of_the_weights_that_were_exported() -> None:
    with pytest.raises(ParityError):
        export(a_tiny_net(seed=1), some_picture_pairs(), PROVENANCE)


def test_too_few_pairs_prove_nothing() -> None:
    with pytest.raises(ExportError, match="3 pairs to prove the file on, wanted at least 20"):
        export(a_tiny_net(), some_picture_pairs(3), PROVENANCE)


def test_pairs_of_one_width_prove_nothing() -> None:
    with pytest.raises(ExportError, match="of differing widths"):
        export(a_tiny_net(), [a_picture_pair(192, seed) for seed in range(20)], PROVENANCE)


def test_metadata_is_replaced_and_the_rest_kept(model: onnx.ModelProto) -> None:
    said = {entry.key: entry.value for entry in with_metadata(model, {"version": "2"}).metadata_props}
    assert (said["name"], said["version"]) == ("doorlicht", "2")
    assert "2" not in {entry.value for entry in model.metadata_props}
