"""Both scans of a story before they are taken: what stands before which scanner."""

import numpy as np

from datasets.simulation.beam.render import Shot
from datasets.simulation.beam.scanner import (
    Detector,
    Geometry,
    Passage,
    draw_detector,
    draw_geometry,
    draw_geometry_above,
    draw_passage,
)
from datasets.simulation.blocks import join, nothing
from datasets.simulation.recipe import Recipe, choose, megavolts
from datasets.simulation.scenes.containers import Container, build, draw_fittings, state
from datasets.simulation.scenes.fittings import Fittings
from datasets.simulation.scenes.neighbours import draw_neighbour
from datasets.simulation.scenes.vehicles import draw_vehicle
from datasets.simulation.story import Contents, Story
from datasets.simulation.voyage import travelled

Places = tuple[Geometry, Geometry]  # of the source at origin and at destination


def draw_shots(
    rng: np.random.Generator, recipe: Recipe, story: Story, known: Places | None = None
) -> list[tuple[Contents, Shot]]:
    """At origin and at destination: what the container holds, and the shot; the second comes after the voyage.

    `known` are the places of both sources where they are not to be drawn.
    """
    contents = (story.origin, travelled(rng, recipe.nuisances, story))
    fittings = draw_fittings(rng, story.container)
    places = known or draw_places(rng, recipe, story.container)
    return [
        (here, draw_shot(rng, recipe, story, fittings, here, at)) for here, at in zip(contents, places, strict=True)
    ]


def draw_places(rng: np.random.Generator, recipe: Recipe, container: Container) -> Places:
    """Where both sources stand."""
    nuisances = recipe.nuisances
    if rng.random() < nuisances.above_share:
        return draw_geometry_above(rng, nuisances, container), draw_geometry_above(rng, nuisances, container)
    side = int(rng.choice([-1, 1]))
    other = -side if rng.random() < nuisances.other_side_share else side
    return draw_geometry(rng, nuisances, side), draw_geometry(rng, nuisances, other)


def draw_shot(
    rng: np.random.Generator, recipe: Recipe, story: Story, fittings: Fittings, here: Contents, place: Geometry
) -> Shot:
    """The container as it stands at this scan, on this site's vehicle, at times beside a second box."""
    container = story.container
    beside = nothing()
    if container.length < 7 and rng.random() < recipe.nuisances.neighbour_share:
        beside = draw_neighbour(rng, recipe.nuisances, container)
    box = join(build(container, fittings), state(container, fittings, recipe.nuisances, rng))
    things = join(box, here.things, beside, draw_vehicle(rng, recipe.nuisances, container, beside))
    return Shot(things, *draw_scanner(rng, recipe, container, place))


def draw_scanner(
    rng: np.random.Generator, recipe: Recipe, container: Container, place: Geometry
) -> tuple[Passage, Detector]:
    detector = draw_detector(rng, recipe.nuisances, megavolts(choose(rng, recipe.energies)))
    preview = detector.preview is not None
    return draw_passage(rng, recipe.nuisances, place, container, preview=preview), detector
