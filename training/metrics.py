"""How well scores tell pairs apart: detection at a low false-alarm rate, with its interval."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import beta

Scores = NDArray[np.floating]

CONFIDENCE = 0.95


@dataclass(frozen=True)
class Rate:
    """A share of cases with its Clopper-Pearson interval."""

    found: int
    total: int

    def __post_init__(self) -> None:
        if not 0 <= self.found <= self.total:
            raise ValueError(f"{self.found} of {self.total}: wanted 0 to all of them")

    @property
    def value(self) -> float:
        return self.found / self.total if self.total else math.nan

    @property
    def interval(self) -> tuple[float, float]:
        tail = (1 - CONFIDENCE) / 2
        low = beta.ppf(tail, self.found, self.total - self.found + 1) if self.found else 0.0
        high = beta.ppf(1 - tail, self.found + 1, self.total - self.found) if self.found < self.total else 1.0
        return float(low), float(high)

    def __str__(self) -> str:
        if not self.total:
            return "-"
        low, high = self.interval
        return f"{100 * self.value:.1f} % ({100 * low:.1f} to {100 * high:.1f}; {self.found} of {self.total})"


@dataclass(frozen=True)
class Threshold:
    """A score at and above which a pair is a mismatch, for a false-alarm rate on benign pairs."""

    score: float
    rate: float


def empirical_threshold(benign: Scores, rate: float) -> float:
    """The lowest threshold at which at most `rate` of these very benign scores are false alarms."""
    if not len(benign):
        return -math.inf
    falling = np.sort(benign.astype(np.float64))[::-1]
    allowed = math.floor(rate * len(falling) + 1e-9)
    return math.nextafter(float(falling[allowed]), math.inf) if allowed < len(falling) else -math.inf


def conformal_threshold(benign: Scores, rate: float) -> Threshold:
    """The split-conformal quantile: a new benign pair lies at or above it with at most the probability `rate`.

    So few pairs that they cannot carry the rate give the smallest rate that they can, 1 / (n + 1).
    """
    rate = max(rate, smallest_rate(len(benign)))
    rank = math.ceil((len(benign) + 1) * (1 - rate) - 1e-9)
    score = float(np.sort(benign.astype(np.float64))[rank - 1])
    return Threshold(math.nextafter(score, math.inf), rate)


def rate_interval(benign_pairs: int, rate: float) -> tuple[float, float]:
    """Where the false-alarm rate truly lies at the conformal threshold of so many pairs: its central 95 %.

    Drawn anew, the pairs would give another threshold; the share of all benign pairs above it follows a beta law.
    Source: Vovk, Conditional validity of inductive conformal predictors, 2012.
    """
    above = benign_pairs + 1 - math.ceil((benign_pairs + 1) * (1 - rate) - 1e-9)
    tail = (1 - CONFIDENCE) / 2
    law = beta(above, benign_pairs + 1 - above)
    return float(law.ppf(tail)), float(law.ppf(1 - tail))


def smallest_rate(benign_pairs: int) -> float:
    return 1.0 / (benign_pairs + 1)


def detection(benign: Scores, mismatched: Scores, rate: float) -> Rate:
    """The share of mismatched pairs found where at most `rate` of the benign ones are false alarms.

    Without a benign pair there is no threshold, and nothing is told.
    """
    if not len(benign):
        return Rate(0, 0)
    threshold = empirical_threshold(benign, rate)
    return Rate(int((mismatched >= threshold).sum()), len(mismatched))


def roc_auc(benign: Scores, mismatched: Scores) -> float:
    """The probability that a mismatched pair scores above a benign one."""
    if not len(benign) or not len(mismatched):
        return math.nan
    # torch takes seconds to import, and calibration needs none of it.
    import torch
    from torchmetrics.functional.classification import binary_auroc

    scores = torch.from_numpy(np.concatenate([benign, mismatched]).astype(np.float64))
    truth = torch.cat([torch.zeros(len(benign), dtype=torch.long), torch.ones(len(mismatched), dtype=torch.long)])
    # Its own sigmoid would round scores outside 0..1 together, so ranks stand for them.
    ranks = torch.unique(scores, return_inverse=True)[1] / len(scores)
    return float(binary_auroc(ranks, truth))
