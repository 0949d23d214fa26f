"""What of a validation chooses the best checkpoint."""

from dataclasses import dataclass

import numpy as np
from torch import Tensor

from training.metrics import detection, empirical_threshold, roc_auc
from training.prepared import PreparedPair
from training.settings import TrainSettings

LOT_EVENTS = ("inserted", "removed", "swapped")


@dataclass(frozen=True)
class Chooser:
    """Turns the scores of validation pairs into the figures that are logged.

    The best checkpoint is chosen by `chosen`: detection at a low false-alarm rate, plus a little of how far the lots
    lie above the threshold, so that two checkpoints that find as many can be told apart.
    """

    pairs: tuple[PreparedPair, ...]
    settings: TrainSettings

    def figures(self, scores: Tensor, rows: Tensor) -> dict[str, float]:
        values = np.atleast_1d(scores.cpu().numpy().astype(np.float64))
        pairs = [self.pairs[int(row)] for row in np.atleast_1d(rows.cpu().numpy())]
        benign = values[[self.is_benign(pair) for pair in pairs]]
        lots = values[[self.is_lot(pair) for pair in pairs]]
        mismatched = values[[not self.is_benign(pair) for pair in pairs]]
        if not len(benign) or not len(lots):
            return {"chosen": 0.0}
        rate = self.settings.chosen_false_alarm_rate
        return {
            "chosen": detection(benign, lots, rate).value + 0.01 * nearness(benign, lots, rate),
            "found_0.4": detection(benign, lots, 0.004).value,
            "found_1": detection(benign, lots, 0.01).value,
            "found_5": detection(benign, lots, 0.05).value,
            "auc": roc_auc(benign, mismatched),
        }

    def is_benign(self, pair: PreparedPair) -> bool:
        """Nothing differs; for the branch that reads single scans, nothing is hidden."""
        if self.settings.branch == "single":
            return not (pair.concealed_in_origin or pair.concealed_in_destination)
        return pair.benign

    def is_lot(self, pair: PreparedPair) -> bool:
        heavy = pair.mass_kg is None or pair.mass_kg >= self.settings.chosen_mass_kg
        known = self.settings.branch == "single" or pair.event in LOT_EVENTS
        return not self.is_benign(pair) and known and heavy


def nearness(benign: np.ndarray, lots: np.ndarray, rate: float) -> float:
    """0 to 1: where the lots lie, as a median, between the middle of the benign pairs and the threshold."""
    middle, threshold = float(np.median(benign)), empirical_threshold(benign, rate)
    return float(np.clip((np.median(lots) - middle) / max(threshold - middle, 1e-9), 0.0, 1.0))
