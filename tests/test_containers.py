"""Containers: real sizes, tares and walls, an empty room, and the same at every scan but for their state."""

import numpy as np
import pytest

from datasets.simulation.beam.render import material_shares
from datasets.simulation.beam.spectrum import basis_at_nodes, spectrum
from datasets.simulation.blocks import Blocks, join
from datasets.simulation.nuisances import Nuisances
from datasets.simulation.scenes.containers import (
    CONTAINERS,
    DOORS,
    Container,
    build,
    by_name,
    draw_fittings,
    state,
)
from datasets.simulation.scenes.fittings import WIDTH
from datasets.simulation.scenes.machinery import machinery, running
from datasets.simulation.scenes.reefer import UNIT_DEPTH

# Empty masses as makers give them, kg.
TARE_KG = {
    "20'": (2100, 2400), "40'": (3600, 3900), "40' HC": (3800, 4100), "45' HC": (4600, 5000),
    "20' reefer": (2900, 3200), "40' HC reefer": (4400, 4900), "20' tank": (3400, 4300),
    "20' open top": (2050, 2600), "40' open top": (3500, 4300), "40' flat rack": (4900, 6000),
}  # fmt: skip
INSIDE_M = {  # length, height and width that makers state for the loading space
    "20'": (5.90, 2.39, 2.35), "40'": (12.03, 2.39, 2.35), "40' HC": (12.03, 2.70, 2.35),
    "45' HC": (13.56, 2.70, 2.35), "40' HC reefer": (11.58, 2.55, 2.29),
}  # fmt: skip
named = pytest.mark.parametrize("container", CONTAINERS, ids=lambda container: container.name)


def made(container: Container, seed: int = 0) -> tuple[Blocks, Blocks]:
    """A container without and with what stands otherwise at each scan."""
    rng = np.random.default_rng(seed)
    fittings = draw_fittings(rng, container)
    return build(container, fittings), state(container, fittings, Nuisances(), rng)


def mass_above(things: Blocks, x: float, span: tuple[float, float], near: float) -> float:
    """g/cm2 along a level ray at a place, from the middle plane to the side."""
    inside = things.inside((x, x + 0.001, span[0], span[1], near, 2.0))
    return float((inside.volume_m3 * inside.density).sum() / (0.001 * (span[1] - span[0])) * 100)


@named
def test_an_empty_container_weighs_what_makers_state(container: Container) -> None:
    low, high = TARE_KG[container.name]
    for seed in range(3):
        assert low <= join(*made(container, seed)).mass_kg <= high


@named
def test_nothing_stands_out_of_the_outer_size_but_bars_of_open_doors(container: Container) -> None:
    body, moving = made(container, 1)
    length, height = container.length, container.height
    for things, rear in ((body, 0.0), (moving, Nuisances().door_gap_m.high)):
        if len(things):
            outer = (-rear - 1e-4, length + 1e-4, -1e-4, height + 1e-4, -WIDTH / 2 - 1e-4, WIDTH / 2 + 1e-4)
            assert things.inside(outer).mass_kg == pytest.approx(things.mass_kg, abs=1e-3)


@named
def test_no_block_is_turned_inside_out(container: Container) -> None:
    things = join(*made(container, 2))
    assert np.all(things.bounds[:, 1::2] > things.bounds[:, 0::2])


@named
def test_the_room_holds_no_part_of_the_container_but_corners_rings_and_the_door_frame(container: Container) -> None:
    x0, x1, y0, y1, z0, z1 = container.room
    things = join(*made(container, 3))
    assert not len(things.inside((x0 + 0.08, x1 - 0.11, y0 + 0.06, y1 - 0.07, z0 + 0.04, z1 - 0.04)))
    assert things.inside(container.room).mass_kg < 30


@pytest.mark.parametrize("name", INSIDE_M)
def test_the_room_is_as_large_as_makers_state(name: str) -> None:
    x0, x1, y0, y1, z0, z1 = by_name(name).room
    length, height, width = INSIDE_M[name]
    assert x1 - x0 == pytest.approx(length, abs=0.05)
    assert z1 - z0 == pytest.approx(width, abs=0.03)
    assert y1 - y0 == pytest.approx(height, abs=0.07)


def test_two_walls_of_an_empty_box_let_through_what_real_previews_show() -> None:
    container = by_name("40' HC")
    body = made(container)[0]
    wall = body.inside((4.0, 6.0, 1.2, 1.3, -WIDTH / 2, WIDTH / 2))
    share = wall.volume_m3 * wall.density / (2.0 * 0.1) * 100  # g/cm2 along a level ray, in the mean
    lengths = (share[:, None] * material_shares(wall)).sum(axis=0)
    through = float(spectrum(6.0)[1] @ np.exp(-basis_at_nodes(6.0).T @ lengths))
    assert through == pytest.approx(0.89, abs=0.02)


def test_walls_are_folded() -> None:
    body = made(by_name("40' HC"))[0]
    rays = [mass_above(body, x, (1.2, 1.21), 0.5) for x in np.arange(5.0, 5.6, 0.01)]
    assert max(rays) / min(rays) == pytest.approx(np.hypot(68, 36) / 68, rel=0.01)


def test_one_container_is_the_same_at_both_scans() -> None:
    container = by_name("40' HC reefer")
    fittings = draw_fittings(np.random.default_rng(5), container)
    assert np.array_equal(build(container, fittings).bounds, build(container, fittings).bounds)


def test_two_containers_of_a_kind_differ() -> None:
    one, other = made(by_name("40'"), 1)[0], made(by_name("40'"), 2)[0]
    assert one.bounds.shape != other.bounds.shape or not np.allclose(one.bounds, other.bounds)


def test_doors_close_otherwise_at_each_scan_but_by_no_more_than_the_gap() -> None:
    container, rng = by_name("40'"), np.random.default_rng(7)
    fittings = draw_fittings(rng, container)
    rear = np.array([state(container, fittings, Nuisances(), rng).bounds[:, :2].min() for _ in range(40)])
    assert np.ptp(rear) > 0.01
    assert np.ptp(rear) <= Nuisances().door_gap_m.high + 1e-4


def test_locking_bars_keep_their_places_across_the_doors() -> None:
    container, rng = by_name("40'"), np.random.default_rng(8)
    fittings = draw_fittings(rng, container)
    first, second = (state(container, fittings, Nuisances(), rng).bounds[:, 4:] for _ in range(2))
    assert np.allclose(first, second)


def test_a_reefers_fans_come_to_rest_otherwise_and_its_machinery_stays() -> None:
    container, rng = by_name("40' HC reefer"), np.random.default_rng(9)
    fittings = draw_fittings(rng, container)
    first, second = (state(container, fittings, Nuisances(), rng) for _ in range(2))
    unit = [part.bounds[part.bounds[:, 0] > container.length - UNIT_DEPTH] for part in (first, second)]
    assert unit[0].shape != unit[1].shape or not np.allclose(unit[0], unit[1])


def test_a_reefers_machinery_weighs_what_a_unit_does() -> None:
    for seed in range(3):
        rng = np.random.default_rng(seed)
        fittings = draw_fittings(rng, by_name("40' HC reefer"))
        assert (
            380 < machinery(fittings).mass_kg + running(fittings, Nuisances(), rng).mass_kg < 520
        )  # 400-450 on data sheets


def test_a_reefers_walls_are_foam_of_five_to_ten_centimetres() -> None:
    body = made(by_name("40' HC reefer"))[0]
    inner = body.inside((5.0, 5.01, 1.2, 1.21, 0.5, 2.0)).bounds[:, 4].min()
    assert 0.05 < WIDTH / 2 - inner < 0.10


def test_a_45_foot_box_has_castings_where_a_40_foot_box_has_them() -> None:
    body = made(by_name("45' HC"))[0]
    at_castings = body.inside((0.762, 0.762 + 0.178, 2.896 - 0.118, 2.896, 1.05, WIDTH / 2)).mass_kg
    beside = body.inside((1.8, 1.8 + 0.178, 2.896 - 0.118, 2.896, 1.05, WIDTH / 2)).mass_kg
    assert at_castings > beside + 5


def test_an_open_top_has_no_steel_over_its_load_but_bows() -> None:
    container = by_name("40' open top")
    roof = made(container)[0].inside((0.3, 11.8, container.height - 0.05, container.height, -0.9, 0.9))
    assert 50 < roof.mass_kg < 250


def test_a_flat_rack_is_open_at_its_sides() -> None:
    container = by_name("40' flat rack")
    body = made(container)[0]
    assert not len(body.inside((0.3, 11.8, 0.66, container.height, -WIDTH / 2, WIDTH / 2)))


def test_a_tanks_room_lies_within_its_vessel() -> None:
    x0, x1, y0, y1, z0, z1 = by_name("20' tank").room
    assert np.hypot(z1, (y1 - y0) / 2) < WIDTH / 2
    assert (x1 - x0) * (y1 - y0) * (z1 - z0) > 10  # m3


def test_a_container_is_found_by_its_name() -> None:
    assert by_name("20' tank").kind == "tank"
    with pytest.raises(ValueError, match="53'"):
        by_name("53'")


def test_load_stands_clear_of_closed_doors() -> None:
    assert by_name("20'").room[0] == DOORS
