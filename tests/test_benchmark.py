"""The benchmark: three sets of fixed size, a leading piece of them, and what a made one is held to."""

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from datasets.errors import SetError
from datasets.simulation import benchmark as subject
from datasets.simulation.benchmark import BenchmarkSet, agreed, benchmark, chosen, freeze, make
from datasets.simulation.digests import frozen
from datasets.simulation.nuisances import Nuisances
from datasets.simulation.recipe import Recipe
from datasets.simulation.recipes import usual
from datasets.simulation.simulate import RECIPES as RECIPES_FILE
from datasets.simulation.simulate import Part

SETS = {each.name: each for each in benchmark()}


def counts(each: BenchmarkSet) -> list[int]:
    return [part.pairs for part in each.parts]


def events(recipe: Recipe) -> set[str]:
    return {event for event, share in recipe.events.items() if share}


@pytest.mark.parametrize(
    ("name", "benign", "alike", "changed"),
    [("val", 480, 120, 400), ("test", 2400, 600, 2000), ("shift", 480, 120, 400)],
)
def test_each_set_holds_so_many_pairs_of_each_kind(name: str, benign: int, alike: int, changed: int) -> None:
    assert counts(SETS[name]) == [benign, alike, changed]


def test_benign_parts_hold_no_change_and_changed_ones_nothing_else() -> None:
    for each in SETS.values():
        unchanged, alike, changed = (events(part.recipe) for part in each.parts)
        assert (unchanged, alike) == ({"none"}, {"alike"})
        assert not changed & {"none", "alike"}


def test_no_two_parts_share_a_seed() -> None:
    [(_, most)] = Counter(part.seed for each in SETS.values() for part in each.parts).most_common(1)
    assert most == 1


def test_each_set_stands_in_the_split_it_is_for() -> None:
    splits = {name: {part.split for part in each.parts} for name, each in SETS.items()}
    assert splits == {"val": {"val"}, "test": {"test"}, "shift": {"test"}}


@pytest.mark.parametrize(
    "part", [part for each in benchmark() for part in each.parts], ids=lambda part: part.recipe.name
)
def test_recipes_and_sizes_are_those_that_are_frozen(part: Part) -> None:
    known = frozen()[part.seed]
    assert (part.recipe.digest, part.pairs) == (known.recipe, known.pairs)


@pytest.mark.parametrize("pairs", [10, 199, 200, 201, 5000])
def test_a_leading_piece_keeps_the_proportions_of_the_whole(pairs: int) -> None:
    assert counts(SETS["test"].first(pairs)) == pytest.approx([0.48 * pairs, 0.12 * pairs, 0.4 * pairs], abs=0.5)


def test_a_piece_is_never_more_than_the_whole() -> None:
    assert SETS["val"].first(9999) == SETS["val"]


def test_one_set_is_chosen_by_its_name_and_cut_to_a_piece() -> None:
    [each] = chosen("shift", 200)
    assert (each.name, each.pairs) == ("shift", 200)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first pair of val."""
    folder = tmp_path_factory.mktemp("benchmark")
    list(make(folder, [first_pair()], workers=1, device="cpu"))
    return folder


def first_pair() -> BenchmarkSet:
    return replace(SETS["val"], parts=(replace(SETS["val"].parts[0], pairs=1),))


def test_what_is_made_here_is_what_is_frozen(made: Path) -> None:
    told = list(agreed(made, [first_pair()]))
    assert told[0] == f"{made / 'val'}: as frozen, by 1 pairs compared"
    assert "python -m training evaluate" in told[-1]


def test_a_pair_that_is_not_there_is_named(made: Path) -> None:
    with pytest.raises(SetError, match="s910000100-000001 is not there"):
        list(agreed(made, [replace(SETS["val"], parts=(replace(SETS["val"].parts[0], pairs=2),))]))


def test_pairs_of_another_recipe_are_not_the_benchmark(made: Path) -> None:
    other = replace(first_pair().parts[0], recipe=replace(first_pair().parts[0].recipe, energies={"6": 1.0}))
    with pytest.raises(SetError, match="not the one that is frozen"):
        list(agreed(made, [replace(first_pair(), parts=(other,))]))


def test_a_made_set_says_what_it_was_made_from(made: Path) -> None:
    [part] = json.loads((made / "val" / RECIPES_FILE).read_text())
    assert (part["seed"], part["recipe"]["name"]) == (910_000_100, "val, unchanged")


def test_nothing_is_frozen_from_a_folder_that_was_used(made: Path) -> None:
    with pytest.raises(SetError, match="wanted a new folder"):
        list(freeze(made, workers=1))


def test_freezing_writes_what_is_held_to_afterwards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    quick = replace(usual(), containers={"20'": 1.0}, loads={"empty": 1.0}, nuisances=Nuisances(preview_share=1.0))
    one = BenchmarkSet("val", (Part(quick.benign(), 1, 5, "val"),))
    monkeypatch.setattr(subject, "benchmark", lambda: (one,))
    monkeypatch.setattr(subject, "FINGERPRINTED", 1)
    monkeypatch.setattr("datasets.simulation.digests.DIGESTS", tmp_path / "digests.json")
    assert list(freeze(tmp_path / "made", workers=1))[-1] == f"{tmp_path / 'digests.json'} holds the digests"
    assert list(agreed(tmp_path / "made", [one]))
