"""A container in its own frame: attenuation, what could not be seen, and the way back to delivered pixels."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from datasets.shell import Shell

Image = NDArray[np.float32]
Mask = NDArray[np.bool_]
Points = NDArray[np.float64]

BOX_ROWS = 256  # floor to roof: about 10 mm a row
MARGIN_ROWS = 32  # above the roof and below the floor: the near roof edge projects above the box's own height
FRAME_ROWS = BOX_ROWS + 2 * MARGIN_ROWS
COLUMN_STEP = 32  # the width of a frame is a multiple of it, so that the network halves it without rests
SMALLEST_COLUMNS, LARGEST_COLUMNS = 192, 1536


@dataclass(frozen=True)
class Outline:
    """Where a container, or an object, lies in a scan, in delivered pixels.

    Edges are of pixel areas (the left edge of column 0 is 0.0). `top` and `bottom` hold at the middle column;
    `slope` is how many rows the roof falls per column to the right. With a `shell`, top and bottom are the edges of the
    near wall and left and right the box's own ends.
    """

    left: float
    top: float
    right: float
    bottom: float
    slope: float = 0.0
    region: str = "container"
    shell: Shell | None = None

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of all that is seen of it: the far wall may reach beyond the near one."""
        if self.shell is None:
            return self.left, self.top, self.right, self.bottom
        far_roof, far_floor = self.top + (self.bottom - self.top) * self.shell.seen(np.array([1.0, 0.0]), -1.0)
        return self.left, min(self.top, float(far_roof)), self.right, max(self.bottom, float(far_floor))


@dataclass(frozen=True)
class Frame:
    """The grid on which a view is sampled: FRAME_ROWS x columns over an outline, and the way back."""

    outline: Outline
    columns: int

    def to_scan(self, points: Points) -> Points:
        """Frame pixels (N x 2: column, row; centres are whole numbers) to delivered pixels (N x 2: x, y)."""
        o = self.outline
        x = o.left + (points[:, 0] + 0.5) * (o.right - o.left) / self.columns
        y = o.top + (points[:, 1] - MARGIN_ROWS + 0.5) * (o.bottom - o.top) / BOX_ROWS
        y = y + o.slope * (x - (o.left + o.right) / 2)
        return np.stack([x - 0.5, y - 0.5], axis=1)

    def from_scan(self, points: Points) -> Points:
        """Delivered pixels (N x 2: x, y) to frame pixels (N x 2: column, row)."""
        o = self.outline
        x, y = points[:, 0] + 0.5, points[:, 1] + 0.5
        column = (x - o.left) * self.columns / (o.right - o.left) - 0.5
        level = y - o.slope * (x - (o.left + o.right) / 2)
        row = (level - o.top) * BOX_ROWS / (o.bottom - o.top) + MARGIN_ROWS - 0.5
        return np.stack([column, row], axis=1)

    @classmethod
    def of(cls, outline: Outline) -> "Frame":
        """Columns at about the pitch of the rows, in whole steps."""
        aspect = (outline.right - outline.left) / (outline.bottom - outline.top)
        steps = round(aspect * BOX_ROWS / COLUMN_STEP) * COLUMN_STEP
        return cls(outline, min(max(steps, SMALLEST_COLUMNS), LARGEST_COLUMNS))


@dataclass(frozen=True, eq=False)
class View:
    """A container of one scan in its frame.

    `attenuation` is E x FRAME_ROWS x columns, -ln T against the scan's own air, high energy first, held between 0 and
    `floor`; `unseen` is FRAME_ROWS x columns, true where the transmission lies below the noise or outside the scan.
    `clipped` says that open air is brighter than the scan can tell: all attenuation is then too low by one number.
    """

    attenuation: Image
    unseen: Mask
    frame: Frame
    air: float
    floor: float
    warnings: tuple[str, ...] = ()
    clipped: bool = False

    def __post_init__(self) -> None:
        shape = (FRAME_ROWS, self.frame.columns)
        if self.attenuation.shape[1:] != shape or self.unseen.shape != shape:
            found = f"attenuation {self.attenuation.shape}, unseen {self.unseen.shape}"
            raise ValueError(f"{found}: wanted {shape} a channel")

    @property
    def seen_fraction(self) -> float:
        """Part of the container, margins left out, whose transmission is above the noise."""
        return 1.0 - float(self.unseen[MARGIN_ROWS:-MARGIN_ROWS].mean())
