"""From a trained locator to its ONNX file, proved to answer as the network does."""

import json
from collections.abc import Mapping

import numpy as np
import onnx
import onnxruntime
import torch
from numpy.typing import NDArray

from datasets.locator.picture import COLUMNS, LOOKS_AT, ROWS
from model.errors import ExportError, ParityError
from model.export import OPSET, PARITY, without_paths
from model.locator_network import LocatorNet, Seen

INPUT, OUTPUTS = "attenuation", Seen._fields
PARITY_PICTURES = 20


def export_locator(
    network: LocatorNet, pictures: NDArray[np.float32], provenance: Mapping[str, object]
) -> onnx.ModelProto:
    """The network as a model that says what it looks at, held to the network on `pictures` (N x 1 x ROWS x COLUMNS)."""
    if len(pictures) < PARITY_PICTURES:
        raise ExportError(f"{len(pictures)} pictures to prove the file on, wanted at least {PARITY_PICTURES}")
    model = as_onnx(network.eval())
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    with torch.inference_mode():
        for place, picture in enumerate(pictures):
            wanted = network(torch.from_numpy(picture[None]))
            found = session.run(list(OUTPUTS), {INPUT: picture[None]})
            for name, one, other in zip(OUTPUTS, wanted, found, strict=True):
                difference = float(np.abs(torch.softmax(one, -1).numpy() - soft(other)).max())
                # Written so that NaN fails as well.
                if not difference <= PARITY:
                    raise ParityError(
                        f"{name} of picture {place} differs by {difference:.2g} between network and file, at most "
                        f"{PARITY:g} is allowed: no file was written"
                    )
    onnx.helper.set_model_props(model, {"looks_at": LOOKS_AT, "provenance": json.dumps(provenance)})
    return model


def soft(values: NDArray[np.float32]) -> NDArray[np.float32]:
    powers = np.exp(values - values.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True), dtype=np.float32)


def as_onnx(network: LocatorNet) -> onnx.ModelProto:
    program = torch.onnx.export(
        network.to(memory_format=torch.contiguous_format),
        (torch.zeros(1, 1, ROWS, COLUMNS),),
        dynamo=True,
        opset_version=OPSET,
        input_names=[INPUT],
        output_names=list(OUTPUTS),
        verbose=False,
    )
    if program is None:
        raise ExportError("torch.onnx.export gave no program")
    model: onnx.ModelProto = program.model_proto
    without_paths(model)
    onnx.checker.check_model(model)
    return model
