"""A stand-in for the trained network: the same inputs, outputs and metadata, from the plain difference of two pictures.

It lets every test of serving run without the released weights, and what it will say of a phantom is known beforehand.
"""

import base64
import json
import zlib
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper

from datasets.planes import SWEEP_PLANES, even_sweep
from datasets.preparation import PREPARATION, UNITS, UNSEEN, Picture
from datasets.view import FRAME_ROWS

CHANGE = 0.15  # the difference of attenuation at which a map says one half
HIDDEN = 0.6  # the same for what stands out of its surroundings in one view
STEEPNESS = 40.0
RATES = ("0.001", "0.004", "0.01", "0.05")
THRESHOLDS = {
    "mismatch": dict(zip(RATES, (0.7, 0.6, 0.5, 0.4), strict=True)),
    "concealed": dict(zip(RATES, (0.7, 0.6, 0.5, 0.4), strict=True)),
    "map": {"hidden": 0.5, "inserted": 0.5, "removed": 0.5, "other": 0.5},
}
SCORES = ("mismatch_score", "origin_score", "destination_score")


def write_standin(path: Path, metadata: Mapping[str, str | None] | None = None) -> Path:
    """Write the stand-in to `path`; `metadata` replaces entries, None takes one out."""
    model = network()
    path.write_bytes(model.SerializeToString())
    entries: dict[str, str | None] = {
        "preparation": PREPARATION,
        "name": "stand-in",
        "version": "0.0.1",
        "thresholds": json.dumps(THRESHOLDS),
        "calibration": json.dumps({"benign_pairs": 1000, "benign_scans": 2000, "false_alarm_rate": 0.004}),
        "settings": "{}",
        "seed": "0",
        "commit": "",
        "training_data": "",
        "golden": json.dumps(golden(path)),
    }
    entries |= metadata or {}
    helper.set_model_props(model, {name: value for name, value in entries.items() if value is not None})
    path.write_bytes(model.SerializeToString())
    return path


def golden(path: Path) -> dict[str, object]:
    """A pair with a block put in, and what the file at `path` says of it."""
    origin = np.full((2, FRAME_ROWS, 192), UNITS // 2, np.uint16)
    destination = origin.copy()
    destination[:, 100:140, 60:100] += np.uint16(CHANGE * UNITS)
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    sweep = even_sweep()
    values = session.run(list(SCORES), {"origin": origin[None], "destination": destination[None], "sweep": sweep[None]})
    return {
        "shape": origin.shape,
        "origin": packed(origin),
        "destination": packed(destination),
        "sweep": sweep.tolist(),
        "scores": {name: float(value[0]) for name, value in zip(SCORES, values, strict=True)},
    }


def packed(picture: Picture) -> str:
    return base64.b64encode(zlib.compress(picture.astype("<u2").tobytes())).decode()


def network() -> onnx.ModelProto:
    """Maps by a sigmoid over smoothed differences, scores by the largest value of the maps."""
    nodes = [*attenuation("origin"), *attenuation("destination")]
    nodes += [
        helper.make_node("Mul", ["seen_o", "seen_d"], ["seen"]),
        helper.make_node("Sub", ["half_d", "half_o"], ["grown_raw"]),
        helper.make_node("Mul", ["grown_raw", "seen"], ["grown"]),
        helper.make_node("Neg", ["grown"], ["shrunk"]),
        helper.make_node("Mul", ["grown", "zero"], ["nothing"]),
    ]
    for source, name, level in (
        ("grown", "inserted", "change"),
        ("shrunk", "removed", "change"),
        ("nothing", "other", "change"),
        ("salient_o", "hidden_origin", "hidden"),
        ("salient_d", "hidden_destination", "hidden"),
    ):
        nodes += probability(source, name, level)
    nodes += [
        helper.make_node("Max", ["inserted", "removed"], ["changed"]),
        helper.make_node("ReduceMax", ["changed", "axes"], ["mismatch_score"], keepdims=0),
        helper.make_node("ReduceMax", ["hidden_origin", "axes"], ["origin_score"], keepdims=0),
        helper.make_node("ReduceMax", ["hidden_destination", "axes"], ["destination_score"], keepdims=0),
    ]
    inputs = [
        helper.make_tensor_value_info(n, TensorProto.UINT16, ["B", 2, FRAME_ROWS, "W"])
        for n in ("origin", "destination")
    ]
    inputs.append(helper.make_tensor_value_info("sweep", TensorProto.FLOAT, ["B", SWEEP_PLANES, 2]))  # not looked at
    maps = [
        helper.make_tensor_value_info(n, TensorProto.FLOAT, ["B", FRAME_ROWS // 2, "V"])
        for n in ("hidden_origin", "hidden_destination", "inserted", "removed", "other")
    ]
    scores = [helper.make_tensor_value_info(n, TensorProto.FLOAT, ["B"]) for n in SCORES]
    graph = helper.make_graph(nodes, "standin", inputs, [*maps, *scores], constants())
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=8)
    onnx.checker.check_model(model)
    return model


def constants() -> list[onnx.TensorProto]:
    floats = {"units": UNITS, "change": CHANGE, "hidden": HIDDEN, "steepness": STEEPNESS, "zero": 0.0, "one": 1.0}
    return [
        helper.make_tensor("below_mark", TensorProto.UINT16, [], [UNSEEN - 1]),
        helper.make_tensor("mark", TensorProto.UINT16, [], [UNSEEN]),
        helper.make_tensor("first", TensorProto.INT64, [1], [0]),
        helper.make_tensor("second", TensorProto.INT64, [1], [1]),
        helper.make_tensor("channel", TensorProto.INT64, [1], [1]),
        helper.make_tensor("eightfold", TensorProto.FLOAT, [4], [1, 1, 8, 8]),
        helper.make_tensor("axes", TensorProto.INT64, [2], [1, 2]),
        *(helper.make_tensor(name, TensorProto.FLOAT, [], [value]) for name, value in floats.items()),
    ]


def attenuation(view: str) -> list[onnx.NodeProto]:
    """half_: high-energy attenuation at half resolution; seen_: 1 where seen; salient_: above the surroundings."""
    v = view[0]
    return [
        helper.make_node("Slice", [view, "first", "second", "channel"], [f"high_{v}"]),
        helper.make_node("BitwiseAnd", [f"high_{v}", "below_mark"], [f"steps_{v}"]),
        helper.make_node("Cast", [f"steps_{v}"], [f"float_{v}"], to=TensorProto.FLOAT),
        helper.make_node("Div", [f"float_{v}", "units"], [f"a_{v}"]),
        helper.make_node("BitwiseAnd", [f"high_{v}", "mark"], [f"marked_{v}"]),
        helper.make_node("Cast", [f"marked_{v}"], [f"marked_float_{v}"], to=TensorProto.FLOAT),
        helper.make_node("Min", [f"marked_float_{v}", "one"], [f"unseen_{v}"]),
        helper.make_node("MaxPool", [f"unseen_{v}"], [f"unseen_half_{v}"], kernel_shape=[2, 2], strides=[2, 2]),
        helper.make_node("Sub", ["one", f"unseen_half_{v}"], [f"seen_{v}"]),
        helper.make_node("AveragePool", [f"a_{v}"], [f"half_{v}"], kernel_shape=[2, 2], strides=[2, 2]),
        helper.make_node("AveragePool", [f"half_{v}"], [f"coarse_{v}"], kernel_shape=[8, 8], strides=[8, 8]),
        helper.make_node("AveragePool", [f"coarse_{v}"], [f"even_{v}"], kernel_shape=[7, 7], pads=[3, 3, 3, 3]),
        helper.make_node("Resize", [f"even_{v}", "", "eightfold"], [f"around_{v}"], mode="nearest"),
        helper.make_node("Sub", [f"half_{v}", f"around_{v}"], [f"above_{v}"]),
        helper.make_node("Mul", [f"above_{v}", f"seen_{v}"], [f"salient_{v}"]),
    ]


def probability(source: str, name: str, level: str) -> list[onnx.NodeProto]:
    """A smoothed sigmoid of how far `source` lies above the constant `level`, without the channel axis."""
    return [
        helper.make_node("AveragePool", [source], [f"smooth_{name}"], kernel_shape=[3, 3], pads=[1, 1, 1, 1]),
        helper.make_node("Sub", [f"smooth_{name}", level], [f"excess_{name}"]),
        helper.make_node("Mul", [f"excess_{name}", "steepness"], [f"logit_{name}"]),
        helper.make_node("Squeeze", [f"logit_{name}", "channel"], [f"flat_{name}"]),
        helper.make_node("Sigmoid", [f"flat_{name}"], [name]),
    ]
