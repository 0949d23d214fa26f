"""A network of a few channels and its ONNX graph: tracing takes seconds, so it is done once for all tests."""

from functools import cache

import numpy as np
import onnx
import torch

from datasets.planes import even_sweep
from datasets.preparation import UNITS, UNSEEN, Pictures
from datasets.view import FRAME_ROWS
from model.export import ExportedNet, as_onnx
from model.network import PairNet

WIDTHS = (192, 224, 256, 288)


def a_tiny_net(seed: int = 0) -> PairNet:
    torch.manual_seed(seed)
    return PairNet((4, 6), (4, 6))


@cache
def traced() -> bytes:
    content: bytes = as_onnx(ExportedNet(a_tiny_net()).eval()).SerializeToString()
    return content


def traced_before(_: ExportedNet) -> onnx.ModelProto:
    """Stands in for `as_onnx`."""
    return onnx.load_from_string(traced())


def a_picture_pair(columns: int, seed: int = 0) -> Pictures:
    rng = np.random.default_rng(seed)
    origin, destination = rng.integers(0, 3 * UNITS, (2, 2, FRAME_ROWS, columns)).astype(np.uint16)
    destination[:, 100:120, 50:70] |= UNSEEN
    sweep = even_sweep() + rng.uniform(-30, 30, even_sweep().shape).astype(np.float32)
    return Pictures(origin, destination, sweep)


def some_picture_pairs(count: int = 20) -> list[Pictures]:
    return [a_picture_pair(WIDTHS[seed % len(WIDTHS)], seed) for seed in range(count)]
