"""The locator's network answers in the shapes that the product reads, for each picture by itself."""

import numpy as np
import onnxruntime
import pytest
import torch

from datasets.locator.edges import RELEASED
from datasets.locator.picture import COLUMNS, OUTSIDE, ROWS
from model.locator_network import CELLS, CLIP, DIM, EDGES, LocatorNet, Seen, local_mean, thirds
from tests.locators import a_tiny_locator


@pytest.fixture(scope="module")
def network() -> LocatorNet:
    return a_tiny_locator().eval()


def pictures(count: int = 2) -> torch.Tensor:
    return 3 * torch.rand(count, 1, ROWS, COLUMNS, generator=torch.Generator().manual_seed(0))


def test_it_answers_a_row_distribution_an_edge_and_cell_a_column_distribution_an_end_and_two_kinds(
    network: LocatorNet,
) -> None:
    seen = network(pictures())
    assert seen.rows.shape == (2, EDGES, ROWS, CELLS)
    assert seen.ends.shape == (2, 2, COLUMNS)
    assert seen.kinds.shape == (2, 2)


def test_the_released_file_answers_in_the_network_s_shapes() -> None:
    session = onnxruntime.InferenceSession(RELEASED.read_bytes(), providers=["CPUExecutionProvider"])
    answers = session.run(list(Seen._fields), {"attenuation": np.zeros((1, 1, ROWS, COLUMNS), np.float32)})
    assert [answer.shape for answer in answers] == [(1, EDGES, ROWS, CELLS), (1, 2, COLUMNS), (1, 2)]


def test_a_picture_s_answer_does_not_depend_on_its_neighbours_in_the_batch(network: LocatorNet) -> None:
    both = pictures()
    for together, alone in zip(network(both), network(both[:1]), strict=True):
        assert torch.allclose(together[:1], alone, atol=1e-5)


def test_what_is_outside_has_a_channel_of_its_own_and_no_depth(network: LocatorNet) -> None:
    picture = pictures(1)
    picture[..., :40] = OUTSIDE
    dim, fine, dense, outside, _ = network.inputs(picture)[0]
    assert outside[:, :40].min() == 1
    assert outside[:, 40:].max() == 0
    assert dim[:, :40].max() == -1  # as open air
    assert dense[:, :40].max() == 0
    assert fine.abs().max() <= CLIP


def test_what_is_denser_than_a_preview_shows_is_told_apart(network: LocatorNet) -> None:
    one, other = (network.inputs(torch.full((1, 1, ROWS, COLUMNS), DIM + more))[0] for more in (0.0, 2.0))
    assert torch.equal(one[0], other[0])
    assert (one[2].max().item(), other[2].min().item()) == (0, 1)


def test_a_row_knows_how_high_it_lies(network: LocatorNet) -> None:
    level = network.inputs(pictures(1))[0, 4]
    assert torch.allclose(level[:, 0], torch.linspace(-1, 1, ROWS))
    assert torch.equal(level, level[:, :1].expand_as(level))


def test_at_the_edge_of_a_picture_its_neighbourhood_is_what_there_is_of_it() -> None:
    assert torch.allclose(local_mean(torch.full((1, 1, 20, 20), 2.0)), torch.tensor(2.0))


def test_both_ends_of_the_length_are_weighed_apart() -> None:
    deep = torch.zeros(1, 1, 4, CELLS)
    deep[..., 0] = 1.0
    left, right = thirds(deep), thirds(deep.flip(-1))
    assert left.tolist() == [[0.25, 0, 0, 1, 0, 0]]
    assert right.tolist() == [[0, 0, 0.25, 0, 0, 1]]


def test_every_weight_is_learnt_from() -> None:
    network = a_tiny_locator().train()
    seen = network(pictures())
    sum(answer.square().mean() for answer in seen).backward()
    assert [name for name, weight in network.named_parameters() if weight.grad is None] == []
