"""What lies between two scans: events, and the voyage that changes nothing that matters."""

import numpy as np
import pytest

from datasets.simulation.blocks import nothing
from datasets.simulation.scenes.containers import CONTAINERS
from datasets.simulation.scenes.loads import draw_load
from datasets.simulation.story import EVENTS, LARGEST_SHIFT_M, Contents, Story, draw_story, travelled

CONTAINER = CONTAINERS[2]


def a_story(event: str, seed: int = 0, cargo: str = "mixed") -> Story:
    rng = np.random.default_rng(seed)
    return EVENTS[event](rng, CONTAINER, cargo, draw_load(rng, CONTAINER.room, cargo))


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
    stories = [draw_story(np.random.default_rng(seed), benign=True) for seed in range(20)]
    assert {(story.event, story.lot) for story in stories} == {("none", None)}


def test_a_load_shifts_by_no_more_than_it_may_and_stays_inside() -> None:
    for seed in range(20):
        rng = np.random.default_rng(seed)
        load = draw_load(rng, CONTAINER.room, "mixed")
        arrived = travelled(rng, CONTAINER, Contents(load)).load
        moved = arrived.bounds - load.bounds
        assert np.abs(moved[:, :2]).max() <= LARGEST_SHIFT_M + 1e-5
        assert np.abs(moved[:, 2:]).max() == 0
        assert arrived.bounds[:, 0].min() >= CONTAINER.room[0] - 0.08
        assert arrived.mass_kg == pytest.approx(load.mass_kg, rel=0.031)


def test_an_empty_container_travels_unchanged() -> None:
    assert len(travelled(np.random.default_rng(0), CONTAINER, Contents(nothing())).load) == 0
