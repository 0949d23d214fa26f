"""Previews of boxes on disk, whose loads have a texture that can be chosen."""

from pathlib import Path

import cv2
import numpy as np

from datasets.pairs import PairIndex, PairRow

ROWS, COLUMNS = 320, 720
LOAD = (slice(110, 262), slice(60, 660))


def a_preview(seed: int, texture: str = "grain", load: bool = True) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """A steel box in open air, with a load of grains or of lines."""
    rng = np.random.default_rng(seed)
    grey = np.full((ROWS, COLUMNS), 254.0)
    grey[40:280, 40:680] = 228
    for edge in (slice(40, 48), slice(262, 280)):
        grey[edge, 40:680] = 60
    for post in (slice(40, 50), slice(670, 680)):
        grey[40:280, post] = 40
    if load:
        grey[LOAD] = 50 + rng.normal(0, 12, grey[LOAD].shape) + rng.uniform(-10, 10)
        if texture == "lines":
            grey[LOAD] = cv2.blur(grey[LOAD], (61, 1)) + rng.normal(0, 12, (grey[LOAD].shape[0], 1))
    return np.asarray(np.clip(grey, 0, 255), np.uint8)


def write_preview(path: Path, seed: int, texture: str = "grain", load: bool = True) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(path), a_preview(seed, texture, load), (cv2.IMWRITE_JPEG_QUALITY, 90))


def a_folder(folder: Path, count: int, texture: str = "grain") -> Path:
    """Radiographs of loaded boxes, and one of an empty box."""
    for seed in range(count):
        write_preview(folder / f"radiograph{seed}.jpg", 1000 + seed, texture)
    write_preview(folder / "empty.jpg", 5000, load=False)
    return folder


def a_preview_set(folder: Path, pairs: int, texture: str = "grain") -> Path:
    """A set of pairs of previews; the two scans of a pair differ by nothing but noise."""
    rows = []
    for number in range(pairs):
        names = f"scans/p{number}_origin.jpg", f"scans/p{number}_destination.jpg"
        for end, name in enumerate(names):
            write_preview(folder / name, 10 * number + end, texture)
        rows.append(PairRow(f"p{number}", *names, label="same", event="none", cargo="sand"))
    PairIndex(tuple(rows)).write(folder)
    return folder
