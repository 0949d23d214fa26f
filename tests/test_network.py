"""PairNet: shapes, what each part may depend on, and what it does with what cannot be seen."""

import numpy as np
import pytest
import torch
from torch import Tensor
from torch.nn import functional as F

from datasets.planes import FLOOR_ROW, ROOF_ROW, SWEPT, even_sweep
from datasets.preparation import ENDS, UNITS, UNSEEN
from datasets.view import FRAME_ROWS, MARGIN_ROWS
from model.network import (
    BETWEEN,
    CERTAIN,
    MASKED,
    REACHES,
    Attenuation,
    PairNet,
    attenuation,
    bent,
    finer,
    pairnet,
    pairnet_small,
    unexplained_along,
    unexplained_at,
)

SWEEP = torch.from_numpy(even_sweep())[None]


@pytest.fixture(scope="module")
def network() -> PairNet:
    torch.manual_seed(0)
    return pairnet_small().eval()


def a_picture(columns: int = 64, attenuation: float = 1.0, seed: int = 0) -> Tensor:
    noise = np.random.default_rng(seed).normal(0, 0.02, (1, 2, FRAME_ROWS, columns))
    return torch.from_numpy(((attenuation + noise) * UNITS).astype(np.int32))


@pytest.mark.parametrize("columns", [64, 192, 608])
def test_maps_have_half_the_frame_s_resolution_at_any_width(network: PairNet, columns: int) -> None:
    with torch.no_grad():
        maps = network(a_picture(columns), a_picture(columns), SWEEP)
    assert {tuple(each.shape) for each in maps[:5]} == {(1, FRAME_ROWS // 2, columns // 2)}
    assert {tuple(each.shape) for each in maps[5:]} == {(1,)}


def test_reading_one_view_does_not_look_at_the_other(network: PairNet) -> None:
    with torch.no_grad():
        one = network(a_picture(seed=1), a_picture(seed=2), SWEEP)
        other = network(a_picture(seed=1), a_picture(attenuation=3.0, seed=3), SWEEP)
    assert torch.equal(one.hidden_origin, other.hidden_origin)
    assert not torch.equal(one.inserted, other.inserted)


def test_both_views_are_read_by_the_same_branch(network: PairNet) -> None:
    with torch.no_grad():
        maps = network(a_picture(seed=1), a_picture(seed=1), SWEEP)
    assert torch.allclose(maps.hidden_origin, maps.hidden_destination, atol=1e-5)
    assert torch.allclose(maps.origin, maps.destination, atol=1e-5)


def test_what_neither_view_sees_raises_no_alarm(network: PairNet) -> None:
    opaque = a_picture(attenuation=6.0) | UNSEEN
    with torch.no_grad():
        maps = network(opaque, opaque, SWEEP)
    assert maps.mismatch.item() == MASKED
    assert maps.origin.item() == MASKED


def test_what_became_opaque_can_raise_an_alarm(network: PairNet) -> None:
    with torch.no_grad():
        maps = network(a_picture(attenuation=1.0), a_picture(attenuation=6.0) | UNSEEN, SWEEP)
    assert (maps.inserted != MASKED).all()


def test_a_floor_that_lies_below_the_other_view_hides_the_change(network: PairNet) -> None:
    with torch.no_grad():
        maps = network(a_picture(attenuation=5.0), a_picture(attenuation=3.7) | UNSEEN, SWEEP)
    assert (maps.inserted == MASKED).all()


def test_an_even_sweep_leaves_the_destination_as_it_is(network: PairNet) -> None:
    high = torch.rand(1, FRAME_ROWS // 2, 32)
    for plane in network.swept(high, SWEEP)[0]:
        assert torch.allclose(plane, high[0], atol=1e-5)


def test_a_stretched_plane_shows_each_row_where_the_sweep_says(network: PairNet) -> None:
    rows = torch.arange(FRAME_ROWS // 2, dtype=torch.float32)[None, :, None]
    shown = network.swept(rows, torch.tensor([[[ROOF_ROW + 20, FLOOR_ROW - 4]]]))[0, 0, :, 0]
    assert shown[MARGIN_ROWS // 2] == pytest.approx(MARGIN_ROWS // 2 + 10, abs=0.1)  # in half rows
    assert shown[-MARGIN_ROWS // 2 - 1] == pytest.approx(FRAME_ROWS // 2 - MARGIN_ROWS // 2 - 3, abs=0.1)


def test_finer_goes_through_all_depths_from_wall_to_wall() -> None:
    depths = torch.tensor(SWEPT)[None, :, None].expand(1, -1, 2)
    steps = finer(depths)[0, :, 0]
    assert steps.tolist() == pytest.approx(np.linspace(1, -1, 4 * BETWEEN + 1).tolist())


def test_what_lies_at_another_depth_is_no_change_and_what_came_is_at_every_depth(network: PairNet) -> None:
    origin, destination = (attenuation(a_picture(128, 0.5, seed=1)) for _ in range(2))
    sweep = SWEEP.clone()
    sweep[:, 1:5] += torch.tensor([40.0, 20.0, -20.0, -40.0])[None, :, None]  # rows of the frame
    origin.high[:, :, 60:70, 10:30] += 1.0
    destination.high[:, :, 70:80, 10:30] += 1.0  # the same thing, ten half rows lower: at the depth between
    destination.high[:, :, 50:110, 40:55] += 1.0  # something new, higher than depth could move it
    least, most = unexplained_at(origin.high, *network.over_depths(destination.high[:, 0], sweep[:, :5]))
    assert least[0, 0, 55:85, 10:30].max() < 0.2
    assert most[0, 0, 55:85, 10:30].min() > -0.2
    assert least[0, 0, 78:82, 44:52].min() > 0.8


def seen(high: Tensor, unseen: Tensor | None = None) -> Attenuation:
    nothing = torch.zeros_like(high)
    return Attenuation(high, high, nothing, nothing if unseen is None else unseen)


def moved(origin: Attenuation, destination: Attenuation) -> tuple[Tensor, ...]:
    """What came and went within the short reach and the long one, where depth moves nothing."""
    return tuple(unexplained_along(origin, destination, destination.high, destination.high))


def test_a_load_that_moved_leaves_no_strip_and_what_came_or_went_stands_out_whole() -> None:
    origin, destination = torch.full((2, 1, 1, 40, 120), 0.5)
    origin[..., 10:30, 10:40] = destination[..., 10:30, 10 + REACHES[0] : 40 + REACHES[0]] = 2.0
    destination[..., 10:30, 80:82] = origin[..., 10:30, 100:102] = 2.0  # two columns came, two went
    came, went, far_came, far_went = moved(seen(origin), seen(destination))
    for what_came, what_went in ((came, went), (far_came, far_went)):
        assert max(what_came[..., :60].max(), what_went[..., :60].max()) <= 0
        assert what_came[..., 10:30, 80:82].min() == what_went[..., 10:30, 100:102].min() == 1.5


def test_a_load_that_moved_beyond_the_short_reach_is_within_the_long_one() -> None:
    origin, destination = torch.full((2, 1, 1, 40, 120), 0.5)
    origin[..., 10:30, 10:40] = destination[..., 10:30, 10 + REACHES[1] : 40 + REACHES[1]] = 2.0
    came, _, far_came, _ = moved(seen(origin), seen(destination))
    assert came.max() == 1.5
    assert far_came.max() <= 0


def test_what_could_not_be_seen_nearby_may_have_moved_whatever_it_was() -> None:
    origin, destination = torch.full((2, 1, 1, 40, 120), 0.5)
    origin[..., 10:30, 10:40], destination[..., 10:30, 12:42] = 3.7, 6.0
    blind = torch.zeros_like(origin)
    blind[..., 10:30, 10:40] = 1.0
    assert moved(seen(origin), seen(destination))[0].max() > 2
    assert moved(seen(origin, blind), seen(destination))[0].max() <= 0


def test_what_is_doubtful_keeps_its_order_and_is_never_more_than_certain() -> None:
    doubtful = torch.tensor([-500.0, -6.0, 0.0, 0.1, 6.0, 30.0, 500.0])
    shown = bent(doubtful)
    assert (shown.diff() > 0).all()
    assert shown.abs().max() < CERTAIN / 2
    assert shown[3] == pytest.approx(0.05, rel=0.01)


def test_a_single_energy_pair_runs_without_the_second(network: PairNet) -> None:
    picture = a_picture()
    picture[:, 1] = 0
    with torch.no_grad():
        assert all(torch.isfinite(each).all() for each in network(picture, picture, SWEEP))


def test_the_released_file_stays_under_its_limit() -> None:
    assert sum(weights.numel() for weights in pairnet_small().parameters()) * 4 < 8e6
    assert sum(weights.numel() for weights in pairnet().parameters()) > 3e6


@pytest.mark.parametrize(("name", "its_own"), [("single", (0, 1, 6, 7)), ("pair", (2, 3, 4, 5))])
def test_a_branch_by_itself_says_what_it_says_in_the_whole_where_the_ends_are_shown(
    network: PairNet, name: str, its_own: tuple[int, ...]
) -> None:
    origin, destination = a_picture(seed=1), a_picture(seed=2)
    shown = [F.pad(view, (ENDS, ENDS), value=UNSEEN) for view in (origin, destination)]
    with torch.no_grad():
        whole, branch = network(origin, destination, SWEEP), network.branch(name, shown[0], shown[1], SWEEP)
    inside = slice(ENDS // 2, -ENDS // 2)
    for k in its_own:
        said = branch[k][..., inside] if k < 5 else branch[k]
        assert torch.allclose(whole[k], said, atol=1e-5)
    assert all((branch[k] == MASKED).all() for k in range(8) if k not in its_own)


def test_both_branches_together_say_what_each_says_by_itself(network: PairNet) -> None:
    views = a_picture(seed=1), a_picture(seed=2)
    with torch.no_grad():
        single, pair, both = (network.branch(name, views[0], views[1], SWEEP) for name in ("single", "pair", "both"))
    assert all(torch.equal(both[k], (single if k in (0, 1, 6, 7) else pair)[k]) for k in range(8))
