"""What the locator's network is trained towards: what is shown counts, and less wrong is less loss."""

import torch
from torch.utils.data import default_collate

from datasets.locator.picture import COLUMNS, ROWS
from model.locator_network import Seen
from tests.locators import a_tiny_locator, some_examples
from training.locator.module import LocatorModule, locator_loss, rows_off, usable
from training.locator.pictures import Picture, Pictures, target
from training.locator.settings import LocatorSettings


def a_batch(count: int = 8) -> Picture:
    pictures = Pictures(some_examples(count), None)
    batch: Picture = default_collate([pictures[number] for number in range(count)])
    return batch


def a_perfect_answer(truth: Picture) -> Seen:
    rows = target(truth.rows, ROWS, 0.8).transpose(2, 3)
    ends = target(truth.ends, COLUMNS, 1.0)
    return Seen((rows + 1e-6).log(), (ends + 1e-6).log(), 10 * (2 * truth.kinds - 1))


def test_a_perfect_answer_lies_on_every_edge() -> None:
    truth = a_batch()
    assert rows_off(a_perfect_answer(truth), truth).max() < 0.1


def test_an_answer_that_is_off_is_off_by_so_many_rows_and_costs_more() -> None:
    truth = a_batch()
    right = a_perfect_answer(truth)
    lower = right._replace(rows=right.rows.roll(2, dims=2))
    assert torch.allclose(rows_off(lower, truth), torch.tensor(2.0), atol=0.1)
    assert locator_loss(lower, truth) > locator_loss(right, truth) + 1


def test_cells_beyond_the_container_and_edges_beyond_the_picture_do_not_count() -> None:
    truth = a_batch(2)
    truth.rows[:, 5] = ROWS + 20.0
    counted = usable(truth)
    assert not counted[:, 5].any()
    assert torch.equal(counted[:, 0], truth.inside)
    right = a_perfect_answer(truth)
    spoilt = torch.where(counted.unsqueeze(2), right.rows, torch.randn_like(right.rows))
    assert torch.isclose(locator_loss(right._replace(rows=spoilt), truth), locator_loss(right, truth))


def test_doors_and_view_that_are_mistaken_cost() -> None:
    truth = a_batch()
    right = a_perfect_answer(truth)
    assert locator_loss(right._replace(kinds=-right.kinds), truth) > locator_loss(right, truth) + 1


def test_steps_lower_the_loss_on_one_batch() -> None:
    truth = a_batch()
    module = LocatorModule(a_tiny_locator(), LocatorSettings(learning_rate=5e-3))
    optimiser = module.configure_optimizers()
    losses = []
    for _ in range(12):
        loss = locator_loss(module.network(truth.attenuation), truth)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        losses.append(loss.item())
    assert losses[-1] < 0.9 * losses[0]
