"""What carries the container through the scanner; another one at each site."""

import numpy as np

from datasets.simulation.blocks import Blocks, join, nothing
from datasets.simulation.nuisances import Nuisances
from datasets.simulation.scenes.containers import Container
from datasets.simulation.scenes.tractors import cab_over, conventional, terminal_tractor
from datasets.simulation.scenes.trailers import Carried, platform, skeletal, terminal

TRAILER_SHARES = {"skeletal": 0.60, "platform": 0.18, "terminal": 0.22}
CONVENTIONAL_SHARE = 0.35  # of tractors on the road


def draw_vehicle(
    rng: np.random.Generator, nuisances: Nuisances, container: Container, beside: Blocks | None = None
) -> Blocks:
    """A trailer under the container and what stands beside it, and mostly the tractor before it."""
    kind = str(rng.choice(list(TRAILER_SHARES), p=list(TRAILER_SHARES.values())))
    trailer = TRAILERS[kind](rng, carried(container, beside if beside is not None else nothing()))
    if rng.random() > nuisances.tractor_share:
        return trailer.things
    road = conventional if rng.random() < CONVENTIONAL_SHARE else cab_over
    return join(trailer.things, (terminal_tractor if kind == "terminal" else road)(rng, trailer))


def carried(container: Container, beside: Blocks) -> Carried:
    spans = [(0.0, container.length)]
    if len(beside):
        spans.append((float(beside.bounds[:, 0].min()), float(beside.bounds[:, 1].max())))
    return Carried(tuple(spans), tunnel=container.length > 7 and container.kind in ("dry", "open_top"))


TRAILERS = {"skeletal": skeletal, "platform": platform, "terminal": terminal}
