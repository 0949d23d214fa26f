"""Is a set of pairs sound? Every fault in a line of its own."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from datasets.contradictions import pair_faults, row_faults, scan_faults
from datasets.errors import SetError
from datasets.pairs import PairRow, read_table
from datasets.set_files import SeenScan, copies, see_all, see_scan
from datasets.splits import leaks
from datasets.truth_images import SeenTruth, see_truth, truth_faults, unseen

# Benign pairs without one false alarm that a rate of 0.4 % takes, by the rule of three (3 / 0.004).
BENIGN_FOR_A_THRESHOLD = 750


@dataclass(frozen=True)
class SetReport:
    """What was found in a set: it is sound where there is no fault; notes are worth knowing, and no fault."""

    rows: tuple[PairRow, ...]
    faults: tuple[str, ...]
    notes: tuple[str, ...]


def check(folder: Path) -> SetReport:
    """Reads the table, and every file of the set once; of each file a few numbers are kept."""
    rows, faults = sound_rows(folder)
    scans = see_all(see_scan, folder, [path for row in rows for path in (row.origin, row.destination)])
    truths = see_all(see_truth, folder, [path for row in rows for path in row.files[2:]])
    for row in rows:
        faults += [f"{row.pair_id}: {fault}" for fault in (*row_faults(row), *file_faults(row, scans, truths))]
    faults += leaks(tuple(numbered(row, scans) for row in rows), copies(scans))
    return SetReport(rows, tuple(faults), tuple(notes_on(rows, scans, truths)))


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


def file_faults(row: PairRow, scans: Mapping[str, SeenScan], truths: Mapping[str, SeenTruth]) -> Iterator[str]:
    """What is wrong with its scans and label images."""
    ends, labels = (scans[row.origin], scans[row.destination]), labels_of(row, truths)
    for path, scan, truth in zip((row.origin, row.destination), ends, labels, strict=True):
        yield from (f"{name}: {seen.fault}" for name, seen in ((path, scan), (truth.path, truth)) if seen.fault)
        yield from scan_faults(path, scan)
        if scan.shape and truth.shape and scan.shape != truth.shape:
            yield f"{truth.path} has {truth.shape} rows and columns, wanted {scan.shape} as its scan"
    yield from pair_faults(numbered(row, scans), *ends)
    yield from truth_faults(row, *labels)


def numbered(row: PairRow, scans: Mapping[str, SeenScan]) -> PairRow:
    """With the number that a scan declares, where the table has none."""
    declared = scans[row.origin].container or scans[row.destination].container
    return replace(row, container=row.container or declared)


def labels_of(row: PairRow, truths: Mapping[str, SeenTruth]) -> tuple[SeenTruth, SeenTruth]:
    return truths.get(row.origin_truth, SeenTruth()), truths.get(row.destination_truth, SeenTruth())


def notes_on(
    rows: tuple[PairRow, ...], scans: Mapping[str, SeenScan], truths: Mapping[str, SeenTruth]
) -> Iterator[str]:
    """What is no fault, but worth knowing before a run."""
    if unsplit := sum(not row.split for row in rows):
        yield f"{unsplit} of {len(rows)} pairs are in no split"
    alike = copies(scans)
    if selves := sum(alike[row.origin] == alike[row.destination] for row in rows):
        yield f"{selves} pairs are of one scan and itself"
    if lost := sum(unseen(row, *labels_of(row, truths)) for row in rows):
        yield f"{lost} pairs show nothing of what is hidden or changed: it cannot be seen, or it is unlabelled"
    benign = sum(row.label == "same" for row in rows)
    if rows and not any(row.label for row in rows):
        yield "no pair has a label: nothing can be trained or scored with them"
    elif benign < BENIGN_FOR_A_THRESHOLD:
        yield f"{benign} pairs are benign: it takes {BENIGN_FOR_A_THRESHOLD} to show a false-alarm rate below 0.4 %"
    for warning, count in Counter(warning for seen in scans.values() for warning in seen.warnings).most_common():
        yield f"{count} scans: {warning}"
