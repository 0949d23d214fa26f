"""Prepared pairs as batches: random crops for training, whole frames for validation."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import lightning
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.utils.data import DataLoader, Dataset

from datasets.planes import FLOOR_ROW, ROOF_ROW, SWEPT
from datasets.preparation import ENDS, UNSEEN, Picture
from datasets.simulation.pasting.pasting import Cut, PairSample
from datasets.view import Image
from model.loss import PairTruth
from training.errors import PreparedError
from training.mining import read_hard
from training.mixture import Mixture
from training.prepared import IGNORED_BIT, PLANES, Planes, PreparedPair
from training.settings import TrainSettings

Augment = Callable[[PairSample, np.random.Generator], PairSample]

EASY_EVENTS = ("other_load", "opened")
LOT_BITS = 0b1111  # hidden in origin or destination, inserted, removed

# What a bit of the planes becomes where origin and destination change places
SWAPPED_BITS = (1, 0, 3, 2, 4, 5)


@dataclass(frozen=True)
class PairBatch:
    """B pairs as the network takes them, and what it should say; `rows` are their places in the prepared pairs."""

    origin: Tensor  # B 2 H W, int32
    destination: Tensor  # B 2 H W, int32
    sweep: Tensor  # B P 2
    maps: Tensor  # B 5 H/2 W/2, 0 or 1
    ignored: Tensor  # B H/2 W/2, bool
    rows: Tensor  # B

    @property
    def truth(self) -> PairTruth:
        return PairTruth(self.maps, self.ignored)

    def to(self, device: torch.device) -> "PairBatch":
        return PairBatch(*(getattr(self, name).to(device) for name in self.__dataclass_fields__))


def as_batch(samples: list[tuple[PairSample, int]]) -> PairBatch:
    """Stacks samples of one width."""
    planes = torch.from_numpy(np.stack([sample.planes for sample, _ in samples]))
    return PairBatch(
        origin=torch.from_numpy(np.stack([sample.origin for sample, _ in samples]).astype(np.int32)),
        destination=torch.from_numpy(np.stack([sample.destination for sample, _ in samples]).astype(np.int32)),
        sweep=torch.from_numpy(np.stack([sample.sweep for sample, _ in samples])),
        maps=torch.stack([(planes >> bit) & 1 for bit in range(len(PLANES))], dim=1).float(),
        ignored=((planes >> IGNORED_BIT) & 1).bool(),
        rows=torch.tensor([row for _, row in samples]),
    )


class Crops(Dataset[tuple[PairSample, int]]):
    """Crops by the number of the draw: the same number gives the same crop, in whatever process it is cut."""

    def __init__(self, prepared: Mixture, settings: TrainSettings, augment: Augment | None) -> None:
        self.prepared, self.settings, self.augment = prepared, settings, augment
        self.rows = [row for row, pair in enumerate(prepared.pairs) if may_teach(pair)]
        if not self.rows:
            raise PreparedError(
                f"none of {len(prepared.pairs)} prepared pairs is in the split train, labelled and aligned"
            )
        self.row_of = {prepared.pairs[row].pair_id: row for row in self.rows}
        self.hard = read_hard(Path(settings.hard), self.row_of) if settings.hard else []
        self.cumulated = np.cumsum(
            draw_shares([prepared.pairs[row] for row in self.rows], prepared, settings.easy_share)
        )

    def __getitem__(self, draw: int) -> tuple[PairSample, int]:
        rng = np.random.default_rng((self.settings.seed, draw))
        if self.hard and rng.random() < self.settings.hard_share:
            place = self.hard[int(rng.integers(len(self.hard)))]
            row, over = self.row_of[place.pair_id], place.column
        else:
            row, over = self.drawn_row(rng), None
        sample = self.augmented(self.cut(self.prepared.pairs[row], rng, over), row, rng)
        return sample, row

    def drawn_row(self, rng: np.random.Generator) -> int:
        place = int(np.searchsorted(self.cumulated, rng.random() * self.cumulated[-1], side="right"))
        return self.rows[min(place, len(self.rows) - 1)]

    def cut(self, pair: PreparedPair, rng: np.random.Generator, over: int | None = None) -> PairSample:
        """Somewhere, or over a column of the frame."""
        planes, wide = self.prepared.planes(pair), self.settings.crop_columns
        if over is None:
            first = first_column(planes, wide, self.settings.lot_share, rng)
        else:
            first = within_ends(over - int(rng.integers(wide)), wide, pair.columns)
        pictures = self.prepared.pictures(pair, max(first, 0), max(wide + min(first, 0), 0))
        cut = Cut(first, pair.columns, pair.sights, pair.curve)
        here = planes[:, max(first, 0) // 2 : max(first + wide, 0) // 2]
        return beyond_ends(PairSample(*pictures, here, cut), max(-first, 0), wide)

    def augmented(self, sample: PairSample, row: int, rng: np.random.Generator) -> PairSample:
        settings = self.settings
        # Lots go in first: where the source stands is known for the crop as it was taken.
        if self.augment is not None:
            sample = self.augment(sample, rng)
        if rng.random() < settings.mirror_share:
            sample = mirrored(sample)
        if rng.random() < settings.swap_share:
            sample = swapped(sample, self.prepared.pairs[row].opposite)
        return single_energy(sample) if rng.random() < settings.single_energy_share else sample


class WholePairs(Dataset[tuple[PairSample, int]]):
    """Pairs of one split at full width, spread evenly over the split where it holds more than `most`."""

    def __init__(self, prepared: Mixture, split: str, most: int) -> None:
        rows = [row for row, pair in enumerate(prepared.pairs) if pair.split == split and pair.comparable]
        places = np.linspace(0, len(rows) - 1, min(most, len(rows))).round().astype(int)
        self.prepared, self.rows = prepared, [rows[place] for place in places]

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, place: int) -> tuple[PairSample, int]:
        row = self.rows[place]
        pair = self.prepared.pairs[row]
        whole = PairSample(*self.prepared.pictures(pair), self.prepared.planes(pair))
        return beyond_ends(whole, ENDS, pair.columns + 2 * ENDS), row


def may_teach(pair: PreparedPair) -> bool:
    return pair.split == "train" and pair.labelled and pair.comparable


def draw_shares(pairs: list[PreparedPair], prepared: Mixture, easy_share: float) -> NDArray[np.float64]:
    """How often each pair is drawn: sets by their weight, the easy events together `easy_share`, all others alike."""
    placed = [prepared.weight(pair) for pair in pairs]
    places, weights = np.array([place for place, _ in placed]), np.array([weight for _, weight in placed])
    shares = weights / np.bincount(places)[places]
    easy = np.array([pair.event in EASY_EVENTS for pair in pairs])
    if easy.any() and not easy.all():
        shares = np.where(
            easy, easy_share * shares / shares[easy].sum(), (1 - easy_share) * shares / shares[~easy].sum()
        )
    return np.asarray(shares / shares.sum())


def first_column(planes: Planes, wide: int, lot_share: float, rng: np.random.Generator) -> int:
    """Where a crop begins: over a labelled object with the share `lot_share`, else anywhere; always even.

    It may begin before the frame and go on beyond it: there the container ends.
    """
    columns = planes.shape[1] * 2
    lots = np.flatnonzero((planes & LOT_BITS).any(axis=0))
    if len(lots) and rng.random() < lot_share:
        first = 2 * int(rng.choice(lots)) - int(rng.integers(wide))
    else:
        first = int(rng.integers(-wide // 2, columns - wide // 2 + 1))  # every column alike, the ends too
    return within_ends(first, wide, columns)


def within_ends(first: int, wide: int, columns: int) -> int:
    """An even column to begin a crop at, from which it shows no more than ENDS beyond either end of the frame."""
    return int(np.clip(first, -ENDS, max(columns + ENDS - wide, -ENDS))) // 2 * 2


def beyond_ends(sample: PairSample, before: int, wide: int) -> PairSample:
    """The sample with so many columns before it, and as many after it as make it `wide`, of which nothing is seen."""
    beside = ((0, 0), (0, 0), (before, wide - before - sample.origin.shape[2]))
    half = ((0, 0), (before // 2, beside[2][1] // 2))
    return PairSample(
        np.pad(sample.origin, beside, constant_values=UNSEEN),
        np.pad(sample.destination, beside, constant_values=UNSEEN),
        sample.sweep,
        np.pad(sample.planes, half, constant_values=1 << IGNORED_BIT),
        sample.cut,
    )


def mirrored(sample: PairSample) -> PairSample:
    """Left to right, both views alike."""
    return PairSample(sample.origin[..., ::-1], sample.destination[..., ::-1], sample.sweep, sample.planes[..., ::-1])


def swapped(sample: PairSample, opposite: bool) -> PairSample:
    """Origin and destination change places: what was inserted was removed, and so on.

    `opposite` says whether the sources are taken to stand on different sides.
    """
    planes = np.zeros_like(sample.planes)
    for bit, there in enumerate(SWAPPED_BITS):
        planes |= ((sample.planes >> bit) & 1) << there
    return PairSample(sample.destination, sample.origin, sweep_back(sample.sweep, opposite), planes)


def sweep_back(sweep: Image, opposite: bool) -> Image:
    """The sweep from the destination to the origin; from the other side the near wall is the far one."""
    roof, floor = sweep.T
    stretch = (FLOOR_ROW - ROOF_ROW) / (floor - roof)
    back = np.stack([ROOF_ROW + (edge - roof) * stretch for edge in (ROOF_ROW, FLOOR_ROW)], axis=1)
    middle, followed, otherwise = np.split(back, [1, len(SWEPT)])
    ordered = (followed[::-1], otherwise) if opposite else (followed, otherwise[::-1])
    return np.concatenate([middle, *ordered]).astype(np.float32)


def single_energy(sample: PairSample) -> PairSample:
    """Without the low energy, as in a scan of one energy."""
    return replace(sample, origin=_without_low(sample.origin), destination=_without_low(sample.destination))


def _without_low(picture: Picture) -> Picture:
    low = picture[1] & UNSEEN  # the mark of what cannot be seen stays
    return np.stack([picture[0], low])


class PairData(lightning.LightningDataModule):
    """Crops for training, drawn anew each epoch, and whole pairs for validation."""

    def __init__(self, prepared: Mixture, settings: TrainSettings, augment: Augment | None = None) -> None:
        super().__init__()
        self.settings = settings
        self.crops = Crops(prepared, settings, augment if settings.paste else None)
        self.validation = WholePairs(prepared, "val", settings.validation_pairs)

    def train_dataloader(self) -> DataLoader[tuple[PairSample, int]]:
        settings, trainer = self.settings, self.trainer
        # Draws are counted through, so that a resumed run sees new crops; processes draw from places far apart.
        first = trainer.global_step * settings.batch + (trainer.global_rank << 40) if trainer else 0
        return DataLoader(
            self.crops,
            batch_size=settings.batch,
            sampler=range(first, first + settings.epoch_crops),
            num_workers=settings.workers,
            collate_fn=as_batch,
            drop_last=True,
        )

    def val_dataloader(self) -> DataLoader[tuple[PairSample, int]]:
        return DataLoader(self.validation, batch_size=1, num_workers=self.settings.workers, collate_fn=as_batch)

    def transfer_batch_to_device(self, batch: PairBatch, device: torch.device, dataloader_idx: int) -> PairBatch:  # noqa: ARG002
        return batch.to(device)
