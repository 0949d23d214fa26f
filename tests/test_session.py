import hashlib
import json
from pathlib import Path

import numpy as np
import pytest

from datasets.planes import even_sweep
from datasets.preparation import UNITS, Pictures
from datasets.view import FRAME_ROWS
from serving.errors import (
    ForeignPreparation,
    GoldenPairFailed,
    IncompleteModel,
    ModelMissing,
    UnknownRate,
    UnreadableModel,
)
from serving.session import Session
from tests.standin import THRESHOLDS, write_standin


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    return Session.load(write_standin(tmp_path_factory.mktemp("model") / "standin.onnx"))


def test_the_card_names_the_model_and_the_digest_of_its_file(tmp_path: Path) -> None:
    path = write_standin(tmp_path / "standin.onnx")
    card = Session.load(path).card
    assert (card.name, card.version) == ("stand-in", "0.0.1")
    assert card.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("columns", [192, 256, 1152])
def test_maps_are_at_half_the_frame_for_any_width(session: Session, columns: int) -> None:
    picture = np.full((2, FRAME_ROWS, columns), UNITS, np.uint16)
    assert session.run(Pictures(picture, picture, even_sweep())).inserted.shape == (FRAME_ROWS // 2, columns // 2)


def test_equal_pictures_score_low_and_a_block_scores_high(session: Session) -> None:
    origin = np.full((2, FRAME_ROWS, 256), UNITS, np.uint16)
    destination = origin.copy()
    destination[:, 100:140, 50:90] += UNITS // 2
    assert session.run(Pictures(origin, origin, even_sweep())).mismatch_score < 0.1
    assert session.run(Pictures(origin, destination, even_sweep())).mismatch_score > 0.9


def test_a_sure_score_is_1_and_never_more(session: Session) -> None:
    origin = np.zeros((2, FRAME_ROWS, 256), np.uint16)
    sure = session.run(Pictures(origin, origin + np.uint16(7 * UNITS), even_sweep()))
    assert sure.mismatch_score == 1.0
    assert sure.inserted.max() == 1.0


def test_each_false_alarm_rate_has_its_threshold(session: Session) -> None:
    assert session.card.mismatch_threshold(0.01) == 0.5
    assert session.card.concealed_threshold(0.001) == 0.7


def test_a_rate_without_a_threshold_is_refused_with_those_there_are(session: Session) -> None:
    with pytest.raises(UnknownRate, match=r"0\.02; there are 0\.001, 0\.004, 0\.01, 0\.05"):
        session.card.mismatch_threshold(0.02)


def test_a_missing_file_is_named_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match=r"absent\.onnx: no model there; name one with --model"):
        Session.load(tmp_path / "absent.onnx")


@pytest.mark.parametrize("content", [b"", b"a text with the name of a network", bytes(4096)])
def test_a_file_that_is_no_network_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "text.onnx").write_bytes(content)
    with pytest.raises(UnreadableModel):
        Session.load(tmp_path / "text.onnx")


def test_a_model_for_another_preparation_is_refused(tmp_path: Path) -> None:
    path = write_standin(tmp_path / "other.onnx", {"preparation": "attenuation x 1000"})
    with pytest.raises(ForeignPreparation, match="attenuation x 1000"):
        Session.load(path)


@pytest.mark.parametrize("name", ["preparation", "name", "version", "thresholds", "calibration", "golden"])
def test_a_model_without_one_of_its_entries_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(IncompleteModel, match=name):
        Session.load(write_standin(tmp_path / "part.onnx", {name: None}))


def test_a_threshold_outside_0_to_1_is_refused(tmp_path: Path) -> None:
    wrong = json.dumps(THRESHOLDS | {"mismatch": {"0.004": 1.7}})
    with pytest.raises(IncompleteModel, match=r"thresholds, mismatch\.0\.004"):
        Session.load(write_standin(tmp_path / "wrong.onnx", {"thresholds": wrong}))


def test_a_model_that_answers_otherwise_than_at_export_is_refused(tmp_path: Path) -> None:
    changed = json.dumps(
        golden_of(tmp_path) | {"scores": {"mismatch_score": 0.2, "origin_score": 0.5, "destination_score": 0.5}}
    )
    with pytest.raises(
        GoldenPairFailed, match=r"mismatch_score of the golden pair is 0\.\d+, at export it was 0\.2000"
    ):
        Session.load(write_standin(tmp_path / "changed.onnx", {"golden": changed}))


def test_a_golden_pair_that_is_damaged_is_refused(tmp_path: Path) -> None:
    damaged = json.dumps(golden_of(tmp_path) | {"origin": "bm90IHpsaWI="})
    with pytest.raises(IncompleteModel, match="golden pair cannot be read"):
        Session.load(write_standin(tmp_path / "damaged.onnx", {"golden": damaged}))


def golden_of(folder: Path) -> dict[str, object]:
    path = write_standin(folder / "whole.onnx")
    stored = Session.load(path).network.get_modelmeta().custom_metadata_map["golden"]
    golden: dict[str, object] = json.loads(stored)
    return golden
