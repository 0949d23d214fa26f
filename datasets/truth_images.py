"""Label images of a set: what is kept of each, and what they contradict in their row."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from datasets.errors import ScanError
from datasets.forms.png import decode_png
from datasets.pairs import PairRow
from datasets.reading import MOST_PIXELS, file_bytes

# Values of a label image (contract).
UNCHANGED, HIDDEN_HERE, CHANGED, HIDDEN_ALIKE, CANNOT_BE_SEEN = 0, 1, 2, 3, 255
LABEL_VALUES = (UNCHANGED, HIDDEN_HERE, CHANGED, HIDDEN_ALIKE, CANNOT_BE_SEEN)

HIDES_A_LOT_PX = 100  # a brick of 1 kg (15 x 3.5 cm) seen end-on, 7 mm a pixel


@dataclass(frozen=True)
class SeenTruth:
    """A label image that was read: how many pixels have each value; `fault` where it could not be."""

    path: str = ""
    shape: tuple[int, ...] = ()
    pixels: Mapping[int, int] = field(default_factory=dict)
    fault: str = ""

    def holds(self, *values: int) -> bool:
        return any(self.pixels.get(value) for value in values)

    def lacks(self, *values: int) -> bool:
        """Read and without these values, though so little cannot be seen that no lot lies there unlabelled."""
        return bool(self.pixels) and not self.holds(*values) and self.pixels[CANNOT_BE_SEEN] < HIDES_A_LOT_PX

    @property
    def blind(self) -> bool:
        return bool(self.pixels) and not self.holds(*LABEL_VALUES[:-1])


def see_truth(folder: Path, path: str) -> SeenTruth:
    try:
        picture = decode_png(file_bytes(folder / path), MOST_PIXELS)
    except ScanError as error:
        return SeenTruth(path, fault=str(error))
    labels = picture.channels[0]
    if picture.bits != 8:
        return SeenTruth(path, fault=f"it has {picture.bits} bits, wanted 8")
    counts = np.bincount(labels.ravel(), minlength=256)
    if strange := [value for value in np.flatnonzero(counts).tolist() if value not in LABEL_VALUES]:
        return SeenTruth(path, fault=f"it has the value {strange[0]}, wanted {', '.join(map(str, LABEL_VALUES))}")
    return SeenTruth(path, labels.shape, {value: int(counts[value]) for value in LABEL_VALUES})


def truth_faults(row: PairRow, origin: SeenTruth, destination: SeenTruth) -> Iterator[str]:
    """Where the row says one thing and its label images another; what a row leaves open contradicts nothing."""
    yield from (f"{end.path} is 255 everywhere, wanted labels" for end in (origin, destination) if end.blind)
    yield from event_faults(row, origin, destination)
    yield from concealment_faults(row.concealed_in_origin, origin, "concealed_in_origin")
    yield from concealment_faults(row.concealed_in_destination, destination, "concealed_in_destination")
    for here, other in ((origin, destination), (destination, origin)):
        if here.holds(HIDDEN_ALIKE) and other.lacks(HIDDEN_ALIKE):
            yield f"{here.path} holds the value 3, hidden in both alike, but {other.path} does not"


def event_faults(row: PairRow, origin: SeenTruth, destination: SeenTruth) -> Iterator[str]:
    """A lawful opening may be labelled either way, and changes pixels in both."""
    if (row.label == "same" or row.event == "none") and row.event != "opened":
        for end in (origin, destination):
            if end.holds(HIDDEN_HERE, CHANGED):
                yield f"nothing is to have changed, but {end.path} holds the value {1 if end.holds(1) else 2}"
    if row.event == "inserted" and destination.lacks(HIDDEN_HERE):
        yield f"event is inserted, but {destination.path} holds no value 1"
    if row.event == "removed" and origin.lacks(HIDDEN_HERE):
        yield f"event is removed, but {origin.path} holds no value 1"
    unlabelled = all(end.lacks(HIDDEN_HERE, CHANGED) for end in (origin, destination))
    if row.event in ("swapped", "other_load", "opened") and unlabelled:
        yield f"event is {row.event}, but neither label image holds a value 1 or 2"


def concealment_faults(said: bool | None, end: SeenTruth, column: str) -> Iterator[str]:
    if said is True and end.lacks(HIDDEN_HERE, HIDDEN_ALIKE):
        yield f"{column} is 1, but {end.path} holds no value 1 or 3"
    if said is False and end.holds(HIDDEN_HERE, HIDDEN_ALIKE):
        yield f"{column} is 0, but {end.path} holds the value {1 if end.holds(HIDDEN_HERE) else 3}"
