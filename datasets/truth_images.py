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

# Of a label image: as much as wheels and rails hide. Where a load hides more, a whole lot may lie behind it.
HIDDEN_BY_VEHICLE = 0.02


@dataclass(frozen=True)
class SeenTruth:
    """A label image that was read: how many pixels have each value; `fault` where it could not be."""

    path: str = ""
    shape: tuple[int, ...] = ()
    pixels: Mapping[int, int] = field(default_factory=dict)
    fault: str = ""

    def holds(self, *values: int) -> bool:
        return any(self.pixels.get(value) for value in values)

    @property
    def blind(self) -> bool:
        return bool(self.pixels) and not self.holds(*LABEL_VALUES[:-1])

    @property
    def clear(self) -> bool:
        """So little cannot be seen that every lot has pixels."""
        return bool(self.pixels) and self.pixels[CANNOT_BE_SEEN] < HIDDEN_BY_VEHICLE * sum(self.pixels.values())


@dataclass(frozen=True)
class Demand:
    """What a row says that label images must show: one of them, one of these values."""

    said: str
    ends: tuple[SeenTruth, ...]
    values: tuple[int, ...]

    @property
    def unmet(self) -> bool:
        return all(end.pixels and not end.holds(*self.values) for end in self.ends)

    @property
    def contradicted(self) -> bool:
        return self.unmet and all(end.clear for end in self.ends)

    @property
    def sentence(self) -> str:
        names, values = " and ".join(end.path for end in self.ends), " or ".join(map(str, self.values))
        return f"{self.said}, but no pixel of {names} is {values}"


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
    yield from (demand.sentence for demand in demands(row, origin, destination) if demand.contradicted)
    if (row.label == "same" or row.event == "none") and row.event != "opened":
        for end in (origin, destination):
            if found := [value for value in (HIDDEN_HERE, CHANGED) if end.holds(value)]:
                yield f"nothing is to have changed, but pixels of {end.path} are {found[0]}"
    flags = (row.concealed_in_origin, origin, "origin"), (row.concealed_in_destination, destination, "destination")
    for concealed, end, name in flags:
        if concealed is False and end.holds(HIDDEN_HERE, HIDDEN_ALIKE):
            yield f"concealed_in_{name} is 0, but pixels of {end.path} are {1 if end.holds(HIDDEN_HERE) else 3}"


def demands(row: PairRow, origin: SeenTruth, destination: SeenTruth) -> Iterator[Demand]:
    if row.event == "inserted":
        yield Demand("event is inserted", (destination,), (HIDDEN_HERE,))
    if row.event == "removed":
        yield Demand("event is removed", (origin,), (HIDDEN_HERE,))
    if row.event in ("swapped", "other_load", "opened"):
        yield Demand(f"event is {row.event}", (origin, destination), (HIDDEN_HERE, CHANGED))
    if row.concealed_in_origin:
        yield Demand("concealed_in_origin is 1", (origin,), (HIDDEN_HERE, HIDDEN_ALIKE))
    if row.concealed_in_destination:
        yield Demand("concealed_in_destination is 1", (destination,), (HIDDEN_HERE, HIDDEN_ALIKE))
    for here, other in ((origin, destination), (destination, origin)):
        if here.holds(HIDDEN_ALIKE):
            yield Demand(f"pixels of {here.path} are 3, hidden in both alike", (other,), (HIDDEN_ALIKE,))


def unseen(row: PairRow, origin: SeenTruth, destination: SeenTruth) -> bool:
    """Is something said to be there of which no pixel can be seen?"""
    return any(demand.unmet and not demand.contradicted for demand in demands(row, origin, destination))
