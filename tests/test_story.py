"""What lies between two scans: events, and what they hide, take out or exchange."""

from dataclasses import replace

import numpy as np
import pytest

from datasets.simulation.recipes import usual
from datasets.simulation.scenes.containers import by_name
from datasets.simulation.scenes.loads import draw_load
from datasets.simulation.story import CARRIED, EVENTS, NEEDS_COOLING, Setting, Story, carries, draw_story

BOX = by_name("40' HC")


def a_story(event: str, seed: int = 0, cargo: str = "mixed") -> Story:
    rng = np.random.default_rng(seed)
    return EVENTS[event](rng, Setting(BOX, cargo, draw_load(rng, BOX.room, cargo), ("mixed", "empty", "coffee")))


@pytest.mark.parametrize(
    ("event", "at_origin", "at_destination", "mismatch"),
    [
        ("none", 0, 0, False),
        ("alike", 1, 1, False),
        ("inserted", 0, 1, True),
        ("removed", 1, 0, True),
        ("swapped", 0, 1, True),
        ("other_load", 0, 0, True),
        ("opened", 0, 0, True),
    ],
)
def test_an_event_hides_what_it_says(event: str, at_origin: int, at_destination: int, mismatch: bool) -> None:
    story = a_story(event)
    assert (len(story.origin.hidden), len(story.destination.hidden)) == (at_origin, at_destination)
    assert story.mismatch is mismatch


def test_hidden_in_both_is_called_no_event() -> None:
    assert a_story("alike").event == "none"


def test_an_opened_container_holds_other_goods_afterwards() -> None:
    for seed in range(6):
        story = a_story("opened", seed)
        before, after = story.origin.things, story.destination.things
        assert before.bounds.shape != after.bounds.shape or not np.array_equal(before.bounds, after.bounds)


def test_a_benign_story_is_always_without_event() -> None:
    stories = [draw_story(np.random.default_rng(seed), usual().benign()) for seed in range(20)]
    assert {(story.event, story.lot) for story in stories} == {("none", None)}


def test_a_container_carries_what_its_kind_can() -> None:
    for seed in range(60):
        story = draw_story(np.random.default_rng(seed), usual())
        carried = ("liquid", "empty") if story.container.kind == "tank" else CARRIED.get(story.container.kind)
        assert story.cargo in carried if carried else story.cargo not in NEEDS_COOLING


def test_a_flexitank_needs_a_short_box() -> None:
    assert carries(by_name("20'"), "flexitank")
    assert not carries(by_name("40'"), "flexitank")


def test_another_load_is_of_another_kind() -> None:
    story = a_story("other_load")
    assert story.origin.load.mass_kg != pytest.approx(story.destination.load.mass_kg, rel=0.01)


def test_a_swap_keeps_the_mass_of_the_container() -> None:
    for seed in range(5):
        story = a_story("swapped", seed)
        changed = story.destination.things.mass_kg - story.origin.things.mass_kg
        assert story.lot is not None
        assert abs(changed) < 0.12 * story.lot.mass_kg


def test_beneath_a_tank_lots_are_hidden_and_its_liquid_is_left_alone() -> None:
    for event in ("swapped", "opened", "other_load", "inserted"):
        recipe = replace(usual(), containers={"20' tank": 1.0}, events={event: 1.0})
        story = draw_story(np.random.default_rng(1), recipe)
        assert story.event == "inserted"
        assert story.lot is not None
        assert story.lot.place == "floor"
