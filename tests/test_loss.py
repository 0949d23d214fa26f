"""What the loss rewards, and what it leaves out."""

from functools import partial

import torch

import model.loss
from model.loss import PairTruth
from model.network import MASKED, Maps

ROWS, COLUMNS = 20, 30

pair_loss = partial(model.loss.pair_loss, lot_weight=0.5)


def a_truth(inserted: bool = True) -> PairTruth:
    maps = torch.zeros(1, 5, ROWS, COLUMNS)
    if inserted:
        maps[:, [1, 2], 5:10, 5:12] = 1.0
    return PairTruth(maps, torch.zeros(1, ROWS, COLUMNS, dtype=torch.bool))


def answers(truth: PairTruth, sure: float) -> Maps:
    """Maps that say the truth with a logit of `sure`; scores are their tops."""
    logits = (truth.maps * 2 - 1) * sure
    tops = [logits[:, 2:].amax(dim=(1, 2, 3)), logits[:, 0].amax(dim=(1, 2)), logits[:, 1].amax(dim=(1, 2))]
    return Maps(*logits.unbind(1), *tops)


def test_the_surer_the_truth_is_said_the_lower_the_loss() -> None:
    truth = a_truth()
    losses = [pair_loss(answers(truth, sure), truth).item() for sure in (-4.0, 0.5, 4.0, 8.0)]
    assert losses == sorted(losses, reverse=True)


def test_what_is_ignored_costs_nothing() -> None:
    truth, wrong = a_truth(inserted=False), answers(a_truth(), 4.0)
    maps = wrong._replace(mismatch=torch.tensor([-4.0]), destination=torch.tensor([-4.0]))
    blind = PairTruth(truth.maps, torch.zeros(1, ROWS, COLUMNS, dtype=torch.bool))
    blind.ignored[:, 5:10, 5:12] = True
    assert pair_loss(maps, blind) < 0.1 * pair_loss(maps, truth)


def test_a_lot_that_became_opaque_counts_though_its_pixels_are_marked_unseen() -> None:
    truth = a_truth()
    unseen = PairTruth(truth.maps, truth.maps[:, 1] > 0)
    assert pair_loss(answers(truth, -4.0), unseen) > 2 * pair_loss(answers(truth, 4.0), unseen)


def test_a_lot_that_cannot_be_seen_costs_nothing() -> None:
    blank, quiet = torch.full((1, ROWS, COLUMNS), MASKED), torch.tensor([-6.0])
    masked = Maps(blank, blank, blank, blank, blank, quiet, quiet, quiet)
    assert pair_loss(masked, a_truth()) < 0.05


def test_the_loss_can_be_followed_down() -> None:
    truth = a_truth()
    logits = torch.zeros(1, 5, ROWS, COLUMNS, requires_grad=True)
    scores = torch.zeros(3, 1, requires_grad=True)
    [slope] = torch.autograd.grad(pair_loss(Maps(*logits.unbind(1), *scores.unbind(0)), truth), [logits])
    assert (slope[truth.maps > 0] < 0).all()
