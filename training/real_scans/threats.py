"""Weapons cut out of other X-ray pictures, laid into real scans: what no training has seen."""

import csv
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np

from datasets.errors import SetError
from datasets.scan import Pixels, Scan
from datasets.view import Image
from serving.mass import Scale
from serving.sides import Box

LENGTHS_M = {"gun": 0.2, "knife": 0.25, "rifle": 0.9}
EIGHT_BIT_AIR = 233.0  # the pictures of 8 bits are those of 16 bits by 256
SIXTEEN_BIT_AIR = 60_000.0
FAINTEST = 0.03  # attenuation that belongs to a weapon
LEAST_SEEN = 0.02  # transmission behind which a weapon could be seen
TRIES = 50  # to find a place where it could


@dataclass(frozen=True, eq=False)
class Threat:
    """One weapon at both energies: -ln T, H x W."""

    name: str
    high: Image
    low: Image

    @property
    def length_m(self) -> float:
        return LENGTHS_M[self.name.partition("_")[0]]


def read_threats(folder: Path) -> list[Threat]:
    if not (folder / "index.csv").is_file():
        raise SetError(f"{folder}/index.csv is not there: wanted the folder of weapons")
    with (folder / "index.csv").open(newline="") as file:
        names = sorted({f"{row['object']}_{row['number']}" for row in csv.DictReader(file)})
    return [
        Threat(name, *(attenuation(folder / f"{name}_{energy}.png") for energy in ("high", "low"))) for name in names
    ]


def attenuation(path: Path) -> Image:
    picture = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
    if picture is None:
        raise SetError(f"{path} cannot be read")
    grey = picture[..., 0] if picture.ndim == 3 else picture
    air = EIGHT_BIT_AIR if grey.dtype == np.uint8 else SIXTEEN_BIT_AIR
    found = -np.log(np.clip(grey.astype(np.float32) / np.float32(air), 1e-4, 1))
    return np.where(found > FAINTEST, found, 0).astype(np.float32)


def at_scale(threat: Threat, millimetres: tuple[float, float] | None, rng: np.random.Generator) -> Threat:
    """Turned by quarters, and as large as in a scan of so many mm a pixel, down and along; as it is where not known."""
    turns, flipped = int(rng.integers(4)), bool(rng.integers(2))

    def shown(picture: Image) -> Image:
        turned = np.rot90(picture[:, ::-1] if flipped else picture, turns)
        if millimetres is None:
            return np.ascontiguousarray(turned)
        a_pixel = 1000 * threat.length_m / max(picture.shape)
        high, wide = (max(1, round(side * a_pixel / mm)) for side, mm in zip(turned.shape, millimetres, strict=True))
        resized = cv2.resize(np.ascontiguousarray(turned), (wide, high), interpolation=cv2.INTER_AREA)
        return np.asarray(resized, np.float32)

    return replace(threat, high=shown(threat.high), low=shown(threat.low))


def laid_into(scan: Scan, threat: Threat, box: Box, air: float, rng: np.random.Generator) -> tuple[Scan, Box] | None:
    """The scan with the weapon somewhere in the box where it could be seen, and where it lies; None without a place."""
    rows, columns = threat.high.shape
    left, top, right, bottom = box
    if right - left <= columns or bottom - top <= rows:
        return None
    for _ in range(TRIES):
        x, y = int(rng.integers(left, right - columns)), int(rng.integers(top, bottom - rows))
        place = slice(y, y + rows), slice(x, x + columns)
        if np.median(scan.high[place]) > LEAST_SEEN * air:
            high = weakened(scan.high, threat.high, place)
            low = None if scan.low is None else weakened(scan.low, threat.low, place)
            return replace(scan, high=high, low=low), (x, y, x + columns, y + rows)
    return None


def weakened(pixels: Pixels, by: Image, place: tuple[slice, slice]) -> Pixels:
    changed = pixels.copy()
    changed[place] = np.round(pixels[place] * np.exp(-by)).astype(np.uint16)
    return changed


def millimetres(scale: Scale | None, frame_rows: float, frame_columns: float) -> tuple[float, float] | None:
    """A delivered pixel, down and along, by how many rows and columns of the frame it is."""
    return None if scale is None else (scale.row_mm * frame_rows, scale.column_mm * frame_columns)


def overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
