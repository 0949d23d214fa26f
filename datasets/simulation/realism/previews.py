"""8-bit previews brought to one scale, so that simulated and real ones can be measured alike."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from datasets.errors import ScanError, SetError
from datasets.locating import locate
from datasets.pairs import PairIndex
from datasets.reading import load_scan
from datasets.scan import Pixels
from datasets.view import Outline

Grey = NDArray[np.uint8]

ENDINGS = (".jpg", ".jpeg")
BOX_ROWS = 544  # floor to roof: about 5 mm a row, no finer than the previews themselves
DARK = 90  # grey of 255, below which a pixel shows load
LIGHT_FROM, LOADED_FROM = 0.02, 0.10  # share of dark pixels (shared with the index of the real scans)
# Of the box, left out: rails, the floor seen slantwise, posts and a reefer's machinery are no load.
INSET_TOP, INSET_BOTTOM, INSET_ENDS = 0.07, 0.16, 0.06
KINDS = ("empty", "light", "loaded")


@dataclass(frozen=True, eq=False)
class Preview:
    """The inside of one container, BOX_ROWS to its full height; scans of one `group` show the same thing."""

    name: str
    group: str
    grey: Grey

    @property
    def kind(self) -> str:
        """Empty, light or loaded, by the share of dark pixels."""
        dark = float((self.grey < DARK).mean())
        return KINDS[(dark >= LIGHT_FROM) + (dark >= LOADED_FROM)]


def previews_of_set(folder: Path) -> list[Preview]:
    """The JPEG scans of a set of pairs; a pair's two scans are one group."""
    rows = PairIndex.load(folder).rows
    paths = [(row.pair_id, folder / scan) for row in rows for scan in (row.origin, row.destination)]
    found = [preview for group, path in paths if is_jpeg(path) for preview in insides(path, group)]
    if not found:
        raise SetError(f"{folder} holds no JPEG preview in which a container is found, wanted a set with some")
    return found


def previews_of_folder(folder: Path) -> list[Preview]:
    """The JPEG pictures of a folder, each a group of its own."""
    if not folder.is_dir():
        raise SetError(f"{folder} is no folder, wanted one with JPEG radiographs")
    paths = [path for path in sorted(folder.rglob("*")) if is_jpeg(path)]
    found = [preview for path in paths for preview in insides(path, path.stem)]
    if not found:
        raise SetError(f"{folder} holds no JPEG in which a container is found, among {len(paths)} pictures")
    return found


def is_jpeg(path: Path) -> bool:
    return path.suffix.lower() in ENDINGS


def insides(path: Path, group: str) -> Iterator[Preview]:
    """One preview a container; a picture that cannot be used gives none."""
    try:
        scan = load_scan(path)
        outlines = locate(scan)
    except ScanError:
        return
    for place, outline in enumerate(outlines):
        yield Preview(f"{path.stem}#{place}", group, scaled(scan.high, outline))


def scaled(pixels: Pixels, outline: Outline) -> Grey:
    """The inside of the outline, both directions scaled alike."""
    rows, columns = outline.bottom - outline.top, outline.right - outline.left
    top, bottom = outline.top + INSET_TOP * rows, outline.bottom - INSET_BOTTOM * rows
    left, right = outline.left + INSET_ENDS * columns, outline.right - INSET_ENDS * columns
    inside = pixels[max(0, round(top)) : round(bottom), max(0, round(left)) : round(right)]
    size = tuple(max(1, round(side * BOX_ROWS / rows)) for side in (right - left, bottom - top))
    return cv2.resize(inside.astype(np.float32), size, interpolation=cv2.INTER_AREA).round().astype(np.uint8)
