"""The rows of the table: each figure beside its goal."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from datasets.measuring.pair_figures import PairFigures
from datasets.measuring.reliability import area_under_curve, bins_of
from datasets.measuring.shares import share
from datasets.measuring.strangers import HOMOGENEOUS, POURED_OR_EMPTY, Stranger
from datasets.measuring.true_map import MapErrors
from datasets.quality import LEAST_QUALITY

Numbers = NDArray[np.float64]

RIGHT_PX = 2.0  # a map is right if nine tenths of its places are: what the quality predicts
LARGEST_RESIDUAL = 0.015
LEAST_BIN = 10  # pairs from which a bin of the reliability is held to its goal
MET = {None: "cannot be told", True: "met", False: "not met"}
SHIFT_SET = "shift"  # its goals are others: scanners and goods that no training has seen


@dataclass(frozen=True)
class Row:
    """A measure, what came out, and the goal where there is one; `met` is None where nothing can be said."""

    measure: str
    result: str
    goal: str = ""
    met: bool | None = None
    values: dict[str, float] = field(default_factory=dict)

    @property
    def line(self) -> str:
        """As it is printed."""
        if not self.goal:
            return f"{self.measure}: {self.result}"
        return f"{self.measure}: {self.result} [goal {self.goal}: {MET[self.met]}]"


def limited(measure: str, result: str, limits: dict[str, tuple[float, float]], goal: str) -> Row:
    """A row that meets its goal if every value is at most its limit; `limits` are value, limit by name."""
    values = {name: value for name, (value, _) in limits.items()}
    told = all(np.isfinite(value) for value in values.values())
    met = all(value <= limit for value, limit in limits.values()) if told else None
    return Row(measure, result, goal, met, values)


def set_rows(pairs: Sequence[PairFigures], strangers: Sequence[Stranger], name: str) -> Iterator[Row]:
    """All that a set with true maps can answer."""
    yield from error_rows(pairs, goals=(0.6, 2.5) if name == SHIFT_SET else (0.4, 1.5))
    yield from direction_rows(pairs)
    yield from change_rows(pairs)
    yield from refused_rows(pairs)
    yield from stranger_rows(strangers)
    yield from intensity_rows(pairs)
    yield from quality_rows(pairs)


def error_rows(pairs: Sequence[PairFigures], goals: tuple[float, float]) -> Iterator[Row]:
    kept = [pair for pair in pairs if not pair.refused]
    goal = f"median <= {goals[0]}, 95 % <= {goals[1]}"
    planes: dict[str, Callable[[PairFigures], MapErrors | None]] = {
        "in the middle plane": lambda pair: pair.errors,
        "in the middle plane, seen from the side": lambda pair: None if pair.truth.from_above else pair.errors,
        "in the middle plane, sources on other sides": lambda p: p.errors if p.truth.from_other_sides else None,
        "at the origin's near wall, seen from the side": lambda pair: pair.near,
        "at the origin's far wall, seen from the side": lambda pair: pair.far,
    }
    for name, errors_in in planes.items():
        found = [errors for pair in kept if (errors := errors_in(pair)) is not None]
        if not found:
            continue
        both, along, down = (
            np.concatenate([getattr(one, part) for one in found]) for part in ("both", "along", "down")
        )
        result = f"{spread(both)}; along {spread(np.abs(along))}; down {spread(np.abs(down))} ({len(found)} pairs)"
        median, high = np.percentile(both, [50, 95])
        yield limited(f"error {name}, px", result, {"median": (median, goals[0]), "95": (high, goals[1])}, goal)
    right = [pair.errors is not None and pair.errors.right(RIGHT_PX) for pair in kept]
    yield Row(f"maps right to {RIGHT_PX:g} px at nine tenths of their places", share(right))
    yield Row("another box laid", share(pair.errors is None for pair in pairs))


def direction_rows(pairs: Sequence[PairFigures]) -> Iterator[Row]:
    """Each pair is laid as it is and with the destination turned round."""
    mirrored = [right for pair in pairs for right in pair.mirror_right]
    yield limited("mirror test right", share(mirrored), {"wrong": (mirrored.count(False), 0)}, "no error in 2,000")
    kept = [right for pair in pairs for right in pair.mirror_right if not pair.refused]
    yield Row("  of pairs not refused", share(kept))
    sides = [pair.side_right for pair in pairs if pair.side_right is not None]
    wrong = 1 - float(np.mean(sides)) if sides else float("nan")
    measure = "sources on one side, or on different ones: told right"
    yield limited(measure, share(sides), {"wrong": (wrong, 0.01)}, ">= 99 %")


def change_rows(pairs: Sequence[PairFigures]) -> Iterator[Row]:
    moved = [pair.moved for pair in pairs if pair.moved is not None]
    kept = [one for one in moved if one.quality >= LEAST_QUALITY and one.pulled.size]
    if kept:
        pulled, along = (np.concatenate([getattr(one, part) for one in kept]) for part in ("pulled", "along"))
        high = float(np.percentile(pulled, 95))
        result = f"{spread(pulled)} ({len(kept)} pairs)"
        yield limited("map pulled along inside load that moved 4-18 px", result, {"95": (high, 2.0)}, "95 % <= 2")
        yield Row("error along the travel inside that load", spread(along))
        yield Row("that load's own offset told", share(one.own_error is not None for one in kept))
        if own := [one.own_error for one in kept if one.own_error is not None]:
            yield Row("error of that load's own offset", spread(np.array(own)))
        yield Row("refused with load that moved", share(one.quality < LEAST_QUALITY for one in moved))
    slabs = [pair.slab for pair in pairs if pair.slab is not None]
    if slabs:
        unrefused = [slab.wrong and slab.quality >= LEAST_QUALITY for slab in slabs]
        goal = "none: a tenth of the places off by > 3 px"
        yield limited("with a slab put in: wrong and not refused", share(unrefused), {"n": (sum(unrefused), 0)}, goal)
        caused = [slab.wrong and slab.quality >= LEAST_QUALITY for slab in slabs if not slab.wrong_without]
        yield Row("  of those right without the slab", share(caused))
        pushed = [slab.pushed and slab.quality >= LEAST_QUALITY for slab in slabs]
        yield Row("  a tenth of the places moved by the slab by > 3 px, not refused", share(pushed))
        refused = [slab.quality < LEAST_QUALITY for slab in slabs]
        yield share_row("with a slab put in: refused", refused, 0.10)


def refused_rows(pairs: Sequence[PairFigures]) -> Iterator[Row]:
    benign = [pair for pair in pairs if pair.benign]
    yield share_row("benign pairs refused by quality", [pair.refused for pair in benign], 0.01)
    kept = [pair for pair in benign if not pair.refused]
    yield Row("benign pairs not refused called another load", share(pair.called_other_load for pair in kept))
    yield Row("pairs with changes refused by quality", share(pair.refused for pair in pairs if not pair.benign))


def stranger_rows(strangers: Sequence[Stranger]) -> Iterator[Row]:
    """Without a network: counted is what neither quality nor likeness keeps from a match."""
    various = [one for one in strangers if one.cargo not in HOMOGENEOUS]
    alike = [one for one in strangers if one.cargo in HOMOGENEOUS]
    left_out = f"left out: {', '.join(POURED_OR_EMPTY)} and homogeneous pallets; the network is not asked"
    measure = f"different containers, same kind of load, not kept from a match ({left_out})"
    yield share_row(measure, [one.would_match for one in various], 0.01)
    yield Row("  of these accepted by quality", share(one.accepted for one in various))
    yield Row("  homogeneous pallets not kept from a match", share(one.would_match for one in alike))
    yield Row("  of these accepted by quality", share(one.accepted for one in alike))


def intensity_rows(pairs: Sequence[PairFigures]) -> Iterator[Row]:
    kept = [pair for pair in pairs if pair.benign and not pair.refused and pair.residuals.size]
    if kept:
        stayed = [one for one in kept if one.load_stayed and one.true_residuals.size]
        yield residual_row("benign pairs whose load stayed", [one.residuals for one in stayed], "<= 1.5 %")
        yield residual_row("the same pairs by the true map of the middle plane", [one.true_residuals for one in stayed])
        yield residual_row("all benign pairs", [one.residuals for one in kept])
    curves = np.array([pair.curve for pair in pairs])
    median, high = np.percentile(curves, [50, 90])
    name = "intensity curve, an object over a third: largest error"
    yield limited(name, f"{median:.2%}, 90 % {high:.2%}", {"90": (high, 0.05)}, "90 % <= 5 %")


def residual_row(of: str, residuals: Sequence[Numbers], goal: str = "") -> Row:
    """Medians over all 5 cm patches of 20 to 120 g/cm2, and by pair."""
    measure = f"relative residual of {of}"
    if not residuals:
        return Row(measure, "the set does not tell which loads stayed", goal)
    pooled = float(np.median(np.concatenate(residuals)))
    by_pair = np.array([np.median(one) for one in residuals])
    result = f"{pooled:.2%} of patches; by pair {np.median(by_pair):.2%}, 90 % {np.percentile(by_pair, 90):.2%}"
    row = limited(measure, f"{result} ({len(residuals)} pairs)", {"median": (pooled, LARGEST_RESIDUAL)}, goal)
    return row if goal else replace(row, met=None)


def quality_rows(pairs: Sequence[PairFigures]) -> Iterator[Row]:
    quality, right = quality_and_right(pairs)
    bins = bins_of(quality, right)
    worst = max((abs(one.right - one.predicted) for one in bins if one.pairs >= LEAST_BIN), default=float("nan"))
    result = f"{worst:.3f} at most off, of bins with {LEAST_BIN} pairs or more"
    yield limited("quality: predicted against true share", result, {"off": (worst, 0.03)}, "<= 0.03 in each bin")
    yield from (Row("  quality", one.line) for one in bins)
    area = area_under_curve(quality, right)
    met = area >= 0.95 if np.isfinite(area) else None
    yield Row("quality: AUC", f"{area:.3f}", ">= 0.95", met, {"auc": area})


def quality_and_right(pairs: Sequence[PairFigures]) -> tuple[Numbers, NDArray[np.bool_]]:
    right = [pair.errors is not None and pair.errors.right(RIGHT_PX) for pair in pairs]
    return np.array([pair.quality for pair in pairs]), np.array(right, bool)


def share_row(measure: str, flags: Sequence[bool], most: float) -> Row:
    part = float(np.mean(flags)) if len(flags) else float("nan")
    return limited(measure, share(flags), {"share": (part, most)}, f"<= {most:.0%}")


def spread(values: Numbers) -> str:
    median, high = np.percentile(values, [50, 95])
    return f"{median:.2f}, 95 % {high:.2f}"
