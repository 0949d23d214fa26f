"""Which parts of a frame have a say in laying two views on each other: roof, floor and ends before the load."""

import numpy as np

from datasets.view import BOX_ROWS, FRAME_ROWS, MARGIN_ROWS, Image

LOWEST_PART = 0.07  # of the box at its bottom is left out of all matching: another chassis would spoil it
ABOVE_ROOF_PX = 4  # the roof's own edge is matched, what lies above it is not
ROOF_BAND, FLOOR_BAND = 0.16, 0.12  # of the box, below the roof and above what is left out: they carry the map
MIDDLE_WEIGHT = 0.1  # the load may have moved
END_PART = 0.05  # of the length at either end, where posts and doors keep the map from slipping by a period


def row_weights(grid: int, middle: float = MIDDLE_WEIGHT) -> Image:
    """How much each row has to say on a grid whose pixels are `grid` frame pixels."""
    part = ((np.arange(FRAME_ROWS // grid) + 0.5) * grid - MARGIN_ROWS) / BOX_ROWS
    last = 1 - LOWEST_PART
    weight = np.full(len(part), middle, np.float32)
    weight[(part < ROOF_BAND) | (part > last - FLOOR_BAND)] = 1
    weight[(part > last) | (part < -ABOVE_ROOF_PX / BOX_ROWS)] = 0
    return weight


def place_weights(grid: int, columns: int, ends: float = 1.0) -> Image:
    """How much each place has to say: as its row, but at the ends of the length all rows alike."""
    rows = row_weights(grid)
    weight = np.repeat(rows[:, None], columns, axis=1)
    count = max(1, round(END_PART * columns))
    weight[:, :count] = weight[:, -count:] = np.where(rows > 0, ends, 0)[:, None]
    return weight
