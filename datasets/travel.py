"""Where along the destination each column of the origin lies: dynamic programming over blocks of columns.

The state is an offset and its slope, not the offset alone: a plain path slips by one period of the corrugation or of
the load. Costs are truncated, so that what was put in or taken out does not pull.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from datasets.contrast import Contrast
from datasets.view import Image

Numbers = NDArray[np.float64]
Steps = NDArray[np.int64]
Flags = NDArray[np.bool_]

BLOCK = 12  # columns
STEEPEST = 6  # half columns a block: the speed may differ by 25 %
POOL_SIGMA, POOL_ROWS = 5.0, 4  # rows
POOL_WINDOW, POOL_NOISE = 20.0, 0.3  # columns over which pooled contrast is evened out, and what stays small
REACH_PART = 0.1  # of the length: how far the offset may go
TRUNCATE = 1.0  # of the difference of two contrasts
BEND_COST = 0.15  # for each step by which the slope changes
BREAK_COST = 2.0  # for any other slope, at most
JUMP_COST = 20.0  # for any other offset
FAR_COST = 0.15  # and for each half column that it is away
END_COST = 1.0  # for each half column by which an end lies elsewhere than its outline says
SLOPES = np.arange(-STEEPEST, STEEPEST + 1)


@dataclass(frozen=True, eq=False)
class Travel:
    """The origin's column x lies at x + offset[x] of the destination; `jumped` where the offset breaks off."""

    offset: Numbers
    jumped: Flags
    cost: float


def travel(origin: Contrast, destination: Contrast, weights: Image) -> Travel:
    """The best path between two pooled contrasts; its cost is below 0 as far as they fit, -1 at best."""
    columns = origin.value.shape[1]
    reach = max(8, int(REACH_PART * columns))
    fine = halfway(matching_cost(origin, destination, weights[POOL_ROWS // 2 :: POOL_ROWS], reach))
    offsets, slopes, jumps, cost = best_path(block_costs(fine, columns // BLOCK))
    block = np.minimum(np.arange(columns) // BLOCK, len(offsets) - 1)
    within = np.arange(columns) + 0.5 - block * BLOCK
    offset = (offsets[block] + slopes[block] * within / BLOCK) / 2 - reach
    return Travel(offset, jumps[block], cost / columns)


def pooled(contrast: Contrast) -> Contrast:
    """Contrast gathered over rows: upright edges stay, and some rows of offset in height matter no more."""
    kept = slice(POOL_ROWS // 2, None, POOL_ROWS)
    weight = gathered(contrast.weight)[kept]
    value = gathered(contrast.value * contrast.weight)[kept] / (weight + 1e-3)
    nearby = cv2.GaussianBlur(value**2, (0, 0), sigmaX=POOL_WINDOW, sigmaY=1e-3)
    return Contrast(value / np.sqrt(nearby + POOL_NOISE**2), weight)


def gathered(image: Image) -> Image:
    return np.asarray(cv2.GaussianBlur(image, (1, 0), sigmaX=1, sigmaY=POOL_SIGMA), dtype=np.float32)


def matching_cost(origin: Contrast, destination: Contrast, weights: Image, reach: int) -> Image:
    """Columns x offsets: mean truncated difference less what two unrelated columns cost, so that 0 says nothing."""
    columns = origin.value.shape[1]
    pad = ((0, 0), (reach, reach))
    value = np.pad(destination.value, pad)
    weight = np.pad(destination.weight, pad)
    own = origin.weight * weights
    cost = np.empty((columns, 2 * reach + 1), np.float32)
    seen = np.empty_like(cost)
    for k in range(2 * reach + 1):
        both = own * weight[:, k : k + columns]
        difference = np.minimum(np.abs(origin.value - value[:, k : k + columns]), TRUNCATE)
        cost[:, k] = np.einsum("yx,yx->x", both, difference)
        seen[:, k] = both.sum(axis=0)
    usual = cost.sum() / max(seen.sum(), 1e-6)
    most = float(weights.sum(axis=0).mean()) * max(usual, 1e-3)
    return np.asarray((cost - usual * seen) / most, dtype=np.float32)


def halfway(cost: Image) -> Image:
    """The same at half columns too."""
    fine = np.empty((cost.shape[0], 2 * cost.shape[1] - 1), np.float32)
    fine[:, ::2] = cost
    fine[:, 1::2] = (cost[:, 1:] + cost[:, :-1]) / 2
    return fine


def block_costs(fine: Image, blocks: int) -> Image:
    """Blocks x slopes x offsets: the cost of a block that begins at this offset and goes on with this slope."""
    offsets = fine.shape[1]
    by_block = fine[: blocks * BLOCK].reshape(blocks, BLOCK, offsets)
    padded = np.pad(by_block, ((0, 0), (0, 0), (STEEPEST, STEEPEST)))
    total = np.zeros((blocks, len(SLOPES), offsets), np.float32)
    for row, slope in enumerate(SLOPES):
        for column in range(BLOCK):
            first = STEEPEST + round(slope * (column + 0.5) / BLOCK)
            total[:, row] += padded[:, column, first : first + offsets]
    return total


def best_path(costs: Image) -> tuple[Steps, Steps, Flags, float]:
    """Offset at its beginning and slope of every block, whether it begins with a jump, and the cost of the whole."""
    blocks, _, offsets = costs.shape
    away = END_COST * np.abs(np.arange(offsets, dtype=np.float32) - offsets // 2)
    begins = np.broadcast_to(away, costs.shape[1:])
    ends = np.empty(costs.shape, np.float32)
    for block in range(blocks):
        ends[block] = left(begins + costs[block])
        begins = entered(ends[block])
    last = ends[-1] + away
    state, cost = int(last.argmin()), float(last.min())
    row, offset = np.empty(blocks, np.int64), np.empty(blocks, np.int64)
    for block in range(blocks - 1, -1, -1):
        row[block], end = divmod(state, offsets)
        offset[block] = end - SLOPES[row[block]]
        if block:
            state = int((ends[block - 1] + entry_costs(row[block], offset[block], offsets)).argmin())
    slope = SLOPES[row]
    jumps = np.zeros(blocks, bool)
    jumps[1:] = offset[1:] != offset[:-1] + slope[:-1]
    return offset, slope, jumps, cost


def left(total: Image) -> Image:
    """What a block costs by the offset at its end."""
    ends = np.full_like(total, np.inf)
    for row, slope in enumerate(SLOPES):
        to, source = (
            (slice(slope, None), slice(None, -slope or None))
            if slope >= 0
            else (slice(None, slope), slice(-slope, None))
        )
        ends[row, to] = total[row, source]
    return ends


def entered(ends: Image) -> Image:
    """What the cheapest way into the next block costs for each slope and offset."""
    straightest = ends.min(axis=0)
    anyhow = np.minimum(straightest + np.float32(BREAK_COST), jumped(straightest) + np.float32(JUMP_COST))
    best = np.minimum(ends, anyhow)
    bent = ends + np.float32(BEND_COST)
    np.minimum(best[1:], bent[:-1], out=best[1:])
    np.minimum(best[:-1], bent[1:], out=best[:-1])
    return np.asarray(best, dtype=np.float32)


def jumped(cost: Image) -> Image:
    """For every offset the cheapest one to come from, where distance costs: two running minima."""
    far = (FAR_COST * np.arange(len(cost))).astype(np.float32)
    from_left = np.minimum.accumulate(cost - far) + far
    from_right = np.minimum.accumulate((cost + far)[::-1])[::-1] - far
    return np.asarray(np.minimum(from_left, from_right), dtype=np.float32)


def entry_costs(row: int, offset: int, offsets: int) -> Image:
    """Slopes x offsets: what it costs to go on with slope `row` at `offset` from each end of the block before."""
    costs = np.repeat((JUMP_COST + FAR_COST * np.abs(np.arange(offsets) - offset))[None], len(SLOPES), axis=0)
    bends = np.abs(np.arange(len(SLOPES)) - row)
    costs[:, offset] = np.where(bends == 0, 0.0, np.where(bends == 1, BEND_COST, BREAK_COST))
    return costs.astype(np.float32)
