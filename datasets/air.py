"""The value of open air in a scan, and the part of the picture that was scanned at all."""

import math
from collections.abc import Callable
from functools import wraps
from typing import NamedTuple, TypeVar, TypeVarTuple
from weakref import WeakKeyDictionary

import cv2
import numpy as np
from numpy.typing import NDArray

from datasets.errors import UnusableScan
from datasets.scan import Pixels, Scan
from datasets.view import Image

Marks = NDArray[np.uint8]
Asked = TypeVarTuple("Asked")
Found = TypeVar("Found")

BLACK = 0.03  # of full scale: a line that is darker nearly throughout was never scanned
SPECKS = 4  # percent of a padded line that may be bright: dead detectors run through the padding as thin bright lines
SHRUNK_PX = 300  # the longer side on which air is looked for, after averaging
STEPS = 200  # of the histogram, over the brightest tenth
EVERY = 4  # pixels along and across that are looked at for saturation
BRIGHTEST = 99.5  # percent of the pixels lie below what open air reads where it saturates
HELD_SHARE = 0.02  # of the pixels, at exactly one value: with the noise of 16 bits it is below 0.5 %


class Window(NamedTuple):
    """Rows and columns of a scan that hold measured pixels: padding at the edges is left out."""

    top: int
    bottom: int
    left: int
    right: int

    def of(self, pixels: Pixels) -> Pixels:
        """The measured part of one channel."""
        return pixels[self.top : self.bottom, self.left : self.right]


def kept_with_scan(find: Callable[[Scan, *Asked], Found]) -> Callable[[Scan, *Asked], Found]:
    """Found once and kept as long as the scan is: locating and normalising ask for the same."""
    kept: WeakKeyDictionary[Scan, dict[tuple[*Asked], Found]] = WeakKeyDictionary()

    @wraps(find)
    def found(scan: Scan, *asked: *Asked) -> Found:
        known = kept.setdefault(scan, {})
        if asked not in known:
            known[asked] = find(scan, *asked)
        return known[asked]

    return found


@kept_with_scan
def air_values(scan: Scan, window: Window) -> tuple[float, ...]:
    """The value of open air, one a channel: as declared, or estimated from the picture."""
    if scan.air is not None:
        return (scan.air,) * len(scan.channels)
    return tuple(estimate_air(window.of(channel)) for channel in scan.channels)


def estimate_air(pixels: Pixels) -> float:
    """The brightest value that a good part of the bright pixels share.

    Averaged pixels, so that noise spreads little; only the brightest 7 %, because the bare wall of an empty container
    (transmission .9 at most) may fill far more of the picture than air does.
    """
    step = max(1, max(pixels.shape) // SHRUNK_PX)
    small = shrink(pixels, step).ravel()
    brightest = float(np.percentile(small, 99.7))
    if brightest <= 0:
        raise UnusableScan("the picture is black throughout: wanted open air somewhere")
    counts, edges = np.histogram(small, STEPS, (0.93 * brightest, 1.03 * brightest))
    shares = np.convolve(counts, np.ones(5), "same")
    brightest_peak = int(np.flatnonzero(shares >= 0.4 * shares.max())[-1])
    near = 0.5 * (edges[brightest_peak] + edges[brightest_peak + 1])
    return float(np.median(small[np.abs(small - near) <= 0.01 * near]))


def as_read(pixels: Pixels, air: float) -> float:
    """What open air reads: less than it is where the detector saturates, which holds many pixels at one value."""
    held = held_value(pixels)
    return air if held is None else min(air, held)


def held_value(pixels: Pixels) -> float | None:
    """The brightest value, where a detector that saturates holds many pixels at it."""
    sample = pixels[::EVERY, ::EVERY]
    brightest = float(np.percentile(sample, BRIGHTEST))
    return brightest if (sample == brightest).mean() > HELD_SHARE else None


@kept_with_scan
def measured_window(scan: Scan) -> Window:
    """Leaves out black padding: lines from the edge inwards that are dark nearly throughout."""
    dark = darker(scan.high, BLACK * scan.full_scale)
    columns = bright_span(shares(dark, axis=0))
    rows = bright_span(shares(dark[:, columns[0] : columns[1]], axis=1)) if columns else None
    if rows is None or columns is None:
        raise UnusableScan("the picture is black throughout: wanted open air somewhere")
    return Window(*rows, *columns)


def darker(pixels: Pixels, limit: float) -> Marks:
    """1 where pixels lie below a limit, which is made a whole number: mixed kinds take several times as long."""
    return (pixels < math.ceil(limit)).view(np.uint8)


def shares(marks: Marks, axis: int) -> NDArray[np.float64]:
    """The part of each column (axis 0) or row (axis 1) that is marked."""
    counts = cv2.reduce(marks, axis, cv2.REDUCE_SUM, dtype=cv2.CV_32S)
    return np.asarray(counts.ravel() / marks.shape[axis], dtype=np.float64)


def bright_span(dark_shares: NDArray[np.float64]) -> tuple[int, int] | None:
    """First and one past last line that is not dark nearly throughout."""
    bright = np.flatnonzero(dark_shares <= 1 - SPECKS / 100)
    return (int(bright[0]), int(bright[-1]) + 1) if bright.size else None


def shrink(pixels: Pixels, step: int) -> Image:
    """Averages blocks of step x step pixels, in transmission, as a coarser detector would have."""
    height, width = pixels.shape[0] // step, pixels.shape[1] // step
    whole = pixels[: height * step, : width * step]
    return cv2.resize(whole, (width, height), interpolation=cv2.INTER_AREA).astype(np.float32)
