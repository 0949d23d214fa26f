"""Networks that others use for change, on the same pairs, with the same widths, loss and lots as PairNet."""

import torch
from torch import Tensor

from model.network import Attenuation, PairNet, UNet

BOTH_VIEWS = 7  # inputs: both energies of both views, what neither could see, the height
ONE_VIEW = 4


class PlainPair(PairNet):
    """A U-Net on both views laid over each other: no differences, no depths, no gain."""

    def __init__(self, single_widths: tuple[int, ...], pair_widths: tuple[int, ...]) -> None:
        super().__init__(single_widths, pair_widths)
        self.pair = UNet(BOTH_VIEWS, 3, pair_widths)

    def pair_input(self, o: Attenuation, d: Attenuation, sweep: Tensor) -> Tensor:  # noqa: ARG002
        seen = [o.unseen, d.unseen, self.level.expand_as(o.high)]
        return torch.cat([view / 2 - 1 for view in (o.high, o.low, d.high, d.low)] + seen, 1)


class SiameseDifference(PairNet):
    """FC-Siam-diff: one encoder for both views, a decoder of what differs between its features at every level.

    Source: Caye Daudt, Le Saux, Boulch, Fully convolutional siamese networks for change detection, 2018. What came and
    what went are told apart by the sign, so the differences keep it.
    """

    def __init__(self, single_widths: tuple[int, ...], pair_widths: tuple[int, ...]) -> None:
        super().__init__(single_widths, pair_widths)
        self.pair = SiameseUNet(ONE_VIEW, 3, pair_widths)

    def pair_input(self, o: Attenuation, d: Attenuation, sweep: Tensor) -> Tensor:  # noqa: ARG002
        return torch.cat([self.one_input(o), self.one_input(d)])  # 2B 4 h w

    def one_input(self, view: Attenuation) -> Tensor:
        return torch.cat([view.high / 2 - 1, view.low / 2 - 1, view.unseen, self.level.expand_as(view.high)], 1)


class SiameseUNet(UNet):
    """Takes the views one after the other in the batch."""

    def forward(self, x: Tensor) -> Tensor:  # 2B inputs h w -> B outputs h w
        # Not by chunk(2), which the exporter cannot follow through an open batch.
        views = (torch.unflatten(level, 0, (2, -1)) for level in self.encoded(x))  # 2 B C h w
        return self.decoded([both[1] - both[0] for both in views])
