"""The recipes that come with the project: what the released model is trained on, and what it never saw."""

from dataclasses import replace
from pathlib import Path

from datasets.errors import RecipeError
from datasets.simulation.nuisances import Nuisances, Range
from datasets.simulation.recipe import Recipe, Shares
from datasets.simulation.scenes.loads import LOADS

EVENTS: Shares = {
    "none": 0.30, "alike": 0.15, "inserted": 0.25, "removed": 0.12, "swapped": 0.08, "other_load": 0.04, "opened": 0.06,
}  # fmt: skip
# Kept for `shift`, each for what training shows nothing like: steel thicker than any scanner penetrates, hollow bodies
# with engines, round wood, pieces with more air than goods between them, slabs on edge.
HELD_OUT_LOADS = ("coils", "vehicles", "logs", "furniture", "stone")


def usual() -> Recipe:
    """Containers, loads and scanners as they come; what training draws from."""
    return Recipe(
        name="usual",
        containers={
            "20'": 0.18, "40'": 0.2, "40' HC": 0.26, "20' reefer": 0.08, "40' HC reefer": 0.26, "20' tank": 0.02,
        },
        loads={kind: 1.0 for kind in sorted(LOADS) if kind not in HELD_OUT_LOADS},
        events=EVENTS,
        energies={"4": 0.12, "6": 0.25, "9": 0.1, "2.5": 0.05, "6/4": 0.25, "9/6": 0.13, "6/3": 0.1},
    )  # fmt: skip


def previews() -> Recipe:
    """As usual, every scan an 8-bit preview: what many ports send."""
    return replace(usual(), name="previews", nuisances=Nuisances(preview_share=1.0))


def sources() -> Recipe:
    """As usual, with sources nearer, farther, lower, higher and above: what the locator learns the edges from."""
    nuisances = Nuisances(
        source_distance_m=Range(3.0, 9.0),
        source_height_m=Range(-1.4, 1.8),
        source_above_m=Range(3.8, 9.0),
        above_share=0.06,
        preview_share=0.5,
    )
    return replace(usual(), name="sources", nuisances=nuisances)


def twins() -> Recipe:
    """As `sources`, short containers that mostly share their vehicle with another: for the locator, too."""
    nuisances = replace(sources().nuisances, neighbour_share=0.6, above_share=0.04)
    return replace(
        sources(), name="twins", containers={"20'": 0.7, "20' reefer": 0.2, "20' tank": 0.1}, nuisances=nuisances
    )


def shift() -> Recipe:
    """Containers, loads and scanners of which `usual` holds none; the voyage and the passage are as usual."""
    return Recipe(
        name="shift",
        containers={"45' HC": 0.6, "20' open top": 0.1, "40' open top": 0.15, "40' flat rack": 0.15},
        loads=dict.fromkeys(HELD_OUT_LOADS, 1.0),
        events=EVENTS,
        energies={"3.5": 0.2, "5": 0.2, "7.5": 0.2, "5/3.5": 0.2, "7.5/5": 0.2},
        nuisances=Nuisances(
            source_distance_m=Range(6.7, 8.0),
            source_height_m=Range(1.6, 2.4),
            source_above_m=Range(7.2, 9.0),
            pitch_mm=Range(8.2, 9.5),
            photons=Range(3e3, 9e3),
            scatter=Range(5e-4, 1e-3),
            blur_px=Range(0.95, 1.3),
            preview_pitch_mm=Range(5.2, 6.5),
            preview_photons=Range(2e4, 9e4),
            preview_blur_px=Range(0.6, 0.9),
            preview_gamma=Range(0.7, 0.9),
            preview_quality=Range(45, 65),
        ),
    )


RECIPES = {"usual": usual, "previews": previews, "sources": sources, "twins": twins, "shift": shift}


def find(name: str) -> Recipe:
    """A recipe by its name, or from a file."""
    if name in RECIPES:
        return RECIPES[name]()
    if (path := Path(name)).suffix == ".json":
        return Recipe.read(path)
    raise RecipeError(f"no recipe is called {name!r}, wanted {', '.join(RECIPES)}, or a .json file of one")
