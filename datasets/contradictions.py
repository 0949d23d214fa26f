"""What a row of the table and what its scans declare say against each other, or against the calendar."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from datasets.errors import ScanError
from datasets.pairs import PairRow
from datasets.scan import ContainerNumber
from datasets.set_files import SeenScan
from datasets.splits import as_written

# What an event makes of a pair; a lawful opening may be labelled either way.
LABEL_OF = {"none": "same"} | dict.fromkeys(("inserted", "removed", "swapped", "other_load"), "mismatch")

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)  # before it lies a clock that was never set
WRONG_CLOCK = timedelta(days=1)  # by which a clock or a time zone may be off
UNUSABLE = ("declared container", "declared taken_at")  # warnings of the reader that are faults of a set


def row_faults(row: PairRow) -> Iterator[str]:
    """What the table by itself gets wrong."""
    try:
        ContainerNumber.parse(row.container or "CSQU3054383")
    except ScanError as error:
        yield f"container {error}"
    if row.label and row.label != (wanted := LABEL_OF.get(row.event, row.label)):
        yield f"label is {row.label} and event {row.event}, wanted label {wanted}"
    if row.event == "inserted" and row.concealed_in_destination is False:
        yield "event is inserted and concealed_in_destination 0, wanted 1"
    if row.event == "removed" and row.concealed_in_origin is False:
        yield "event is removed and concealed_in_origin 0, wanted 1"
    if nothing_hidden(row) and (said := [name for name in ("place", "mass_kg") if getattr(row, name)]):
        yield f"{' and '.join(said)} is given, but nothing is hidden in either scan"


def nothing_hidden(row: PairRow) -> bool:
    flags = row.concealed_in_origin, row.concealed_in_destination
    return flags == (False, False) and row.event not in ("inserted", "removed", "swapped")


def pair_faults(row: PairRow, origin: SeenScan, destination: SeenScan) -> Iterator[str]:
    """Scans that cannot be of this container, or not in this order."""
    for path, scan in ((row.origin, origin), (row.destination, destination)):
        if scan.container and row.container and scan.container != as_written(row.container):
            yield f"{path} says that it shows {scan.container}, the pair is of {row.container}"
    first, then = origin.taken_at, destination.taken_at
    if first and then and then < first:
        yield f"the destination was taken at {then.isoformat()}, before the origin at {first.isoformat()}"


def scan_faults(path: str, scan: SeenScan) -> Iterator[str]:
    """What a scan declares that cannot be."""
    if scan.taken_at and not EARLIEST <= scan.taken_at <= datetime.now(UTC) + WRONG_CLOCK:
        yield f"{path} says that it was taken at {scan.taken_at.isoformat()}, wanted from 1990 until today"
    yield from (f"{path}: {warning}" for warning in scan.warnings if warning.startswith(UNUSABLE))
