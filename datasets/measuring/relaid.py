"""How well real scans are laid on themselves scanned again, where the map is known, and on others, where none is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from datasets.aligned import AlignedPair
from datasets.alignment import align
from datasets.bands import LOWEST_PART
from datasets.errors import ScanError, SetError
from datasets.likeness import LEAST_LIKENESS, likeness
from datasets.locating import locate
from datasets.measuring.locate_report import PICTURES, is_picture
from datasets.measuring.rows import Row, limited, share_row, spread
from datasets.measuring.shares import share
from datasets.normalising import normalise
from datasets.parallel import in_parallel
from datasets.quality import LEAST_QUALITY
from datasets.reading import load_scan
from datasets.simulation.projecting.rescan import Rescan, rescan
from datasets.view import BOX_ROWS, MARGIN_ROWS, Outline, Points, View

Numbers = NDArray[np.float64]

SEED = 1
STEP_PX = 6  # of the frame, between the places at which the map is compared with the truth
NEXT = 17  # a scan is also laid on the one so many further on in the folder
PARALLAX_PX = 2.0  # at most, in every other re-scan


@dataclass(frozen=True, eq=False)
class Relaid:
    """One scan laid on itself scanned again; errors are in pixels of the frame, at places inside the container."""

    name: str
    mirror_right: bool
    along: Numbers
    down: Numbers
    parallax: bool
    residual: float
    quality: float
    likeness: float

    @property
    def both(self) -> Numbers:
        return np.hypot(self.along, self.down)


def rescan_rows(folder: Path, workers: int) -> Iterator[Row]:
    """Every picture re-scanned and relaid, then laid on another one."""
    if not folder.is_dir():
        raise SetError(f"{folder} is no folder: wanted one with pictures")
    paths = [path for path in sorted(folder.iterdir()) if is_picture(path)]
    if not paths:
        raise SetError(f"{folder} holds no picture: wanted {', '.join(PICTURES)}")
    relaid = list(in_parallel(relay, list(enumerate(paths)), workers, "laying re-scans"))
    yield from (Row("  could not be laid on its re-scan", one) for one in relaid if isinstance(one, str))
    yield from relaid_rows([one for one in relaid if isinstance(one, Relaid)])
    if len(paths) > NEXT:
        others = [(path, paths[(n + NEXT) % len(paths)]) for n, path in enumerate(paths)]
        found = [one for one in in_parallel(looks_of, others, workers, "laying different scans") if one is not None]
        passed = [quality >= LEAST_QUALITY for quality, _ in found]
        yield Row("different real scans not refused by quality", share(passed))
        alike = [one >= LEAST_LIKENESS for _, one in found]
        yield Row("  nor called another load", share(a and b for a, b in zip(passed, alike, strict=True)))


def relay(which: tuple[int, Path]) -> Relaid | str:
    """The picture laid on its re-scan, or why it could not be."""
    number, path = which
    rng = np.random.default_rng([SEED, number])
    try:
        scan = load_scan(path)
        outline = locate(scan)[0]
        field_px = PARALLAX_PX * float(rng.integers(2))
        new = rescan(scan, outline, rng, parallax_px=field_px)
        there = max(locate(new.scan, outline.region), key=partial(common_length, new.outline))
        pair = align(normalise(scan, outline), normalise(new.scan, there))
    except ScanError as error:
        return f"{path.name}: {error}"
    along, down = errors(pair, new)
    mirrored = bool(new.path.across[0] > new.path.across[-1])
    right = pair.alignment.mirrored == mirrored
    found = pair.alignment
    return Relaid(path.name, right, along, down, field_px > 0, found.residual, found.quality, likeness(pair))


def looks_of(paths: tuple[Path, Path]) -> tuple[float, float] | None:
    """Quality and likeness of one picture laid on another; None where either cannot be used."""
    try:
        first, second = (normalise(scan, locate(scan)[0]) for scan in map(load_scan, paths))
        pair = align(first, second)
    except ScanError:
        return None
    return pair.alignment.quality, likeness(pair)


def common_length(one: Outline, other: Outline) -> float:
    return min(one.right, other.right) - max(one.left, other.left)


def errors(pair: AlignedPair, new: Rescan) -> tuple[Numbers, Numbers]:
    """Along the travel and in height, at places that the destination's frame shows."""
    here = inner_places(pair.origin)
    there = pair.destination.frame
    true = there.from_scan(new.to_rescan(pair.origin.frame.to_scan(here)))
    column, row = here.astype(int).T
    along = (pair.alignment.columns[row, column] - true[:, 0]) * pair.origin.frame.columns / there.columns
    down = pair.alignment.rows[row, column] - true[:, 1]
    shown = (true[:, 0] >= 0) & (true[:, 0] <= there.columns - 1)
    return along[shown], down[shown]


def inner_places(view: View) -> Points:
    last = MARGIN_ROWS + int((1 - LOWEST_PART) * BOX_ROWS)
    rows, columns = np.mgrid[MARGIN_ROWS + 4 : last : STEP_PX, 4 : view.frame.columns - 4 : STEP_PX]
    return np.stack([columns.ravel(), rows.ravel()], axis=1).astype(np.float64)


def relaid_rows(relaid: Sequence[Relaid]) -> Iterator[Row]:
    kept = [one for one in relaid if one.quality >= LEAST_QUALITY]
    kinds = {
        "": [one for one in kept if not one.parallax],
        ", vertical field of up to 2 px": [o for o in kept if o.parallax],
    }
    for name, of in kinds.items():
        if not of:
            continue
        both = np.concatenate([one.both for one in of])
        median, high = np.percentile(both, [50, 95])
        parts = {part: np.abs(np.concatenate([getattr(one, part) for one in of])) for part in ("along", "down")}
        result = "; ".join([spread(both), *(f"{part} {spread(values)}" for part, values in parts.items())])
        limits = {"median": (float(median), 0.1), "95": (float(high), 0.5)}
        goal = "median <= 0.1, 95 % <= 0.5"
        yield limited(f"real radiograph on its re-scan{name}: error, px", f"{result} ({len(of)} pairs)", limits, goal)
    if kept:
        by_pair = np.array([np.median(one.both) for one in kept])
        yield Row("median error of a re-scan by pair, px", spread(by_pair))
        middle, high = np.percentile([one.residual for one in kept], [50, 95])
        yield Row("relative residual of a re-scan by pair", f"{middle:.1%}, 95 % {high:.1%}")
    yield share_row("re-scans refused", [one.quality < LEAST_QUALITY for one in relaid], 0.02)
    yield Row("re-scans not refused called another load", share(one.likeness < LEAST_LIKENESS for one in kept))
    mirrored = [one.mirror_right for one in relaid]
    yield limited("mirror test right, re-scans", share(mirrored), {"wrong": (mirrored.count(False), 0)}, "no error")
