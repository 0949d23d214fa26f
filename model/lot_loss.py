"""How scores are learned: each lot's strongest pixels against the strongest where there is none."""

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F

from model.network import TOP

Mask = NDArray[np.bool_]
Places = NDArray[np.intp]

LEAST_PIXELS = 6  # fewer pixels than this are no lot: one that is cut off at the edge of a crop
BESIDE = 7  # pixels around a lot that belong to nobody: what is blurred there is no false alarm


def lot_loss(logits: Tensor, truth: Tensor, counted: Tensor) -> Tensor:
    """Cross-entropy of one map's lots and of its strongest other place (logits B h w, truth 0 or 1, counted bool).

    A strip of two columns at a front wall counts as much as a stack of pallets, and a place that is wrongly taken for
    a lot costs what it costs in use, whatever else the picture shows. The mean over a picture's lots, then over
    pictures, of those that have any.
    """
    missed, raised = [], []
    shown = (truth > 0).cpu().numpy(), counted.cpu().numpy()
    for values, there, usable in zip(logits.flatten(1), *shown, strict=True):
        if not usable.any():
            continue  # the branch that would answer is not the one that is trained
        found = [strongest(values, lot) for lot in lots(there & usable)]
        if found:
            missed.append(F.softplus(-torch.stack(found)).mean())
        elsewhere = np.flatnonzero(usable & ~beside(there))
        if len(elsewhere):
            raised.append(F.softplus(strongest(values, elsewhere)))
    none = logits.sum() * 0
    return sum(missed, none) / max(len(missed), 1) + sum(raised, none) / max(len(raised), 1)


def strongest(values: Tensor, places: Places) -> Tensor:
    """The mean of the strongest of these pixels, as `model.network.top` takes it of a whole picture."""
    here = values[torch.from_numpy(places).to(values.device)]
    return here.topk(min(TOP, len(here))).values.mean()


def lots(there: Mask) -> list[Places]:
    """The pixels of each lot, by what hangs together (h w)."""
    count, numbered, about, _ = cv2.connectedComponentsWithStats(there.astype(np.uint8))
    large = [n for n in range(1, count) if about[n, cv2.CC_STAT_AREA] >= LEAST_PIXELS]
    return [np.flatnonzero(numbered == n) for n in large]


def beside(there: Mask) -> Mask:
    """The lots and what lies around them (h w)."""
    return cv2.dilate(there.astype(np.uint8), np.ones((2 * BESIDE + 1, 2 * BESIDE + 1), np.uint8)) > 0
