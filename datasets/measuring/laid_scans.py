"""Two scans laid on each other, from the files on: located, normalised and aligned as a comparison does it."""

from dataclasses import dataclass
from itertools import product
from pathlib import Path

from datasets.aligned import AlignedPair
from datasets.alignment import align
from datasets.errors import AlignmentError
from datasets.locating import locate
from datasets.normalising import normalise
from datasets.pairs import PairRow
from datasets.reading import load_scan
from datasets.scan import Scan
from datasets.scan_map import laid_by_scans
from datasets.view import Outline, View

MOST_CONTAINERS = 3  # of a scan that are tried: two short boxes, and one more


@dataclass(frozen=True, eq=False)
class LaidScans:
    """Both scans, and the two containers in them that fit each other best."""

    origin: Scan
    destination: Scan
    pair: AlignedPair


def lay_row(folder: Path, row: PairRow, region: str = "container") -> LaidScans:
    return lay_scans(load_scan(folder / row.origin), load_scan(folder / row.destination), region)


def lay_scans(origin: Scan, destination: Scan, region: str = "container") -> LaidScans:
    """Both by the same region: a container is never laid on the outline of a whole vehicle."""
    found = locate(origin, region), locate(destination, region)
    if found[0][0].region != found[1][0].region:
        found = locate(origin, "object"), locate(destination, "object")
    pair = best_of(views_of(origin, found[0]), views_of(destination, found[1]))
    return LaidScans(origin, destination, laid_by_scans(pair, origin, destination))


def lay_again(laid: LaidScans, destination: Scan) -> AlignedPair:
    """The same container of the origin on another destination scan."""
    origin = laid.pair.origin
    return best_of([origin], views_of(destination, locate(destination, origin.frame.outline.region)))


def views_of(scan: Scan, outlines: list[Outline]) -> list[View]:
    return [normalise(scan, outline) for outline in outlines[:MOST_CONTAINERS]]


def best_of(origins: list[View], destinations: list[View]) -> AlignedPair:
    """Every container of the one on every container of the other; the pair of the highest quality is kept."""
    best: AlignedPair | None = None
    failure = AlignmentError("no container of the origin can be laid on one of the destination")
    for here, there in product(origins, destinations):
        try:
            pair = align(here, there)
        except AlignmentError as error:
            failure = error
            continue
        if best is None or pair.alignment.quality > best.alignment.quality:
            best = pair
    if best is None:
        raise failure
    return best
