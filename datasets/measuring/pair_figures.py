"""All that is measured at one pair of a set whose true map is known."""

import zlib
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from datasets.aligned import AlignedPair
from datasets.errors import SetError
from datasets.likeness import LEAST_LIKENESS, likeness
from datasets.load_shift import load_shifts
from datasets.measuring.altered import Part, turned_round, with_load_moved, with_slab
from datasets.measuring.curve_trial import curve_error
from datasets.measuring.laid_scans import LaidScans, lay_again, lay_row
from datasets.measuring.true_map import MapErrors, TrueMap, errors_of, sampled
from datasets.measuring.truly_laid import truly_laid
from datasets.measuring.voyages import load_stayed
from datasets.pairs import PairRow
from datasets.quality import LEAST_QUALITY
from datasets.residual import patches
from datasets.view import BOX_ROWS, FRAME_ROWS, Points

Numbers = NDArray[np.float64]

# -ln T of 20 to 120 g/cm2 at 0.04 cm2/g: cellulose has 0.047 at 2 MeV and 0.033 at 4 MeV (NIST XCOM).
FAINTEST_LOAD, DENSEST_LOAD = 0.8, 5.0
WRONG_PX, MOST_WRONG = 3.0, 0.1  # a map with more than so many places so far off is wrong


@dataclass(frozen=True, eq=False)
class MovedLoad:
    """Along the travel, inside a block that moved by itself: how far the map went with it, and how wrong it is.

    `own_error` is how far the load's own offset is told wrongly, in frame pixels; None where it is not told.
    """

    moved_px: float
    pulled: Numbers
    along: Numbers
    quality: float
    own_error: float | None


@dataclass(frozen=True)
class Slab:
    """A pair with a slab put in: whether the map is off, whether it was before, whether it moved, how sure it is."""

    wrong: bool
    wrong_without: bool
    pushed: bool
    quality: float


@dataclass(frozen=True, eq=False)
class PairFigures:
    """One pair; `errors` is None where another box was laid, `near` and `far` where depth tells nothing of a view."""

    row: PairRow
    truth: TrueMap
    quality: float
    likeness: float
    errors: MapErrors | None
    near: MapErrors | None
    far: MapErrors | None
    mirror_right: tuple[bool, ...]
    side_right: bool | None
    residuals: Numbers
    true_residuals: Numbers
    load_stayed: bool | None
    curve: float
    moved: MovedLoad | None = None
    slab: Slab | None = None

    @property
    def refused(self) -> bool:
        return self.quality < LEAST_QUALITY

    @property
    def benign(self) -> bool:
        return self.row.label == "same"

    @property
    def called_other_load(self) -> bool:
        """Whether the loads look so unlike that no match is answered, whatever a network says."""
        return self.likeness < LEAST_LIKENESS


@dataclass(frozen=True)
class FailedPair:
    """A pair that could not be measured, and why."""

    row: PairRow
    reason: str = field(default="")


def measure_pair(folder: Path, number: int, row: PairRow) -> PairFigures:
    """Pairs of even number are also laid with load that moved, the others with a slab."""
    truth = TrueMap.load(folder, row.pair_id)
    rng = np.random.default_rng(zlib.crc32(row.pair_id.encode()))
    laid = lay_row(folder, row)
    errors = errors_of(laid.pair, truth)
    side_known = truth.sources is not None and not truth.from_above
    near, far = (errors_of(laid.pair, truth, depth) if side_known else None for depth in (1.0, -1.0))
    turned = lay_again(laid, turned_round(laid.destination)).alignment.mirrored
    return PairFigures(
        row=row,
        truth=truth,
        quality=laid.pair.alignment.quality,
        likeness=likeness(laid.pair),
        errors=errors,
        near=near,
        far=far,
        mirror_right=(laid.pair.alignment.mirrored == truth.mirrored, turned != truth.mirrored),
        side_right=side_right(laid.pair, truth) if side_known else None,
        residuals=residuals(laid.pair),
        true_residuals=residuals(truly_laid(laid.pair, truth)),
        load_stayed=load_stayed(folder, row) if row.label == "same" else None,
        curve=curve_error(laid.pair.origin, rng),
        moved=moved_load(laid, truth, rng) if number % 2 == 0 else None,
        slab=slab(laid, truth, errors, rng) if number % 2 else None,
    )


def side_right(pair: AlignedPair, truth: TrueMap) -> bool:
    """Whether it was told that the sources stood on one side of the container, or that they did not."""
    planes = pair.alignment.planes
    return planes is not None and planes.opposite == truth.from_other_sides


def residuals(pair: AlignedPair) -> Numbers:
    """|difference| / attenuation of all patches in which a load of 20 to 120 g/cm2 was seen."""
    a, b, seen = patches(pair.origin.attenuation[0], pair.moved[0], ~pair.unseen)
    loaded = seen & (a >= FAINTEST_LOAD) & (a <= DENSEST_LOAD)
    return np.asarray(np.abs(a - b)[loaded] / a[loaded], dtype=np.float64)


def moved_load(laid: LaidScans, truth: TrueMap, rng: np.random.Generator) -> MovedLoad:
    """The destination with a block of its load moved, beside the map without."""
    scan, part, moved_px = with_load_moved(laid.destination, laid.pair.destination.frame.outline, rng)
    pair = lay_again(laid, scan)
    inside = part.holds(truth.destination)
    pulled = between(places_found(pair, truth), places_found(laid.pair, truth), pair)[inside]
    along = between(places_found(pair, truth), truth.destination, pair)[inside]
    told = told_shift(pair, part)
    wanted = moved_px * origin_columns(pair, part) + (told_shift(laid.pair, part) or 0.0)
    own_error = None if told is None else abs(told - wanted)
    return MovedLoad(moved_px, np.abs(pulled[:, 0]), np.abs(along[:, 0]), pair.alignment.quality, own_error)


def origin_columns(pair: AlignedPair, part: Part) -> float:
    """Columns of the origin's frame to one of the destination's, in a part of that scan; below 0 where it is turned."""
    columns = pair.alignment.columns[FRAME_ROWS // 2].astype(np.float64)
    middle = np.stack([columns, np.full_like(columns, FRAME_ROWS / 2)], axis=1)
    inside = part.holds(pair.destination.frame.to_scan(middle))
    return 1 / float(np.median(np.gradient(columns)[inside if inside.any() else slice(None)]))


def told_shift(pair: AlignedPair, part: Part) -> float | None:
    """The median offset of the load's stretches that lie in a part of the destination scan; None where none is told."""
    found = load_shifts(pair)
    middles = np.array([[(one.left + one.right) / 2, FRAME_ROWS / 2] for one in found]).reshape(-1, 2)
    within = (pair.to_destination(middles)[:, 0] >= part.left) & (pair.to_destination(middles)[:, 0] < part.right)
    told = [one.shift_px for one, inside in zip(found, within, strict=True) if inside]
    return float(np.median(told)) if told else None


def slab(laid: LaidScans, truth: TrueMap, without: MapErrors | None, rng: np.random.Generator) -> Slab:
    scan = with_slab(laid.destination, laid.pair.destination.frame.outline, rng)
    pair = lay_again(laid, scan)
    errors = errors_of(pair, truth)
    pushed = np.hypot(*between(places_found(pair, truth), places_found(laid.pair, truth), pair).T) > WRONG_PX
    return Slab(wrong(errors), wrong(without), bool(pushed.mean() > MOST_WRONG), pair.alignment.quality)


def places_found(pair: AlignedPair, truth: TrueMap) -> Points:
    """Where the map says that the destination shows the true places, in delivered pixels."""
    at = pair.origin.frame.from_scan(truth.origin)
    there = [sampled(image, at) for image in (pair.alignment.columns, pair.alignment.rows)]
    return pair.destination.frame.to_scan(np.stack(there, axis=1))


def between(ends: Points, starts: Points, pair: AlignedPair) -> Points:
    """From one place of the destination scan to another, in frame pixels along and down."""
    o = pair.destination.frame.outline
    scale = pair.origin.frame.columns / (o.right - o.left), BOX_ROWS / (o.bottom - o.top)
    return np.asarray((ends - starts) * scale)


def wrong(errors: MapErrors | None) -> bool:
    """Whether more than a tenth of the places is off by more than 3 pixels, or another box was laid."""
    return errors is None or not errors.right(WRONG_PX, 1 - MOST_WRONG)


def require_truth(folder: Path, rows: list[PairRow]) -> list[PairRow]:
    """The pairs whose true map is known."""
    known = [row for row in rows if (folder / "truth" / f"{row.pair_id}_grid.csv").is_file()]
    if not known:
        raise SetError(f"{folder} has no true maps (truth/<pair>_grid.csv): wanted a simulated set")
    return known
