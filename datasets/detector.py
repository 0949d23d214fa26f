"""What a detector does to whole lines of pixels: dead ones are filled in, gains are evened out by the open air."""

import cv2
import numpy as np
from numpy.typing import NDArray

from datasets.air import Window, kept_with_scan
from datasets.scan import Pixels, Scan
from datasets.view import Mask

Lines = NDArray[np.int64]
Gains = NDArray[np.float32]

EVERY = 16  # pixels of a line that are looked at
BRIGHT = 0.2  # of air: where its neighbours are darker, a dead line does not show
ODD = 0.03  # of air: how far a dead line is from its neighbours at least
SHARE = 0.9  # of the bright places in which it must be
FEWEST_BRIGHT = 10
STUCK = 0.0005  # of air: what varies less along a line has stopped measuring
FEWEST_AIR = 12  # pixels of open air from which a gain is estimated
MOST_AIR = 32  # pixels of it that are worth their time
LARGEST_GAIN = 0.05  # what differs more is no open air
REACH = 4  # lines to either side over which gains are taken for smooth


@kept_with_scan
def channel_repaired(scan: Scan, window: Window, energy: int, air: float) -> tuple[Pixels, int]:
    """The measured part of one channel with its dead lines filled in, and how many there were."""
    return repaired(window.of(scan.channels[energy]), air)


def repaired(pixels: Pixels, air: float) -> tuple[Pixels, int]:
    """Dead rows and columns replaced by what lies beside them, and how many there were."""
    rows = dead_rows(pixels[:, ::EVERY], air)
    columns = dead_rows(pixels[::EVERY].T, air)
    if not (rows.size or columns.size):
        return pixels, 0
    whole = pixels.copy()
    fill(whole, rows)
    fill(whole.T, columns)
    return whole, rows.size + columns.size


def dead_rows(pixels: Pixels, air: float) -> Lines:
    """Rows, one or two together, that differ throughout from the rows beside them, or read the same all along.

    No part of a vehicle does so: it does not run through the air at both ends, and even a rail is thicker.
    """
    values = pixels.astype(np.float32, order="C")
    dead = np.zeros(len(values), bool)
    for k in (1, 2):
        if len(values) <= 2 * k:  # a strip that has no line with one on either side
            break
        above, here, below = values[: -2 * k], values[k:-k], values[2 * k :]
        middle = (above + below) / 2
        bright = middle > BRIGHT * air
        apart = cv2.absdiff(here, middle)
        odd = apart > ODD * air
        alone = odd & bright & (apart > cv2.absdiff(above, below))
        dead[k:-k] |= counts(alone) > np.maximum(SHARE * counts(bright), FEWEST_BRIGHT)
        unlike = np.flatnonzero(counts(odd) > FEWEST_BRIGHT)
        dead[k + unlike[np.ptp(here[unlike], axis=1) <= STUCK * air]] = True
    return np.flatnonzero(dead)


def counts(marks: Mask) -> NDArray[np.int32]:
    """How many places of each row are marked."""
    return np.asarray(cv2.reduce(marks.view(np.uint8), 1, cv2.REDUCE_SUM, dtype=cv2.CV_32S).ravel(), dtype=np.int32)


def fill(pixels: Pixels, rows: Lines) -> None:
    """Each of these rows becomes the mean of the nearest good rows above and below."""
    good = np.setdiff1d(np.arange(len(pixels)), rows)
    for row in rows:
        above, below = good[good < row][-1:], good[good > row][:1]
        pixels[row] = pixels[np.concatenate([above, below])].mean(axis=0)


def medians(values: Gains) -> Gains:
    """The median of each row: sorting short rows takes a tenth of the time of `np.median`."""
    count = values.shape[1]
    middle: Gains = np.sort(values, axis=1)[:, (count - 1) // 2 : count // 2 + 1].mean(axis=1)
    return middle


def gains(air_pixels: Pixels, air: float) -> Gains:
    """How much brighter or darker each line is than it should be, from its pixels of open air (lines x pixels).

    What neighbours share is taken whole; what a line has for itself as far as it stands out from the noise.
    """
    lines, samples = air_pixels.shape
    if samples < FEWEST_AIR:
        return np.ones(lines, np.float32)
    values = air_pixels[:, :: 1 + samples // MOST_AIR].astype(np.float32, order="C") / np.float32(air)
    middle = medians(values)
    middle[np.abs(middle - 1) > LARGEST_GAIN] = 1.0
    padded = np.pad(middle, REACH, mode="edge")
    shared = np.convolve(padded, np.ones(2 * REACH + 1) / (2 * REACH + 1), "valid")
    own = middle - shared
    noise = 1.5 * float(np.median(np.var(values, axis=1))) / values.shape[1]  # of a median
    kept = max(0.0, 1 - noise / max(float(np.var(own)), 1e-12))
    evened: Gains = (shared + kept * own).astype(np.float32)
    return evened
