"""The pictures of training show what their truth says, however they were moved, turned and changed."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from datasets.locator.picture import COLUMN_STEP, COLUMNS, OUTSIDE, ROWS, WIDE_COLUMNS, about, centred
from datasets.view import Image
from model.locator_network import CELLS
from tests.locators import some_examples
from training.locator.examples import STEPS
from training.locator.pictures import Picture, Pictures, other_outline, other_scanner, target
from training.locator.settings import LocatorSettings

SETTINGS = LocatorSettings(seed=3)
CELL = COLUMNS // CELLS
EXAMPLES = some_examples()
SURE = Pictures(EXAMPLES, None)


def wide(index: int) -> Image:
    return np.asarray(EXAMPLES.pictures[index] / STEPS, np.float32)


def off_truth(picture: Picture) -> list[float]:
    """How far the brightest pixel near each true row is from it, in cells that show the box and its edge."""
    shown, found = picture.attenuation[0].numpy(), []
    for cell in np.flatnonzero(picture.inside.numpy()):
        column = shown[:, round((cell + 0.5) * CELL - 0.5)]
        for row in picture.rows[:, cell].tolist():
            near = np.arange(max(0, round(row) - 2), min(ROWS, round(row) + 3))
            if 4 < row < ROWS - 5 and column[near].max() < OUTSIDE:
                found.append(abs(float(near[column[near].argmax()]) - row))
    return found


@pytest.mark.parametrize("seed", range(12))
def test_rows_lie_on_the_drawn_edges_wherever_the_outline_was_thought_to_be(seed: int) -> None:
    to_wide = other_outline(np.random.default_rng(seed), SETTINGS)
    off = off_truth(SURE.of(1, wide(1), to_wide))
    assert len(off) > 20
    assert max(off) < 1.3


def test_outlines_are_turned_round_and_off_in_every_way() -> None:
    rng = np.random.default_rng(0)
    drawn = np.stack([other_outline(rng, SETTINGS) for _ in range(400)])
    assert 0.4 < (drawn[:, 0, 0] < 0).mean() < 0.6
    assert np.abs(np.log(np.abs(drawn[:, 0, 0]) / COLUMN_STEP)).max() < np.log(4 / 3) + 1e-9
    middle = drawn[:, 1, 2] + drawn[:, 1, 1] * (ROWS - 1) / 2
    assert 0.8 < np.percentile(np.abs(middle - middle.mean()), 68) / SETTINGS.shift_rows < 1.6


def test_a_picture_turned_round_has_its_doors_and_ends_on_the_other_side() -> None:
    straight = SURE.of(1, wide(1), about(191.5, 127.5, COLUMN_STEP, 1.0))
    turned = SURE.of(1, wide(1), about(191.5, 127.5, -COLUMN_STEP, 1.0))
    assert (straight.kinds[0].item(), turned.kinds[0].item()) == (1, 0)
    assert turned.ends.tolist() == pytest.approx((COLUMNS - 1 - straight.ends.flip(0)).tolist(), abs=1e-3)
    assert torch.equal(turned.inside, straight.inside.flip(0))
    assert torch.allclose(turned.rows, straight.rows.flip(1), atol=1e-3)
    assert EXAMPLES.kinds[1, 0] == 1  # what is stored is left as it was


def test_cells_between_the_ends_are_those_that_show_the_container() -> None:
    picture = SURE[2]
    middles = (np.arange(CELLS) + 0.5) * CELL - 0.5
    left, right = picture.ends.tolist()
    assert picture.inside.tolist() == [left < middle < right for middle in middles]
    shown = picture.attenuation[0, ROWS // 2].numpy()
    assert [bool(shown[round(middle)] > 0.1) for middle in middles] == picture.inside.tolist()


def test_without_settings_a_picture_is_the_same_every_time_and_as_the_product_sees_it() -> None:
    assert torch.equal(SURE[0].attenuation, SURE[0].attenuation)
    assert torch.allclose(SURE[1].attenuation, SURE.of(1, wide(1), centred()).attenuation)


def test_with_settings_every_picture_is_another() -> None:
    drawn = Pictures(EXAMPLES, SETTINGS)
    assert not torch.equal(drawn[1].rows, drawn[1].rows)


def test_what_the_scan_lacks_is_outside_whatever_the_scanner() -> None:
    stored = np.array([[OUTSIDE, 0.0, 0.5, 2.0]], np.float32)
    changed = other_scanner(stored, np.random.default_rng(1), replace(SETTINGS, strength=0.5, power=0.3))
    assert changed[0, 0] == OUTSIDE
    assert changed[0, 1] == 0
    assert (np.diff(changed[0, 1:]) > 0).all()
    assert abs(changed[0, 3] - 2.0) > 0.01


def test_a_target_is_a_bell_about_its_place() -> None:
    bell = target(torch.tensor([[10.3, 3.0]]), 30, 0.8)
    assert bell.shape == (1, 2, 30)
    assert bell.sum(dim=-1).tolist() == [pytest.approx([1.0, 1.0])]
    assert (bell * torch.arange(30)).sum(dim=-1).tolist() == [pytest.approx([10.3, 3.0], abs=0.02)]


def test_what_was_stored_as_outside_is_outside_again() -> None:
    shown = SURE[0].attenuation[0]
    edge = (60 - (WIDE_COLUMNS / 2 - COLUMN_STEP * COLUMNS / 2)) / COLUMN_STEP  # where the scan begins
    assert (shown[:, : int(edge)] == OUTSIDE).all()
    assert (shown[:, int(edge) + 1 :] < OUTSIDE).all()
