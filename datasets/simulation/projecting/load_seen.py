"""What a picture tells of a load (its reach, height and density) and of where the doors are."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from datasets.air import air_values, measured_window
from datasets.scan import Scan
from datasets.simulation.beam.hardening import grams_behind
from datasets.simulation.beam.materials import CELLULOSE
from datasets.simulation.blocks import Blocks, blocks, join, nothing
from datasets.simulation.scenes.containers import Container
from datasets.view import BOX_ROWS, MARGIN_ROWS, Outline

Image = NDArray[np.float32]

SLICES = 24  # along the container
WALLS = 0.22  # attenuation of an empty container's walls, between posts and beams, at most
FIRST, LAST = 0.06, 0.72  # part of the box's rows, from the roof, between rails and floor: there a load is looked for
POSTS = 0.03  # of the length, at either end: posts and doors are no load
DARK = 0.6  # of open air: a tractor's steel
LEAST_OF_A_TRACTOR = 0.03  # its dark area over the square of the box's height
DENSITY_G_CM3 = (0.08, 0.95)


def goods_in(attenuation: Image, megavolts: float, container: Container, *, doors_left: bool) -> Blocks:
    """The load in a view of a container (FRAME_ROWS x columns) as blocks from wall to wall, one each slice."""
    box = attenuation[MARGIN_ROWS : MARGIN_ROWS + BOX_ROWS]
    box = box if doors_left else box[:, ::-1]
    posts = round(POSTS * box.shape[1])
    columns = np.array_split(np.arange(posts, box.shape[1] - posts), SLICES)
    edges = np.linspace(container.room[0], container.room[1], SLICES + 1).tolist()
    slices = zip(columns, pairwise(edges), strict=True)
    return join(*(goods_of(box[:, here], megavolts, container, along) for here, along in slices))


def goods_of(part: Image, megavolts: float, container: Container, along: tuple[float, float]) -> Blocks:
    """One slice: from the floor up to where the picture gets as bright as an empty container's walls."""
    _, _, floor, roof, z0, z1 = container.room
    rows = np.arange(int(FIRST * BOX_ROWS), int(LAST * BOX_ROWS))
    dark = np.quantile(part[rows], 0.25, axis=1) > WALLS
    if not dark.any():
        return nothing()
    high = min((1 - int(rows[dark].min()) / BOX_ROWS) * container.height, roof - 0.02)
    median = float(np.median(part[rows[dark]]))
    grams = grams_behind(np.array([median, WALLS], np.float32), megavolts)
    density = float(np.clip((grams[0] - grams[1]) / (100 * (z1 - z0)), *DENSITY_G_CM3))
    return blocks([(*along, floor, high, z0, z1)], CELLULOSE, density)


def doors_left_in(scan: Scan, outline: Outline) -> bool | None:
    """Whether the doors are on the left, as the tractor stands at the other end; None where neither side shows more."""
    rows = slice(max(round(outline.top), 0), round(outline.bottom))
    air = air_values(scan, measured_window(scan))[0]
    dark = scan.high[rows] < np.float32(DARK * air)
    left, right = int(dark[:, : round(outline.left)].sum()), int(dark[:, round(outline.right) :].sum())
    least = LEAST_OF_A_TRACTOR * (outline.bottom - outline.top) ** 2
    return left < right if max(left, right) > max(2 * min(left, right), least) else None
