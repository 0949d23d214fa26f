"""What a lot, and a place without one, cost."""

from math import exp, log

import pytest
import torch
from torch import Tensor

from model.lot_loss import BESIDE, LEAST_PIXELS, lot_loss

ROWS, COLUMNS = 60, 80
QUIET = -9.0
LARGE, STRIP = (slice(5, 45), slice(5, 35)), (slice(10, 40), slice(70, 72))


def a_map(value: float, *where: tuple[slice, slice], elsewhere: float = QUIET) -> Tensor:
    logits = torch.full((1, ROWS, COLUMNS), elsewhere)
    for place in where:
        logits[0][place] = value
    return logits


def truth_of(*where: tuple[slice, slice]) -> Tensor:
    return a_map(1.0, *where, elsewhere=0.0)


def everywhere() -> Tensor:
    return torch.ones(1, ROWS, COLUMNS, dtype=torch.bool)


def cost(logits: Tensor, truth: Tensor, counted: Tensor | None = None) -> float:
    return lot_loss(logits, truth, everywhere() if counted is None else counted).item()


def entropy(logit: float) -> float:
    return log(1 + exp(-logit))


def test_a_narrow_lot_counts_as_much_as_a_large_one() -> None:
    truth = truth_of(LARGE, STRIP)
    missed = [cost(a_map(6.0, found), truth) for found in (LARGE, STRIP)]
    assert missed[0] == pytest.approx(missed[1])
    assert missed[0] == pytest.approx((entropy(6.0) + entropy(QUIET)) / 2, rel=0.01)


def test_the_strongest_place_without_a_lot_costs_what_it_says() -> None:
    assert cost(a_map(2.0, STRIP), truth_of()) == pytest.approx(entropy(-2.0))


def test_what_is_blurred_beside_a_lot_costs_nothing() -> None:
    wider = (slice(10, 40), slice(70 - BESIDE, 72 + BESIDE))
    assert cost(a_map(6.0, wider), truth_of(STRIP)) == pytest.approx(entropy(6.0), abs=0.001)


def test_a_few_pixels_are_no_lot_and_no_false_alarm() -> None:
    few = (slice(0, 1), slice(0, LEAST_PIXELS - 1))
    assert cost(a_map(9.0, few), truth_of(few)) == pytest.approx(cost(a_map(QUIET, few), truth_of(few)))


def test_what_does_not_count_is_neither_missed_nor_raised() -> None:
    assert cost(a_map(9.0), truth_of(LARGE), ~everywhere()) == 0.0


def test_only_the_strongest_pixels_of_a_lot_are_pulled() -> None:
    logits = torch.randn(1, ROWS, COLUMNS, requires_grad=True)
    [slope] = torch.autograd.grad(lot_loss(logits, truth_of(LARGE), everywhere()), [logits])
    assert (slope[0][LARGE] < 0).sum() == 20
    assert (slope > 0).sum() == 20
