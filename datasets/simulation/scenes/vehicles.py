"""What carries the container through the scanner; another one at each site."""

import numpy as np

from datasets.simulation.blocks import Blocks, join
from datasets.simulation.scenes.containers import Container
from datasets.simulation.scenes.neighbours import draw_neighbour as draw_neighbour
from datasets.simulation.scenes.tractors import cab_over, conventional, terminal_tractor
from datasets.simulation.scenes.trailers import platform, skeletal, terminal

TRAILER_SHARES = {"skeletal": 0.60, "platform": 0.18, "terminal": 0.22}
TRACTOR_SHARE = 0.9  # the others are scanned while they stand, the tractor driven off
CONVENTIONAL_SHARE = 0.35  # of tractors on the road
KINGPIN = 0.9  # behind the trailer's front end


def draw_vehicle(rng: np.random.Generator, container: Container) -> Blocks:
    """A trailer, and mostly the tractor before it, of which the picture may show no more than the rear."""
    kind = str(rng.choice(list(TRAILER_SHARES), p=list(TRAILER_SHARES.values())))
    ground = -rng.uniform(1.30, 1.50)
    trailer = TRAILERS[kind](rng, container, ground)
    if rng.random() > TRACTOR_SHARE:
        return trailer
    pin = float(trailer.bounds[:, 1].max()) - KINGPIN
    if kind == "terminal":
        return join(trailer, terminal_tractor(rng, pin, ground))
    return join(trailer, (conventional if rng.random() < CONVENTIONAL_SHARE else cab_over)(rng, pin, ground))


TRAILERS = {"skeletal": skeletal, "platform": platform, "terminal": terminal}
