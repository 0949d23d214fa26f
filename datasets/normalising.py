"""A container of a scan put into its own frame: attenuation against the scan's own air, and what could not be seen."""

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from datasets.air import Window, air_values, as_read, darker, held_value, measured_window
from datasets.detector import channel_repaired, gains
from datasets.scan import Pixels, Scan
from datasets.view import BOX_ROWS, FRAME_ROWS, Frame, Image, Mask, Outline, View

PREVIEW_BITS = 8
PREVIEW_DARKEST = 6.0  # of 255: below it a preview shows its own rounding and JPEG rings
LEAST_SEEN, MOST_SEEN = 1e-5, 1e-3  # bounds of the transmission that is lost in the noise
NOISE_MARGIN = 3.0  # standard deviations of the dark noise
AIR_GAP_PX = 12  # between the outline and what is taken for open air
EDGE_PX = 2  # so near to the picture's edge an outline is taken to be cut by it
AIR_EDGE_PX = 2  # the first rows are often spoilt
OPAQUE = 5e-4  # of air: what is darker is the detector's own noise
FEWEST_DARK = 400  # pixels from which a dark noise is estimated


def normalise(scan: Scan, outline: Outline) -> View:
    """The view of one container or object of a scan."""
    frame = Frame.of(outline)
    window = measured_window(scan)
    air = air_values(scan, window)
    least = lost_in_noise(scan, window, air)
    floor = -math.log(least)
    attenuation = np.empty((len(air), FRAME_ROWS, frame.columns), np.float32)
    opaque = np.zeros((FRAME_ROWS, frame.columns), bool)
    dead = 0
    for energy, value in enumerate(air):
        pixels, lines = channel_repaired(scan, window, energy, value)
        transmission = resample(
            evened(pixels, as_read(pixels, value), window, frame), needed(window, frame), frame
        ) / np.float32(value)
        opaque |= transmission <= least
        attenuation[energy] = np.clip(-np.log(np.maximum(transmission, np.float32(least))), 0.0, floor)
        dead = max(dead, lines)
    outside = outside_of(window, frame)
    np.copyto(attenuation, np.float32(0), where=outside)
    warnings = (*scan.warnings, *cut_off(window, outline))
    if dead:
        warnings += (f"{dead} dead detector lines filled in from their neighbours",)
    clipped = scan.air is None and scan.bits > PREVIEW_BITS and held_value(window.of(scan.high)) is not None
    return View(attenuation, opaque | outside, frame, air[0], floor, warnings, clipped)


def cut_off(window: Window, outline: Outline) -> tuple[str, ...]:
    """A warning where the outline reaches an edge of the picture: the container may go on beyond it."""
    if outline.region != "container":
        return ()
    reached = {
        "left": outline.left < window.left + EDGE_PX,
        "right": outline.right > window.right - EDGE_PX,
        "upper": outline.top < window.top + EDGE_PX,
        "lower": outline.bottom > window.bottom - EDGE_PX,
    }
    edges = " and ".join(edge for edge, there in reached.items() if there)
    return (f"the container reaches the picture's {edges} edge: what lies beyond it was not seen",) if edges else ()


def evened(pixels: Pixels, air: float, window: Window, frame: Frame) -> Image:
    """The pixels the frame needs, with the gains of columns and rows taken out where the air around it shows them.

    `air` is what open air reads: where the detector saturates, it shows no gains.
    """
    o, part = frame.outline, needed(window, frame)
    roof = round(o.top - abs(o.slope) * (o.right - o.left) / 2) - AIR_GAP_PX
    rows, columns = (
        slice(part.top - window.top, part.bottom - window.top),
        slice(part.left - window.left, part.right - window.left),
    )
    above = pixels[AIR_EDGE_PX : max(AIR_EDGE_PX, roof - window.top), columns]
    before = pixels[rows, : max(0, round(o.left) - AIR_GAP_PX - window.left)]
    behind = pixels[rows, max(0, round(o.right) + AIR_GAP_PX - window.left) :]
    beside = max(before, behind, key=lambda side: side.shape[1])
    values = pixels[rows, columns].astype(np.float32)
    values *= 1 / gains(above.T, air)
    values *= (1 / gains(beside, air))[:, None]
    return values


def lost_in_noise(scan: Scan, window: Window, air: tuple[float, ...]) -> float:
    """The transmission below which nothing is seen, the same for both energies."""
    if scan.bits <= PREVIEW_BITS:
        return PREVIEW_DARKEST / min(air)
    dark = max(dark_noise(window.of(channel), value) / value for channel, value in zip(scan.channels, air, strict=True))
    return min(max(NOISE_MARGIN * dark, LEAST_SEEN), MOST_SEEN)


def dark_noise(pixels: Pixels, air: float) -> float:
    """Standard deviation of what the detector reads behind opaque matter, at least the rounding to whole numbers."""
    rounding = 1.0
    sparse = pixels[::2]
    dark = darker(sparse[:, 1:], OPAQUE * air)
    if cv2.countNonZero(dark) < FEWEST_DARK:
        return rounding
    left, top, width, height = cv2.boundingRect(dark)
    dark, here = dark[top : top + height, left : left + width], sparse[top : top + height, left : left + width + 1]
    steps = np.asarray(cv2.absdiff(here[:, 1:], here[:, :-1]), dtype=np.uint16)
    alike = dark & darker(steps, OPAQUE * air)
    mean = cv2.sumElems(steps * alike)[0] / max(1, cv2.countNonZero(alike))
    return max(rounding, 0.886 * mean)  # sqrt(pi) / 2


def resample(values: Image, part: Window, frame: Frame) -> Image:
    """Pixel values, of a part of the scan, averaged over each frame pixel's area.

    Values, that is transmission, are averaged and not attenuation: that is what a coarser detector would have measured,
    so scans of different pitch come out alike, and the logarithm is taken where the noise is already low.
    """
    o = frame.outline
    across, down = (o.right - o.left) / frame.columns, (o.bottom - o.top) / BOX_ROWS  # scan pixels of a frame pixel
    # Samples about as fine as the scan's own pixels, then their mean; the law is that of Frame.to_scan.
    finer = max(1, round(across)), max(1, round(down))
    corner = np.array([[0.5 / finer[0] - 0.5, 0.5 / finer[1] - 0.5]])
    [[x, y]] = frame.to_scan(corner)
    x_step, y_step = across / finer[0], down / finer[1]
    to_scan = np.array([[x_step, 0.0, x - part.left], [o.slope * x_step, y_step, y - part.top]])
    size = frame.columns * finer[0], FRAME_ROWS * finer[1]
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    samples = cv2.warpAffine(values, to_scan, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
    averaged = cv2.resize(samples, (frame.columns, FRAME_ROWS), interpolation=cv2.INTER_AREA)
    return averaged.astype(np.float32, copy=False)


def needed(window: Window, frame: Frame) -> Window:
    """The part of the measured window that the frame touches."""
    corners = np.array([[c, r] for c in (-1.0, frame.columns) for r in (-1.0, FRAME_ROWS)])
    reach = frame.to_scan(corners)
    left, top = np.floor(reach.min(axis=0)).astype(int) - 1
    right, bottom = np.ceil(reach.max(axis=0)).astype(int) + 2
    rows = np.clip([top, bottom], window.top, window.bottom)
    columns = np.clip([left, right], window.left, window.right)
    if rows[0] >= rows[1] or columns[0] >= columns[1]:
        raise ValueError(f"outline {frame.outline.box} lies outside of the scan's {window}")
    return Window(int(rows[0]), int(rows[1]), int(columns[0]), int(columns[1]))


def outside_of(window: Window, frame: Frame) -> Mask:
    """Where the frame reaches past the measured part of the scan."""
    columns = np.arange(frame.columns, dtype=np.float64)
    rows = np.arange(FRAME_ROWS, dtype=np.float64)
    along = frame.to_scan(np.stack([columns, np.zeros_like(columns)], axis=1))
    down = frame.to_scan(np.stack([np.zeros_like(rows), rows], axis=1))[:, 1] - along[0, 1]
    x: NDArray[np.float64] = along[None, :, 0]
    y: NDArray[np.float64] = along[None, :, 1] + down[:, None]
    inside = (x > window.left - 0.5) & (x < window.right - 0.5) & (y > window.top - 0.5) & (y < window.bottom - 0.5)
    return ~inside
