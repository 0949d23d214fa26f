"""The recipes that come with the project: what the released model is trained on, and what it never saw."""

from dataclasses import replace
from pathlib import Path

from datasets.errors import RecipeError
from datasets.simulation.nuisances import Nuisances
from datasets.simulation.recipe import Recipe

USUAL_EVENTS = {
    "none": 0.30, "alike": 0.15, "inserted": 0.25, "removed": 0.12, "swapped": 0.08, "other_load": 0.04, "opened": 0.06,
}  # fmt: skip


def usual() -> Recipe:
    """Containers, loads and scanners as they come; what training draws from."""
    return Recipe(
        name="usual",
        containers={"20'": 0.18, "40'": 0.2, "40' HC": 0.27, "20' reefer": 0.08, "40' HC reefer": 0.27},
        loads=dict.fromkeys(
            (
                "fruit", "frozen", "coffee", "sugar", "bulk", "timber", "paper_rolls", "drums", "tyres", "textiles",
                "machine_parts", "machinery", "scrap", "mixed", "empty",
            ),
            1.0,
        ),
        events=USUAL_EVENTS,
        energies={"4": 0.12, "6": 0.25, "9": 0.1, "2.5": 0.05, "6/4": 0.25, "9/6": 0.13, "6/3": 0.1},
    )  # fmt: skip


def previews() -> Recipe:
    """As usual, every scan an 8-bit preview: what many ports send."""
    return replace(usual(), name="previews", nuisances=Nuisances(preview_share=1.0))


RECIPES = {"usual": usual, "previews": previews}


def find(name: str) -> Recipe:
    """A recipe by its name, or from a file."""
    if name in RECIPES:
        return RECIPES[name]()
    if (path := Path(name)).suffix == ".json":
        return Recipe.read(path)
    raise RecipeError(f"no recipe is called {name!r}, wanted {', '.join(RECIPES)}, or a .json file of one")
