"""What a simulated pair leaves on disk: scans as their scanner stores them, the true map, and all that is known."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from datasets.pairs import PairRow
from datasets.scan import ContainerNumber, Scan, Site
from datasets.simulation.beam.scanner import Detector, Passage, Preview
from datasets.simulation.blocks import Blocks
from datasets.simulation.scenes.fittings import WIDTH
from datasets.simulation.story import Contents, Story
from datasets.writing import write_tiff

Image = NDArray[np.float32]

SHARPENED_PX = 1.2  # standard deviation of what an unsharp mask takes away
PADDED_BEYOND_M = 0.15  # before the doors
EVERY = 16  # columns between two that a record tells of


@dataclass(frozen=True, eq=False)
class Taken:
    """One scan of a story: what was in the container, how it passed which scanner, and a picture an energy."""

    contents: Contents
    passage: Passage
    detector: Detector
    images: list[Image]


def as_scan(rng: np.random.Generator, taken: Taken, container: ContainerNumber, site: Site, at: datetime) -> Scan:
    """The picture as this scanner stores it, with as much beside it as such files tell."""
    detector, passage = taken.detector, taken.passage
    if detector.preview:
        grey = as_preview(rng, taken.images[0], passage, detector.preview)
        return Scan(grey, bits=8, container=container, site=site, taken_at=at)
    stored = [np.clip(image * detector.air + 0.5, 0, 65535).astype(np.uint16) for image in taken.images]
    along = abs(passage.edges[-1] - passage.edges[0]) / passage.columns
    return Scan(
        stored[0],
        stored[1] if len(stored) > 1 else None,
        air=float(detector.air) if rng.random() < 0.5 else None,
        container=container,
        site=site,
        taken_at=at,
        energies_mv=detector.energies_mv,
        pitch_mm=(round(passage.pitch * 1000, 2), round(along * 1000, 2)) if rng.random() < 0.5 else None,
    )


def as_preview(rng: np.random.Generator, image: Image, passage: Passage, preview: Preview) -> NDArray[np.uint16]:
    """Grey values 0 to 255 as a console makes them: a curve from dark to air, sharpened, hot rows, padding."""
    shown = np.clip(image, 0, None) ** preview.gamma
    if preview.sharpening:
        shown += preview.sharpening * (shown - cv2.GaussianBlur(shown, (0, 0), SHARPENED_PX))
    grey = np.clip(preview.dark + (preview.air - preview.dark) * shown + 0.5, 0, 255).astype(np.uint16)
    for row in rng.integers(0, len(grey), preview.hot_rows):
        grey[row] = 255
    if preview.padded:
        grey[:, passage.edges[:-1] < -PADDED_BEYOND_M] = 0
    return np.asarray(grey, np.uint16)


def store(folder: Path, name: str, scan: Scan, taken: Taken) -> str:
    """Writes the scan and answers its path within the set."""
    if preview := taken.detector.preview:
        path = f"scans/{name}.jpg"
        # Consoles write grey as three equal channels.
        colours = cv2.cvtColor(scan.high.astype(np.uint8), cv2.COLOR_GRAY2BGR)
        cv2.imwrite(str(folder / path), colours, (cv2.IMWRITE_JPEG_QUALITY, preview.quality))
    else:
        path = f"scans/{name}.tif"
        (folder / path).write_bytes(write_tiff(scan))
    return path


def write_grid(path: Path, story: Story, origin: Passage, destination: Passage) -> None:
    """The true map in the form of the reply's `alignment.grid`: places in the container's middle plane."""
    x, y = np.meshgrid(
        np.linspace(0.05, story.container.length - 0.05, 41), np.linspace(0.1, story.container.height - 0.05, 9)
    )
    if origin.geometry.above:  # rows run across the container, and the middle plane lies level
        across = (y - y.mean()) / np.ptp(y) * WIDTH * 0.96
        places = np.stack([x.ravel(), np.full(x.size, origin.geometry.middle), across.ravel()], axis=1)
    else:
        places = np.stack([x.ravel(), y.ravel(), np.zeros(x.size)], axis=1)
    table = np.concatenate([origin.pixels(places), destination.pixels(places)], axis=1)
    np.savetxt(path, table, "%.2f", ",", header="x_origin,y_origin,x_destination,y_destination", comments="")


def record(row: PairRow, story: Story, taken: tuple[Taken, Taken]) -> dict[str, Any]:
    """The row of the table, both scanners' geometry, and every hidden object's place and mass."""
    container = story.container
    return {
        "row": asdict(row),
        "container": {
            "name": container.name,
            "length_m": container.length,
            "height_m": container.height,
            "width_m": WIDTH,
        },
        "origin": scanner_record(taken[0]),
        "destination": scanner_record(taken[1]),
        "objects": [
            {
                "in": end,
                "place": lot.place,
                "mass_kg": round(lot.mass_kg, 3),
                "taken_out_kg": round(-lot.carved.mass_kg, 3),
                "box_m": bounding_box(lot.lot),
            }
            for end, scan in zip(("origin", "destination"), taken, strict=True)
            for lot in scan.contents.hidden
        ],
    }


def scanner_record(taken: Taken) -> dict[str, Any]:
    """Where the source stood, in the container's coordinates, and how the vehicle passed it."""
    passage, geometry = taken.passage, taken.passage.geometry
    return {
        "view": "above" if geometry.above else "side",
        "side": geometry.side,
        "distance_m": round(geometry.distance, 4),
        "height_m": round(geometry.height, 4),
        "pitch_mm": round(passage.pitch * 1000, 4),
        "energies_mv": list(taken.detector.energies_mv),
        "detector": asdict(taken.detector),
        "every_columns": EVERY,
        "edges_m": np.round(passage.edges[::EVERY], 4).tolist(),
        "sway_px": np.round(passage.sway[::EVERY], 3).tolist(),
    }


def write_record(path: Path, known: dict[str, Any]) -> None:
    """Whole or not at all: a pair whose record is there is finished."""
    unfinished = path.with_suffix(".part")
    unfinished.write_text(json.dumps(known))
    unfinished.replace(path)


def read_row(path: Path) -> PairRow:
    return PairRow(**json.loads(path.read_text())["row"])


def bounding_box(things: Blocks) -> list[float]:
    """x, y, z as low, high in metres."""
    low, high = things.bounds[:, 0::2].min(axis=0), things.bounds[:, 1::2].max(axis=0)
    return [round(float(value), 4) for pair in zip(low, high, strict=True) for value in pair]
