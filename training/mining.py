"""Places in unchanged training pairs where a network sees a change: what it has to unlearn, drawn more often."""

import csv
from collections.abc import Collection
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from datasets.parallel import in_parallel
from training.errors import SettingsError
from training.mixture import Mixture
from training.prepared import PreparedPair
from training.scoring import session_of

FIELDS = ("pair_id", "column", "score")
MOST = 400  # of the worst places that are drawn


@dataclass(frozen=True)
class HardPlace:
    """Where one pair looks most changed: a column of the frame, and the pair's mismatch score."""

    pair_id: str
    column: int
    score: float


def mine(prepared: Mixture, model: Path, out: Path, workers: int) -> list[HardPlace]:
    """One place a pair of the training split in which nothing changed, the worst first, into the table `out`."""
    benign = [pair for pair in prepared.split("train") if pair.benign and pair.comparable]
    one = partial(worst_place, prepared=prepared, model=model)
    found = list(in_parallel(one, benign, workers, "looking for false alarms"))
    found.sort(key=lambda place: -place.score)
    out.parent.mkdir(parents=True, exist_ok=True)
    with out.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(FIELDS)
        table.writerows((place.pair_id, place.column, f"{place.score:.6f}") for place in found)
    return found


def worst_place(pair: PreparedPair, prepared: Mixture, model: Path) -> HardPlace:
    maps = session_of(model).run(prepared.pictures(pair))
    highest = np.maximum(np.maximum(maps.inserted, maps.removed), maps.other).max(axis=0)
    return HardPlace(pair.pair_id, 2 * int(highest.argmax()), maps.mismatch_score)


def read_hard(path: Path, teaching: Collection[str]) -> list[HardPlace]:
    """The worst places of the table that lie in the pairs of these names."""
    if not path.is_file():
        raise SettingsError(f"{path} is not there: python -m training mine SET --model FILE.onnx --out {path}")
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    if rows and set(FIELDS) - set(rows[0]):
        raise SettingsError(f"{path} has the columns {', '.join(rows[0])}, wanted {', '.join(FIELDS)}")
    known = [HardPlace(row["pair_id"], int(row["column"]), float(row["score"])) for row in rows]
    chosen = [place for place in known if place.pair_id in teaching][:MOST]
    if not chosen:
        raise SettingsError(f"none of the {len(rows)} places of {path} lies in a pair of these sets that may teach")
    return chosen
