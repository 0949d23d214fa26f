"""Prepared pairs on disk: what the network takes and what it should say, ready to be cut into crops.

    PREPARED/prepared.jsonl          one line a pair, in the order of the set, appended as pairs are done
    PREPARED/pairs/ID.pictures.npy   uint16, W x 4 x FRAME_ROWS: origin high, low, destination high, low
    PREPARED/pairs/ID.planes.npy     uint8, W/2 x FRAME_ROWS/2: bits of the label image, see PLANES

Columns come first, so that a crop of some columns is one piece of the file.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import quote

import numpy as np
from numpy.typing import NDArray

from datasets.curve import Law
from datasets.preparation import PREPARATION, Pictures
from datasets.quality import LEAST_QUALITY
from datasets.simulation.pasting.sights import Sights
from training.errors import PreparedError

Planes = NDArray[np.uint8]

PLANES = ("hidden_origin", "hidden_destination", "inserted", "removed", "other")  # bits 0 to 4 of a planes array
IGNORED_BIT = 5  # cannot be seen, or not labelled


@dataclass(frozen=True)
class PreparedPair:
    """One pair that is ready, with what of its row is needed to draw and to score it."""

    pair_id: str
    split: str
    label: str
    event: str
    mass_kg: float | None
    place: str
    cargo: str
    concealed_in_origin: bool | None
    concealed_in_destination: bool | None
    labelled: bool  # its label images are known, so that its maps can be learned
    columns: int
    opposite: bool  # whether the sources are taken to stand on different sides of the container
    sweep: tuple[tuple[float, float], ...]  # Planes.sweep
    quality: float
    seen_fraction: float
    digest: str  # sha256 over the files it was made from
    sights: Sights | None = None  # both scanners and the container, where the set tells of them
    curve: tuple[Law, ...] = ()  # law that brought the destination to the origin's grey scale

    @property
    def benign(self) -> bool:
        return self.label == "same"

    @property
    def comparable(self) -> bool:
        """Whether serving would compare the two scans at all."""
        return self.quality >= LEAST_QUALITY


@dataclass(frozen=True)
class SkippedPair:
    """One pair that could not be prepared, and why."""

    pair_id: str
    reason: str


@dataclass(frozen=True)
class PreparedSet:
    """The prepared pairs of a set, and those that were skipped."""

    folder: Path
    pairs: tuple[PreparedPair, ...]
    skipped: tuple[SkippedPair, ...] = ()

    @classmethod
    def load(cls, folder: Path) -> "PreparedSet":
        outcomes = read_outcomes(folder).values()
        pairs = tuple(outcome for outcome in outcomes if isinstance(outcome, PreparedPair))
        return cls(folder, pairs, tuple(outcome for outcome in outcomes if isinstance(outcome, SkippedPair)))

    def split(self, name: str) -> tuple[PreparedPair, ...]:
        return tuple(pair for pair in self.pairs if pair.split == name)

    @property
    def digest(self) -> str:
        """Of all files that the pairs were made from, whatever folder they lie in."""
        lines = "".join(f"{pair.pair_id} {pair.digest}\n" for pair in sorted(self.pairs, key=lambda pair: pair.pair_id))
        return hashlib.sha256(lines.encode()).hexdigest()

    def pictures(self, pair: PreparedPair, first: int = 0, columns: int | None = None) -> Pictures:
        """What the network takes of a pair, from frame column `first`."""
        stored = np.load(pictures_path(self.folder, pair.pair_id), mmap_mode="r")
        both = np.ascontiguousarray(stored[first : None if columns is None else first + columns].transpose(1, 2, 0))
        return Pictures(both[:2], both[2:], np.array(pair.sweep, np.float32))

    def planes(self, pair: PreparedPair) -> Planes:
        """FRAME_ROWS/2 x W/2, whole width."""
        planes: Planes = np.ascontiguousarray(np.load(planes_path(self.folder, pair.pair_id)).T)
        return planes


def pictures_path(folder: Path, pair_id: str) -> Path:
    return folder / "pairs" / f"{quote(pair_id, safe='')}.pictures.npy"


def planes_path(folder: Path, pair_id: str) -> Path:
    return folder / "pairs" / f"{quote(pair_id, safe='')}.planes.npy"


def read_outcomes(folder: Path) -> dict[str, PreparedPair | SkippedPair]:
    """What has been done so far by pair id; a line that was cut off as the run was killed does not count."""
    path = folder / "prepared.jsonl"
    if not path.is_file():
        raise PreparedError(f"{folder} holds no prepared pairs: python -m training prepare SET --out {folder}")
    head, *lines = path.read_text().splitlines(keepends=True) or [""]
    if head != head_line():
        raise PreparedError(
            f"{folder} was prepared by another version of this program: use a new folder, and prepare the set again"
        )
    return {outcome.pair_id: outcome for outcome in _outcomes(lines)}


def _outcomes(lines: list[str]) -> Iterator[PreparedPair | SkippedPair]:
    for line in lines:
        if line.endswith("\n"):
            values = json.loads(line)
            yield SkippedPair(**values) if "reason" in values else _pair(values)


def _pair(values: dict[str, Any]) -> PreparedPair:
    known = values.pop("sights")
    sights = None if known is None else Sights.from_json(known)
    curve = tuple(Law(*one) for one in values.pop("curve"))
    sweep = tuple((roof, floor) for roof, floor in values.pop("sweep"))
    return PreparedPair(**values, curve=curve, sweep=sweep, sights=sights)


def head_line() -> str:
    """What a folder of prepared pairs must begin with, to be read by this program."""
    return json.dumps({"preparation": PREPARATION, "fields": [field.name for field in fields(PreparedPair)]}) + "\n"


def outcome_line(outcome: PreparedPair | SkippedPair) -> str:
    return json.dumps(asdict(outcome)) + "\n"
