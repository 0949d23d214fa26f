"""Pictures as the locator's network is trained on: about outlines that are off, mirrored, from other scanners."""

from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import Dataset

from datasets.locator.picture import (
    COLUMN_STEP,
    COLUMNS,
    DEEPEST,
    OUTSIDE,
    ROWS,
    WIDE_COLUMNS,
    WIDE_ROWS,
    Affine,
    about,
    centred,
    placed,
)
from datasets.view import Image
from model.locator_network import CELLS
from training.locator.examples import STEPS, Examples
from training.locator.settings import LocatorSettings

FAR = 4.0  # times as far off


class Picture(NamedTuple):
    """What the network sees and should answer; a batch has the same fields with B in front."""

    attenuation: Tensor  # 1 H W
    rows: Tensor  # EDGES C, of the picture
    ends: Tensor  # 2, columns of the picture
    inside: Tensor  # C, bool: the cell shows the container
    kinds: Tensor  # 2


class Pictures(Dataset[Picture]):
    """Drawn anew whenever it is asked for one; as they are where `settings` is None."""

    def __init__(self, examples: Examples, settings: LocatorSettings | None) -> None:
        self.examples = examples
        self.settings = settings
        self.rng = np.random.default_rng(settings.seed if settings else 0)

    def __len__(self) -> int:
        return len(self.examples)

    def __getitem__(self, index: int) -> Picture:
        wide = self.examples.pictures[index].astype(np.float32) / STEPS
        wide[wide > (DEEPEST + OUTSIDE) / 2] = OUTSIDE
        if self.settings is None:
            return self.of(index, wide, centred())
        return self.of(index, other_scanner(wide, self.rng, self.settings), other_outline(self.rng, self.settings))

    def of(self, index: int, wide: Image, to_wide: Affine) -> Picture:
        """One picture; `to_wide` takes its pixels to those of the stored one."""
        cells = (np.arange(CELLS) + 0.5) * COLUMNS / CELLS - 0.5
        across, x, down, y = to_wide[0, 0], to_wide[0, 2], to_wide[1, 1], to_wide[1, 2]
        there = across * cells + x
        rows = [np.interp(there, np.arange(WIDE_COLUMNS), row) for row in self.examples.rows[index]]
        ends = np.sort((self.examples.ends[index] - x) / across)
        kinds = self.examples.kinds[index].copy()
        kinds[0] = kinds[0] if across > 0 else 1 - kinds[0]
        return Picture(
            torch.from_numpy(placed(wide, to_wide)[None]),
            torch.from_numpy(((np.stack(rows) - y) / down).astype(np.float32)),
            torch.from_numpy(ends.astype(np.float32)),
            torch.from_numpy((cells > ends[0]) & (cells < ends[1])),
            torch.from_numpy(kinds),
        )


def other_outline(rng: np.random.Generator, settings: LocatorSettings) -> Affine:
    """The network's picture where locating was off, turned round half of the time."""
    far = FAR if rng.random() < settings.far_share else 1.0
    x, y = (WIDE_COLUMNS - 1) / 2, (WIDE_ROWS - 1) / 2
    x, y = x + far * rng.normal(0, settings.shift_columns), y + far * rng.normal(0, settings.shift_rows)
    # However far off, the network's picture is no larger than the stored one; what it shows beyond that is OUTSIDE.
    most = min(WIDE_COLUMNS / COLUMNS / COLUMN_STEP, WIDE_ROWS / ROWS)
    across, down = np.clip(np.exp(far * rng.normal(0, settings.scale, 2)), 1 / most, most)
    return about(x, y, COLUMN_STEP * across * rng.choice([-1, 1]), down)


def other_scanner(wide: Image, rng: np.random.Generator, settings: LocatorSettings) -> Image:
    factor, power = np.exp(rng.normal(0, [settings.strength, settings.power]))
    changed = np.minimum(factor * wide**power, DEEPEST)
    return np.where(wide < OUTSIDE, changed, OUTSIDE).astype(np.float32)


def target(places: Tensor, size: int, spread: float) -> Tensor:
    """A bell about each place (any shape), over `size` pixels in a last dimension."""
    pixels = torch.arange(size, device=places.device, dtype=torch.float32)
    bell = torch.exp(-(((pixels - places[..., None]) / spread) ** 2) / 2)
    return bell / (bell.sum(dim=-1, keepdim=True) + 1e-9)
