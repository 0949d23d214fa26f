"""From a finished run to the file that serves: export, proof, calibration."""

import json
import tempfile
import tomllib
from dataclasses import asdict
from pathlib import Path

import numpy as np
from rich.progress import track
from torch import Tensor

from datasets.preparation import Pictures
from datasets.view import COLUMN_STEP, SMALLEST_COLUMNS
from model.export import PARITY_PAIRS, Provenance, export, write
from serving.session import Session
from training.calibrate import Calibrated, benign_scores, calibrate
from training.data import LOT_BITS
from training.errors import PreparedError
from training.fit import BEST, RunRecord, build, network_weights
from training.mixture import Mixture
from training.prepared import PreparedPair
from training.scoring import score
from training.settings import TrainSettings

NAME = "doorlicht"
SINGLE = "single."  # how the weights of that branch are named
SPLIT = "val"
WIDEST_PROOF = 1216  # columns: a 40' box


def release(
    run: Path,
    prepared: Mixture,
    out: Path,
    checkpoint: str = BEST,
    threads: int = 1,
    single: Path | None = None,
) -> Calibrated:
    """Exports a checkpoint of a run, calibrated on its validation pairs; `out` appears only if all went well.

    `single` is the run that trained the branch that reads single scans, where that was another one.
    """
    settings = TrainSettings.read(run / "settings.json")
    network = build(settings)
    network.load_state_dict(joined_weights(run / checkpoint, single and single / checkpoint))
    model = export(network.eval(), proof_pairs(prepared, settings.seed), provenance(run, single))
    with tempfile.TemporaryDirectory() as folder:
        provisional = Path(folder) / "model.onnx"
        write(model, provisional)
        session = Session.load(provisional, threads)
    benign = [pair for pair in prepared.split(SPLIT) if pair.benign]
    comparable = [pair for pair in benign if pair.comparable]
    scored = list(track(score(prepared, comparable, session), "scoring benign pairs", total=len(comparable)))
    calibrated = calibrate(model, benign_scores(scored, len(benign) - len(comparable)), "validation")
    write(calibrated.model, out)
    return calibrated


def joined_weights(checkpoint: Path, single: Path | None) -> dict[str, Tensor]:
    """The weights of one checkpoint, its single branch from another where one is named."""
    weights = network_weights(checkpoint)
    if single is not None:
        weights |= {name: value for name, value in network_weights(single).items() if name.startswith(SINGLE)}
    return weights


def provenance(run: Path, single: Path | None) -> Provenance:
    record = RunRecord.read(run / "run.json")
    settings = {"run": asdict(TrainSettings.read(run / "settings.json"))}
    if single is not None:
        settings["single"] = asdict(TrainSettings.read(single / "settings.json"))
    project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text())["project"]
    return Provenance(
        name=NAME,
        version=project["version"],
        settings=json.dumps(settings),
        seed=record.seed,
        commit=record.commit,
        training_data=record.training_data,
    )


def proof_pairs(prepared: Mixture, seed: int) -> list[Pictures]:
    """Pairs of differing widths; the first, narrow and with a lot in it, becomes the golden pair."""
    pairs = prepared.split(SPLIT)
    if not pairs:
        raise PreparedError(
            f"none of {len(prepared.pairs)} prepared pairs is in the split {SPLIT}, to prove the file on"
        )
    rng = np.random.default_rng(seed)
    chosen = [pairs[place % len(pairs)] for place in rng.permutation(max(len(pairs), PARITY_PAIRS))[:PARITY_PAIRS]]
    return [golden_pair(prepared, pairs), *(cut(prepared, pair, rng) for pair in chosen)]


def golden_pair(prepared: Mixture, pairs: tuple[PreparedPair, ...]) -> Pictures:
    pair = next((pair for pair in pairs if not pair.benign and pair.comparable), pairs[0])
    lots = 2 * np.flatnonzero((prepared.planes(pair) & LOT_BITS).any(axis=0))
    middle = int(np.median(lots)) if len(lots) else pair.columns // 2
    first = int(np.clip(middle - SMALLEST_COLUMNS // 2, 0, pair.columns - SMALLEST_COLUMNS))
    return prepared.pictures(pair, first, SMALLEST_COLUMNS)


def cut(prepared: Mixture, pair: PreparedPair, rng: np.random.Generator) -> Pictures:
    """The pair at a width that another frame might have: a part of it, or mirrored on at its end."""
    columns = COLUMN_STEP * int(rng.integers(SMALLEST_COLUMNS // COLUMN_STEP, WIDEST_PROOF // COLUMN_STEP + 1))
    first = int(rng.integers(max(pair.columns - columns, 0) + 1))
    more = ((0, 0), (0, 0), (0, max(columns - pair.columns, 0)))
    origin, destination, sweep = prepared.pictures(pair, first, columns)
    return Pictures(np.pad(origin, more, mode="symmetric"), np.pad(destination, more, mode="symmetric"), sweep)
