"""The map of a pair stage by stage, and what of the attenuation each leaves unexplained."""

from dataclasses import dataclass, replace

import numpy as np

from datasets.aligned import AlignedPair, Alignment
from datasets.alignment import laid, moved_view
from datasets.residual import patches, relative_residual
from datasets.view import FRAME_ROWS


@dataclass(frozen=True)
class Stage:
    """Residuals after a stage, before the intensity law and with it, and how far its map is from the last one's."""

    name: str
    residual_before: float
    residual: float
    along_px: float
    down_px: float


def stages(pair: AlignedPair) -> list[tuple[str, AlignedPair]]:
    """The outlines alone, the columns where the travel has them, then the rows of the middle plane."""
    outlines = outlines_alone(pair)
    along = replace(pair.alignment, rows=outlines.alignment.rows, planes=None)
    return [
        ("outlines alone", outlines),
        ("along the travel", laid(pair.origin, pair.destination, along)),
        ("heights of the middle plane", pair),
    ]


def outlines_alone(pair: AlignedPair) -> AlignedPair:
    """One box stretched over the other."""
    columns, others = pair.origin.frame.columns, pair.destination.frame.columns
    x = (np.arange(columns) + 0.5) * others / columns - 0.5
    x = others - 1 - x if pair.alignment.mirrored else x
    across = np.tile(x.astype(np.float32), (FRAME_ROWS, 1))
    rows = np.repeat(np.arange(FRAME_ROWS, dtype=np.float32)[:, None], columns, axis=1)
    return laid(pair.origin, pair.destination, Alignment(pair.alignment.mirrored, across, rows, (), 0.0, 0.0))


def told(named: list[tuple[str, AlignedPair]]) -> list[Stage]:
    """Each stage beside the last."""
    last = named[-1][1].alignment
    return [
        Stage(
            name,
            residual_before_law(pair),
            pair.alignment.residual,
            float(np.median(np.abs(pair.alignment.columns - last.columns))),
            float(np.median(np.abs(pair.alignment.rows - last.rows))),
        )
        for name, pair in named
    ]


def residual_before_law(pair: AlignedPair) -> float:
    moved, unseen = moved_view(pair.destination, pair.alignment, 1)
    return relative_residual(*patches(pair.origin.attenuation[0], moved[0], ~(pair.origin.unseen | unseen)))
