"""Labelled pairs from a user's own unlabelled scans: the scan, and itself re-scanned, with lots laid into either.

This is threat image projection (Rogers et al. 2016): the background is real, the lot is physics, the truth is exact.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from rich.progress import track

from datasets.commands import say
from datasets.errors import ContainerNumberError, ScanError, SetError
from datasets.locating import locate
from datasets.pairs import PairIndex, PairRow
from datasets.reading import load_scan
from datasets.scan import ContainerNumber, Scan
from datasets.simulation.projecting.projected import Assumed, Projected, projected
from datasets.simulation.projecting.projected_record import record
from datasets.simulation.records import read_row, write_record
from datasets.view import Outline
from datasets.writing import write_tiff

ENDINGS = (".tif", ".tiff", ".png", ".jpg", ".jpeg", ".npy")
SKIPPED = "skipped.csv"  # beside the table: pictures that cannot be used, and why
NOTHING_ASSUMED = Assumed()


@dataclass(frozen=True)
class Source:
    """A scan of the user's, and where its container lies."""

    path: Path
    outline: Outline


def project(scans: Path, out: Path, pairs: int, seed: int, assumed: Assumed = NOTHING_ASSUMED) -> PairIndex:
    """Writes a set of `pairs` pairs made from the scans below a folder; pairs that the set holds already are kept."""
    sources, skipped = find_sources(scans)
    for name in ("scans", "truth"):
        (out / name).mkdir(parents=True, exist_ok=True)
    rows = [
        project_one(sources, out, seed, number, assumed)
        for number in track(range(pairs), "projecting pairs", disable=not pairs)
    ]
    index = PairIndex(tuple(rows))
    index.write(out)
    (out / SKIPPED).write_text("".join(f"{line}\n" for line in skipped))
    if skipped:
        of_all = f"{len(skipped)} of {len(skipped) + len(sources)} pictures"
        say(f"{of_all} cannot be used, see {out / SKIPPED}: {skipped[0]}")
    return index


def find_sources(folder: Path) -> tuple[list[Source], list[str]]:
    """The scans that can be read, and a line for each that cannot; a low energy comes with its high one."""
    if not folder.is_dir():
        raise SetError(f"{folder} is no folder, wanted one with scans")
    paths = [path for path in sorted(folder.rglob("*")) if path.suffix.lower() in ENDINGS]
    paths = [path for path in paths if not path.stem.endswith("_low")]
    sources, skipped = [], []
    for path in track(paths, "finding containers", disable=not paths):
        try:
            sources.append(Source(path, locate(load_scan(path))[0]))
        except ScanError as error:
            skipped.append(f"{path.relative_to(folder)}: {error}")
    if not sources:
        first = f"; {skipped[0]}" if skipped else ""
        raise SetError(f"{folder} holds no scan that can be used among {len(paths)} pictures{first}")
    return sources, skipped


def project_one(sources: Sequence[Source], out: Path, seed: int, number: int, assumed: Assumed) -> PairRow:
    """One pair and, last, the record that says it is whole."""
    name = f"p{seed}-{number:06d}"
    if (known := out / "truth" / f"{name}.json").is_file():
        return read_row(known)
    rng = np.random.default_rng([seed, number])
    source = sources[int(rng.integers(len(sources)))]
    scan = load_scan(source.path)
    pair = projected(scan, source.outline, rng, assumed)
    for end, scan, labels in zip(("origin", "destination"), (pair.origin, pair.destination), pair.labels, strict=True):
        (out / "scans" / f"{name}_{end}.tif").write_bytes(write_tiff(scan))
        cv2.imwrite(str(out / "truth" / f"{name}_{end}.png"), labels)
    row = row_of(name, number_on(scan, source.path), source.path, seed, pair)
    write_record(known, record(row, pair, source.outline) | {"scan": source.path.name})
    return row


def number_on(scan: Scan, path: Path) -> str:
    """The container's number, as the scan declares it or its file is named; nothing where neither tells."""
    if scan.container:
        return str(scan.container)
    try:
        return str(ContainerNumber.parse(path.stem))
    except ContainerNumberError:  # most files are named otherwise
        return ""


def row_of(name: str, container: str, source: Path, seed: int, pair: Projected) -> PairRow:
    changed = pair.event in ("inserted", "removed")
    return PairRow(
        pair_id=name,
        origin=f"scans/{name}_origin.tif",
        destination=f"scans/{name}_destination.tif",
        container=container,
        split=split_of(container or source.stem),
        label="mismatch" if changed else "same",
        event=pair.event if changed else "none",
        concealed_in_origin=pair.event in ("removed", "alike"),
        concealed_in_destination=pair.event in ("inserted", "alike"),
        place=pair.hidden.place if pair.hidden else "",
        mass_kg=round(pair.hidden.mass_kg, 2) if pair.hidden else None,
        seed=seed,
        origin_truth=f"truth/{name}_origin.png",
        destination_truth=f"truth/{name}_destination.png",
    )


def split_of(name: str) -> str:
    """By the container's number or the scan's name, so that neither stands in two splits."""
    place = int(hashlib.sha256(name.encode()).hexdigest(), 16) % 100
    return "train" if place < 70 else "val" if place < 85 else "test"
