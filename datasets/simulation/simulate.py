"""Labelled pairs from scenes and physics: a set in the contract's form, resumable and the same for the same seed."""

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import cv2
import numpy as np
from rich.progress import track

from datasets.cores import usable_cores
from datasets.errors import SetError
from datasets.pairs import PairIndex, PairRow
from datasets.scan import ContainerNumber, Scan, Site, check_digit
from datasets.simulation.blocks import Blocks, join
from datasets.simulation.labels import label_image
from datasets.simulation.records import Taken, as_scan, read_row, record, store, write_grid, write_record
from datasets.simulation.render import render
from datasets.simulation.scanner import draw_detector, draw_geometry, draw_passage
from datasets.simulation.scenes.containers import build, reefer_unit
from datasets.simulation.scenes.vehicles import draw_neighbour, draw_vehicle
from datasets.simulation.story import Contents, Story, draw_story, travelled

OTHER_SIDE_SHARE = 0.3  # pairs whose sources stand on different sides of the container
NEIGHBOUR_SHARE = 0.05  # scans of a 20' box that show a second one
SPLIT_SHARES = {"train": 0.7, "val": 0.15, "test": 0.15}
ORIGIN_SITES = ("COCTG-1", "ECGYE-2", "BRSSZ-1", "PECLL-1")
DESTINATION_SITES = ("NLRTM-1", "NLRTM-3", "BEANR-2", "DEHAM-1")


def simulate(
    folder: Path, pairs: int, seed: int, *, benign: bool = False, split: str = "", workers: int | None = None
) -> PairIndex:
    """Writes a set of `pairs` pairs into `folder`, on all cores or `workers`; pairs that it holds already are kept."""
    if foreign := [path.stem for path in folder.glob("truth/*.json") if not path.stem.startswith(f"s{seed}-")]:
        raise SetError(f"{folder} holds {foreign[0]}, a pair of another seed: wanted a new folder, or that seed")
    for name in ("scans", "truth"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    records = [record_path(folder, pair_name(seed, number)) for number in range(pairs)]
    todo = [number for number, path in enumerate(records) if not path.is_file()]
    one = partial(simulate_pair, folder, seed, benign, split)
    for _ in track(in_parallel(one, todo, workers or usable_cores()), "simulating pairs", len(todo), disable=not todo):
        pass
    index = PairIndex(tuple(read_row(path) for path in records))
    index.write(folder)
    return index


def in_parallel(one: partial[None], numbers: list[int], workers: int) -> Iterator[None]:
    """Processes of one thread each; in this one where there is but one."""
    if workers == 1 or len(numbers) < 2:
        yield from map(one, numbers)
        return
    spawned = get_context("spawn")  # a fork would copy the threads of whoever calls
    with ProcessPoolExecutor(workers, spawned, initializer=cv2.setNumThreads, initargs=(1,)) as pool:
        yield from pool.map(one, numbers)


def simulate_pair(folder: Path, seed: int, benign: bool, split: str, number: int) -> None:
    """One pair: scans, label images, the true map and, last, the record that says the pair is whole."""
    rng = np.random.default_rng([seed, number])
    story = draw_story(rng, benign)
    taken = take_both(rng, story)
    name = pair_name(seed, number)
    scans = deliver(rng, taken)
    paths = (
        store(folder, f"{name}_origin", scans[0], taken[0]),
        store(folder, f"{name}_destination", scans[1], taken[1]),
    )
    write_labels(folder, name, story, taken)
    write_grid(folder / "truth" / f"{name}_grid.csv", story, taken[0].passage, taken[1].passage)
    row = pair_row(name, story, seed, split or draw_split(rng), paths, scans)
    write_record(record_path(folder, name), record(row, story, taken))


def take_both(rng: np.random.Generator, story: Story) -> tuple[Taken, Taken]:
    body = build(story.container, rng)
    side = int(rng.choice([-1, 1]))
    other = -side if rng.random() < OTHER_SIDE_SHARE else side
    arrived = travelled(rng, story.container, story.destination)
    return take(rng, story, body, story.origin, side), take(rng, story, body, arrived, other)


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


def deliver(rng: np.random.Generator, taken: tuple[Taken, Taken]) -> tuple[Scan, Scan]:
    """Both scans as files tell of them: one container, two sites, weeks between them."""
    container, at = draw_number(rng), draw_time(rng)
    sites = Site.parse(str(rng.choice(ORIGIN_SITES))), Site.parse(str(rng.choice(DESTINATION_SITES)))
    arrived = at + timedelta(days=rng.uniform(9, 30))
    return as_scan(rng, taken[0], container, sites[0], at), as_scan(rng, taken[1], container, sites[1], arrived)


def write_labels(folder: Path, name: str, story: Story, taken: tuple[Taken, Taken]) -> None:
    """Lots are labelled where they lie in each scan; what counts as changed was decided before the load shifted."""
    ends = (
        ("origin", taken[0], story.origin, story.destination),
        ("destination", taken[1], story.destination, story.origin),
    )
    for end, scan, here, other in ends:
        shown = Contents(here.load, scan.contents.hidden)
        labels = label_image(shown, other, story.event, scan.images[0], scan.passage, scan.detector)
        cv2.imwrite(str(folder / "truth" / f"{name}_{end}.png"), labels)


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
