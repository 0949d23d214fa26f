"""A lot's shadow on part of a picture: grams per cm2 along the rays of a fan, exact and fast enough for training."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from datasets.simulation.beam.integrals import Job, integrals
from datasets.simulation.beam.render import swayed
from datasets.simulation.beam.scanner import Geometry, Passage
from datasets.simulation.blocks import Blocks
from datasets.simulation.scenes.fittings import WIDTH
from datasets.view import BOX_ROWS, FRAME_ROWS, MARGIN_ROWS, Outline

Image = NDArray[np.float32]
Cast = tuple[Blocks, Passage]  # a lot, and how it is seen

FINER = 2  # rays a row of a frame, which is coarser than a detector's pixel
AROUND_PX = 3  # that blur takes up around a lot
SAME_PLACE_M = 0.02  # bricks that begin within it along the travel stand one behind the other


@dataclass(frozen=True, eq=False)
class Shadow:
    """Grams per cm2 on a part of a picture, in which `rows` and `columns` say where; nothing beside it.

    `grams` is what is there more than before, `own` what the lot weighs itself, without goods that gave way to it.
    """

    grams: Image
    own: Image
    rows: slice
    columns: slice

    @property
    def place(self) -> tuple[slice, slice]:
        return self.rows, self.columns


NOWHERE = (slice(0, 0), slice(0, 0))
NO_SHADOW = Shadow(np.zeros((0, 0), np.float32), np.zeros((0, 0), np.float32), *NOWHERE)


def shadows(lots: Sequence[Cast], blur_px: float = 0.0, finer: int = 1) -> list[Shadow]:
    """Each lot as its passage shows it, blurred by a scanner's spread; all at once, as that costs least.

    A lot may hold blocks of negative density: goods that were taken out. A row is the mean of `finer` rays.
    """
    places = [reached(lot, passage) for lot, passage in lots]
    parts = [part_of(passage, *place) for (_, passage), place in zip(lots, places, strict=True)]
    inside = [n for n, part in enumerate(parts) if part.rows]
    sums = dict(
        zip(inside, integrals([job_of(lots[n][0], parts[n], finer) for n in inside]) if inside else [], strict=True)
    )
    return [as_seen(sums[n], parts[n], place, blur_px) if n in sums else NO_SHADOW for n, place in enumerate(places)]


def job_of(lot: Blocks, part: Passage, finer: int) -> Job:
    lot = in_rows(lot)
    rays = replace(part, pitch=part.pitch / finer, rows=part.rows * finer)
    both = np.stack([np.ones(len(lot)), lot.density > 0], axis=1)
    return Job(lot, rays, both.astype(np.float32))


def as_seen(sums: Tensor, part: Passage, place: tuple[slice, slice], blur_px: float) -> Shadow:
    """From the rays to the picture's rows, swayed and blurred."""
    grams, own = (on_rows(kind.numpy(), part, blur_px) for kind in sums)
    return Shadow(grams, own, *place)


def on_rows(grams: Image, part: Passage, blur_px: float) -> Image:
    seen = np.asarray(cv2.resize(grams, (part.columns, part.rows), interpolation=cv2.INTER_AREA), np.float32)
    if part.sway.any():
        seen = swayed(seen, part)
    if blur_px:
        seen = np.asarray(cv2.GaussianBlur(seen, (0, 0), blur_px, borderType=cv2.BORDER_REPLICATE), np.float32)
    return seen


def reached(lot: Blocks, passage: Passage) -> tuple[slice, slice]:
    """The rows and columns of the picture that the lot may touch; none where it lies beside the picture."""
    low, high = lot.bounds[:, 0::2].min(axis=0), lot.bounds[:, 1::2].max(axis=0)
    corners = np.array([[x, y, z] for x in (low[0], high[0]) for y in (low[1], high[1]) for z in (low[2], high[2])])
    pixels = passage.pixels(corners.astype(np.float64))
    room = np.array([AROUND_PX, AROUND_PX + np.ptp([0.0, passage.sway.min(), passage.sway.max()])])
    first = np.floor(pixels.min(axis=0) - room).astype(int)
    last = np.ceil(pixels.max(axis=0) + room).astype(int) + 1
    rows = slice(max(int(first[1]), 0), min(int(last[1]), passage.rows))
    columns = slice(max(int(first[0]), 0), min(int(last[0]), passage.columns))
    start, end = np.sort(passage.edges[[0, -1]])
    beside = high[0] <= start or low[0] >= end or rows.start >= rows.stop or columns.start >= columns.stop
    return NOWHERE if beside else (rows, columns)


def part_of(passage: Passage, rows: slice, columns: slice) -> Passage:
    return replace(
        passage,
        rows=rows.stop - rows.start,
        top=passage.top - rows.start * passage.pitch,
        edges=passage.edges[columns.start : columns.stop + 1],
        sway=passage.sway[columns],
    )


def in_rows(lot: Blocks) -> Blocks:
    """Bricks that stand one behind the other as one block of their mass: they cast one shadow."""
    bounds, count = lot.bounds, len(lot)
    apart = np.abs(np.diff(bounds[:, 0])) > SAME_PLACE_M
    apart |= np.any(np.diff(bounds[:, 2:4], axis=0) != 0, axis=1) | (np.diff(lot.density) != 0)
    first = np.flatnonzero(np.concatenate([[True], apart]))
    number = np.diff(np.append(first, count))
    merged = np.add.reduceat(bounds, first, axis=0) / number[:, None]
    merged[:, 4] = np.minimum.reduceat(bounds[:, 4], first)
    merged[:, 5] = np.maximum.reduceat(bounds[:, 5], first)
    deep = np.add.reduceat(bounds[:, 5] - bounds[:, 4], first)
    density = lot.density[first] * deep / np.maximum(merged[:, 5] - merged[:, 4], 1e-6)
    return Blocks(merged.astype(np.float32), lot.material[first], density.astype(np.float32), lot.group[first])


def on_frame(geometry: Geometry, height: float, edges: NDArray[np.float64]) -> Passage:
    """The rows of a container's frame (`datasets/view.py`), for columns bounded by places along its length (metres).

    Seen from the side the box's rows reach from the near roof edge to the near floor edge, from above they reach
    across its roof.
    """
    top, bottom = near_edges(geometry, height)
    pitch = (top - bottom) / BOX_ROWS
    return Passage(geometry, pitch, FRAME_ROWS, top + MARGIN_ROWS * pitch, edges, np.zeros(len(edges) - 1))


def on_scan(
    geometry: Geometry, height: float, ends: tuple[float, float], outline: Outline, shape: tuple[int, int]
) -> Passage:
    """The pixels of a scan of this shape, whose outline shows the container from one end (metres) to the other."""
    top, bottom = near_edges(geometry, height)
    pitch = (top - bottom) / (outline.bottom - outline.top)
    columns = np.arange(shape[1] + 1, dtype=np.float64)
    along = (columns - outline.left) / (outline.right - outline.left)
    sway = outline.slope * (columns[:-1] + 0.5 - (outline.left + outline.right) / 2)
    return Passage(geometry, pitch, shape[0], top + outline.top * pitch, ends[0] + along * (ends[1] - ends[0]), sway)


def near_edges(geometry: Geometry, height: float) -> tuple[float, float]:
    """Where the middle plane shows the near edges of roof and floor, or both edges of the roof seen from above."""
    if geometry.above:
        edges = geometry.at_middle(np.array([WIDTH / 2, -WIDTH / 2]), height / 2)
    else:
        edges = geometry.at_middle(np.array([height, 0.0]), geometry.side * WIDTH / 2)
    return float(edges[0]), float(edges[1])
