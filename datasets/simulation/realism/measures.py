"""What is measured of a preview, and how far two sets of previews lie apart in it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from datasets.simulation.realism.previews import Grey, Preview

Values = NDArray[np.float64]

ATTENUATION_EDGES = np.linspace(0, np.log(255), 57)  # -ln T; a grey of 1 is the deepest that 8 bits tell from 0
GRADIENT_EDGES = np.linspace(0, 8, 49)  # log2 of 1 + grey steps a pixel
OCTAVES = 6  # periods of 2-4 up to 64-128 pixels
PERIODS = tuple(f"{2 << octave}-{4 << octave}" for octave in range(OCTAVES))
SEGMENT = 2 << OCTAVES  # pixels to a piece of a line whose spectrum is taken
FLOOR_POWER = 0.01  # grey squared: rounding to whole grey steps leaves more, so nothing real is hidden
SPLITS = 20  # random halvings of the real previews, whose mean distance is the floor


@dataclass(frozen=True)
class Measure:
    """A profile of one preview, and the distance between the mean profiles of two sets."""

    name: str
    unit: str
    profile: Callable[[Grey], Values]
    distance: Callable[[Values, Values], float]
    axis: tuple[str, ...] | None = None


@dataclass(frozen=True, eq=False)
class Gap:
    """One measure over the previews of one kind: simulated to real, and real to real."""

    measure: Measure
    kind: str
    simulated: Values
    real: Values
    counts: tuple[int, int]
    distance: float
    floor: float

    @property
    def line(self) -> str:
        """What is printed."""
        apart = f"{self.distance:.3f} {self.measure.unit} apart (two halves of the real: {self.floor:.3f})"
        return f"{self.kind}, {self.measure.name}: {apart}"


def attenuation_histogram(grey: Grey) -> Values:
    """Shares of -ln T, open air taken to be full scale."""
    attenuation = -np.log(np.maximum(grey, 1) / 255.0)
    return shares(attenuation, ATTENUATION_EDGES)


def gradient_histogram(grey: Grey) -> Values:
    """Shares of the steepness between neighbours."""
    down, along = np.gradient(grey.astype(np.float32))
    return shares(np.log2(1 + np.hypot(down, along)), GRADIENT_EDGES)


def shares(values: NDArray[np.floating], edges: Values) -> Values:
    counts, _ = np.histogram(np.clip(values, edges[0], edges[-1]), edges)
    return np.asarray(counts / max(1, counts.sum()))


def row_spectrum(grey: Grey) -> Values:
    """log2 of the power an octave, along the rows."""
    return octave_powers(grey.astype(np.float32))


def column_spectrum(grey: Grey) -> Values:
    """log2 of the power an octave, down the columns."""
    return octave_powers(grey.T.astype(np.float32))


def octave_powers(lines: NDArray[np.float32]) -> Values:
    """Mean power of windowed pieces of lines in the bands of PERIODS, log2."""
    pieces = lines.shape[1] // SEGMENT
    if not pieces:
        return np.full(OCTAVES, np.nan)
    cut = lines[:, : pieces * SEGMENT].reshape(-1, SEGMENT)
    windowed = (cut - cut.mean(axis=1, keepdims=True)) * np.hanning(SEGMENT).astype(np.float32)
    power = (np.abs(np.fft.rfft(windowed, axis=1)) ** 2).mean(axis=0) / SEGMENT
    bands = [slice(SEGMENT // (4 << octave), SEGMENT // (2 << octave)) for octave in range(OCTAVES)]
    return np.log2([power[band].mean() + FLOOR_POWER for band in bands])


def wasserstein(edges: Values) -> Callable[[Values, Values], float]:
    """1-Wasserstein distance of two histograms of these edges, in the unit of the edges."""

    def distance(one: Values, other: Values) -> float:
        return float(np.abs(np.cumsum(one - other)).sum() * (edges[1] - edges[0]))

    return distance


def octaves_apart(one: Values, other: Values) -> float:
    """Mean over the bands of how many doublings the powers differ by."""
    return float(np.abs(one - other).mean())


MEASURES = (
    Measure("attenuation", "-ln T", attenuation_histogram, wasserstein(ATTENUATION_EDGES)),
    Measure("gradient", "log2 grey/px", gradient_histogram, wasserstein(GRADIENT_EDGES)),
    Measure("row spectrum", "doublings", row_spectrum, octaves_apart, PERIODS),
    Measure("column spectrum", "doublings", column_spectrum, octaves_apart, PERIODS),
)


def gaps(simulated: Sequence[Preview], real: Sequence[Preview], kind: str, rng: np.random.Generator) -> list[Gap]:
    """Every measure over the previews of one kind; none where either side has fewer than two."""
    mine = [preview.grey for preview in simulated if preview.kind == kind]
    theirs = [preview.grey for preview in real if preview.kind == kind]
    if min(len(mine), len(theirs)) < 2:
        return []
    return [gap(measure, kind, mine, theirs, rng) for measure in MEASURES]


def gap(measure: Measure, kind: str, mine: list[Grey], theirs: list[Grey], rng: np.random.Generator) -> Gap:
    simulated = np.array([measure.profile(grey) for grey in mine])
    real = np.array([measure.profile(grey) for grey in theirs])
    ours, real_mean = np.nanmean(simulated, axis=0), np.nanmean(real, axis=0)
    floor = real_to_real(measure, real, rng)
    return Gap(measure, kind, ours, real_mean, (len(mine), len(theirs)), measure.distance(ours, real_mean), floor)


def real_to_real(measure: Measure, profiles: Values, rng: np.random.Generator) -> float:
    """Mean distance between two random halves."""
    distances = []
    for _ in range(SPLITS):
        order = rng.permutation(len(profiles))
        halves = profiles[order[::2]], profiles[order[1::2]]
        distances.append(measure.distance(*(np.nanmean(half, axis=0) for half in halves)))
    return float(np.mean(distances))
