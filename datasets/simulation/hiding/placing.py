"""Lots put into a container of which only the outside is known, and goods that may stand in it."""

from dataclasses import replace

import numpy as np

from datasets.simulation.beam.materials import CELLULOSE
from datasets.simulation.blocks import Blocks, blocks, nothing
from datasets.simulation.hiding.concealment import Hidden, draw_mass, hide, places_in
from datasets.simulation.hiding.lots import extent
from datasets.simulation.scenes.containers import Container

REEFER_SHARE = 0.25
HEAVIEST_KG = 1000.0
ALL_OF_IT = 0.95  # of a container's length, from which a reach holds both ends and favours neither
# Places at an end, and how far from it a reach may stop short that still shows all of them, metres
AT_AN_END = {"doors": 0.1, "front_wall": 0.05, "reefer_unit": 0.05}
GOODS_G_CM3 = (0.15, 0.8)
GIVES_WAY_SHARE = 0.5  # of lots among goods: goods make room for them; others lie in what room there was
IN_THE_WALLS_M = 0.1  # at either end, where nothing that may lie anywhere is put


def draw_hidden(
    rng: np.random.Generator,
    container: Container,
    goods: Blocks,
    reach: tuple[float, float],
    most_kg: float = HEAVIEST_KG,
) -> Hidden:
    """A lot at one of the seven places, some of it within `reach` along the container."""
    place = draw_place(rng, container, goods, reach)
    hidden = hide(rng, container, goods, place, min(draw_mass(rng, place), most_kg))
    if rng.random() > GIVES_WAY_SHARE:
        hidden = replace(hidden, carved=nothing())
    return hidden if place in AT_AN_END else within_reach(rng, hidden, reach, container.length)


def draw_container(rng: np.random.Generator, height_m: float, length_m: float) -> Container:
    """Of known size, but of which nobody knows whether it is a reefer."""
    return Container("", "reefer" if rng.random() < REEFER_SHARE else "dry", length_m, height_m)


def draw_place(rng: np.random.Generator, container: Container, goods: Blocks, reach: tuple[float, float]) -> str:
    """Each place about as often as any other over all reaches: few of them hold an end, which counts the more there."""
    wide = max(reach[1] - reach[0], 1e-3) / container.length
    places = places_in(container, goods)
    weights = np.array([weight(place, container, reach, wide) for place in places])
    return str(rng.choice(places, p=weights / weights.sum()))


def weight(place: str, container: Container, reach: tuple[float, float], wide: float) -> float:
    if place not in AT_AN_END or wide > ALL_OF_IT:
        return 1.0
    near, far = reach[0], container.length - reach[1]
    return 2 / wide if (near if place == "doors" else far) < AT_AN_END[place] else 0.0


def draw_goods(rng: np.random.Generator, container: Container) -> Blocks:
    """Goods as one block, from the front to somewhere before the doors."""
    x0, x1, floor, roof, z0, z1 = container.room
    start = x0 + rng.exponential(0.5) if rng.random() < 0.7 else x0 + 0.1
    top = floor + (roof - floor) * rng.uniform(0.3, 0.95)
    bounds = (min(start, x1 - 2.0), x1 - rng.uniform(0.02, 0.2), floor, top, z0 + 0.05, z1 - 0.05)
    return blocks([bounds], CELLULOSE, rng.uniform(*GOODS_G_CM3))


def within_reach(rng: np.random.Generator, hidden: Hidden, reach: tuple[float, float], length_m: float) -> Hidden:
    """The same lot, moved along the container if its middle cannot be seen."""
    low, high = extent(hidden.lot, 0)
    if reach[0] <= (low + high) / 2 <= reach[1]:
        return hidden
    middle = rng.uniform(*reach)
    start = min(max(middle - (high - low) / 2, IN_THE_WALLS_M), length_m - IN_THE_WALLS_M - (high - low))
    offset = np.array([[start - low, 0, 0]], np.float32)
    return replace(hidden, lot=moved(hidden.lot, offset), carved=moved(hidden.carved, offset))


def moved(things: Blocks, offset: np.ndarray[tuple[int, int], np.dtype[np.float32]]) -> Blocks:
    return things.moved(np.repeat(offset, len(things), axis=0))
