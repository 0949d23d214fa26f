"""One rack scanned again and again: what is left of -ln T in full resolution once two scans lie on each other."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from datasets.air import air_values, measured_window
from datasets.aligned import AlignedPair
from datasets.curve import apply_curve
from datasets.errors import SetError
from datasets.measuring.laid_scans import lay_scans
from datasets.measuring.rows import Row, limited
from datasets.reading import load_scan
from datasets.scan import Scan
from datasets.view import FRAME_ROWS, Image

SCENES = (0, 2, 3)  # scene 1 shows something else at its edge
GOALS = {"high": 0.040, "low": 0.055}
DEEPEST = 9.0  # -ln T that is looked at


@dataclass(frozen=True)
class Left:
    """Sums of squared differences of one pair of scenes, an energy each."""

    squares: tuple[float, ...]
    pixels: int
    quality: float


def repeat_rows(folder: Path) -> Iterator[Row]:
    """Root mean square over all pixels of the rack's outline, of all pairs of scenes."""
    left = [left_between(*pair) for pair in combinations(scenes(folder), 2)]
    total = sum(one.pixels for one in left)
    for n, (energy, goal) in enumerate(GOALS.items()):
        rms = float(np.sqrt(sum(one.squares[n] for one in left) / total))
        each = ", ".join(f"{np.sqrt(one.squares[n] / one.pixels):.3f}" for one in left)
        name = f"rack repeats, full resolution: rms of -ln T, {energy}"
        yield limited(name, f"{rms:.3f} (by pair {each})", {"rms": (rms, goal)}, f"<= {goal:.3f}")
    yield Row("rack repeats: quality", ", ".join(f"{one.quality:.2f}" for one in left))


def scenes(folder: Path) -> list[Scan]:
    paths = [folder / f"background_{scene}_high.png" for scene in SCENES]
    if missing := [path for path in paths if not path.is_file()]:
        raise SetError(f"{missing[0]} is not there: wanted scenes {', '.join(map(str, SCENES))} of the rack")
    return [load_scan(path) for path in paths]


def left_between(origin: Scan, destination: Scan) -> Left:
    pair = lay_scans(origin, destination, "object").pair
    inside, x, y = delivered_map(pair)
    squares, known = [], np.ones(x.shape, bool)
    images = list(zip(attenuations(origin), attenuations(destination), pair.alignment.curve, strict=True))
    for here, there, _ in images:
        known &= (here[inside] < DEEPEST) & (taken(there, x, y) < DEEPEST)
    for here, there, law in images:
        difference = here[inside] - apply_curve(taken(there, x, y), law)
        squares.append(float((difference[known].astype(np.float64) ** 2).sum()))
    return Left(tuple(squares), int(known.sum()), pair.alignment.quality)


def delivered_map(pair: AlignedPair) -> tuple[tuple[slice, slice], Image, Image]:
    """The pixels of the origin scan within the outline, and where the destination scan shows each of them."""
    o, frame = pair.origin.frame.outline, pair.origin.frame
    inside = slice(round(o.top), round(o.bottom)), slice(round(o.left), round(o.right))
    y, x = np.mgrid[inside].astype(np.float64)
    column, row = frame.from_scan(np.stack([x.ravel(), y.ravel()], axis=1)).T.reshape(2, *x.shape)
    at = np.clip(column, 0, frame.columns - 1).astype(np.float32), np.clip(row, 0, FRAME_ROWS - 1).astype(np.float32)
    there = [taken(image, *at).ravel() for image in (pair.alignment.columns, pair.alignment.rows)]
    places = pair.destination.frame.to_scan(np.stack(there, axis=1).astype(np.float64))
    to_x, to_y = places.T.astype(np.float32).reshape(2, *x.shape)
    return inside, to_x, to_y


def attenuations(scan: Scan) -> list[Image]:
    airs = air_values(scan, measured_window(scan))
    return [
        -np.log(np.clip(channel / np.float32(air), np.exp(-DEEPEST - 1), 1)).astype(np.float32)
        for channel, air in zip(scan.channels, airs, strict=True)
    ]


def taken(image: Image, x: NDArray[np.float32], y: NDArray[np.float32]) -> Image:
    return np.asarray(cv2.remap(image, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), dtype=np.float32)
