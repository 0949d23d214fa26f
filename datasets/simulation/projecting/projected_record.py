"""What is known of a projected pair, in the form of a simulated pair's record."""

from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from datasets.pairs import PairRow
from datasets.simulation.beam.fan import on_scan
from datasets.simulation.pasting.sights import Sight
from datasets.simulation.projecting.projected import Projected
from datasets.simulation.records import EVERY, bounding_box
from datasets.simulation.scenes.fittings import WIDTH
from datasets.view import Outline

ASSUMED = ("container", "origin", "destination")  # drawn or given, not measured


def record(row: PairRow, pair: Projected, outline: Outline) -> dict[str, Any]:
    """The row of the table, the container and geometry that were assumed, and the hidden object's place and mass."""
    sights, path = pair.sights, pair.again.path
    here = on_scan(sights.origin.geometry, sights.height_m, sights.ends, outline, pair.origin.high.shape)
    order = slice(None) if path.across[-1] > path.across[0] else slice(None, None, -1)
    column = np.interp(np.arange(path.shape[1] + 1) - 0.5, path.across[order], np.arange(len(path.across))[order])
    there = np.interp(column + 0.5, np.arange(here.columns + 1), here.edges)
    return {
        "row": asdict(row),
        "assumed": list(ASSUMED),
        "container": {"length_m": sights.length_m, "height_m": sights.height_m, "width_m": WIDTH},
        "origin": end_record(sights.origin, here.edges),
        "destination": end_record(sights.destination, there),
        "objects": objects(pair),
    }


def end_record(sight: Sight, edges: NDArray[np.float64]) -> dict[str, Any]:
    geometry = sight.geometry
    return {
        "view": "side",
        "side": geometry.side,
        "distance_m": round(geometry.distance, 4),
        "height_m": round(geometry.height, 4),
        "energies_mv": list(sight.energies_mv),
        "every_columns": EVERY,
        "edges_m": np.round(edges[::EVERY], 4).tolist(),
    }


def objects(pair: Projected) -> list[dict[str, Any]]:
    if pair.hidden is None:
        return []
    ends = {"inserted": ("destination",), "removed": ("origin",), "alike": ("origin", "destination")}[pair.event]
    hidden = pair.hidden
    return [
        {
            "in": end,
            "place": hidden.place,
            "mass_kg": round(hidden.mass_kg, 3),
            "taken_out_kg": round(-hidden.carved.mass_kg, 3),
            "box_m": bounding_box(hidden.lot),
        }
        for end in ends
    ]
