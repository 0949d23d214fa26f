"""Both views' contrasts, coarse to fine, on grids of one width."""

from dataclasses import dataclass

import cv2
import numpy as np

from datasets.contrast import Contrast, contrast, halved
from datasets.view import FRAME_ROWS, Image, Mask, View
from datasets.warp import Fields, heights, places, taken

GRIDS = (4, 2, 1)  # frame pixels a pixel
UNSEEN_SHARE = 0.3  # of a resampled pixel that may come from pixels not seen


@dataclass(frozen=True, eq=False)
class Level:
    """Both contrasts on a grid whose pixels are `grid` frame pixels."""

    origin: Contrast
    destination: Contrast
    grid: int

    @property
    def columns(self) -> int:
        return int(self.origin.value.shape[1])

    def turned(self) -> "Level":
        """With the destination the other way round."""
        return Level(self.origin, self.destination.turned(), self.grid)

    def moved(self, fields: Fields) -> "Level":
        """With the destination where the fields, in pixels of this grid, say."""
        rows = np.arange(self.origin.value.shape[0], dtype=np.float64)
        at = places(fields, rows, heights(rows, self.grid))
        return Level(
            self.origin,
            Contrast(*(taken(i, *at) for i in (self.destination.value, self.destination.weight))),
            self.grid,
        )


Pyramid = dict[int, Level]


def pyramid(origin: View, destination: View) -> Pyramid:
    """A level for every grid; the travel's mean speed is taken out of the destination."""
    columns = origin.frame.columns
    other = at_width(destination.attenuation[0], columns), at_width(destination.unseen, columns) > UNSEEN_SHARE
    own = origin.attenuation[0], origin.unseen
    return {grid: Level(coarse_contrast(*own, grid), coarse_contrast(*other, grid), grid) for grid in GRIDS}


def at_width(image: Image | Mask, columns: int) -> Image:
    how = cv2.INTER_AREA if columns < image.shape[1] else cv2.INTER_LINEAR
    resized = cv2.resize(image.astype(np.float32), (columns, FRAME_ROWS), interpolation=how)
    return np.asarray(resized, dtype=np.float32)


def coarse_contrast(attenuation: Image, unseen: Mask, grid: int) -> Contrast:
    if grid == 1:
        return contrast(attenuation, unseen)
    return contrast(halved(attenuation, grid), halved(unseen.astype(np.float32), grid) > UNSEEN_SHARE)
