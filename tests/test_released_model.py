"""The released file, its weights and what stands beside them belong together."""

import json
from pathlib import Path

import onnx
import pytest
import torch

from model.export import MAPS, SCORES, ExportedNet, by_network
from model.network import pairnet_small
from serving.card import Golden, ModelCard
from training.fit import network_weights

RELEASED = Path(__file__).parents[1] / "model" / "released"
LARGEST = 8e6  # bytes


@pytest.fixture(scope="module")
def stored() -> dict[str, str]:
    return {entry.key: entry.value for entry in onnx.load(RELEASED / "doorlicht.onnx").metadata_props}


def test_the_file_is_small_enough() -> None:
    assert (RELEASED / "doorlicht.onnx").stat().st_size <= LARGEST


def test_the_weights_that_a_run_may_begin_with_answer_as_the_file_does(stored: dict[str, str]) -> None:
    network = pairnet_small()
    network.load_state_dict(network_weights(RELEASED / "weights.ckpt"))
    golden = Golden.model_validate_json(stored["golden"])
    with torch.inference_mode():
        answers = by_network(ExportedNet(network.eval()), golden.pictures)
    for name, score in zip(SCORES, answers[len(MAPS) :], strict=True):
        assert float(score) == pytest.approx(golden.scores[name], abs=1e-4)


def test_it_states_masses_with_intervals(stored: dict[str, str]) -> None:
    card = ModelCard.of(stored, "", RELEASED / "doorlicht.onnx")
    assert card.masses is not None
    assert min(card.masses.changed.lots, card.masses.concealed.lots) >= 60


def test_its_thresholds_rest_on_enough_benign_pairs_for_every_rate_that_is_stored(stored: dict[str, str]) -> None:
    card = ModelCard.of(stored, "", RELEASED / "doorlicht.onnx")
    assert card.calibration.benign_pairs >= 1 / min(card.thresholds.mismatch) - 1


def test_settings_and_seed_of_the_run_are_in_the_file(stored: dict[str, str]) -> None:
    run = json.loads(stored["settings"])["run"]
    assert run["seed"] == int(stored["seed"])
    assert run["branch"] == "pair"
