"""An exported network in eight bits, its ranges told by prepared pairs."""

from pathlib import Path

import onnx

from model.export import write
from model.quantise import quantised
from training.errors import PreparedError
from training.prepared import PreparedSet


def quantise(prepared: PreparedSet, model: Path, out: Path, most: int) -> None:
    """By pairs that can be compared, spread over the set."""
    pairs = [pair for pair in prepared.pairs if pair.comparable]
    if not pairs:
        raise PreparedError(f"none of {len(prepared.pairs)} prepared pairs can be compared: nothing tells the ranges")
    chosen = pairs[:: -(-len(pairs) // most)]
    shown = (prepared.pictures(pair) for pair in chosen)
    write(quantised(onnx.load(model), shown, prepared.pictures(chosen[0])), out)
