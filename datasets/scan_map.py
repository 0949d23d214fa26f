"""The map of an object made finer on the pixels of both scans, where they are finer than the frame."""

from dataclasses import replace

import cv2
import numpy as np

from datasets.air import air_values, measured_window
from datasets.aligned import AlignedPair
from datasets.alignment import laid
from datasets.curve import apply_curve
from datasets.fine_map import OUTLIER, finer_map
from datasets.scan import Scan
from datasets.view import FRAME_ROWS, Image, Points
from datasets.warp import taken


def laid_by_scans(pair: AlignedPair, origin: Scan, destination: Scan) -> AlignedPair:
    """The pair after a map found on the origin's own pixels, where that leaves less; a container's stays as it is."""
    frames = pair.origin.frame, pair.destination.frame
    if any(frame.outline.region != "object" for frame in frames):
        return pair
    found = pair.alignment
    outline = frames[0].outline
    y, x = np.mgrid[round(outline.top) : round(outline.bottom), round(outline.left) : round(outline.right)]
    places = pixels(x, y)
    at = frames[0].from_scan(places)
    in_frame = [looked_up(image, at, x.shape) for image in (found.columns, found.rows)]
    start = on_grid(frames[1].to_scan(pixels(*in_frame)), x.shape)
    here = looked_up(attenuations(origin, pair.origin.floor)[0], places, x.shape)
    there = apply_curve(attenuations(destination, pair.destination.floor)[0], found.curve[0]).astype(np.float32)
    fine = finer_map(here, there, *start)
    if left(here, there, fine) >= left(here, there, start):
        return pair
    shift = [new - old for new, old in zip(fine, start, strict=True)]
    rows, columns = np.mgrid[:FRAME_ROWS, : frames[0].columns].astype(np.float32)
    at = frames[0].to_scan(pixels(columns, rows)) - places[0]
    moved = frames[1].to_scan(pixels(found.columns, found.rows)) + np.stack(
        [looked_up(image, at, columns.shape).ravel() for image in shift], axis=1
    )
    columns, rows = on_grid(frames[1].from_scan(moved), columns.shape)
    return laid(pair.origin, pair.destination, replace(found, columns=columns, rows=rows))


def left(origin: Image, destination: Image, at: tuple[Image, Image]) -> float:
    """The mean difference of attenuation, held at what something else would make."""
    return float(np.minimum(np.abs(origin - taken(destination, *at)), OUTLIER).mean())


def pixels(x: Image, y: Image) -> Points:
    return np.stack([x.ravel(), y.ravel()], axis=1).astype(np.float64)


def on_grid(points: Points, shape: tuple[int, ...]) -> tuple[Image, Image]:
    x, y = points.T.astype(np.float32)
    return x.reshape(shape), y.reshape(shape)


def attenuations(scan: Scan, deepest: float) -> list[Image]:
    """-ln T of each channel in delivered pixels, held between 0 and `deepest`."""
    airs = air_values(scan, measured_window(scan))
    lowest, open_air = np.float32(np.exp(-deepest)), np.float32(1)
    return [
        np.asarray(-np.log(np.clip(channel / np.float32(air), lowest, open_air)), dtype=np.float32)
        for channel, air in zip(scan.channels, airs, strict=True)
    ]


def looked_up(image: Image, at: Points, shape: tuple[int, ...]) -> Image:
    x, y = on_grid(at, shape)
    return np.asarray(cv2.remap(image, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), dtype=np.float32)
