"""What PairNet is trained for: maps that are right pixel by pixel, and scores that tell pairs apart."""

from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn import functional as F

from model.network import MASKED, Maps

POSITIVE_WEIGHT = 3.0
SCORE_WEIGHT = 0.25
FOCUS = 1.0  # exponent of the focal term: pixels that are right already count less
MAP_WEIGHTS = (1.0, 1.0, 1.5, 1.5, 0.5)  # hidden in origin, in destination, inserted, removed, other
LEAST_PIXELS = 6  # fewer positive pixels than this make no pair positive: a lot cut off at the edge of a crop


class PairTruth(NamedTuple):
    """`maps` B 5 h w, 0 or 1: hidden in origin, hidden in destination, inserted, removed, other; `ignored` B h w."""

    maps: Tensor
    ignored: Tensor


def pair_loss(maps: Maps, truth: PairTruth) -> Tensor:
    """A weighted sum over maps and scores."""
    logits = torch.stack(maps[:5], dim=1).float()  # B 5 h w
    # A labelled pixel that the network answers for counts though it is marked unseen: becoming opaque is a change.
    answered = logits != MASKED
    counted = (~truth.ignored[:, None] | (truth.maps > 0)) & answered
    weights = torch.tensor(MAP_WEIGHTS, device=logits.device)
    per_map = focal(logits, truth.maps, counted) + dice(logits, truth.maps, counted)
    return (per_map * weights).sum() / weights.sum() + SCORE_WEIGHT * score_loss(maps, truth.maps * answered)


def focal(logits: Tensor, truth: Tensor, counted: Tensor) -> Tensor:
    """Focal cross-entropy a map, scaled by the positives so that empty crops do not drown small lots."""
    entropy = F.binary_cross_entropy_with_logits(logits, truth, reduction="none")
    wrong = (logits.sigmoid() - truth).abs() ** FOCUS
    weight = torch.where(truth > 0, POSITIVE_WEIGHT, 1.0) * counted
    total = (entropy * wrong * weight).sum(dim=(0, 2, 3))
    return total / (1 + counted.sum(dim=(0, 2, 3)) * 0.01 + (truth * counted).sum(dim=(0, 2, 3)))


def dice(logits: Tensor, truth: Tensor, counted: Tensor) -> Tensor:
    """1 - Dice a map, over the whole batch."""
    shown, truth = logits.sigmoid() * counted, truth * counted
    overlap = (shown * truth).sum(dim=(0, 2, 3))
    return 1 - (2 * overlap + 1) / ((shown**2).sum(dim=(0, 2, 3)) + truth.sum(dim=(0, 2, 3)) + 1)


def score_loss(maps: Maps, visible: Tensor) -> Tensor:
    """Cross-entropy of the three scores; truth is whether anything that can be seen is labelled (B 5 h w)."""
    pixels = visible.sum(dim=(2, 3))  # B 5
    present = torch.stack([pixels[:, 2:].sum(dim=1), pixels[:, 0], pixels[:, 1]], dim=1)  # B 3
    scores = torch.stack([maps.mismatch, maps.origin, maps.destination], dim=1).float()
    clear = (present == 0) | (present >= LEAST_PIXELS)
    entropy = F.binary_cross_entropy_with_logits(scores, (present > 0).float(), reduction="none")
    return (entropy * clear).sum() / clear.sum().clamp(min=1)
