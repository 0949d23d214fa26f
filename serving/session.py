"""The network as a file: loaded, held to its own metadata, and run on prepared pictures."""

import binascii
import hashlib
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import numpy as np
import onnxruntime
from onnxruntime.capi import onnxruntime_pybind11_state as ort_errors

from datasets.planes import SWEEP_PLANES
from datasets.preparation import Pictures
from datasets.sites import KnownSites
from datasets.view import FRAME_ROWS, Image
from serving.card import Golden, ModelCard, parse
from serving.errors import GoldenPairFailed, IncompleteModel, ModelMissing, UnreadableModel

MAP_NAMES = ("hidden_origin", "hidden_destination", "inserted", "removed", "other")
SCORE_NAMES = ("mismatch_score", "origin_score", "destination_score")
INPUTS = {
    "origin": ("tensor(uint16)", 4),
    "destination": ("tensor(uint16)", 4),
    "sweep": ("tensor(float)", 3),
}
GOLDEN_TOLERANCE = 1e-3
LOAD_ERRORS = (
    ort_errors.Fail,
    ort_errors.InvalidArgument,
    ort_errors.InvalidGraph,
    ort_errors.InvalidProtobuf,
    ort_errors.NotImplemented,
)


@dataclass(frozen=True, eq=False)
class Maps:
    """What the network says of a pair: maps of probability at half the frame's resolution, and three scores."""

    hidden_origin: Image
    hidden_destination: Image
    inserted: Image
    removed: Image
    other: Image
    mismatch_score: float
    origin_score: float
    destination_score: float


@dataclass(frozen=True, eq=False)
class Session:
    """A loaded network, and what is known of the sites whose scans it is asked; several threads may run it at once."""

    network: onnxruntime.InferenceSession
    card: ModelCard
    sites: KnownSites = field(default_factory=KnownSites)

    @classmethod
    def load(cls, path: Path, threads: int = 1, sites: Path | None = None) -> Self:
        """Refuses a file that is incomplete, made for another preparation, or answers otherwise than at export."""
        if not path.is_file():
            raise ModelMissing(f"{path}: no model there; name one with --model or DOORLICHT_MODEL")
        content = path.read_bytes()
        network = open_network(content, path, threads)
        stored = network.get_modelmeta().custom_metadata_map
        known = KnownSites.read(sites) if sites else KnownSites()
        session = cls(network, ModelCard.of(stored, hashlib.sha256(content).hexdigest(), path), known)
        session.answer(parse(Golden, stored["golden"], path), path)
        return session

    def run(self, pictures: Pictures) -> Maps:
        names = [*MAP_NAMES, *SCORE_NAMES]
        values = self.network.run(names, {name: value[None] for name, value in pictures._asdict().items()})
        # onnxruntime's sigmoid is an approximation that may pass 1 by its last digit.
        answers: dict[str, Any] = {name: np.clip(value[0], 0, 1) for name, value in zip(names, values, strict=True)}
        return Maps(**answers | {name: float(answers[name]) for name in SCORE_NAMES})

    def answer(self, golden: Golden, path: Path) -> None:
        """Run the golden pair, and refuse the model where its scores have changed."""
        try:
            maps = self.run(golden.pictures)
        except (binascii.Error, zlib.error, ValueError, ort_errors.InvalidArgument) as error:
            raise IncompleteModel(f"{path}: the golden pair cannot be read ({error})") from error
        for name in SCORE_NAMES:
            wanted, found = golden.scores.get(name, float("nan")), getattr(maps, name)
            if not abs(found - wanted) <= GOLDEN_TOLERANCE:
                raise GoldenPairFailed(
                    f"{path}: {name} of the golden pair is {found:.4f}, at export it was {wanted:.4f}"
                )


def open_network(content: bytes, path: Path, threads: int) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # Spinning threads burn twice the processor time where the machine is shared.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    try:
        network = onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
    except LOAD_ERRORS as error:
        raise UnreadableModel(f"{path}: no ONNX network that can be run ({str(error).splitlines()[0]})") from error
    inputs = {entry.name: (entry.type, len(entry.shape)) for entry in network.get_inputs()}
    if inputs != INPUTS:
        raise UnreadableModel(
            f"{path}: inputs are {inputs}, wanted origin and destination, uint16, B x 2 x {FRAME_ROWS} x W, "
            f"and sweep, float, B x {SWEEP_PLANES} x 2"
        )
    if missing := {*MAP_NAMES, *SCORE_NAMES} - {entry.name for entry in network.get_outputs()}:
        raise UnreadableModel(f"{path}: outputs {', '.join(sorted(missing))} are missing")
    return network
