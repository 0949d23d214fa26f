"""A set of pairs into prepared arrays: read, locate, normalise, align and prepare each pair once, on all cores."""

import hashlib
import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import cv2
import numpy as np
from numpy.lib.format import open_memmap
from numpy.typing import NDArray
from PIL import Image as Pictures
from rich.progress import track

from datasets.aligned import AlignedPair
from datasets.alignment import align
from datasets.errors import ScanError, SetError
from datasets.locating import locate
from datasets.normalising import normalise
from datasets.pairs import PairIndex, PairRow
from datasets.preparation import prepare_pair
from datasets.reading import load_scan
from datasets.scan import Scan
from datasets.simulation.pasting.sights import read_sights
from datasets.view import FRAME_ROWS, Frame, Image, Mask, View
from datasets.workers import process_pool
from training.prepared import (
    Planes,
    PreparedPair,
    PreparedSet,
    SkippedPair,
    head_line,
    outcome_line,
    pictures_path,
    planes_path,
    read_outcomes,
)

Labels = NDArray[np.uint8]

# Values of a label image
HIDDEN_HERE, OTHER, HIDDEN_ALIKE, CANNOT_BE_SEEN = 1, 2, 3, 255


def prepare(folder: Path, out: Path, workers: int) -> PreparedSet:
    """All pairs of the set at `folder`; pairs that `out` already holds are kept."""
    rows = PairIndex.load(folder).rows
    (out / "pairs").mkdir(parents=True, exist_ok=True)
    done = _resume(out)
    todo = [row for row in rows if row.pair_id not in done]
    with (out / "prepared.jsonl").open("a") as lines:
        for outcome in track(
            _in_parallel(todo, folder, out, workers), "preparing pairs", total=len(todo), disable=not todo
        ):
            done[outcome.pair_id] = outcome
            lines.write(outcome_line(outcome))
            lines.flush()
    outcomes = [done[row.pair_id] for row in rows]
    skipped = tuple(outcome for outcome in outcomes if isinstance(outcome, SkippedPair))
    (out / "skipped.csv").write_text(
        "pair_id,reason\n" + "".join(f"{s.pair_id},{json.dumps(s.reason)}\n" for s in skipped)
    )
    return PreparedSet(out, tuple(outcome for outcome in outcomes if isinstance(outcome, PreparedPair)), skipped)


def _resume(out: Path) -> dict[str, PreparedPair | SkippedPair]:
    """What was done before; the file is written anew, so that a line cut off by a kill is gone."""
    path = out / "prepared.jsonl"
    done = read_outcomes(out) if path.is_file() else {}
    path.write_text(head_line() + "".join(map(outcome_line, done.values())))
    return done


def _in_parallel(rows: list[PairRow], folder: Path, out: Path, workers: int) -> Iterator[PreparedPair | SkippedPair]:
    one = partial(prepare_one, folder=folder, out=out)
    if workers <= 1 or len(rows) <= 1:
        yield from map(one, rows)
        return
    with process_pool(workers) as pool:
        yield from pool.map(one, rows)


def prepare_one(row: PairRow, folder: Path, out: Path) -> PreparedPair | SkippedPair:
    """One pair of the set; what cannot be used is skipped with its reason."""
    try:
        origin_scan, destination_scan = load_scan(folder / row.origin), load_scan(folder / row.destination)
        pair = align(view_of(origin_scan), view_of(destination_scan))
        origin_labels = read_labels(folder, row.origin_truth, origin_scan)
        destination_labels = read_labels(folder, row.destination_truth, destination_scan)
        sights = read_sights(folder / "truth" / f"{row.pair_id}.json")
    except (ScanError, OSError) as error:
        return SkippedPair(row.pair_id, f"{type(error).__name__}: {error}")
    origin, destination, sweep = prepare_pair(pair)
    planes = label_planes(pair, origin_labels, destination_labels)
    _store(pictures_path(out, row.pair_id), np.concatenate([origin, destination]).transpose(2, 0, 1))
    _store(planes_path(out, row.pair_id), planes.T)
    return PreparedPair(
        pair_id=row.pair_id,
        split=row.split,
        label=row.label,
        event=row.event,
        mass_kg=row.mass_kg,
        place=row.place,
        cargo=row.cargo,
        concealed_in_origin=row.concealed_in_origin,
        concealed_in_destination=row.concealed_in_destination,
        labelled=_labelled(row),
        columns=pair.origin.frame.columns,
        opposite=pair.alignment.planes is not None and pair.alignment.planes.opposite,
        sweep=tuple((float(roof), float(floor)) for roof, floor in sweep),
        quality=pair.alignment.quality,
        seen_fraction=pair.seen_fraction,
        digest=_digest(folder, row),
        sights=sights,
        curve=pair.alignment.curve,
    )


def view_of(scan: Scan) -> View:
    return normalise(scan, locate(scan)[0])


def read_labels(folder: Path, path: str, scan: Scan) -> Labels | None:
    """The label image on the scan's own pixels, None where the set names none."""
    if not path:
        return None
    labels = np.asarray(Pictures.open(folder / path).convert("L"))
    if labels.shape != scan.high.shape:
        raise SetError(f"{path} is {labels.shape}, wanted {scan.high.shape} as its scan")
    return labels


def _labelled(row: PairRow) -> bool:
    """Whether the maps are known: by a label image, or because nothing is hidden and nothing changed."""
    return bool(row.origin_truth or row.destination_truth) or (
        row.label == "same" and not row.concealed_in_origin and not row.concealed_in_destination
    )


def label_planes(pair: AlignedPair, origin: Labels | None, destination: Labels | None) -> Planes:
    """Both label images on the origin's grid at half its resolution, as bits."""
    columns, rows = np.meshgrid(np.arange(pair.origin.frame.columns), np.arange(FRAME_ROWS))
    here = carried(origin, pair.origin.frame, columns.astype(np.float32), rows.astype(np.float32))
    there = carried(destination, pair.destination.frame, pair.alignment.columns, pair.alignment.rows)
    bits = [
        _any(np.isin(here, (HIDDEN_HERE, HIDDEN_ALIKE))),
        _any(np.isin(there, (HIDDEN_HERE, HIDDEN_ALIKE))),
        _any(there == HIDDEN_HERE),
        _any(here == HIDDEN_HERE),
        _any((here == OTHER) | (there == OTHER)),
        _most((here == CANNOT_BE_SEEN) | (there == CANNOT_BE_SEEN) | pair.unseen),
    ]
    planes = np.zeros(bits[0].shape, np.uint8)
    for bit, plane in enumerate(bits):
        planes |= plane.astype(np.uint8) << bit
    return planes


def carried(labels: Labels | None, frame: Frame, columns: Image, rows: Image) -> Labels:
    """The label image of a scan at the places (columns, rows) of its frame; outside the scan nothing can be seen."""
    if labels is None:
        return np.zeros(columns.shape, np.uint8)
    points = frame.to_scan(np.stack([columns.ravel(), rows.ravel()], axis=1).astype(np.float64))
    x, y = points.astype(np.float32).reshape(*columns.shape, 2).transpose(2, 0, 1)
    beyond = (float(CANNOT_BE_SEEN),)
    return cv2.remap(labels, x, y, cv2.INTER_NEAREST, borderMode=cv2.BORDER_CONSTANT, borderValue=beyond).astype(
        np.uint8
    )


def _quarters(mask: Mask) -> NDArray[np.bool_]:
    rows, columns = mask.shape
    return mask.reshape(rows // 2, 2, columns // 2, 2)


def _any(mask: Mask) -> Mask:
    """A small object must not fall between the samples."""
    return np.asarray(_quarters(mask).any(axis=(1, 3)))


def _most(mask: Mask) -> Mask:
    return np.asarray(_quarters(mask).mean(axis=(1, 3)) >= 0.5)


def _store(path: Path, array: NDArray[np.uint16] | NDArray[np.uint8]) -> None:
    """Whole or not at all: a run that is killed leaves no half file behind under the final name."""
    partial_path = path.with_suffix(".partial")
    stored = open_memmap(partial_path, mode="w+", dtype=array.dtype, shape=array.shape)
    stored[:] = array
    stored.flush()
    partial_path.replace(path)


def _digest(folder: Path, row: PairRow) -> str:
    sha = hashlib.sha256()
    for path in (row.origin, row.destination, row.origin_truth, row.destination_truth):
        sha.update(hashlib.sha256((folder / path).read_bytes() if path else b"").digest())
    return sha.hexdigest()
