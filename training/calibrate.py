"""Thresholds from benign pairs: how high may a pair score in which nothing changed?

They are split-conformal quantiles, so that a new benign pair from the same site lies at or above the threshold with at
most the false-alarm rate it is stored for, whatever the network. No labels of finds are needed.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
import onnx

from model.export import DEFAULT_RATE, RATES, with_metadata
from training.errors import CalibrationError
from training.metrics import Scores, conformal_threshold, rate_interval, smallest_rate
from training.scoring import Peaks, Scored

PEAK_RATE = 0.05  # of benign pairs may have a map that reaches the threshold from which a pixel belongs to a finding
NULL_QUANTILES = 201  # of the benign scores that are kept in the file
MAP_THRESHOLDS = (0.05, 0.5)  # lowest and highest: above a half the network is sure anyway


@dataclass(frozen=True)
class BenignScores:
    """Scores of pairs in which nothing changed and of scans in which nothing is hidden.

    `peaks` are of pairs in which neither is the case; none are needed to keep the map thresholds that a file has.
    """

    pairs: Scores
    scans: Scores
    peaks: tuple[Peaks, ...] = ()
    refused: int = 0

    @property
    def smallest_rate(self) -> float:
        return smallest_rate(min(len(self.pairs), len(self.scans)))


@dataclass(frozen=True)
class Calibrated:
    """A model with new thresholds, and what is to be said of them."""

    model: onnx.ModelProto
    rates: tuple[float, ...]
    missing_rates: tuple[float, ...]  # asked for, but too few pairs carry them
    benign: BenignScores

    @property
    def summary(self) -> str:
        stored = ", ".join(f"{100 * rate:.3g} %" for rate in self.rates)
        pairs = len(self.benign.pairs)
        low, high = rate_interval(pairs, self.rates[0])
        told = (
            f"{pairs} benign pairs ({self.benign.refused} more refused), thresholds for {stored}; at the first the "
            f"true rate lies between {100 * low:.2g} and {100 * high:.2g} % (95 %)"
        )
        if not self.missing_rates:
            return told
        asked = min(self.missing_rates)
        return (
            f"{told}; a rate of {100 * asked:.3g} % needs {round(1 / asked) - 1} benign pairs, "
            f"{100 * self.rates[0]:.3g} % is the smallest that these carry"
        )


def calibrate(model: onnx.ModelProto, benign: BenignScores, source: str) -> Calibrated:
    """The model with thresholds from these scores; rates that they cannot carry give way to the smallest they can."""
    if not len(benign.pairs) or not len(benign.scans):
        raise CalibrationError(
            f"{len(benign.pairs)} benign pairs and {len(benign.scans)} scans without anything hidden could be compared "
            f"({benign.refused} refused), wanted at least {round(1 / DEFAULT_RATE) - 1} for {100 * DEFAULT_RATE:g} %"
        )
    missing = tuple(rate for rate in RATES if rate < benign.smallest_rate)
    rates = ((benign.smallest_rate,) if missing else ()) + tuple(rate for rate in RATES if rate not in missing)
    thresholds = {
        "mismatch": {f"{rate:.6g}": threshold(benign.pairs, rate) for rate in rates},
        "concealed": {f"{rate:.6g}": threshold(benign.scans, rate) for rate in rates},
        "map": map_thresholds(benign.peaks) if benign.peaks else stored_map_thresholds(model),
    }
    calibration = {
        "benign_pairs": len(benign.pairs),
        "benign_scans": len(benign.scans),
        "refused_pairs": benign.refused,
        "false_alarm_rate": DEFAULT_RATE if DEFAULT_RATE in rates else float(f"{rates[0]:.6g}"),
        "intervals": {f"{rate:.6g}": rate_interval(len(benign.pairs), rate) for rate in rates},
        "source": source,
    }
    null = {"pairs": quantiles(benign.pairs), "scans": quantiles(benign.scans)}
    entries = {
        "thresholds": json.dumps(thresholds),
        "calibration": json.dumps(calibration),
        "null": json.dumps(null),
    }
    return Calibrated(with_metadata(model, entries), rates, missing, benign)


def threshold(scores: Scores, rate: float) -> float:
    return min(conformal_threshold(scores, rate).score, 1.0)


def quantiles(scores: Scores) -> list[float]:
    """The null distribution, from its lowest to its highest score: against it a site's scores are watched."""
    return [round(float(score), 6) for score in np.quantile(scores, np.linspace(0, 1, NULL_QUANTILES))]


def map_thresholds(peaks: Sequence[Peaks]) -> dict[str, float]:
    """From which probability on a pixel belongs to a finding, one for each kind of map."""
    values = {field.name: np.array([getattr(peak, field.name) for peak in peaks]) for field in fields(Peaks)}
    return {name: float(np.clip(threshold(peak, PEAK_RATE), *MAP_THRESHOLDS)) for name, peak in values.items()}


def stored_map_thresholds(model: onnx.ModelProto) -> dict[str, float]:
    stored = {entry.key: entry.value for entry in model.metadata_props}
    maps: dict[str, float] = json.loads(stored["thresholds"])["map"]
    return maps


def benign_scores(scored: Sequence[Scored], refused: int) -> BenignScores:
    """Of prepared pairs; scans in which something is hidden alike count for the pair, not for the scan."""
    pairs = [s for s in scored if s.pair.benign]
    scans = [s.origin for s in pairs if not s.pair.concealed_in_origin]
    scans += [s.destination for s in pairs if not s.pair.concealed_in_destination]
    clean = [s for s in pairs if not s.pair.concealed_in_origin and not s.pair.concealed_in_destination]
    return BenignScores(np.array([s.mismatch for s in pairs]), np.array(scans), tuple(s.peaks for s in clean), refused)
