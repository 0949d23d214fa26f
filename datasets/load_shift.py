"""Where a load lies elsewhere along the container than it did: its own offset, apart from the container's map."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from datasets.aligned import AlignedPair
from datasets.load_blocks import GRID, FoundBlocks, find_blocks

BLOCK_PX, STEP_PX = 40, 20  # of the grid: a stretch is the middle half of blocks as long as a pallet is deep
LEAST_FIT, LEAST_GAIN = 0.6, 0.1  # correlation where a block was found, and by how much it exceeds that elsewhere
LEAST_LOAD = 0.4  # mean attenuation of a block: both walls of a dry box have half of that
FEWEST_BLOCKS, LEAST_PART = 2, 0.6  # of those of a stretch that fit: so many, and so large a part, moved alike
ALIKE_PX = 1.0  # columns of the grid between blocks that moved alike
LEAST_SHIFT_PX = 2.0  # columns of the frame: less is the map's own error


@dataclass(frozen=True)
class LoadShift:
    """Columns of the origin's frame whose load lies `shift_px` further right in the destination laid on it."""

    left: int
    right: int
    shift_px: float


def load_shifts(pair: AlignedPair) -> tuple[LoadShift, ...]:
    """The stretches that moved by themselves, from left to right; a load that fits nowhere tells nothing."""
    joined: list[LoadShift] = []
    for one in stretches_moved(find_blocks(pair, BLOCK_PX, STEP_PX)):
        last = joined[-1] if joined else None
        if last and one.left <= last.right and abs(one.shift_px - last.shift_px) <= GRID * ALIKE_PX:
            parts = (last.right - last.left, one.right - one.left)
            shift = float(np.average((last.shift_px, one.shift_px), weights=parts))
            joined[-1] = LoadShift(last.left, one.right, shift)
        else:
            joined.append(one)
    return tuple(joined)


def stretches_moved(found: FoundBlocks) -> Iterator[LoadShift]:
    """One by one, those in which most blocks moved alike."""
    margin = (BLOCK_PX - STEP_PX) // 2
    for left in np.unique(found.left).astype(int).tolist():
        fitting = (found.left == left) & (found.fit >= LEAST_FIT) & (found.attenuation >= LEAST_LOAD)
        if not fitting.any():
            continue
        along = found.along[fitting]
        alike = np.abs(along - np.median(along)) <= ALIKE_PX
        if alike.sum() < FEWEST_BLOCKS or alike.mean() < LEAST_PART:
            continue
        fit = found.fit[fitting][alike]
        shift = GRID * float(np.average(along[alike], weights=fit))
        gain = float((fit - found.fit_elsewhere[fitting][alike]).mean())
        if abs(shift) >= LEAST_SHIFT_PX and gain >= LEAST_GAIN:
            first = GRID * (left + margin)
            yield LoadShift(first, first + GRID * STEP_PX, shift)
