"""The Lightning module of the locator: it connects network, loss and optimiser."""

import lightning
import torch
from torch import Tensor
from torch.nn import functional as F
from torch.optim import AdamW, Optimizer

from datasets.locator.picture import COLUMNS, ROWS
from model.locator_network import LocatorNet, Seen
from training.locator.pictures import Picture, target
from training.locator.settings import LocatorSettings

ROW_SPREAD, COLUMN_SPREAD = 0.8, 1.0  # pixels: of the bell that a distribution is to match
END_WEIGHT, KIND_WEIGHT = 0.5, 0.3
EDGE_NAMES = ("roof_near", "roof_middle", "roof_far", "floor_near", "floor_middle", "floor_far")


class LocatorModule(lightning.LightningModule):
    """Trains a LocatorNet on simulated scans."""

    def __init__(self, network: LocatorNet, settings: LocatorSettings) -> None:
        super().__init__()
        self.network = network.to(memory_format=torch.channels_last)
        self.settings = settings

    def training_step(self, batch: Picture, _: int) -> Tensor:
        loss = locator_loss(self.network(batch.attenuation), batch)
        self.log("train/loss", loss, prog_bar=True)
        return loss

    def validation_step(self, batch: Picture, _: int) -> None:
        seen = self.network(batch.attenuation)
        off = rows_off(seen, batch)  # EDGES
        self.log("val/loss", locator_loss(seen, batch), batch_size=len(batch.ends))
        for name, value in zip(EDGE_NAMES, off, strict=True):
            self.log(f"val/{name}", value, batch_size=len(batch.ends))

    def configure_optimizers(self) -> Optimizer:
        return AdamW(self.parameters(), lr=self.settings.learning_rate, weight_decay=self.settings.weight_decay)


def locator_loss(seen: Seen, truth: Picture) -> Tensor:
    """Cross-entropies: of rows where a cell shows the container and its edge, of ends, and of kinds."""
    rows = -(target(truth.rows, ROWS, ROW_SPREAD).transpose(2, 3) * seen.rows.float().log_softmax(dim=2)).sum(dim=2)
    shown = usable(truth)
    ends = -(target(truth.ends, COLUMNS, COLUMN_SPREAD) * seen.ends.float().log_softmax(dim=2)).sum(dim=2)
    kinds = F.binary_cross_entropy_with_logits(seen.kinds.float(), truth.kinds)
    row_loss = (rows * shown).sum() / shown.sum().clamp(min=1)
    return row_loss + END_WEIGHT * ends.mean() + KIND_WEIGHT * kinds


def rows_off(seen: Seen, truth: Picture) -> Tensor:
    """Mean distance, in rows of the picture, of the distributions' means from the truth, for each edge."""
    pixels = torch.arange(ROWS, device=truth.rows.device, dtype=torch.float32)
    mean = (seen.rows.float().softmax(dim=2) * pixels[:, None]).sum(dim=2)  # B EDGES C
    shown = usable(truth)
    return ((mean - truth.rows).abs() * shown).sum(dim=(0, 2)) / shown.sum(dim=(0, 2)).clamp(min=1)


def usable(truth: Picture) -> Tensor:
    """B EDGES C: the cell shows the container, and the edge lies in the picture."""
    return truth.inside[:, None] & (truth.rows > 0) & (truth.rows < ROWS - 1)
