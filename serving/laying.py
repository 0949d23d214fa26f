"""Which container of one scan belongs to which of the other, laid on each other."""

from dataclasses import dataclass, replace
from itertools import product

from datasets.aligned import AlignedPair
from datasets.alignment import align
from datasets.errors import AlignmentError
from datasets.locating import locate
from datasets.normalising import normalise
from datasets.scan import Scan, ScanPair
from datasets.scan_map import laid_by_scans
from datasets.view import Outline
from serving.settings import Region
from serving.sides import Side

MOST_CONTAINERS = 3


@dataclass(frozen=True, eq=False)
class Laid:
    """The two sides that go together best; `why_not` says what stands against it where there is no pair."""

    origin: Side
    destination: Side
    pair: AlignedPair | None
    why_not: str
    warnings: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Sides:
    """The containers of one scan, each with its view."""

    sides: tuple[Side, ...]
    warnings: tuple[str, ...]

    @classmethod
    def of(cls, scan: Scan, outlines: list[Outline], region: Region, name: str = "") -> "Sides":
        count, outlines = len(outlines), outlines[:MOST_CONTAINERS]
        sides = tuple(
            Side.of(scan, normalise(scan, outline), tuple(other for other in outlines if other is not outline))
            for outline in outlines
        )
        told = scan.warnings + sides[0].view.warnings
        if region == "container" and outlines[0].region == "object":
            told += ("no container was found; the outline of all that is not air was taken instead",)
        if count > MOST_CONTAINERS:
            told += (f"{count} containers are in the scan; the {MOST_CONTAINERS} furthest to the left were looked at",)
        return cls(sides, tuple(f"{name}: {warning}" if name else warning for warning in dict.fromkeys(told)))


def look(scan: Scan, region: Region) -> Sides:
    """Every container of a scan in its frame, or the object where there is none or it is asked for."""
    return Sides.of(scan, locate(scan, region), region)


def look_at_both(scans: ScanPair, region: Region) -> tuple[Sides, Sides]:
    """Both scans by the same region: a container is never laid on the outline of a whole vehicle."""
    origin, destination = locate(scans.origin, region), locate(scans.destination, region)
    if origin[0].region != destination[0].region:
        origin, destination = locate(scans.origin, "object"), locate(scans.destination, "object")
    return Sides.of(scans.origin, origin, region, "origin"), Sides.of(
        scans.destination, destination, region, "destination"
    )


def lay(origins: Sides, destinations: Sides) -> Laid:
    """Try every container of the one on every container of the other, and keep the pair that fits best."""
    warnings = origins.warnings + destinations.warnings
    best: Laid | None = None
    why_not = ""
    for origin, destination in product(origins.sides, destinations.sides):
        try:
            pair = align(origin.view, destination.view)
        except AlignmentError as error:
            why_not = why_not or str(error)
            continue
        if best is None or best.pair is None or pair.alignment.quality > best.pair.alignment.quality:
            best = Laid(origin, destination, pair, "", warnings + several(origins, destinations) + warnings_of(pair))
    if best is None or best.pair is None:
        return Laid(origins.sides[0], destinations.sides[0], None, why_not, warnings)
    return replace(best, pair=laid_by_scans(best.pair, best.origin.scan, best.destination.scan))


def warnings_of(pair: AlignedPair) -> tuple[str, ...]:
    return tuple(dict.fromkeys(pair.warnings + pair.alignment.warnings))


def several(origins: Sides, destinations: Sides) -> tuple[str, ...]:
    """A scan of more than one container: the reply is about one of them."""
    return tuple(
        f"{name}: {len(sides.sides)} containers are in the scan; the pair that fits best was compared"
        for name, sides in (("origin", origins), ("destination", destinations))
        if len(sides.sides) > 1
    )
