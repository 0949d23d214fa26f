"""What PairNet is trained for: maps that are right pixel by pixel, and scores that tell pairs apart."""

from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn import functional as F

from model.lot_loss import lot_loss
from model.network import MASKED, Maps

POSITIVE_WEIGHT = 3.0
DECIDING = (slice(2, 5), slice(0, 1), slice(1, 2))  # maps that decide mismatch, origin and destination
FOCUS = 1.0  # exponent of the focal term: pixels that are right already count less
MAP_WEIGHTS = (1.0, 1.0, 1.5, 1.5, 0.5)  # hidden in origin, in destination, inserted, removed, other


class PairTruth(NamedTuple):
    """`maps` B 5 h w, 0 or 1: hidden in origin, hidden in destination, inserted, removed, other; `ignored` B h w."""

    maps: Tensor
    ignored: Tensor


def pair_loss(maps: Maps, truth: PairTruth, lot_weight: float) -> Tensor:
    """A weighted sum over maps, and over the lots in what decides the three scores."""
    logits = torch.stack(maps[:5], dim=1).float()  # B 5 h w
    # A labelled pixel that the network answers for counts though it is marked unseen: becoming opaque is a change.
    answered = logits != MASKED
    counted = (~truth.ignored[:, None] | (truth.maps > 0)) & answered
    weights = torch.tensor(MAP_WEIGHTS, device=logits.device)
    per_map = focal(logits, truth.maps, counted) + dice(logits, truth.maps, counted)
    return (per_map * weights).sum() / weights.sum() + lot_weight * sum(
        lot_loss(logits[:, deciding].amax(dim=1), truth.maps[:, deciding].amax(dim=1), counted[:, deciding].any(dim=1))
        for deciding in DECIDING
    )


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
