"""Nuisances: a range each, drawn inside it, refused where it cannot hold."""

from dataclasses import fields

import numpy as np
import pytest

from datasets.errors import RecipeError
from datasets.simulation.nuisances import Nuisances, Range


@pytest.mark.parametrize("draw", [Range.draw, Range.draw_evenly_in_log, Range.draw_mostly_low])
def test_values_fill_the_range_and_do_not_leave_it(draw) -> None:  # type: ignore[no-untyped-def]
    rng, range_ = np.random.default_rng(0), Range(0.5, 2.0)
    drawn = np.array([draw(range_, rng) for _ in range(2000)])
    assert 0.5 <= drawn.min() < 0.52
    assert 1.95 < drawn.max() <= 2.0


def test_the_median_of_mostly_low_is_at_a_quarter_of_the_range() -> None:
    rng = np.random.default_rng(0)
    drawn = [Range(1.0, 5.0).draw_mostly_low(rng) for _ in range(4000)]
    assert np.median(drawn) == pytest.approx(2.0, abs=0.1)


def test_a_range_is_low_then_high() -> None:
    with pytest.raises(RecipeError, match="lower value first"):
        Range(2.0, 1.0)


def test_a_share_beyond_one_is_refused() -> None:
    with pytest.raises(RecipeError, match=r"preview_share is 1\.2"):
        Nuisances(preview_share=1.2)


def test_json_brings_back_what_it_was_made_from() -> None:
    nuisances = Nuisances(speed_error=Range(0.0, 0.01), jump_share=0.0)
    assert Nuisances.from_json(nuisances.as_json()) == nuisances


def test_what_json_does_not_name_stays_as_usual() -> None:
    assert Nuisances.from_json({"sway_px": [0, 0]}) == Nuisances(sway_px=Range(0.0, 0.0))


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"fog": 1}, "no nuisance is called 'fog'"),
        ({"sway_px": 3}, r"sway_px is 3, wanted \[low, high\]"),
        ({"jump_share": "often"}, 'jump_share is "often", wanted a number'),
    ],
)
def test_what_cannot_hold_is_named(values: dict[str, object], message: str) -> None:
    with pytest.raises(RecipeError, match=message):
        Nuisances.from_json(values)


def test_every_nuisance_is_a_range_or_a_share() -> None:
    for field in fields(Nuisances):
        assert isinstance(field.default, Range) or field.name.endswith("_share")
