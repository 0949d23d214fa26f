"""PairNet without its parts."""

import pytest
import torch
from torch import Tensor

from datasets.planes import even_sweep
from datasets.preparation import UNITS
from datasets.view import FRAME_ROWS
from model.network import PairNet, attenuation
from training.baselines.ablated import PARTS, Ablated
from training.settings import ABLATIONS

WIDTHS = (4, 6), (4, 6)
SWEEP = torch.from_numpy(even_sweep())[None]
LEANING = SWEEP + torch.linspace(-20, 20, SWEEP.shape[1])[None, :, None]


def views() -> list[Tensor]:
    torch.manual_seed(1)
    return [torch.randint(0, 3 * UNITS, (1, 2, FRAME_ROWS, 64), dtype=torch.int32) for _ in range(2)]


def parts_of(network: PairNet, sweep: Tensor = LEANING) -> dict[str, Tensor]:
    o, d = map(attenuation, views())
    return network.parts(o, d, sweep)


def test_every_part_that_can_be_named_can_be_left_out() -> None:
    assert set(ABLATIONS) == set(PARTS)


@pytest.mark.parametrize("without", ["moved", "unexplained", "high-pass", "material"])
def test_what_is_left_out_is_silent_and_the_rest_as_it_was(without: str) -> None:
    whole, told = parts_of(PairNet(*WIDTHS)), parts_of(Ablated(WIDTHS, without))
    silent = PARTS[without]
    assert silent
    for name, part in told.items():
        assert torch.equal(part, whole[name] * 0 if name in silent else whole[name])


def test_without_depths_the_sweep_tells_nothing() -> None:
    network = Ablated(WIDTHS, "depths")
    even = SWEEP[:, :1].expand_as(SWEEP)
    leaning = torch.cat([SWEEP[:, :1], LEANING[:, 1:]], 1)
    told, plain = parts_of(network, leaning), parts_of(PairNet(*WIDTHS), even)
    assert all(torch.equal(part, plain[name]) for name, part in told.items())


def test_without_resolution_neighbours_look_alike() -> None:
    difference = parts_of(Ablated(WIDTHS, "resolution"))["difference"]
    assert torch.equal(difference[..., ::2, ::2], difference[..., 1::2, 1::2])


def test_it_has_as_many_weights_as_the_network() -> None:
    whole, without = (sum(w.numel() for w in n.parameters()) for n in (PairNet(*WIDTHS), Ablated(WIDTHS, "moved")))
    assert whole == without
