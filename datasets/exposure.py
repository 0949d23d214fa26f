"""What the pixels show: whether anything was scanned, which way round grey runs, and whether the declared air fits."""

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from datasets.errors import UnusableScan
from datasets.forms.picture import Picture, thinned
from datasets.scan import Pixels

CELL_PX = 8  # noise of a cell's mean is an eighth of a pixel's
MANY_CELLS = 25  # a side, from which on the last pixels, less than a cell, tell nothing: below 4 % of the picture
BLACK = 0.005  # of full scale: the brightest part of a picture that shows nothing
PADDING = 0.02  # of full scale: rows and columns at an edge that hold nothing brighter are no part of the scan
EVEN = 0.95  # darkest to brightest part, above which nothing stood in the beam
AIR_EXCESS = 1.05  # brightest part to declared air; gain differs by row by a few percent
NEAR = 0.15  # of the range between dark and bright, what counts as the one or the other
NEGATIVE = 0.4  # of the scale: what the dense parts of a negative reach at the least
USUAL_SCALES = (255, 1023, 4095, 16383, 65535)
EIGHT_BITS = "8 bits a pixel carry less than the raw data: dense cargo and small differences may be lost"

Cells = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Exposure:
    """The channels with air bright, the declared air where it can be used, and what was found on the way."""

    channels: tuple[Pixels, ...]
    air: float | None
    warnings: tuple[str, ...] = ()


def judge(picture: Picture, air: float | None) -> Exposure:
    """Refuses a picture of nothing, and turns one in which air is dark."""
    full = (1 << picture.bits) - 1
    cells = cells_of(picture.channels[0])
    refuse_blank(cells, full, "" if len(picture.channels) == 1 else "the high energy is ")
    for low in picture.channels[1:]:
        refuse_blank(cells_of(low), full, "the low energy is ")
    judged = turned if air_is_dark(cells, full, air or full) else kept
    exposure = judged(picture, cells, air)
    return replace(exposure, warnings=(EIGHT_BITS,) * (picture.bits == 8) + exposure.warnings)


def cells_of(pixels: Pixels) -> Cells:
    """Means over cells of the thinned picture: one number for CELL_PX x CELL_PX pixels."""
    small = thinned(pixels)
    rows, columns = (max(1, side // CELL_PX) for side in small.shape)
    if min(rows, columns) >= MANY_CELLS:  # cells of whole pixels are averaged six times as fast
        small = small[: rows * CELL_PX, : columns * CELL_PX]
    return np.asarray(cv2.resize(small, (columns, rows), interpolation=cv2.INTER_AREA), np.float32)


def refuse_blank(cells: Cells, full: int, which: str) -> None:
    """Nothing but black, or one even grey, is no scan of anything."""
    inside = without_padding(cells, full)
    dark, bright = np.percentile(inside, (0.5, 99))
    if bright < BLACK * full:
        raise UnusableScan(f"{which}all black: its bright parts are {bright:.0f} of {full}, wanted air to be bright")
    if dark > EVEN * bright:
        raise UnusableScan(f"{which}one even grey ({dark:.0f} to {bright:.0f} of {full}): nothing but air was scanned")


def without_padding(cells: Cells, full: int) -> Cells:
    """What is left when black rows and columns at the edges are cut off; 13 of 143 real previews have some."""
    lit = cells > PADDING * full
    rows, columns = np.flatnonzero(lit.any(axis=1)), np.flatnonzero(lit.any(axis=0))
    return cells[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1] if rows.size else cells


def air_is_dark(cells: Cells, full: int, scale: float) -> bool:
    """Whether the picture is a negative: the open air over the load is its darkest part.

    A picture cut out of opaque load has a dark upper edge too, but at 0, and little in it is bright.
    """
    if air_above(full - cells, full) <= 0.6 or air_above(cells, full) >= 0.4:
        return False
    dark, bright = np.percentile(cells, (1, 99))
    return not (dark < PADDING * scale and bright < NEGATIVE * scale)


def air_above(cells: Cells, full: int) -> float:
    """Part of the upper edge that is as bright as the brightest there is."""
    inside = without_padding(cells, full)
    dark, bright = np.percentile(inside, (1, 99))
    return float((inside[0] >= bright - NEAR * (bright - dark)).mean())


def kept(picture: Picture, cells: Cells, air: float | None) -> Exposure:
    """The picture as it is, with the declared air where the data allow it."""
    if air is None:
        return Exposure(picture.channels, None)
    if air > (full := (1 << picture.bits) - 1):
        return Exposure(picture.channels, None, (f"declared air {air:g} is not used: the largest value is {full}",))
    if (bright := float(np.percentile(cells, 98))) > AIR_EXCESS * air:
        raise UnusableScan(f"the declared air is {air:g}, below the data, whose bright parts are {bright:.0f}")
    return Exposure(picture.channels, air)


def turned(picture: Picture, cells: Cells, air: float | None) -> Exposure:
    """The negative of a picture."""
    most = max(int(pixels.max()) for pixels in picture.channels)
    full = full_scale(cells, picture.bits, most, air)
    warnings: tuple[str, ...] = ("stored the other way round (air dark, dense bright): it was turned",)
    if air is not None and full is None:
        air, warnings = None, (*warnings, f"declared air {air:g} is not used: it does not fit the turned scan")
    white = full or (1 << picture.bits) - 1
    return Exposure(tuple(white - np.minimum(pixels, white) for pixels in picture.channels), air, warnings)


def full_scale(cells: Cells, bits: int, most: int, air: float | None) -> int | None:
    """What a negative was taken from: the air it shows and the air declared make it up together.

    The air shown is known to a few percent only, so a scale that is usual, or the declared air itself, goes before it.
    """
    if air is None:
        return None
    dark, bright = np.percentile(cells, (1, 99))
    shown = float(np.median(cells[cells <= dark + NEAR * (bright - dark)]))
    usual = [scale for scale in (*USUAL_SCALES, round(air)) if most <= scale < 1 << bits]
    nearest = min(usual, key=lambda scale: abs(scale - air - shown), default=0)
    return nearest if abs(nearest - air - shown) < (AIR_EXCESS - 1) * air else None
