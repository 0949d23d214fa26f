"""What went wrong with an alignment, as far as the truth tells."""

import numpy as np

from datasets.aligned import AlignedPair
from datasets.measuring.true_map import MapErrors, TrueMap, rows_of
from datasets.simulation.beam.scanner import Geometry
from datasets.view import BOX_ROWS, MARGIN_ROWS, Frame, Points

OUTLINE_PX = 6.0  # by which an edge of an outline may be off before it is blamed
ALONG_PX = 3.0  # an error along the travel beyond which a place counts as slipped
PERIOD_PX = 12.0  # half a wave of a corrugated wall, 26 to 28 cm; a smaller error is no slip from one to the next
END_M = 0.05  # from the container's ends to the first and last places of a true map


def why_wrong(pair: AlignedPair, truth: TrueMap, errors: MapErrors | None) -> str:
    """In which direction the map is off, and whether an edge of an outline is to blame."""
    if pair.alignment.mirrored != truth.mirrored:
        return "laid the wrong way round"
    if errors is None:
        return "another box was taken for the container"
    along, down = np.abs(errors.along), np.abs(errors.down)
    if np.percentile(along, 95) > max(ALONG_PX, float(np.percentile(down, 95))):
        slipped = along > ALONG_PX
        by_px = float(np.median(along[slipped]))
        how = "slipped by a period" if by_px > PERIOD_PX else "drifted"
        word = f"{how} along the travel, by {by_px:.0f} px over {slipped.mean():.0%} of the places"
        edges = ends_off(pair, truth)
    else:
        sides = ", sources on other sides" if truth.from_other_sides else ""
        word = f"height off by {np.median(errors.down):+.0f} px, 95 % {np.percentile(down, 95):.0f} px{sides}"
        edges = levels_off(pair, truth)
    blamed = max(edges, key=lambda name: edges[name], default="")
    return f"{word}; outline off: {blamed} by {edges[blamed]:.0f} px" if edges.get(blamed, 0) > OUTLINE_PX else word


def ends_off(pair: AlignedPair, truth: TrueMap) -> dict[str, float]:
    """By how many columns an end of each outline lies beside the container's."""
    return {
        "the origin's left or right end": end_off(pair.origin.frame, truth.origin, truth.box_m[0]),
        "the destination's left or right end": end_off(pair.destination.frame, truth.destination, truth.box_m[0]),
    }


def levels_off(pair: AlignedPair, truth: TrueMap) -> dict[str, float]:
    """By how many rows roof and floor of each outline lie beside the near wall's edges, in views from the side."""
    if truth.sources is None or truth.from_above:
        return {}
    off = {}
    ends = (pair.origin.frame, truth.origin), (pair.destination.frame, truth.destination)
    for name, (frame, places), source in zip(("origin", "destination"), ends, truth.sources, strict=True):
        roof, floor = near_edges(frame.from_scan(places), source, truth)
        off[f"the {name}'s roof"] = abs(roof - (MARGIN_ROWS - 0.5))
        off[f"the {name}'s floor"] = abs(floor - (MARGIN_ROWS + BOX_ROWS - 0.5))
    return off


def end_off(frame: Frame, places: Points, length_m: float) -> float:
    """Columns between the container's ends and the frame's."""
    at = frame.from_scan(places)
    first, last = float(at[:, 0].min()), float(at[:, 0].max())
    beyond = END_M * (last - first) / (length_m - 2 * END_M) if np.isfinite(length_m) else 0.0
    return max(abs(first - beyond + 0.5), abs(last + beyond - (frame.columns - 0.5)))


def near_edges(at: Points, source: Geometry, truth: TrueMap) -> tuple[float, float]:
    """Rows of the frame at which the near wall's upper and lower edge truly lie, at the middle of the length."""
    by_row = np.median(at[:, 1].reshape(rows_of(truth.origin), -1), axis=1)
    low, high = truth.height_m[0], truth.height_m[-1]
    levels = source.at_middle(np.array([truth.box_m[1], 0.0]), source.side * truth.half_width_m)
    roof, floor = by_row[0] + (levels - low) * (by_row[-1] - by_row[0]) / (high - low)
    return float(roof), float(floor)
