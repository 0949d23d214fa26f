"""Square pieces of loads out of previews, and sheets of them to look at."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from datasets.simulation.realism.previews import Grey, Preview

SIDE = 64
TRIES = 60
DARKER_THAN = 150  # grey: the median of a patch of load; bare walls are above 200
OPAQUE, MOST_OPAQUE = 6, 0.9  # a patch with a larger share below this grey shows nothing to tell by
SHEET_COLUMNS, SHEET_GAP = 6, 4
SHOWN_SIDE = 128


@dataclass(frozen=True, eq=False)
class Patches:
    """N x SIDE x SIDE grey values, and the group of scans that each was cut from."""

    grey: Grey
    groups: NDArray[np.str_]

    def __len__(self) -> int:
        return len(self.grey)

    def __getitem__(self, which: NDArray[np.integer]) -> "Patches":
        return Patches(self.grey[which], self.groups[which])


def cut_patches(previews: Sequence[Preview], each: int, rng: np.random.Generator) -> Patches:
    """Up to `each` patches of load from every preview, apart by half a side at the least."""
    found, groups = [], []
    for preview in previews:
        patches = patches_of(preview.grey, each, rng)
        found += patches
        groups += [preview.group] * len(patches)
    stacked = np.stack(found) if found else np.zeros((0, SIDE, SIDE), np.uint8)
    return Patches(stacked, np.array(groups, dtype=np.str_))


def patches_of(grey: Grey, each: int, rng: np.random.Generator) -> list[Grey]:
    rows, columns = grey.shape[0] - SIDE, grey.shape[1] - SIDE
    taken: list[tuple[int, int]] = []
    for _ in range(TRIES if min(rows, columns) > 0 else 0):
        row, column = int(rng.integers(rows)), int(rng.integers(columns))
        apart = all(max(abs(row - r), abs(column - c)) >= SIDE // 2 for r, c in taken)
        if apart and shows_load(grey[row : row + SIDE, column : column + SIDE]):
            taken.append((row, column))
        if len(taken) == each:
            break
    return [grey[row : row + SIDE, column : column + SIDE] for row, column in taken]


def shows_load(patch: Grey) -> bool:
    return bool(np.median(patch) < DARKER_THAN and (patch < OPAQUE).mean() < MOST_OPAQUE)


def balanced(one: Patches, other: Patches, most: int, rng: np.random.Generator) -> tuple[Patches, Patches]:
    """As many of either, `most` at the most, spread over the groups."""
    count = min(len(one), len(other), most)
    return one[spread(one, count, rng)], other[spread(other, count, rng)]


def spread(patches: Patches, count: int, rng: np.random.Generator) -> NDArray[np.integer]:
    """`count` patches: one of every group, then a second of every group, and so on."""
    order = rng.permutation(len(patches))
    turn = np.zeros(len(patches), int)
    seen: dict[str, int] = {}
    for place in order:
        group = str(patches.groups[place])
        turn[place] = seen.get(group, 0)
        seen[group] = turn[place] + 1
    return np.asarray(order[np.argsort(turn[order], kind="stable")][:count])


def sheet(patches: Grey) -> Grey:
    """Patches in rows, as they are and below them brightened by the root, which shows the dark parts."""
    shown = [np.hstack([tile(patch), tile(brightened(patch))]) for patch in patches]
    lines = [shown[start : start + SHEET_COLUMNS // 2] for start in range(0, len(shown), SHEET_COLUMNS // 2)]
    blank = np.full_like(shown[0], 255)
    return np.vstack([np.hstack(line + [blank] * (SHEET_COLUMNS // 2 - len(line))) for line in lines])


def tile(patch: Grey) -> Grey:
    large = cv2.resize(patch, (SHOWN_SIDE, SHOWN_SIDE), interpolation=cv2.INTER_NEAREST)
    return cv2.copyMakeBorder(large, *(SHEET_GAP,) * 4, cv2.BORDER_CONSTANT, value=255).astype(np.uint8)


def brightened(patch: Grey) -> Grey:
    return np.asarray(np.sqrt(patch / max(1, int(patch.max()))) * 255, np.uint8)
