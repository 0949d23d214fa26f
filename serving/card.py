"""What a model file says of itself: its name, its thresholds and the pair it is proved on."""

import base64
import zlib
from pathlib import Path
from typing import Annotated, Self, TypeVar

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from datasets.preparation import PREPARATION, Picture, Pictures
from serving.errors import ForeignPreparation, IncompleteModel, UnknownRate
from serving.mass_law import MassLaws

WANTED = {"preparation", "name", "version", "thresholds", "calibration", "golden"}

Share = Annotated[float, Field(ge=0, le=1)]
R = TypeVar("R", bound=BaseModel)


class Record(BaseModel):
    """Part of the metadata; keys that are not known are left alone."""

    model_config = ConfigDict(frozen=True)


class MapThresholds(Record):
    """From which probability on a pixel of a map belongs to a finding."""

    hidden: Share
    inserted: Share
    removed: Share
    other: Share


class Thresholds(Record):
    """For each false-alarm rate the score from which on it is an alarm."""

    mismatch: dict[float, Share]
    concealed: dict[float, Share]
    map: MapThresholds


class Calibration(Record):
    """On how many benign pairs and scans the thresholds rest."""

    benign_pairs: int
    benign_scans: int = 0


class Golden(Record):
    """A pair of pictures (little-endian uint16, zlib, base64), their sweep, and the scores they had at export."""

    shape: tuple[int, int, int]
    origin: str
    destination: str
    sweep: list[tuple[float, float]]
    scores: dict[str, float] = Field(min_length=1)

    @property
    def pictures(self) -> Pictures:
        return Pictures(self.unpack(self.origin), self.unpack(self.destination), np.array(self.sweep, np.float32))

    def unpack(self, packed: str) -> Picture:
        return np.frombuffer(zlib.decompress(base64.b64decode(packed)), "<u2").astype(np.uint16).reshape(self.shape)


class ModelCard(Record):
    """What a model file says of itself, and the digest of the file."""

    name: str
    version: str
    sha256: str
    thresholds: Thresholds
    calibration: Calibration
    masses: MassLaws | None = None  # of a network whose lots were never weighed

    @classmethod
    def of(cls, stored: dict[str, str], sha256: str, path: Path) -> Self:
        """From the metadata of the file, which must name the preparation of scans that is ours."""
        if missing := WANTED - stored.keys():
            raise IncompleteModel(f"{path}: the metadata lack {', '.join(sorted(missing))}; export the model anew")
        if stored["preparation"] != PREPARATION:
            raise ForeignPreparation(
                f"{path}: made for {stored['preparation']!r}, this program prepares {PREPARATION!r}"
            )
        return cls(
            name=stored["name"],
            version=stored["version"],
            sha256=sha256,
            thresholds=parse(Thresholds, stored["thresholds"], path),
            calibration=parse(Calibration, stored["calibration"], path),
            masses=parse(MassLaws, stored["masses"], path) if "masses" in stored else None,
        )

    def mismatch_threshold(self, rate: float) -> float:
        """The score from which on a pair is a mismatch."""
        return at_rate(self.thresholds.mismatch, rate)

    def concealed_threshold(self, rate: float) -> float:
        """The score from which on a scan by itself holds something hidden."""
        return at_rate(self.thresholds.concealed, rate)


def parse(record: type[R], text: str, path: Path) -> R:
    try:
        return TypeAdapter(record).validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"])) or "text"
        raise IncompleteModel(f"{path}: metadata, {record.__name__.lower()}, {place}: {first['msg']}") from error


def at_rate(thresholds: dict[float, float], rate: float) -> float:
    if rate not in thresholds:
        stored = ", ".join(f"{known:g}" for known in sorted(thresholds))
        raise UnknownRate(f"no threshold is stored for a false-alarm rate of {rate:g}; there are {stored}")
    return thresholds[rate]
