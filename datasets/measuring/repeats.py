"""One rack scanned again and again: what is left of -ln T in full resolution once two scans lie on each other."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import cv2
import numpy as np

from datasets.aligned import AlignedPair
from datasets.curve import apply_curve
from datasets.errors import SetError
from datasets.measuring.laid_scans import lay_scans
from datasets.measuring.rows import Row, limited
from datasets.reading import load_scan
from datasets.scan import Scan
from datasets.scan_map import attenuations
from datasets.view import FRAME_ROWS, Image, Points

SCENES = (0, 2, 3)  # scene 1 shows something else at its edge
GOALS = {"high": 0.040, "low": 0.055}
DEEPEST = 9.0  # -ln T that is looked at
LINE = 1024  # places: OpenCV takes pictures of fewer than 2^15 pixels a side


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
    here, there = delivered_places(pair)
    shown = [
        (looked_up(first, here), looked_up(second, there), law)
        for first, second, law in zip(
            attenuations(origin, DEEPEST + 1), attenuations(destination, DEEPEST + 1), pair.alignment.curve, strict=True
        )
    ]
    known = np.logical_and.reduce([(a < DEEPEST) & (b < DEEPEST) for a, b, _ in shown])
    squares = [float((((a - apply_curve(b, law))[known]).astype(np.float64) ** 2).sum()) for a, b, law in shown]
    return Left(tuple(squares), int(known.sum()), pair.alignment.quality)


def delivered_places(pair: AlignedPair) -> tuple[Points, Points]:
    """All pixels of the origin scan that the map covers, and where the destination scan shows each of them."""
    frame = pair.origin.frame
    o = frame.outline
    y, x = np.mgrid[round(o.top) : round(o.bottom), round(o.left) : round(o.right)].astype(np.float64)
    here = np.stack([x.ravel(), y.ravel()], axis=1)
    at = frame.from_scan(here)
    covered = (at >= 0).all(axis=1) & (at[:, 0] <= frame.columns - 1) & (at[:, 1] <= FRAME_ROWS - 1)
    there = [looked_up(image, at[covered]) for image in (pair.alignment.columns, pair.alignment.rows)]
    return here[covered], pair.destination.frame.to_scan(np.stack(there, axis=1).astype(np.float64))


def looked_up(image: Image, at: Points) -> Image:
    """Values between pixels; places are laid in lines, for a picture of one line may not be so long."""
    lines = np.resize(at.astype(np.float32), (-(-len(at) // LINE), LINE, 2))
    values = cv2.remap(image, lines[..., 0], lines[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(values.ravel()[: len(at)], dtype=np.float32)
