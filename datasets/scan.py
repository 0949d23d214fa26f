"""A scan as the scanner delivered it, and what is known of it."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Self

import numpy as np
from numpy.typing import NDArray

from datasets.errors import ContainerNumberError, PairError, SiteError, UnusableScan

Pixels = NDArray[np.uint16]
Side = Literal["left", "right"]

SMALLEST_SIDE_PX = 16
NEAREST_M, FARTHEST_M = 2.0, 20.0  # of a source that can be meant


@dataclass(frozen=True)
class ContainerNumber:
    """A container number after ISO 6346: owner, category, serial number and check digit."""

    text: str

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[A-Z]{3}[UJZ][0-9]{7}", self.text):
            raise ContainerNumberError(f"{self.text!r} is not three letters, U, J or Z, and seven digits (ISO 6346)")
        if (wanted := check_digit(self.text[:10])) != int(self.text[10]):
            raise ContainerNumberError(f"{self.text!r} ends in {self.text[10]}, its check digit is {wanted} (ISO 6346)")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Accepts lower case, spaces and hyphens, as people write the number."""
        return cls(re.sub(r"[\s-]", "", text).upper())

    def __str__(self) -> str:
        return self.text


def check_digit(first_ten: str) -> int:
    """The check digit of the first ten characters of a container number (ISO 6346, annex A)."""
    # Letters count from 10 and leave out the multiples of 11.
    values = {letter: 10 + n + (n + 9) // 10 for n, letter in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZ")}
    weighted = sum((int(c) if c.isdigit() else values[c]) << place for place, c in enumerate(first_ten))
    return weighted % 11 % 10


@dataclass(frozen=True)
class Site:
    """A scanning site: its UN/LOCODE, and the lane where there is more than one."""

    locode: str
    lane: str = ""

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[A-Z]{2}[A-Z2-9]{3}", self.locode):
            raise SiteError(f"{self.locode!r} is no UN/LOCODE: two letters of the country and three of the place")

    @classmethod
    def parse(cls, text: str) -> Self:
        """From `COCTG` or `COCTG-1`."""
        locode, _, lane = text.strip().upper().partition("-")
        return cls(locode, lane)

    def __str__(self) -> str:
        return f"{self.locode}-{self.lane}" if self.lane else self.locode


@dataclass(frozen=True)
class Source:
    """Where a scanner's source stands, as its site declares it.

    `distance_m` is from the source to the container's middle plane, `height_m` above the container's underside as it
    rides on its vehicle (below 0 where the source stands lower), `side` that of the container as seen from its doors.
    """

    distance_m: float
    height_m: float
    side: Side | None = None

    def __post_init__(self) -> None:
        if not NEAREST_M <= self.distance_m <= FARTHEST_M or abs(self.height_m) > FARTHEST_M:
            raise ValueError(
                f"distance_m {self.distance_m:g} and height_m {self.height_m:g}, wanted {NEAREST_M:g} to "
                f"{FARTHEST_M:g} m and at most {FARTHEST_M:g} m"
            )
        if self.side not in (None, "left", "right"):
            raise ValueError(f"side {self.side!r}, wanted left or right as seen from the doors")


@dataclass(frozen=True, eq=False)
class Scan:
    """One transmission image of a vehicle or container, high energy and, where there is one, low energy.

    Pixels are H x W, linear in transmission, air bright. `air` is the value of open air where the file declares it;
    `pitch_mm` is down the detector array and along the travel.
    """

    high: Pixels
    low: Pixels | None = None
    bits: int = 16
    air: float | None = None
    container: ContainerNumber | None = None
    site: Site | None = None
    taken_at: datetime | None = None
    energies_mv: tuple[float, ...] = ()
    pitch_mm: tuple[float, float] | None = None
    machine: str = ""
    source: Source | None = None
    warnings: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for pixels in self.channels:
            if pixels.ndim != 2 or pixels.dtype != np.uint16:
                raise UnusableScan(f"pixels are {pixels.dtype} in {pixels.ndim} dimensions, wanted uint16 in H x W")
            if pixels.shape != self.high.shape:
                raise UnusableScan(f"high energy is {self.high.shape}, low energy {pixels.shape}: wanted the same size")
            if min(pixels.shape) < SMALLEST_SIDE_PX:
                raise UnusableScan(
                    f"{pixels.shape[1]} x {pixels.shape[0]} pixels, wanted at least {SMALLEST_SIDE_PX} a side"
                )
            pixels.setflags(write=False)
        if self.air is not None and self.air <= 0:
            raise UnusableScan(f"declared air is {self.air}, wanted a value above 0")

    @property
    def channels(self) -> tuple[Pixels, ...]:
        """High energy, then low energy where there is one."""
        return (self.high,) if self.low is None else (self.high, self.low)

    @property
    def full_scale(self) -> int:
        return (1 << self.bits) - 1


@dataclass(frozen=True)
class ScanPair:
    """The origin scan and the destination scan of one container."""

    origin: Scan
    destination: Scan

    def __post_init__(self) -> None:
        numbers = self.origin.container, self.destination.container
        if None not in numbers and numbers[0] != numbers[1]:
            raise PairError(f"origin shows {numbers[0]}, destination {numbers[1]}: wanted two scans of one container")
