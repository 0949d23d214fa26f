"""Is a set of pairs sound? Files, sizes, numbers, splits and leaks, every fault in a line of its own."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from os import cpu_count
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.progress import track

from datasets.errors import ScanError, SetError
from datasets.forms.png import decode_png
from datasets.pairs import PairRow, read_table
from datasets.reading import MOST_PIXELS, file_bytes, load_scan
from datasets.scan import ContainerNumber
from datasets.splits import leaks

LABEL_VALUES = (0, 1, 2, 3, 255)
# What an event makes of a pair; a lawful opening may be labelled either way.
LABEL_OF = {"none": "same"} | dict.fromkeys(("inserted", "removed", "swapped", "other_load"), "mismatch")


@dataclass(frozen=True)
class SetReport:
    """What was found in a set: it is sound where there is no fault; notes are worth knowing, and no fault."""

    rows: tuple[PairRow, ...]
    faults: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Seen:
    """What is kept of a file that was read; `fault` where it could not be."""

    shape: tuple[int, ...] = ()
    digest: str = ""
    container: str = ""
    warnings: tuple[str, ...] = ()
    fault: str = ""


def check(folder: Path) -> SetReport:
    """Reads the table and every file of the set once."""
    rows, faults = sound_rows(folder)
    scans = see_all(see_scan, folder, [path for row in rows for path in (row.origin, row.destination)])
    truths = see_all(see_truth, folder, [path for row in rows for path in row.files[2:]])
    for row in rows:
        faults += [f"{row.pair_id}: {fault}" for fault in (*row_faults(row), *file_faults(row, scans, truths))]
    faults += leaks(rows, copies(scans))
    return SetReport(rows, tuple(faults), tuple(notes_on(rows, scans)))


def sound_rows(folder: Path) -> tuple[tuple[PairRow, ...], list[str]]:
    """The rows that keep to the contract, and what is wrong with the others."""
    rows: dict[str, PairRow] = {}
    faults = []
    for line, cells in read_table(folder):
        try:
            row = PairRow.parse(cells)
        except SetError as error:
            faults.append(f"line {line}: {error}")
            continue
        if row.pair_id in rows:
            faults.append(f"line {line}: a second pair is named {row.pair_id}")
        rows.setdefault(row.pair_id, row)
    if not rows and not faults:
        faults.append("the table holds no pair")
    return tuple(rows.values()), faults


def row_faults(row: PairRow) -> Iterator[str]:
    """What the table itself gets wrong."""
    try:
        ContainerNumber.parse(row.container or "CSQU3054383")
    except ScanError as error:
        yield f"container {error}"
    if row.label and row.label != (wanted := LABEL_OF.get(row.event, row.label)):
        yield f"label is {row.label} and event {row.event}, wanted label {wanted}"


def file_faults(row: PairRow, scans: Mapping[str, Seen], truths: Mapping[str, Seen]) -> Iterator[str]:
    """What is wrong with its scans and label images."""
    for path, truth_path in ((row.origin, row.origin_truth), (row.destination, row.destination_truth)):
        scan, truth = scans[path], truths.get(truth_path, Seen())
        yield from (f"{name}: {seen.fault}" for name, seen in ((path, scan), (truth_path, truth)) if seen.fault)
        if scan.container and row.container and scan.container != as_written(row.container):
            yield f"{path} says that it shows {scan.container}, the table says {row.container}"
        if scan.shape and truth.shape and scan.shape != truth.shape:
            yield f"{truth_path} has {truth.shape} rows and columns, wanted {scan.shape} as its scan"


def as_written(number: str) -> str:
    """A container number without spaces and hyphens; other text as it is."""
    try:
        return str(ContainerNumber.parse(number))
    except ScanError:
        return number


def see_all(see: Callable[[Path], Seen], folder: Path, paths: list[str]) -> dict[str, Seen]:
    """Each file once, on all cores."""
    once = list(dict.fromkeys(paths))
    with ThreadPoolExecutor(cpu_count()) as pool:
        files = pool.map(see, [folder / path for path in once])
        shown = track(files, "reading files", len(once), console=Console(stderr=True), disable=not once)
        return dict(zip(once, shown, strict=True))


def see_scan(path: Path) -> Seen:
    try:
        scan, data = load_scan(path), file_bytes(path)
    except ScanError as error:
        return Seen(fault=str(error))
    number = str(scan.container or "")
    return Seen(scan.high.shape, hashlib.sha256(data).hexdigest(), number, scan.warnings)


def see_truth(path: Path) -> Seen:
    try:
        picture = decode_png(file_bytes(path), MOST_PIXELS)
    except ScanError as error:
        return Seen(fault=str(error))
    labels = picture.channels[0]
    if picture.bits != 8 or (strange := np.setdiff1d(labels, LABEL_VALUES)).size:
        found = f"{picture.bits} bits" if picture.bits != 8 else f"the value {strange[0]}"
        return Seen(fault=f"it has {found}, wanted 8 bits and the values {', '.join(map(str, LABEL_VALUES))}")
    return Seen(labels.shape)


def copies(scans: Mapping[str, Seen]) -> dict[str, str]:
    """For each scan the first path that has the same content."""
    first: dict[str, str] = {}
    return {path: first.setdefault(seen.digest or path, path) for path, seen in scans.items()}


def notes_on(rows: tuple[PairRow, ...], scans: Mapping[str, Seen]) -> Iterator[str]:
    """What is no fault, but worth knowing before a run."""
    if unsplit := sum(not row.split for row in rows):
        yield f"{unsplit} of {len(rows)} pairs are in no split"
    alike = copies(scans)
    if selves := sum(alike[row.origin] == alike[row.destination] for row in rows):
        yield f"{selves} pairs are of one scan and itself"
    for warning, count in Counter(warning for seen in scans.values() for warning in seen.warnings).most_common():
        yield f"{count} scans: {warning}"
