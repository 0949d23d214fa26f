"""How well a small network tells simulated patches from real ones: 50 % is chance."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.stats import beta
from torch import Tensor, nn
from torch.nn import functional as F

from datasets.simulation.realism.patches import Patches
from datasets.simulation.realism.previews import Grey

Values = NDArray[np.float64]

FOLDS = 5
EPOCHS = 12
BATCH = 32
WIDTHS = (2, 16, 32, 48, 48)
LEARNING_RATE, WEIGHT_DECAY = 2e-3, 1e-3
LEAST_SPREAD = 1 / 255  # of full scale: a patch's contrast is divided by no less


@dataclass(frozen=True, eq=False)
class Told:
    """Score of each patch by a network that saw none of its group, above 0 for simulated; simulated patches first."""

    scores: Values
    groups: NDArray[np.str_]
    simulated: NDArray[np.bool_]

    @property
    def right(self) -> NDArray[np.bool_]:
        return np.asarray((self.scores > 0) == self.simulated)

    @property
    def accuracy(self) -> float:
        """Mean of the shares told right among the simulated and among the real patches."""
        return float((self.right[self.simulated].mean() + self.right[~self.simulated].mean()) / 2)

    @property
    def interval(self) -> tuple[float, float]:
        """95 %, exact for as many trials as there are groups, since patches of one scan are told alike."""
        return exact_interval(self.accuracy, len(np.unique(self.groups)))

    @property
    def area(self) -> float:
        """Area under the ROC curve: how often a simulated patch scores above a real one."""
        mine, theirs = self.scores[self.simulated], self.scores[~self.simulated]
        return float((mine[:, None] > theirs[None]).mean() + (mine[:, None] == theirs[None]).mean() / 2)


def tell_apart(simulated: Patches, real: Patches, prepare: Callable[[Grey], Tensor], seed: int) -> Told:
    """Cross-validated by group: no scan, nor the other scan of its pair, is in both parts."""
    pixels = prepare(np.concatenate([simulated.grey, real.grey]))
    # The two sides never share a group, whatever their files are called.
    groups = np.concatenate([np.char.add("s/", simulated.groups), np.char.add("r/", real.groups)])
    is_simulated = np.arange(len(groups)) < len(simulated)
    scores = np.zeros(len(groups))
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        for test in folds(groups, is_simulated, np.random.default_rng(seed)):
            network = fitted(pixels[~test], torch.from_numpy(is_simulated[~test]).float())
            scores[test] = scored(network, pixels[test])
    return Told(scores, groups, is_simulated)


def as_they_are(grey: Grey) -> Tensor:
    """Grey and, so that a step of one grey in the dark counts as much as it is seen, its logarithm; full scale to 1."""
    linear = torch.from_numpy(grey.astype(np.float32) / 255)
    return torch.stack([linear, torch.log2(1 + 255 * linear) / 8], 1)


def levelled(grey: Grey) -> Tensor:
    """The same without each patch's mean and contrast."""
    pixels = as_they_are(grey)
    spread = pixels.std(dim=(2, 3), keepdim=True).clamp(min=LEAST_SPREAD)
    return (pixels - pixels.mean(dim=(2, 3), keepdim=True)) / spread


def folds(
    groups: NDArray[np.str_], is_simulated: NDArray[np.bool_], rng: np.random.Generator
) -> Iterator[NDArray[np.bool_]]:
    """What is tested on in each turn; either side's groups are spread over the turns."""
    turn: dict[str, int] = {}
    for side in (True, False):
        names = rng.permutation(np.unique(groups[is_simulated == side]))
        turn |= {str(name): place % FOLDS for place, name in enumerate(names)}
    turns = np.array([turn[str(group)] for group in groups])
    yield from (turns == number for number in range(FOLDS))


def small_network() -> nn.Sequential:
    """Four steps of halving; what is found anywhere in the patch counts by its mean."""
    steps: list[nn.Module] = []
    for channels, wider in pairwise(WIDTHS):
        steps += [nn.Conv2d(channels, wider, 3, 2, 1), nn.BatchNorm2d(wider), nn.ReLU()]
    return nn.Sequential(*steps, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Dropout(0.2), nn.Linear(WIDTHS[-1], 1))


def fitted(pixels: Tensor, wanted: Tensor) -> nn.Module:
    network = small_network().train()
    optimiser = torch.optim.AdamW(network.parameters(), LEARNING_RATE, weight_decay=WEIGHT_DECAY)
    batches = max(1, len(pixels) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, LEARNING_RATE, total_steps=EPOCHS * batches)
    for _ in range(EPOCHS):
        for batch in torch.randperm(len(pixels)).tensor_split(batches):
            loss = F.binary_cross_entropy_with_logits(network(turned(pixels[batch]))[:, 0], wanted[batch])
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimiser.step()
            schedule.step()
    return settled(network, pixels)


@torch.no_grad()
def settled(network: nn.Module, pixels: Tensor) -> nn.Module:
    """Takes means and spreads of all it was trained on: those kept while the weights moved are of other weights."""
    for layer in network.modules():
        if isinstance(layer, nn.BatchNorm2d):
            layer.reset_running_stats()
            layer.momentum = None  # the plain mean over what follows
    for batch in torch.randperm(len(pixels)).tensor_split(max(1, len(pixels) // (4 * BATCH))):
        network(pixels[batch])
    return network.eval()


def turned(pixels: Tensor) -> Tensor:
    """Half of the batches mirrored: containers travel either way, but never upside down."""
    return pixels.flip(-1) if torch.rand(()) < 0.5 else pixels


@torch.no_grad()
def scored(network: nn.Module, pixels: Tensor) -> Values:
    return np.asarray((network(pixels) + network(pixels.flip(-1)))[:, 0].double() / 2)


def exact_interval(share: float, trials: int) -> tuple[float, float]:
    """Clopper and Pearson's 95 % interval of a share of so many trials."""
    right = share * trials
    low = beta.ppf(0.025, right, trials - right + 1) if right > 0 else 0.0
    high = beta.ppf(0.975, right + 1, trials - right) if right < trials else 1.0
    return float(low), float(high)
