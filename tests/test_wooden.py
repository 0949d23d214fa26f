"""Wood: packs of planks with light between them, logs that taper, and furniture of thin boards."""

import numpy as np

from datasets.simulation.beam.materials import GREEN_WOOD, INDEX
from datasets.simulation.blocks import Bounds
from datasets.simulation.scenes.goods.wooden import cupboard, furniture, log, logs, pack_of_planks, timber

ROOM: Bounds = (0.1, 12.1, 0.17, 2.8, -1.17, 1.17)


def test_a_container_of_timber_weighs_8_to_27_t() -> None:
    masses = [timber(np.random.default_rng(seed), ROOM).mass_kg for seed in range(10)]
    assert 8_000 < np.median(masses) < 27_000


def test_a_stickered_pack_lets_light_through_between_its_courses() -> None:
    room = (0.0, 3.0, 0.0, 0.8, -1.0, 0.0)
    open_pack, close_pack = (
        pack_of_planks(np.random.default_rng(0), room, 0.03, 0.5, stickered, 0).mass_kg for stickered in (True, False)
    )
    assert open_pack < 0.85 * close_pack


def test_a_log_is_thicker_at_one_end() -> None:
    one = log(np.random.default_rng(1), (6.0, 1.0, 0.0), 5.0, 0.4, 0)
    high = [np.ptp(one.bounds[np.abs(one.bounds[:, :2].mean(axis=1) - x) < 0.3][:, 2:4]) for x in (1.3, 5.7)]
    assert abs(high[0] - high[1]) > 0.01


def test_a_log_has_the_mass_of_green_wood() -> None:
    one = log(np.random.default_rng(1), (6.0, 1.0, 0.0), 5.0, 0.4, 0)
    assert set(one.material) == {INDEX[GREEN_WOOD.name]}
    assert 0.5 < one.mass_kg / (np.pi * 0.2**2 * 5.0 * 1000) < 1.0


def test_the_ends_of_logs_are_not_level() -> None:
    load = logs(np.random.default_rng(2), ROOM)
    first = load.chosen(load.group == 0)
    starts = [first.bounds[np.abs(first.bounds[:, 2] - y) < 0.05, 0].min() for y in np.arange(0.3, 1.2, 0.1)]
    assert np.std(starts) > 0.02


def test_furniture_is_mostly_air() -> None:
    load = furniture(np.random.default_rng(3), ROOM)
    assert load.mass_kg < 8_000
    assert load.volume_m3[load.density > 0.3].sum() < 0.15 * 74


def test_a_cupboard_is_made_of_boards_of_16_to_22_mm() -> None:
    one = cupboard(np.random.default_rng(4), (0.0, 1.0, 0.0, 1.8, -0.6, 0.0), 0)
    assert 25 < one.mass_kg < 120
