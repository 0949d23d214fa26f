"""PatchCore on single scans (K. Roth et al., CVPR 2022): how far a scan's patches lie from all patches of clean scans.

The backbone is a ResNet-18 up to its third stage. Its weights come from a file; without one they stay random, and the
result says so in its name. Of the clean patches a coreset is kept, spread so that no patch lies far from it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from pickle import UnpicklingError
from typing import Any, Self

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torchvision.models import ResNet, resnet18

from datasets.preparation import UNITS, UNSEEN, Picture
from datasets.view import MARGIN_ROWS
from training.errors import CheckpointError, PreparedError
from training.prepared import PreparedPair, PreparedSet

SCANS = 200  # clean ones, spread over the set
POOL, BANK = 20_000, 2_000  # patches to choose from, and those that are kept
TOP = 10  # patches that make the score
PATCH_ROWS = 8  # of the frame, to a patch
MEAN, SPREAD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)  # of the photographs that weights are trained on


@dataclass(frozen=True, eq=False)
class PatchCore:
    """The backbone and its bank of clean patches, N x C."""

    backbone: "Backbone"
    bank: Tensor
    trained: bool

    @property
    def name(self) -> str:
        return "PatchCore" if self.trained else "PatchCore, random weights"

    @classmethod
    def of(cls, prepared: PreparedSet, weights: Path | None = None, seed: int = 0) -> Self:
        """From clean scans of the training split."""
        scans = list(clean_scans(prepared))
        if not scans:
            raise PreparedError(f"{prepared.folder} holds no pair for training in which nothing is hidden, wanted some")
        chosen = [scans[place] for place in np.linspace(0, len(scans) - 1, min(SCANS, len(scans))).astype(int)]
        backbone, random = Backbone.of(weights, seed), torch.Generator().manual_seed(seed)
        pool = [drawn(backbone.patches(scan_of(prepared, *one)), POOL // len(chosen), random) for one in chosen]
        return cls(backbone, coreset(torch.cat(pool), BANK), weights is not None)

    def score(self, picture: Picture) -> float:
        """The mean distance of the strangest patches."""
        nearest = torch.cdist(self.backbone.patches(picture), self.bank).amin(dim=1)
        return float(nearest.topk(TOP).values.mean())

    def write(self, path: Path) -> None:
        torch.save({"backbone": self.backbone.state_dict(), "bank": self.bank, "trained": self.trained}, path)

    @classmethod
    def read(cls, path: Path) -> Self:
        stored = tensors(path)
        backbone = Backbone(resnet18())
        try:
            backbone.load_state_dict(stored["backbone"])
            return cls(backbone.eval(), stored["bank"], stored["trained"])
        except (KeyError, RuntimeError) as error:
            raise CheckpointError(f"{path} is no memory of patches: {error}") from error


class Backbone(nn.Module):
    """Patches of a picture at an eighth of its resolution, as the second and the third stage see them."""

    def __init__(self, net: ResNet) -> None:
        super().__init__()
        self.first = nn.Sequential(net.conv1, net.bn1, net.relu, net.maxpool, net.layer1)
        self.second, self.third = net.layer2, net.layer3

    @classmethod
    def of(cls, weights: Path | None, seed: int) -> Self:
        """Weights as torchvision's ResNet-18 stores them."""
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            net = resnet18()
        if weights is not None:
            try:
                net.load_state_dict(tensors(weights))
            except RuntimeError as error:
                raise CheckpointError(f"{weights} holds no weights of a ResNet-18: {error}") from error
        return cls(net).eval()

    @torch.inference_mode()
    def patches(self, picture: Picture) -> Tensor:
        """Of the container alone, N x C: each the mean over itself and those around it."""
        second = self.second(self.first(as_photograph(picture)))  # 1 128 H/8 W/8
        third = F.interpolate(self.third(second), size=second.shape[-2:], mode="bilinear")  # 1 256 H/8 W/8
        both = F.avg_pool2d(torch.cat([second, third], dim=1), 3, stride=1, padding=1)  # 1 384 H/8 W/8
        margin = MARGIN_ROWS // PATCH_ROWS
        return both[0, :, margin:-margin].flatten(1).T.contiguous()  # N 384


def as_photograph(picture: Picture) -> Tensor:
    """Transmission of the high energy as a grey photograph, 1 x 3 x H x W."""
    attenuation = (picture[0] & (UNSEEN - 1)).astype(np.float32) / UNITS
    grey = torch.from_numpy(np.exp(-attenuation)).expand(3, -1, -1)
    mean, spread = (torch.tensor(values)[:, None, None] for values in (MEAN, SPREAD))
    return ((grey - mean) / spread)[None]


def clean_scans(prepared: PreparedSet) -> Iterator[tuple[PreparedPair, int]]:
    """Pair and place in its pictures of each scan in which nothing is hidden."""
    for pair in prepared.split("train"):
        for place, concealed in enumerate((pair.concealed_in_origin, pair.concealed_in_destination)):
            if concealed is False:
                yield pair, place


def scan_of(prepared: PreparedSet, pair: PreparedPair, place: int) -> Picture:
    pictures = prepared.pictures(pair)
    return (pictures.origin, pictures.destination)[place]


def drawn(patches: Tensor, count: int, random: torch.Generator) -> Tensor:
    return patches[torch.randperm(len(patches), generator=random)[:count]]


def coreset(pool: Tensor, count: int) -> Tensor:
    """Greedily the patch that lies farthest from all chosen before (k-center)."""
    chosen = [0]
    apart = torch.cdist(pool, pool[:1])[:, 0]
    while len(chosen) < min(count, len(pool)):
        chosen.append(int(apart.argmax()))
        apart = torch.minimum(apart, torch.cdist(pool, pool[chosen[-1:]])[:, 0])
    return pool[chosen]


def tensors(path: Path) -> dict[str, Any]:
    """A file of tensors and plain values; nothing in it is run."""
    try:
        stored: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
    except (OSError, UnpicklingError, RuntimeError) as error:
        raise CheckpointError(f"{path} cannot be read as weights: {error}") from error
    return stored
