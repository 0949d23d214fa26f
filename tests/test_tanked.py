"""Liquids without packing: level in a vessel, and a bag with rounded rims."""

import numpy as np
import pytest

from datasets.simulation.blocks import Bounds
from datasets.simulation.scenes.containers import by_name
from datasets.simulation.scenes.goods.tanked import bag, flexitank, vessel
from datasets.simulation.scenes.special import VESSEL

ROOM: Bounds = (0.1, 6.0, 0.17, 2.5, -1.17, 1.17)


def test_a_bag_holds_the_volume_it_is_filled_with() -> None:
    rows = bag(np.random.default_rng(0), ROOM, 18.0)
    assert np.prod(rows[:, 1::2] - rows[:, 0::2], axis=1).sum() == pytest.approx(18.0, rel=0.01)


def test_a_bag_is_lower_at_its_ends_than_in_its_middle() -> None:
    rows = bag(np.random.default_rng(0), ROOM, 18.0)
    ends, middle = rows[rows[:, 0] < 0.2, 3].max(), rows[np.abs(rows[:, 0] - 3.0) < 0.5, 3].max()
    assert ends < 0.75 * middle


def test_a_flexitank_weighs_14_to_27_t() -> None:
    for seed in range(6):
        assert 13_000 < flexitank(np.random.default_rng(seed), ROOM).mass_kg < 27_100


def test_the_liquid_of_a_tank_stays_within_the_vessel() -> None:
    tank = by_name("20' tank")
    for seed in range(6):
        bounds = vessel(np.random.default_rng(seed), tank.room).bounds
        far = np.hypot(bounds[:, 5], np.abs(bounds[:, 2:4].mean(axis=1) - VESSEL.middle(tank.height)))
        assert far.max() < VESSEL.radius + 0.005
        assert bounds[:, 0].min() >= VESSEL.end - 1e-6
        assert bounds[:, 1].max() <= tank.length - VESSEL.end + 1e-6


def test_the_liquid_of_a_tank_has_one_level() -> None:
    tank = by_name("20' tank")
    load = vessel(np.random.default_rng(2), tank.room)
    tops = [load.bounds[np.isclose(load.bounds[:, 0], x), 3].max() for x in np.unique(load.bounds[:, 0])[8:14]]
    assert np.ptp(tops) < 0.12
