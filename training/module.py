"""The Lightning module: it connects network, loss, optimiser and metrics."""

import lightning
import torch
from torch import Tensor
from torch.optim import AdamW, Optimizer
from torchmetrics import CatMetric

from model.loss import pair_loss
from model.network import Maps, PairNet
from training.choosing import Chooser
from training.data import PairBatch
from training.settings import TrainSettings


class PairModule(lightning.LightningModule):
    """Trains a PairNet on crops and validates it on whole pairs."""

    def __init__(self, network: PairNet, settings: TrainSettings, chooser: Chooser) -> None:
        super().__init__()
        self.network = network.to(memory_format=torch.channels_last)
        self.settings = settings
        self.chooser = chooser
        self.scores, self.rows = CatMetric(), CatMetric()

    def training_step(self, batch: PairBatch, _: int) -> Tensor:
        maps = self.maps(batch)
        loss = pair_loss(maps, batch.truth, self.settings.lot_weight)
        self.log("train/loss", loss, prog_bar=True)
        return loss

    def maps(self, batch: PairBatch) -> Maps:
        """Of the branch that is trained, or of both; a crop's edge is no end of a box, so none is added."""
        return self.network.branch(self.settings.branch, batch.origin, batch.destination, batch.sweep)

    def validation_step(self, batch: PairBatch, _: int) -> None:
        maps = self.maps(batch)
        loss = pair_loss(maps, batch.truth, self.settings.lot_weight)
        self.log("val/loss", loss, batch_size=len(batch.rows), sync_dist=True)
        single = self.settings.branch == "single"
        self.scores.update((torch.maximum(maps.origin, maps.destination) if single else maps.mismatch).float())
        self.rows.update(batch.rows)

    def on_validation_epoch_end(self) -> None:
        figures = self.chooser.figures(self.scores.compute(), self.rows.compute())
        self.log_dict({f"val/{name}": value for name, value in figures.items()}, prog_bar=True)
        self.scores.reset()
        self.rows.reset()

    def configure_optimizers(self) -> Optimizer:
        return AdamW(self.parameters(), lr=self.settings.learning_rate, weight_decay=self.settings.weight_decay)
