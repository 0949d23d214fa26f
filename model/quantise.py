"""The same network with its convolutions in eight bits: smaller and, where the processor has the instructions, faster.

Ranges are those of pairs shown to it (static QDQ). What attenuation becomes before the first convolution stays in
single precision: a brick among cargo is less than one of 256 steps of it.
"""

import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from numpy.typing import NDArray
from onnxruntime.quantization import CalibrationDataReader, CalibrationMethod, QuantFormat, QuantType, quantize_static
from onnxruntime.quantization.shape_inference import quant_pre_process

from datasets.preparation import Pictures
from model.export import golden, with_metadata

CONVOLUTIONS = ["Conv"]


class Shown(CalibrationDataReader):  # type: ignore[misc]
    """Pairs one after the other, as the quantiser asks for them."""

    def __init__(self, pairs: Iterable[Pictures]) -> None:
        self.pairs: Iterator[Pictures] = iter(pairs)

    def get_next(self) -> dict[str, NDArray[np.generic]] | None:
        pair = next(self.pairs, None)
        return None if pair is None else {name: value[None] for name, value in pair._asdict().items()}


def quantised(model: onnx.ModelProto, pairs: Iterable[Pictures], proof: Pictures) -> onnx.ModelProto:
    """With the metadata of the model, its thresholds among them; `proof` becomes the golden pair of the new file."""
    with tempfile.TemporaryDirectory() as folder:
        plain, prepared, small = (Path(folder) / f"{name}.onnx" for name in ("plain", "prepared", "small"))
        onnx.save(model, plain)
        quant_pre_process(plain, prepared, skip_symbolic_shape=True)
        quantize_static(
            prepared,
            small,
            Shown(pairs),
            quant_format=QuantFormat.QDQ,
            op_types_to_quantize=CONVOLUTIONS,
            per_channel=True,
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
            calibrate_method=CalibrationMethod.MinMax,
        )
        session = onnxruntime.InferenceSession(small, providers=["CPUExecutionProvider"])
        told = {entry.key: entry.value for entry in model.metadata_props}
        return with_metadata(onnx.load(small), told | {"golden": golden(session, proof)})
