"""Labelled pairs from scenes and physics: a set in the contract's form, resumable and the same for the same seed."""

import json
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from multiprocessing import get_context
from os import cpu_count
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from rich.progress import track

from datasets.pairs import PairIndex, PairRow
from datasets.scan import ContainerNumber, Scan, Site, check_digit
from datasets.simulation.blocks import Blocks, join
from datasets.simulation.labels import label_image
from datasets.simulation.render import render
from datasets.simulation.scanner import Detector, Passage, draw_detector, draw_geometry, draw_passage
from datasets.simulation.scenes.containers import WIDTH, build, reefer_unit
from datasets.simulation.scenes.vehicles import draw_neighbour, draw_vehicle
from datasets.simulation.story import Contents, Story, draw_story, travelled
from datasets.writing import write_tiff

OTHER_SIDE_SHARE = 0.3  # pairs whose sources stand on different sides of the container
NEIGHBOUR_SHARE = 0.05  # scans of a 20' box that show a second one
SPLIT_SHARES = {"train": 0.7, "val": 0.15, "test": 0.15}
ORIGIN_SITES, DESTINATION_SITES = (
    ("COCTG-1", "ECGYE-2", "BRSSZ-1", "PECLL-1"),
    ("NLRTM-1", "NLRTM-3", "BEANR-2", "DEHAM-1"),
)


@dataclass(frozen=True, eq=False)
class Taken:
    """One scan of a story: what was in front of the scanner, how it passed, and the picture."""

    contents: Contents
    passage: Passage
    detector: Detector
    images: list[NDArray[np.float32]]


def simulate(folder: Path, pairs: int, seed: int, *, benign: bool = False, split: str = "") -> PairIndex:
    """Writes a set of `pairs` pairs into `folder`; pairs that it holds already are kept."""
    for name in ("scans", "truth"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    todo = [n for n in range(pairs) if not record_path(folder, pair_name(seed, n)).is_file()]
    for _ in track(
        in_parallel(partial(simulate_pair, folder, seed, benign, split), todo),
        "simulating pairs",
        len(todo),
        disable=not todo,
    ):
        pass
    index = PairIndex(tuple(read_record(record_path(folder, pair_name(seed, n))) for n in range(pairs)))
    index.write(folder)
    return index


def in_parallel(task: partial[None], numbers: list[int]) -> Iterator[None]:
    """One process a core, each with one thread."""
    with ProcessPoolExecutor(
        cpu_count() or 1, mp_context=get_context("spawn"), initializer=cv2.setNumThreads, initargs=(1,)
    ) as pool:
        yield from pool.map(task, numbers)


def simulate_pair(folder: Path, seed: int, benign: bool, split: str, number: int) -> None:
    """One pair: scans, label images, the true map and, last, the record that says the pair is whole."""
    rng = np.random.default_rng([seed, number])
    story = draw_story(rng, benign)
    body = build(story.container, rng)
    side = int(rng.choice([-1, 1]))
    sides = side, -side if rng.random() < OTHER_SIDE_SHARE else side
    origin = take(rng, story, body, story.origin, sides[0])
    destination = take(rng, story, body, travelled(rng, story.container, story.destination), sides[1])
    name, container, taken_at = pair_name(seed, number), draw_number(rng), draw_time(rng)
    sites = Site.parse(str(rng.choice(ORIGIN_SITES))), Site.parse(str(rng.choice(DESTINATION_SITES)))
    voyage = timedelta(days=rng.uniform(9, 30))
    scans = (
        as_scan(rng, origin, container, sites[0], taken_at),
        as_scan(rng, destination, container, sites[1], taken_at + voyage),
    )
    paths = (
        store(folder, f"{name}_origin", scans[0], origin),
        store(folder, f"{name}_destination", scans[1], destination),
    )
    for end, taken, here, other in (
        ("origin", origin, story.origin, story.destination),
        ("destination", destination, story.destination, story.origin),
    ):
        # Labels follow the goods to where they lie in this scan; what counts as changed was decided before they shifted.
        labels = label_image(
            Contents(here.load, taken.contents.hidden),
            other,
            story.event,
            taken.images[0],
            taken.passage,
            taken.detector,
        )
        cv2.imwrite(str(folder / "truth" / f"{name}_{end}.png"), labels)
    write_grid(folder / "truth" / f"{name}_grid.csv", story, origin.passage, destination.passage)
    row = pair_row(name, story, seed, split or draw_split(rng), paths, scans)
    write_record(record_path(folder, name), row, story, (origin, destination))


def take(rng: np.random.Generator, story: Story, body: Blocks, contents: Contents, side: int) -> Taken:
    """One scan: this site's vehicle and scanner, and a reefer's machinery as it stood."""
    container = story.container
    around = [draw_vehicle(rng, container)]
    if container.kind == "reefer":
        around.append(reefer_unit(container, rng))
    if container.length < 7 and rng.random() < NEIGHBOUR_SHARE:
        around.append(draw_neighbour(rng, container))
    passage = draw_passage(rng, draw_geometry(rng, side), container.length, container.height)
    detector = draw_detector(rng)
    return Taken(contents, passage, detector, render(join(body, contents.things, *around), passage, detector, rng))


def as_scan(rng: np.random.Generator, taken: Taken, container: ContainerNumber, site: Site, at: datetime) -> Scan:
    """The picture as this scanner stores it, with as much beside it as such files tell."""
    detector, passage = taken.detector, taken.passage
    along = abs(passage.edges[-1] - passage.edges[0]) / passage.columns
    pitch = (round(passage.pitch * 1000, 2), round(along * 1000, 2)) if rng.random() < 0.5 else None
    if detector.preview:
        grey = np.clip(taken.images[0], 0, 1) ** detector.preview_gamma * 254 + 0.5
        return Scan(grey.astype(np.uint16), bits=8, container=container, site=site, taken_at=at)
    stored = [np.clip(image * detector.air + 0.5, 0, 65535).astype(np.uint16) for image in taken.images]
    air = float(detector.air) if rng.random() < 0.5 else None
    return Scan(
        stored[0],
        *stored[1:],
        air=air,
        container=container,
        site=site,
        taken_at=at,
        energies_mv=detector.energies_mv,
        pitch_mm=pitch,
    )


def store(folder: Path, name: str, scan: Scan, taken: Taken) -> str:
    """Writes the scan and answers its path within the set."""
    if scan.bits == 8:
        path = f"scans/{name}.jpg"
        cv2.imwrite(str(folder / path), scan.high.astype(np.uint8), (cv2.IMWRITE_JPEG_QUALITY, taken.detector.quality))
    else:
        path = f"scans/{name}.tif"
        (folder / path).write_bytes(write_tiff(scan))
    return path


def write_grid(path: Path, story: Story, origin: Passage, destination: Passage) -> None:
    """The true map in the form of the reply's `alignment.grid`: places in the container's middle plane."""
    x, y = np.meshgrid(
        np.linspace(0.05, story.container.length - 0.05, 41), np.linspace(0.1, story.container.height - 0.05, 9)
    )
    places = np.stack([x.ravel(), y.ravel(), np.zeros(x.size)], axis=1)
    table = np.concatenate([origin.pixels(places), destination.pixels(places)], axis=1)
    np.savetxt(path, table, "%.2f", ",", header="x_origin,y_origin,x_destination,y_destination", comments="")


def pair_row(
    name: str, story: Story, seed: int, split: str, paths: tuple[str, str], scans: tuple[Scan, Scan]
) -> PairRow:
    lot = story.lot
    return PairRow(
        pair_id=name,
        container=str(scans[0].container),
        origin=paths[0],
        destination=paths[1],
        split=split,
        label="mismatch" if story.mismatch else "same",
        event=story.event,
        concealed_in_origin=bool(story.origin.hidden),
        concealed_in_destination=bool(story.destination.hidden),
        place=lot.place if lot else "",
        mass_kg=round(lot.mass_kg, 2) if lot else None,
        cargo=story.cargo,
        reefer=story.container.kind == "reefer",
        site_origin=str(scans[0].site),
        site_destination=str(scans[1].site),
        seed=seed,
        origin_truth=f"truth/{name}_origin.png",
        destination_truth=f"truth/{name}_destination.png",
    )


def write_record(path: Path, row: PairRow, story: Story, taken: tuple[Taken, Taken]) -> None:
    """Everything that is known of a pair, written whole or not at all."""
    scanners = [
        {"side": scan.passage.geometry.side, "distance_m": scan.passage.geometry.distance, "height_m": scan.passage.geometry.height, "pitch_mm": scan.passage.pitch * 1000,
         "energies_mv": scan.detector.energies_mv, "edges_m": np.round(scan.passage.edges[::16], 4).tolist(), "sway_px": np.round(scan.passage.sway[::16], 3).tolist()}
        for scan in taken
    ]  # fmt: skip
    objects = [
        {
            "in": end,
            "place": lot.place,
            "mass_kg": lot.mass_kg,
            "carved_kg": lot.carved.mass_kg,
            "box_m": bounding_box(lot.lot),
        }
        for end, scan in zip(("origin", "destination"), taken, strict=True)
        for lot in scan.contents.hidden
    ]
    size = {
        "name": story.container.name,
        "length_m": story.container.length,
        "height_m": story.container.height,
        "width_m": WIDTH,
    }
    text = json.dumps(
        {"row": asdict(row), "container": size, "origin": scanners[0], "destination": scanners[1], "objects": objects}
    )
    unfinished = path.with_suffix(".part")
    unfinished.write_text(text)
    unfinished.replace(path)


def read_record(path: Path) -> PairRow:
    return PairRow(**json.loads(path.read_text())["row"])


def bounding_box(things: Blocks) -> list[float]:
    """x, y, z as low, high in metres."""
    return [round(float(f(things.bounds[:, k])), 4) for k, f in enumerate((np.min, np.max) * 3)]


def pair_name(seed: int, number: int) -> str:
    return f"s{seed}-{number:06d}"


def record_path(folder: Path, name: str) -> Path:
    return folder / "truth" / f"{name}.json"


def draw_number(rng: np.random.Generator) -> ContainerNumber:
    letters = "".join(rng.choice(list("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), 3))
    first_ten = f"{letters}U{rng.integers(1_000_000):06d}"
    return ContainerNumber(f"{first_ten}{check_digit(first_ten)}")


def draw_time(rng: np.random.Generator) -> datetime:
    return datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=int(rng.integers(300 * 24 * 60)))


def draw_split(rng: np.random.Generator) -> str:
    return str(rng.choice(list(SPLIT_SHARES), p=list(SPLIT_SHARES.values())))
