"""From a trained network to one ONNX file that says what it is and is proved to answer as the network does."""

import base64
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from datasets.planes import SWEEP_PLANES
from datasets.preparation import PREPARATION, UNITS, Pictures
from datasets.view import COLUMN_STEP, FRAME_ROWS
from model.errors import ExportError, ParityError
from model.network import PairNet

OPSET = 20
PARITY = 1e-4  # largest difference of any score or map
PARITY_PAIRS = 20
INPUTS = ("origin", "destination", "sweep")
MAPS = ("hidden_origin", "hidden_destination", "inserted", "removed", "other")
SCORES = ("mismatch_score", "origin_score", "destination_score")
RATES = (0.001, 0.004, 0.01, 0.05)  # false alarms; a threshold is stored for each
DEFAULT_RATE = 0.004


@dataclass(frozen=True)
class Provenance:
    """Where a network comes from; it is written into the file."""

    name: str
    version: str
    settings: str  # JSON
    seed: int
    commit: str
    training_data: str  # sha256


class ExportedNet(nn.Module):
    """The network as the file holds it: whole pictures and their sweep in, probabilities out."""

    def __init__(self, network: PairNet) -> None:
        super().__init__()
        self.network = network

    def forward(self, origin: Tensor, destination: Tensor, sweep: Tensor) -> tuple[Tensor, ...]:
        maps = self.network(origin.to(torch.int32), destination.to(torch.int32), sweep)
        return tuple(value.float().sigmoid() for value in maps)


def export(network: PairNet, pairs: Sequence[Pictures], provenance: Provenance) -> onnx.ModelProto:
    """The network as a model with all its metadata, held to the network on `pairs`; the first becomes the golden pair.

    Its thresholds let nothing pass as a mismatch: calibration comes after.
    """
    if len(pairs) < PARITY_PAIRS or len({pair.origin.shape for pair in pairs}) < 2:
        raise ExportError(
            f"{len(pairs)} pairs to prove the file on, wanted at least {PARITY_PAIRS} of differing widths"
        )
    wrapped = ExportedNet(network).eval()
    model = as_onnx(wrapped)
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    check_parity(wrapped, session, pairs)
    thresholds = {
        "mismatch": {f"{rate:g}": 1.0 for rate in RATES},
        "concealed": {f"{rate:g}": 1.0 for rate in RATES},
        "map": dict.fromkeys(("hidden", "inserted", "removed", "other"), 0.5),
    }
    calibration = {"benign_pairs": 0, "benign_scans": 0, "false_alarm_rate": DEFAULT_RATE}
    entries = {
        "preparation": PREPARATION,
        "name": provenance.name,
        "version": provenance.version,
        "thresholds": json.dumps(thresholds),
        "calibration": json.dumps(calibration),
        "settings": provenance.settings,
        "seed": str(provenance.seed),
        "commit": provenance.commit,
        "training_data": provenance.training_data,
        "golden": golden(session, pairs[0]),
    }
    onnx.helper.set_model_props(model, entries)
    return model


def as_onnx(wrapped: ExportedNet) -> onnx.ModelProto:
    """Traced on one pair; batch and width stay open."""
    example = torch.full((2, 2, FRAME_ROWS, 8 * COLUMN_STEP), UNITS, dtype=torch.uint16)
    sweep = torch.zeros(2, SWEEP_PLANES, 2)
    open_axes = {0: torch.export.Dim.DYNAMIC, 3: torch.export.Dim.DYNAMIC}
    program = torch.onnx.export(
        wrapped,
        (example, example.clone(), sweep),
        dynamo=True,
        opset_version=OPSET,
        input_names=[*INPUTS],
        output_names=[*MAPS, *SCORES],
        dynamic_shapes={"origin": open_axes, "destination": open_axes, "sweep": {0: torch.export.Dim.DYNAMIC}},
        verbose=False,
    )
    if program is None:
        raise ExportError("torch.onnx.export gave no program")
    model: onnx.ModelProto = program.model_proto
    without_paths(model)
    name_axes(model)
    onnx.checker.check_model(model)
    return model


def without_paths(model: onnx.ModelProto) -> None:
    """The tracer notes lines of source with the paths of this machine; they weigh more than they tell."""
    model.doc_string = ""
    for node in model.graph.node:
        node.doc_string = ""
        del node.metadata_props[:]
    for value in (*model.graph.value_info, *model.graph.input, *model.graph.output, *model.graph.initializer):
        value.doc_string = ""
        del value.metadata_props[:]
    del model.graph.metadata_props[:]
    for function in model.functions:
        for node in function.node:
            node.doc_string = ""
            del node.metadata_props[:]


def name_axes(model: onnx.ModelProto) -> None:
    """The tracer calls them s17 and the like, and differently for each input."""
    del model.graph.value_info[:]
    for value in (*model.graph.input, *model.graph.output):
        axes = value.type.tensor_type.shape.dim
        axes[0].dim_param = "pairs"
        if value.name not in (*SCORES, "sweep"):
            axes[-1].dim_param = "half_columns" if value.name in MAPS else "columns"


def check_parity(wrapped: ExportedNet, session: onnxruntime.InferenceSession, pairs: Sequence[Pictures]) -> None:
    """The file must give the numbers that the network gives, whatever the width."""
    for place, pair in enumerate(pairs):
        for name, wanted, found in zip(
            [*MAPS, *SCORES], by_network(wrapped, pair), by_file(session, pair), strict=True
        ):
            difference = float(np.abs(wanted - found).max())
            # Written so that NaN fails as well.
            if not difference <= PARITY:
                raise ParityError(
                    f"{name} of pair {place} (width {pair.origin.shape[2]}) differs by {difference:.2g} "
                    f"between network and file, at most {PARITY:g} is allowed: no file was written"
                )


def by_network(wrapped: ExportedNet, pair: Pictures) -> list[NDArray[np.float32]]:
    with torch.inference_mode():
        values = wrapped(*(torch.from_numpy(value[None]) for value in pair._asdict().values()))
    return [value[0].numpy() for value in values]


def by_file(session: onnxruntime.InferenceSession, pair: Pictures) -> list[NDArray[np.float32]]:
    values = session.run([*MAPS, *SCORES], {name: value[None] for name, value in pair._asdict().items()})
    return [value[0] for value in values]


def golden(session: onnxruntime.InferenceSession, pair: Pictures) -> str:
    """A pair with the scores that the file gives it now, for whoever loads the file."""
    scores = by_file(session, pair)[len(MAPS) :]
    return json.dumps(
        {
            "shape": list(pair.origin.shape),
            "origin": packed(pair.origin),
            "destination": packed(pair.destination),
            "sweep": pair.sweep.tolist(),
            "scores": {name: float(score) for name, score in zip(SCORES, scores, strict=True)},
        }
    )


def packed(picture: NDArray[np.uint16]) -> str:
    return base64.b64encode(zlib.compress(picture.astype("<u2").tobytes(), 9)).decode()


def with_metadata(model: onnx.ModelProto, entries: Mapping[str, str]) -> onnx.ModelProto:
    """The same network, with some of what it says of itself replaced."""
    known = {entry.key: entry.value for entry in model.metadata_props}
    changed = onnx.ModelProto()
    changed.CopyFrom(model)
    onnx.helper.set_model_props(changed, known | dict(entries))
    return changed


def write(model: onnx.ModelProto, path: Path) -> None:
    """Whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial_path = path.with_name(path.name + ".partial")
    partial_path.write_bytes(model.SerializeToString())
    partial_path.replace(path)
