"""LocatorNet: at which rows the edges of a container's walls are seen, and at which columns it ends.

Letters of the shape notes: B pictures, H = ROWS, W = COLUMNS of datasets.locator.picture, C = CELLS along the travel.
"""

from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from datasets.locator.picture import OUTSIDE

CELLS = 12  # stretches along the travel in each of which every edge is looked for
EDGES = 6  # roof and floor, each of the near wall, the middle plane and the far wall
DIM = 3.5  # attenuation at which a preview of 8 bits shows nothing more
GAIN, CLIP = 4.0, 2.5  # of what stands out from its neighbourhood: the far rail of a loaded box is faint
NEIGHBOURHOOD = 9  # pixels


class Seen(NamedTuple):
    """Logits: a distribution over the rows for every edge and cell, over the columns for either end, and two kinds."""

    rows: Tensor  # B EDGES H C
    ends: Tensor  # B 2 W
    kinds: Tensor  # B 2: the doors are at the left; the view is from above


class LocatorNet(nn.Module):
    """Down to an eighth of the rows and a sixteenth of the columns, and up again in rows alone."""

    level: Tensor

    def __init__(self, rows: int, columns: int, widths: tuple[int, int, int, int] = (16, 24, 48, 64)) -> None:
        super().__init__()
        fine, middle, coarse, deep = widths
        self.stem = convolution(5, fine, stride=(1, 2))
        self.halved = convolution(fine, middle, stride=(2, 2))
        self.quartered = nn.Sequential(convolution(middle, coarse, stride=(2, 2)), Residual(coarse))
        self.deep = nn.Sequential(
            convolution(coarse, deep, stride=(2, 2)), Residual(deep), Residual(deep, 2), Residual(deep, 4)
        )
        self.up = nn.ModuleList(
            [Rise(deep, coarse, coarse, 2), Rise(coarse, middle, middle, 4), Rise(middle, fine, 24, 8)]
        )
        self.rows = nn.Conv2d(24, EDGES, (3, 1), padding=(1, 0))
        self.ends = nn.Sequential(
            nn.Conv1d(middle + coarse, 48, 5, padding=2), nn.ReLU(inplace=True), nn.Conv1d(48, 8, 5, padding=2)
        )
        self.kinds = nn.Linear(6 * deep, 2)
        self.register_buffer("level", torch.linspace(-1, 1, rows)[None, None, :, None].repeat(1, 1, 1, columns))

    def forward(self, attenuation: Tensor) -> Seen:  # B 1 H W
        fine = self.stem(self.inputs(attenuation))  # B 16 H W/2
        halved = self.halved(fine)  # B 24 H/2 W/4
        quartered = self.quartered(halved)  # B 48 H/4 W/8
        deep = self.deep(quartered)  # B 64 H/8 C
        x = deep
        for rise, beside in zip(self.up, (quartered, halved, fine), strict=True):
            x = rise(x, beside)  # B - H C in the end
        return Seen(self.rows(x), self.columns(halved, quartered), self.kinds(thirds(deep)))

    def inputs(self, attenuation: Tensor) -> Tensor:
        outside = (attenuation >= OUTSIDE).to(attenuation.dtype)
        inside = attenuation * (1 - outside)
        dim = inside.clamp(max=DIM)
        fine = ((dim - local_mean(dim)) * GAIN).clamp(-CLIP, CLIP)
        dense = (inside.clamp(min=DIM) - DIM) / 2
        return torch.cat([dim - 1, fine, dense, outside, self.level.expand_as(dim)], 1)  # B 5 H W

    def columns(self, halved: Tensor, quartered: Tensor) -> Tensor:
        """Both ends: all rows together, at a fourth of the columns, each of which answers for four."""
        coarse = F.interpolate(quartered.mean(dim=2), scale_factor=2.0, mode="nearest")  # B 48 W/4
        quarters: Tensor = self.ends(torch.cat([halved.mean(dim=2), coarse], 1))  # B 8 W/4
        return quarters.reshape(-1, 2, 4, quarters.shape[-1]).transpose(2, 3).flatten(2)  # B 2 W


class Rise(nn.Module):
    """Twice the rows, joined by what was seen at them before; `across` columns of that become one."""

    def __init__(self, inputs: int, beside: int, outputs: int, across: int) -> None:
        super().__init__()
        self.rise = nn.Conv2d(inputs, outputs, 1)
        self.beside = nn.Sequential(
            nn.Conv2d(beside, outputs, (3, across), (1, across), (1, 0), bias=False), nn.BatchNorm2d(outputs)
        )
        self.join = convolution(outputs, outputs)

    def forward(self, x: Tensor, beside: Tensor) -> Tensor:
        risen = F.interpolate(self.rise(x), scale_factor=(2.0, 1.0), mode="nearest")
        joined: Tensor = self.join(F.relu(risen + self.beside(beside)))
        return joined


class Residual(nn.Module):
    def __init__(self, wide: int, dilation: int = 1) -> None:
        super().__init__()
        self.first = convolution(wide, wide, dilation=dilation)
        self.second = nn.Sequential(
            nn.Conv2d(wide, wide, 3, padding=dilation, dilation=dilation, bias=False), nn.BatchNorm2d(wide)
        )

    def forward(self, x: Tensor) -> Tensor:
        return F.relu(x + self.second(self.first(x)))


def convolution(inputs: int, outputs: int, stride: tuple[int, int] = (1, 1), dilation: int = 1) -> nn.Sequential:
    conv = nn.Conv2d(inputs, outputs, 3, stride, dilation, dilation, bias=False)
    return nn.Sequential(conv, nn.BatchNorm2d(outputs), nn.ReLU(inplace=True))


def local_mean(x: Tensor) -> Tensor:
    half = NEIGHBOURHOOD // 2
    down = F.avg_pool2d(x, (NEIGHBOURHOOD, 1), 1, (half, 0), count_include_pad=False)
    return F.avg_pool2d(down, (1, NEIGHBOURHOOD), 1, (0, half), count_include_pad=False)


def thirds(deep: Tensor) -> Tensor:
    """The mean of each third of the length, and the most of its outer part: doors and front wall stand at the ends."""
    third = deep.shape[-1] // 3
    parts = deep[..., :third], deep[..., third:-third], deep[..., -third:]
    strongest = deep[..., : third - 1], deep[..., third:-third], deep[..., 1 - third :]
    return torch.cat([p.mean(dim=(2, 3)) for p in parts] + [p.amax(dim=(2, 3)) for p in strongest], 1)  # B 6 deep
