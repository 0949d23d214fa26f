"""How well scans are laid on themselves scanned again, where the map is known, and on others, where there is none."""

from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import numpy as np
from numpy.typing import NDArray
from rich.progress import track

from datasets.aligned import AlignedPair
from datasets.alignment import align
from datasets.bands import LOWEST_PART
from datasets.errors import ScanError, SetError
from datasets.locate_report import PICTURES, is_picture, share
from datasets.locating import locate
from datasets.normalising import normalise
from datasets.quality import LEAST_QUALITY
from datasets.reading import load_scan
from datasets.scan import Scan
from datasets.simulation.projecting.rescan import Rescan, rescan
from datasets.view import BOX_ROWS, MARGIN_ROWS, Outline, Points, View

Numbers = NDArray[np.float64]

STEP_PX = 6  # of the frame, between the places at which the map is compared with the truth
RIGHT_PX = 2.0
NEXT = 17  # a scan is also laid on the one so many further on in the folder
PARALLAX_PX = 2.0  # at most, in every other re-scan


@dataclass(frozen=True)
class Relaid:
    """One scan laid on itself scanned again; errors are in pixels of the frame, at places inside the container."""

    name: str
    mirror_right: bool
    along: float  # 95th percentiles
    down: float
    middle: float  # median of both together
    residual: float
    quality: float
    seconds: float

    @property
    def right(self) -> bool:
        return self.along < RIGHT_PX and self.down < RIGHT_PX


def align_all(folder: Path, region: str, seed: int) -> tuple[list[Relaid], list[float], list[str]]:
    """Every picture re-scanned and relaid; the qualities of pairs of different pictures; what could not be used."""
    if not folder.is_dir():
        raise SetError(f"{folder} is no folder: wanted one with pictures")
    paths = [path for path in sorted(folder.iterdir()) if is_picture(path)]
    if not paths:
        raise SetError(f"{folder} holds no picture: wanted {', '.join(PICTURES)}")
    results, qualities, failures = [], [], []
    views: list[View] = []
    for number, path in enumerate(track(paths, "aligning")):
        try:
            scan = load_scan(path)
            outline = locate(scan, region)[0]
            results.append(relaid(path.name, scan, outline, np.random.default_rng([seed, number])))
            views.append(normalise(scan, outline))
        except ScanError as error:
            failures.append(f"{path.name}: {error}")
    for number, view in enumerate(views if len(views) > NEXT else ()):
        qualities.append(align(view, views[(number + NEXT) % len(views)]).alignment.quality)
    return results, qualities, failures


def relaid(name: str, scan: Scan, outline: Outline, rng: np.random.Generator) -> Relaid:
    new = rescan(scan, outline, rng, parallax_px=PARALLAX_PX * float(rng.integers(2)))
    there = max(locate(new.scan, outline.region), key=lambda found: common_length(found, new.outline))
    views = normalise(scan, outline), normalise(new.scan, there)
    start = perf_counter()
    pair = align(*views)
    seconds = perf_counter() - start
    along, down = errors(pair, new)
    mirrored = bool(new.path.across[0] > new.path.across[-1])
    return Relaid(
        name,
        pair.alignment.mirrored == mirrored,
        float(np.percentile(np.abs(along), 95)),
        float(np.percentile(np.abs(down), 95)),
        float(np.median(np.hypot(along, down))),
        pair.alignment.residual,
        pair.alignment.quality,
        seconds,
    )


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


def report(results: list[Relaid], qualities: list[float], failures: list[str]) -> list[str]:
    """Lines to print."""
    lines = list(failures)
    if not results:
        return lines
    middle, along, down, residual = (
        np.array([getattr(result, name) for result in results]) for name in ("middle", "along", "down", "residual")
    )
    lines += [
        f"mirroring right: {share(result.mirror_right for result in results)}",
        f"median error of a pair, frame px: {spread(middle)}",
        f"95th percentile along the travel: {spread(along)}",
        f"95th percentile in height: {spread(down)}",
        f"95th percentile below {RIGHT_PX:g} px in both: {share(result.right for result in results)}",
        f"residual: {spread(residual)}",
        f"refused: {share(result.quality < LEAST_QUALITY for result in results)}",
        f"milliseconds a pair: {spread(1000 * np.array([result.seconds for result in results]))}",
    ]
    if qualities:
        lines.append(f"different scans not refused: {share(quality >= LEAST_QUALITY for quality in qualities)}")
    return lines


def spread(values: Numbers) -> str:
    median, high, worst = np.percentile(values, [50, 90, 98])
    return f"{median:.3g} (median over pairs), {high:.3g} (90 %), {worst:.3g} (98 %)"
