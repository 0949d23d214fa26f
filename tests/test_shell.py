"""Where a place of the box is seen follows from its height, its depth and the source's place alone."""

import numpy as np
import pytest

from datasets.shell import HALF_WIDTH_M, Shell

SHELLS = [Shell(0.25, -0.2), Shell(0.4, 0.1), Shell(0.15, 1.3)]
PARTS = np.linspace(-0.1, 1.1, 7)


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("depth", [1.0, 0.4, 0.0, -1.0])
def test_what_is_seen_and_the_height_of_it_are_each_other_s_inverse(shell: Shell, depth: float) -> None:
    assert shell.part(shell.seen(PARTS, depth), depth) == pytest.approx(PARTS)


@pytest.mark.parametrize("shell", SHELLS)
def test_the_near_wall_s_roof_is_seen_at_0_and_its_floor_at_1(shell: Shell) -> None:
    assert shell.seen(np.array([1.0, 0.0]), 1.0) == pytest.approx([0.0, 1.0])


@pytest.mark.parametrize("shell", SHELLS)
def test_what_lies_at_the_source_s_height_is_seen_alike_at_every_depth(shell: Shell) -> None:
    assert float(shell.seen(shell.height, -1.0)) == pytest.approx(float(shell.seen(shell.height, 1.0)))


@pytest.mark.parametrize("shell", SHELLS)
def test_a_wall_is_seen_larger_the_nearer_it_is(shell: Shell) -> None:
    middle, far = (float(shell.seen(0.0, depth) - shell.seen(1.0, depth)) for depth in (0.0, -1.0))
    assert (middle, far) == pytest.approx(
        (1 - shell.nearness, (1 - shell.nearness) / (1 + shell.nearness))  # rays spread in proportion to the distance
    )


def test_from_under_the_floor_the_far_roof_is_seen_below_the_near_one_and_from_over_the_roof_above_it() -> None:
    assert Shell(0.25, -0.2).seen(1.0, -1.0) > 0.1
    assert Shell(0.25, 1.2).seen(1.0, -1.0) < -0.05


def test_the_source_s_distance_is_told_from_the_side_and_not_from_above() -> None:
    assert Shell(0.25, 0.0).distance_m == pytest.approx(4 * HALF_WIDTH_M)
    assert Shell(0.25, 0.0, above=True).distance_m is None


@pytest.mark.parametrize("nearness", [0.0, 1.0, -0.2, float("nan")])
def test_a_source_in_the_box_or_nowhere_is_refused(nearness: float) -> None:
    with pytest.raises(ValueError, match="wanted a share of the source's distance"):
        Shell(nearness, 0.0)
