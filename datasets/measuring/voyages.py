"""Whether a simulated load stayed where it was: the story is drawn once more from the set's own recipe and seed."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from datasets.measuring.true_map import read_record
from datasets.pairs import PairRow

RECIPES = "recipes.json"  # beside the table of a simulated set
STILL_M = 0.002  # a fifth of a frame pixel


def load_stayed(folder: Path, row: PairRow) -> bool | None:
    """Whether no block of the load shifted or settled; None where the set does not say what it was made from."""
    try:
        from datasets.simulation.recipe import Recipe
        from datasets.simulation.shots import draw_shots  # needs torch
        from datasets.simulation.story import draw_story
    except ModuleNotFoundError:
        return None
    made_from = recipe_of(folder, row)
    if made_from is None:
        return None
    recipe, seed, number = made_from
    rng = np.random.default_rng([seed, number])
    story = draw_story(rng, Recipe(**recipe))
    (_, _), (contents, shot) = draw_shots(rng, Recipe(**recipe), story)
    if not same_edges(shot.passage.edges, read_record(folder / "truth" / f"{row.pair_id}.json")):
        return None  # made by another version of the simulator
    before, after = story.destination.load.bounds, contents.load.bounds
    return not before.size or bool(np.abs(before - after).max() < STILL_M)


def recipe_of(folder: Path, row: PairRow) -> tuple[dict[str, Any], int, int] | None:
    """The recipe that a pair was drawn from, the seed, and the pair's number."""
    from datasets.simulation.nuisances import Nuisances

    parts = recipes(folder / RECIPES)
    number = row.pair_id.rpartition("-")[2]
    found = [part for part in parts if part["seed"] == row.seed]
    if not found or not number.isdigit():
        return None
    recipe = found[0]["recipe"]
    return recipe | {"nuisances": Nuisances.from_json(recipe["nuisances"])}, found[0]["seed"], int(number)


@cache
def recipes(path: Path) -> list[dict[str, Any]]:
    return list(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else []


def same_edges(edges: np.ndarray[tuple[int], np.dtype[np.float64]], known: dict[str, Any]) -> bool:
    """Whether the vehicle passed as the record says."""
    scanner = known.get("destination", {})
    drawn, kept = np.round(edges[:: scanner.get("every_columns", 1)], 4), np.array(scanner.get("edges_m", ()))
    return drawn.shape == kept.shape and bool(np.allclose(drawn, kept, atol=1e-4))
