"""Digests: what two machines agree on, and how far their pixels may differ."""

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from datasets.simulation.beam import integrals, tiling
from datasets.simulation.benchmark import benchmark
from datasets.simulation.digests import Fingerprint, Frozen, as_text, thawed
from datasets.simulation.recipe import Recipe
from datasets.simulation.simulate import take_both
from datasets.simulation.story import draw_story

SAID = ("MSCU6639870", "test", "same", "none", "", "coffee", "BRSSZ-1", "NLRTM-1")
PAIR = Fingerprint("s1-000000", SAID, 12.5, ((600, 1200), (700, 1300)), (30000.0, 20000.0))


def test_the_same_pair_does_not_differ() -> None:
    assert not list(PAIR.differs(PAIR))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"said": ("CSQU3054383", *SAID[1:])}, "has said"),
        ({"sizes": ((600, 1200), (700, 1301))}, "has sizes"),
        ({"mass_kg": 12.6}, "has 12.6 kg, frozen are 12.5"),
        ({"means": (30000.0, 20030.0)}, "mean values"),
    ],
)
def test_what_differs_is_named(change: dict[str, Any], told: str) -> None:
    [difference] = replace(PAIR, **change).differs(PAIR)
    assert told in difference


def test_means_within_a_thousandth_and_rounding_of_masses_are_the_same() -> None:
    assert not list(replace(PAIR, means=(30000.0, 20010.0), mass_kg=12.51).differs(PAIR))


def test_text_brings_back_what_it_was_made_from() -> None:
    part = Frozen(910, 480, "0a", (PAIR, PAIR))
    assert thawed(json.loads(as_text(part))) == part


def counts_of(recipe: Recipe) -> list[np.ndarray[Any, np.dtype[np.float64]]]:
    rng = np.random.default_rng([910_000_100, 1])
    taken = take_both(rng, recipe, draw_story(rng, recipe))
    return [np.floor(scan.images[0] * 60_000.0 + 0.5) for scan in taken]


def test_pixels_differ_by_a_count_where_sums_run_in_another_order(monkeypatch: pytest.MonkeyPatch) -> None:
    recipe = benchmark()[0].parts[0].recipe
    usual = counts_of(recipe)
    monkeypatch.setattr(tiling, "TILE_COLUMNS", 37)
    monkeypatch.setitem(integrals.MOST_ELEMENTS, "cpu", 1 << 20)
    for here, there in zip(counts_of(recipe), usual, strict=True):
        assert np.abs(here - there).max() <= 1
        assert (here != there).mean() < 0.01
