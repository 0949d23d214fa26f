"""Simulated scans about their outlines, small, with the true rows of the walls' edges and the true ends."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from rich.progress import track

from datasets.errors import SetError, UnusableScan
from datasets.locating import locate_roughly
from datasets.locator.picture import WIDE_COLUMNS, wide_grid, wide_picture
from datasets.measuring.true_map import BELOW_ROOF_M, LOWEST_M, read_places
from datasets.reading import load_scan
from datasets.simulation.beam.scanner import Geometry
from datasets.simulation.records import EVERY, read_row
from datasets.simulation.scenes.fittings import WIDTH
from datasets.view import Outline
from datasets.workers import process_pool

Numbers = NDArray[np.float64]

STEPS = 2048  # of one unit of attenuation in the stored pictures
DEPTHS = (1.0, 0.0, -1.0)  # near wall, middle plane, far wall: in this order for the roof, then for the floor


@dataclass(frozen=True, eq=False)
class Examples:
    """N scans.

    `pictures` N x WIDE_ROWS x WIDE_COLUMNS uint16, attenuation in STEPS; `rows` N x 6 x WIDE_COLUMNS, the true rows of
    the edges in it; `ends` N x 2, its columns at which the box ends; `kinds` N x 2: doors at the left, from above.
    """

    pictures: NDArray[np.uint16]
    rows: NDArray[np.float32]
    ends: NDArray[np.float32]
    kinds: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.pictures)

    @classmethod
    def of(cls, folders: list[Path], workers: int) -> Self:
        """Every scan of simulated sets in which a container was located."""
        paths = [path for folder in folders for path in sorted((folder / "truth").glob("*.json"))]
        if not paths:
            raise SetError(f"{', '.join(map(str, folders))}: no truth/*.json; wanted sets of `datasets simulate`")
        found = [example for pair in track(_in_parallel(paths, workers), "cutting", len(paths)) for example in pair]
        if not found:
            raise SetError(f"{', '.join(map(str, folders))}: no container was located in any scan")
        return cls(*(np.stack(values) for values in zip(*found, strict=True)))

    def save(self, path: Path) -> None:
        np.savez(path, pictures=self.pictures, rows=self.rows, ends=self.ends, kinds=self.kinds)

    @classmethod
    def load(cls, path: Path) -> Self:
        with np.load(path) as stored:
            return cls(stored["pictures"], stored["rows"], stored["ends"], stored["kinds"])

    def split(self, last: int) -> tuple[Self, Self]:
        """All but the last so many scans, and these."""
        parts = slice(None, -last), slice(-last, None)
        first, second = (
            type(self)(self.pictures[part], self.rows[part], self.ends[part], self.kinds[part]) for part in parts
        )
        return first, second


Example = tuple[NDArray[np.uint16], NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]


def _in_parallel(paths: list[Path], workers: int) -> Iterator[list[Example]]:
    if workers <= 1:
        yield from map(both_scans, paths)
        return
    with process_pool(workers) as pool:
        yield from pool.map(both_scans, paths, chunksize=8)


def both_scans(record: Path) -> list[Example]:
    """The two scans of one simulated pair; one that shows nothing is left out."""
    known, row = json.loads(record.read_text()), read_row(record)
    places = read_places(record.with_name(f"{row.pair_id}_grid.csv"))
    found = []
    for end, file, points in (("origin", row.origin, places[:, :2]), ("destination", row.destination, places[:, 2:])):
        try:
            scan = load_scan(record.parents[1] / file)
            outlines = locate_roughly(scan)
        except UnusableScan:
            continue
        middle = float(points[:, 0].mean())
        outline = min(outlines, key=lambda one: abs(one.left + one.right - 2 * middle))
        picture = np.round(wide_picture(scan, outline) * STEPS).astype(np.uint16)
        found.append((picture, *true_edges(known["container"], known[end], points, outline)))
    return found


def true_edges(
    container: dict[str, Any], scanner: dict[str, Any], middle_plane: Numbers, outline: Outline
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
    """Rows (6 x WIDE_COLUMNS), ends and kinds in the wide picture of an outline."""
    columns, lows = edge_columns(scanner), scanner["sway_px"]
    across, down, left, top = wide_grid(outline)
    x = left + (np.arange(WIDE_COLUMNS) + 0.5) * across - 0.5
    sway = np.interp(x, np.arange(len(lows)) * EVERY, lows)
    rows = np.stack([row + sway for row in edge_rows(container, scanner, middle_plane)])
    ends = (np.interp([0.0, container["length_m"]], *columns) - left) / across - 0.5
    kinds = ends[0] < ends[1], scanner["view"] == "above"
    return (
        ((rows + 0.5 - top) / down - 0.5).astype(np.float32),
        np.sort(ends).astype(np.float32),
        np.array(kinds, np.float32),
    )


def edge_columns(scanner: dict[str, Any]) -> tuple[Numbers, Numbers]:
    """Places along the container, rising, and the scan's column edges that show them."""
    edges: Numbers = np.array(scanner["edges_m"], np.float64)
    columns: Numbers = np.arange(len(edges), dtype=np.float64) * EVERY
    return (edges, columns) if edges[-1] > edges[0] else (edges[::-1], columns[::-1])


def edge_rows(container: dict[str, Any], scanner: dict[str, Any], middle_plane: Numbers) -> list[float]:
    """The scan's rows, before sway, of the roof's and the floor's edges at DEPTHS."""
    height, above = container["height_m"], scanner["view"] == "above"
    geometry = Geometry(scanner["side"], scanner["distance_m"], scanner["height_m"], above, height / 2 if above else 0)
    pitch, lows = scanner["pitch_mm"] / 1000, scanner["sway_px"]
    sway = np.interp(middle_plane[:, 0], np.arange(len(lows)) * EVERY, lows)
    lowest, highest = (-0.48 * WIDTH, 0.48 * WIDTH) if above else (LOWEST_M, height - BELOW_ROOF_M)  # as `write_grid`
    levels = np.repeat(np.linspace(lowest, highest, 9), len(middle_plane) // 9)
    first = float(np.median(levels + pitch * (middle_plane[:, 1] + 0.5 - sway)))  # the level at the picture's top
    edges = (WIDTH / 2, -WIDTH / 2) if above else (height, 0.0)
    reach = height / 2 if above else geometry.side * WIDTH / 2
    return [
        (first - float(geometry.at_middle(edge, depth * reach))) / pitch - 0.5 for edge in edges for depth in DEPTHS
    ]
