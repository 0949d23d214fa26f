"""The network in eight bits."""

from pathlib import Path

import onnx
import pytest

from model.export import MAPS, Provenance, export, write
from model.quantise import quantised
from serving.session import Session
from tests.exported import a_picture_pair, a_tiny_net, some_picture_pairs, traced_before

PROVENANCE = Provenance("doorlicht", "0.1.0", '{"seed": 3}', 3, "abc", "def")
WIDE = 320


@pytest.fixture(scope="module")
def plain() -> onnx.ModelProto:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("model.export.as_onnx", traced_before)
        return export(a_tiny_net(), some_picture_pairs(), PROVENANCE)


@pytest.fixture(scope="module")
def small(plain: onnx.ModelProto) -> onnx.ModelProto:
    return quantised(plain, some_picture_pairs()[:4], a_picture_pair(WIDE))


def test_every_convolution_takes_and_gives_eight_bits(small: onnx.ModelProto) -> None:
    makers = {output: node.op_type for node in small.graph.node for output in node.output}
    fed = [makers.get(node.input[0]) for node in small.graph.node if node.op_type == "Conv"]
    assert fed
    assert set(fed) == {"DequantizeLinear"}


def test_it_serves_with_the_thresholds_of_the_plain_network(
    plain: onnx.ModelProto, small: onnx.ModelProto, tmp_path: Path
) -> None:
    write(plain, tmp_path / "plain.onnx")
    write(small, tmp_path / "small.onnx")
    served, other = Session.load(tmp_path / "small.onnx"), Session.load(tmp_path / "plain.onnx")
    assert served.card.thresholds == other.card.thresholds
    assert served.card.sha256 != other.card.sha256


def test_it_answers_nearly_as_the_plain_network(plain: onnx.ModelProto, small: onnx.ModelProto, tmp_path: Path) -> None:
    write(plain, tmp_path / "plain.onnx")
    write(small, tmp_path / "small.onnx")
    answers = [Session.load(tmp_path / f"{name}.onnx").run(a_picture_pair(WIDE, seed=7)) for name in ("plain", "small")]
    for name in MAPS:
        assert abs(getattr(answers[0], name) - getattr(answers[1], name)).mean() < 0.01
