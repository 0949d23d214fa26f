"""Validation pairs as the network sees them while it learns: early, and then ever more rarely."""

from pathlib import Path

import lightning
import numpy as np
import torch
from lightning.pytorch.callbacks import Callback
from lightning.pytorch.loggers import TensorBoardLogger
from numpy.typing import NDArray
from PIL import Image as Images

from datasets.preparation import UNITS, UNSEEN, Picture
from model.network import Maps
from training.data import PairBatch, WholePairs, as_batch
from training.module import PairModule

Grey = NDArray[np.uint8]

FIRST_STEP = 100
DARKEST = 4.0  # attenuation drawn as black


class EarlyPictures(Callback):
    """RUN/pictures/step_N.png and the same in TensorBoard: at FIRST_STEP, and each time the steps have doubled."""

    def __init__(self, folder: Path, pairs: WholePairs, most: int) -> None:
        self.folder = folder
        places = [place for place, row in enumerate(pairs.rows) if not pairs.prepared.pairs[row].benign][:most]
        self.batches = [as_batch([pairs[place]]) for place in places]
        self.next_step = FIRST_STEP

    def on_train_batch_end(self, trainer: lightning.Trainer, pl_module: lightning.LightningModule, *_: object) -> None:
        if not self.batches or trainer.global_step < self.next_step or not trainer.is_global_zero:
            return
        while self.next_step <= trainer.global_step:
            self.next_step *= 2
        if isinstance(pl_module, PairModule):
            self.draw(trainer, pl_module)

    def draw(self, trainer: lightning.Trainer, module: PairModule) -> None:
        module.eval()
        with torch.inference_mode():
            drawn = [one_pair(batch, module.maps(batch.to(module.device))) for batch in self.batches]
        module.train()
        self.folder.mkdir(parents=True, exist_ok=True)
        picture = stacked(drawn)
        Images.fromarray(picture).save(self.folder / f"step_{trainer.global_step:06d}.png")
        for logger in trainer.loggers:
            if isinstance(logger, TensorBoardLogger):
                logger.experiment.add_image("validation", picture[None], trainer.global_step)


def one_pair(batch: PairBatch, maps: Maps) -> Grey:
    """Origin, destination, what is labelled and what the network says, one above the other; half the frame's size."""
    said = torch.stack(maps[:5]).float().sigmoid().amax(dim=0)[0].cpu().numpy()
    labelled = batch.maps[0].amax(dim=0).cpu().numpy()
    views = [halved(view[0, 0].cpu().numpy().astype(np.uint16)) for view in (batch.origin, batch.destination)]
    return np.concatenate([*views, grey(labelled), grey(said)])


def halved(picture: Picture) -> Grey:
    """Dense is dark, as on a radiograph."""
    return grey(1 - (picture[::2, ::2] & (UNSEEN - 1)) / (UNITS * DARKEST))


def grey(share: NDArray[np.floating]) -> Grey:
    return np.asarray(np.clip(share, 0, 1) * 255, np.uint8)


def stacked(drawn: list[Grey]) -> Grey:
    """Pairs below each other, the narrower ones filled up."""
    wide = max(picture.shape[1] for picture in drawn)
    return np.concatenate([np.pad(picture, ((0, 4), (0, wide - picture.shape[1]))) for picture in drawn])
