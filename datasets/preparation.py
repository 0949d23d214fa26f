"""What the network takes: both views of an aligned pair as two uint16 pictures, and how depth moves their rows.

This, `normalise` and `align` are the only preparation, in training and in serving alike. The exported file carries
PREPARATION in its metadata, and a session refuses a file that was made for another.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from datasets.aligned import AlignedPair
from datasets.planes import SWEEP_PLANES, even_sweep
from datasets.view import BOX_ROWS, MARGIN_ROWS, Image, Mask, View

UNITS = 2048  # steps of one unit of attenuation
ENDS = 32  # columns beyond either end of a frame, of which nothing is seen: so the network is told where a box ends
UNSEEN = 1 << 15  # the bit that marks a pixel that cannot be seen; the attenuation below it is then a lower bound
PREPARATION = (
    f"attenuation high, low (0 where absent) x {UNITS} uint16, unseen bit 15, {BOX_ROWS}+2x{MARGIN_ROWS} rows, "
    f"{SWEEP_PLANES} planes, v3"
)

Picture = NDArray[np.uint16]


class Pictures(NamedTuple):
    """Origin and destination on the origin's grid, each 2 x FRAME_ROWS x W, and their sweep (`Planes.sweep`)."""

    origin: Picture
    destination: Picture
    sweep: Image


def prepare_pair(pair: AlignedPair) -> Pictures:
    energies, planes = pair.moved.shape[0], pair.alignment.planes
    return Pictures(
        picture(pair.origin.attenuation[:energies], pair.origin.unseen),
        picture(pair.moved, pair.moved_unseen),
        planes.sweep() if planes else even_sweep(),
    )


def prepare_view(view: View) -> Pictures:
    """One view by itself, beside itself."""
    alone = picture(view.attenuation, view.unseen)
    return Pictures(alone, alone, even_sweep())


def picture(attenuation: Image, unseen: Mask) -> Picture:
    """Attenuation (E x H x W, E 1 or 2) in steps of 1/UNITS; a missing low energy is 0 throughout."""
    steps = np.zeros((2, *unseen.shape), np.uint16)
    steps[: attenuation.shape[0]] = np.clip(attenuation * UNITS + 0.5, 0, UNSEEN - 1).astype(np.uint16)
    steps[:, unseen] |= UNSEEN
    return steps
