"""Lots in containers of which only the outside is known."""

from collections import Counter

import numpy as np
import pytest

from datasets.simulation.beam.materials import CELLULOSE
from datasets.simulation.blocks import blocks, nothing
from datasets.simulation.hiding.concealment import PLACES, Hidden
from datasets.simulation.hiding.lots import extent
from datasets.simulation.hiding.placing import draw_container, draw_goods, draw_hidden
from datasets.simulation.scenes.fittings import WIDTH

HEIGHT, LENGTH = 2.896, 12.192


def a_lot(rng: np.random.Generator, reach: tuple[float, float], most_kg: float = 1000.0) -> Hidden:
    container = draw_container(rng, HEIGHT, LENGTH)
    return draw_hidden(rng, container, draw_goods(rng, container), reach, most_kg)


def test_a_lot_lies_in_the_container_and_some_of_it_where_it_can_be_seen() -> None:
    for seed in range(150):
        rng = np.random.default_rng(seed)
        start = rng.uniform(0, LENGTH - 3)
        lot = a_lot(rng, (start, start + 3)).lot
        along, up, across = (extent(lot, axis) for axis in range(3))
        assert -0.01 <= along[0] <= along[1] <= LENGTH + 0.01
        assert -0.01 <= up[0] <= up[1] <= HEIGHT + 0.01
        assert -WIDTH / 2 <= across[0] <= across[1] <= WIDTH / 2
        assert along[0] < start + 3
        assert along[1] > start


def test_over_all_crops_of_a_container_every_place_has_its_share() -> None:
    rng = np.random.default_rng(0)
    starts = np.clip(rng.uniform(-1.45, LENGTH - 1.45, 900), 0, LENGTH - 2.9)
    found = Counter(a_lot(rng, (start, start + 2.9), 5.0).place for start in starts)
    assert set(found) == set(PLACES)
    assert all(found[place] > 60 for place in PLACES if place != "reefer_unit")
    assert found["reefer_unit"] > 5  # in one container out of four


def test_lots_at_the_doors_lie_at_the_doors() -> None:
    rng = np.random.default_rng(1)
    lots = [a_lot(rng, (0.0, 2.9)) for _ in range(60)]
    assert all(extent(lot.lot, 0)[0] < 1.5 for lot in lots if lot.place == "doors")
    away = [a_lot(rng, (4.0, 6.9)).place for _ in range(60)]
    assert not {"doors", "front_wall", "reefer_unit"} & set(away)


def test_goods_give_way_to_half_of_the_lots_among_them() -> None:
    rng = np.random.default_rng(2)
    lots = [a_lot(rng, (4.0, 8.0)) for _ in range(300)]
    carved = [bool(len(lot.carved)) for lot in lots if lot.place == "cargo"]
    assert np.mean(carved) == pytest.approx(0.5, abs=0.2)


def test_no_lot_is_heavier_than_asked() -> None:
    rng = np.random.default_rng(3)
    assert max(a_lot(rng, (0.0, LENGTH), 20.0).mass_kg for _ in range(80)) < 24


def test_in_an_empty_container_nothing_hides_among_goods() -> None:
    rng = np.random.default_rng(4)
    container = draw_container(rng, HEIGHT, LENGTH)
    assert "cargo" not in {draw_hidden(rng, container, nothing(), (0.0, LENGTH), 9.0).place for _ in range(80)}


def test_where_the_whole_container_is_seen_lots_among_goods_stay_where_the_goods_are() -> None:
    rng = np.random.default_rng(5)
    container = draw_container(rng, HEIGHT, LENGTH)
    goods = blocks([(8.0, 11.0, 0.2, 1.5, -1.0, 1.0)], CELLULOSE, 0.3)
    lots = [draw_hidden(rng, container, goods, (0.0, LENGTH), 50.0) for _ in range(120)]
    assert all(extent(lot.lot, 0)[0] > 7.9 for lot in lots if lot.place == "cargo")
