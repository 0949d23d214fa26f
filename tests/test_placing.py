"""Lots in containers of which only the outside is known."""

from collections import Counter

import numpy as np
import pytest

from datasets.simulation.concealment import PLACES
from datasets.simulation.lots import extent
from datasets.simulation.placing import draw_hidden
from datasets.simulation.scenes.containers import WIDTH

HEIGHT, LENGTH = 2.896, 12.192


def test_a_lot_lies_in_the_container_and_some_of_it_where_it_can_be_seen() -> None:
    for seed in range(150):
        rng = np.random.default_rng(seed)
        start = rng.uniform(0, LENGTH - 3)
        lot = draw_hidden(rng, HEIGHT, LENGTH, (start, start + 3)).lot
        along, up, across = (extent(lot, axis) for axis in range(3))
        assert -0.01 <= along[0] <= along[1] <= LENGTH + 0.01
        assert -0.01 <= up[0] <= up[1] <= HEIGHT + 0.01
        assert -WIDTH / 2 <= across[0] <= across[1] <= WIDTH / 2
        assert along[0] < start + 3
        assert along[1] > start


def test_over_all_crops_of_a_container_every_place_has_its_share() -> None:
    rng = np.random.default_rng(0)
    starts = np.clip(rng.uniform(-1.45, LENGTH - 1.45, 900), 0, LENGTH - 2.9)
    found = Counter(draw_hidden(rng, HEIGHT, LENGTH, (start, start + 2.9), 5.0).place for start in starts)
    assert set(found) == set(PLACES)
    assert all(found[place] > 60 for place in PLACES if place != "reefer_unit")
    assert found["reefer_unit"] > 5  # in one container out of four


def test_lots_at_the_doors_lie_at_the_doors() -> None:
    rng = np.random.default_rng(1)
    lots = [draw_hidden(rng, HEIGHT, LENGTH, (0.0, 2.9)) for _ in range(60)]
    assert all(extent(lot.lot, 0)[0] < 1.5 for lot in lots if lot.place == "doors")
    away = [draw_hidden(rng, HEIGHT, LENGTH, (4.0, 6.9)).place for _ in range(60)]
    assert not {"doors", "front_wall", "reefer_unit"} & set(away)


def test_goods_give_way_to_half_of_the_lots_among_them() -> None:
    rng = np.random.default_rng(2)
    lots = [draw_hidden(rng, HEIGHT, LENGTH, (4.0, 8.0)) for _ in range(300)]
    carved = [bool(len(lot.carved)) for lot in lots if lot.place == "cargo"]
    assert np.mean(carved) == pytest.approx(0.5, abs=0.2)


def test_no_lot_is_heavier_than_asked() -> None:
    rng = np.random.default_rng(3)
    assert max(draw_hidden(rng, HEIGHT, LENGTH, (0.0, LENGTH), 20.0).mass_kg for _ in range(80)) < 24
