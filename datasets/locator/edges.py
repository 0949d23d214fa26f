"""What the locator's network sees of a container: the rows of its walls' edges, the columns of its ends."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from datasets.errors import LocatorError
from datasets.locator.picture import COLUMNS, LOOKS_AT, ROWS
from datasets.view import Image

Numbers = NDArray[np.float64]

RELEASED = Path(__file__).parents[2] / "model" / "released" / "locator.onnx"
PEAK = 4  # pixels to either side of a distribution's highest that belong to it
END_MARGIN = 4.0  # columns: a cell this near to an end shows posts and castings rather than edges
NO_EDGE = np.log(1e-6)  # what a row outside of a cell's distribution counts


@dataclass(frozen=True, eq=False)
class Edges:
    """In pixels of the network's picture, centres are whole numbers.

    `rows` are those of the roof's and the floor's edges, each of the near wall, the middle plane and the far wall, at
    the column halfway between the `ends`; `spread` their standard deviations; `slope` how many rows the roof falls per
    column.
    """

    rows: Numbers
    spread: Numbers
    ends: tuple[float, float]
    slope: float
    above: float  # probability of a view from above
    doors_left: float  # probability


def see_edges(picture: Image) -> Edges:
    """Of a picture of ROWS x COLUMNS."""
    rows, ends, kinds = locator().run(["rows", "ends", "kinds"], {"attenuation": picture[None, None]})
    above, doors_left = 1 / (1 + np.exp(-kinds[0, ::-1].astype(np.float64)))
    left, right = sorted(peak(log_softmax(end)) for end in ends[0].astype(np.float64))
    return gathered(log_softmax(rows[0].astype(np.float64), axis=1), (left, right), float(above), float(doors_left))


@cache
def locator() -> onnxruntime.InferenceSession:
    """The released network, loaded once."""
    if not RELEASED.is_file():
        raise LocatorError(f"{RELEASED.name} is not in {RELEASED.parent.name}: the checkout is incomplete")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(RELEASED.read_bytes(), options, providers=["CPUExecutionProvider"])
    made_for = session.get_modelmeta().custom_metadata_map.get("looks_at", "nothing")
    if made_for != LOOKS_AT:
        raise LocatorError(f"{RELEASED.name} was made to look at {made_for!r}, wanted {LOOKS_AT!r}: export it again")
    return session


def gathered(chances: Numbers, ends: tuple[float, float], above: float, doors_left: float) -> Edges:
    """From a distribution an edge and cell (EDGES x ROWS x CELLS, logarithms) to one row an edge."""
    cells = (np.arange(chances.shape[2]) + 0.5) * COLUMNS / chances.shape[2] - 0.5
    inside = np.flatnonzero((cells > ends[0] + END_MARGIN) & (cells < ends[1] - END_MARGIN))
    if len(inside) < 2:
        inside = np.arange(len(cells))
    roof = np.array([peak(chances[0, :, cell]) for cell in inside])
    x = cells[inside] - (ends[0] + ends[1]) / 2
    slope, level = steady_line(x, roof)
    # Every edge lies as much lower in a cell as the roof does there: the vehicle leans and sways as a whole.
    lower = roof - level
    pixels = np.arange(ROWS, dtype=np.float64)
    rows, spread = np.empty((2, len(chances)))
    for edge, by_cell in enumerate(chances):
        together = sum(
            np.interp(pixels + low, pixels, by_cell[:, cell], left=NO_EDGE, right=NO_EDGE)
            for cell, low in zip(inside, lower, strict=True)
        ) / np.sqrt(len(inside))  # neighbouring cells do not tell of it independently
        rows[edge], spread[edge] = peak(together), width(together)
    return Edges(rows, spread, ends, slope, above, doors_left)


def peak(chances: Numbers) -> float:
    """The mean of a distribution (logarithms, up to a constant) about its highest pixel."""
    highest = int(chances.argmax())
    near = np.arange(max(0, highest - PEAK), min(len(chances), highest + PEAK + 1))
    weight = np.exp(chances[near] - chances[highest])
    return float((weight * near).sum() / weight.sum())


def width(chances: Numbers) -> float:
    """The standard deviation of all of a distribution."""
    weight = np.exp(chances - chances.max())
    weight /= weight.sum()
    pixels = np.arange(len(chances))
    return float(np.sqrt((weight * (pixels - (weight * pixels).sum()) ** 2).sum()))


def steady_line(x: Numbers, y: Numbers) -> tuple[float, float]:
    """Slope of the line through most of the places, and its level at 0: medians, after Theil and Sen."""
    first, second = np.triu_indices(len(x), 1)
    slope = float(np.median((y[second] - y[first]) / (x[second] - x[first])))
    return slope, float(np.median(y - slope * x))


def log_softmax(values: Numbers, axis: int = -1) -> Numbers:
    shifted = values - values.max(axis=axis, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=axis, keepdims=True)))
