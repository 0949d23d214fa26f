"""Labelled pairs from scenes and physics: a set in the contract's form, resumable and the same for the same seed."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import cv2
import numpy as np
import torch
from rich.progress import track

from datasets.cores import usable_cores
from datasets.errors import SetError
from datasets.pairs import PairIndex, PairRow
from datasets.scan import ContainerNumber, Scan, Site, check_digit
from datasets.simulation.beam.render import recorded, render_clean
from datasets.simulation.labels import label_image
from datasets.simulation.recipe import Recipe
from datasets.simulation.records import Taken, as_scan, read_row, record, store, write_grid, write_record
from datasets.simulation.shots import Places, draw_shots
from datasets.simulation.story import Contents, Story, draw_story
from datasets.workers import process_pool

SPLIT_SHARES = {"train": 0.7, "val": 0.15, "test": 0.15}
ORIGIN_SITES = ("COCTG-1", "ECGYE-2", "BRSSZ-1", "PECLL-1")
DESTINATION_SITES = ("NLRTM-1", "NLRTM-3", "BEANR-2", "DEHAM-1")
RECIPES = "recipes.json"  # beside the table: what a set was made from


@dataclass(frozen=True)
class Part:
    """Pairs of one recipe and seed; without a split each draws its own."""

    recipe: Recipe
    pairs: int
    seed: int
    split: str = ""

    @property
    def names(self) -> list[str]:
        return [pair_name(self.seed, number) for number in range(self.pairs)]


def simulate(folder: Path, parts: Sequence[Part], *, workers: int | None = None, device: str = "cpu") -> PairIndex:
    """Writes a set of all parts into `folder`, on all cores or `workers`; pairs that it holds already are kept."""
    begin(folder, parts)
    todo = [
        (part, number)
        for part in parts
        for number, name in enumerate(part.names)
        if not record_path(folder, name).is_file()
    ]
    one = partial(simulate_pair, folder, device)
    for _ in track(in_parallel(one, todo, workers or usable_cores()), "simulating pairs", len(todo), disable=not todo):
        pass
    index = PairIndex(tuple(read_row(record_path(folder, name)) for part in parts for name in part.names))
    index.write(folder)
    return index


def begin(folder: Path, parts: Sequence[Part]) -> None:
    """The folders of the set; a set of other recipes or seeds is left as it is."""
    for name in ("scans", "truth"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    recipes = [{"seed": part.seed, "split": part.split, "recipe": json.loads(part.recipe.text())} for part in parts]
    if (known := folder / RECIPES).is_file() and json.loads(known.read_text()) != recipes:
        raise SetError(f"{folder} holds pairs of another recipe or seed: wanted a new folder, or what {known} says")
    known.write_text(json.dumps(recipes, indent=1) + "\n")


def in_parallel(
    one: Callable[[tuple[Part, int]], None], todo: Sequence[tuple[Part, int]], workers: int
) -> Iterator[None]:
    """Processes of one thread each; in this one where there is but one."""
    if workers == 1 or len(todo) < 2:
        yield from map(one, todo)
        return
    with process_pool(workers, one_thread) as pool:
        yield from pool.map(one, todo)


def one_thread() -> None:
    torch.set_num_threads(1)


def simulate_pair(folder: Path, device: str, which: tuple[Part, int]) -> None:
    """One pair: scans, label images, the true map and, last, the record that says the pair is whole."""
    part, number = which
    rng = np.random.default_rng([part.seed, number])
    story = draw_story(rng, part.recipe)
    taken = take_both(rng, part.recipe, story, device)
    name = pair_name(part.seed, number)
    scans = deliver(rng, taken)
    paths = (
        store(folder, f"{name}_origin", scans[0], taken[0]),
        store(folder, f"{name}_destination", scans[1], taken[1]),
    )
    write_labels(folder, name, story, taken)
    write_grid(folder / "truth" / f"{name}_grid.csv", story, taken[0].passage, taken[1].passage)
    row = pair_row(name, story, part.seed, part.split or draw_split(rng), paths, scans)
    write_record(record_path(folder, name), record(row, story, taken))


def take_both(
    rng: np.random.Generator, recipe: Recipe, story: Story, device: str = "cpu", known: Places | None = None
) -> tuple[Taken, Taken]:
    """Both scans of a story, at known places or at drawn ones."""
    drawn = draw_shots(rng, recipe, story, known)
    signals = render_clean([shot for _, shot in drawn], device)
    first, second = (
        Taken(here, shot.passage, shot.detector, [recorded(one, shot.passage, shot.detector, rng) for one in clean])
        for (here, shot), clean in zip(drawn, signals, strict=True)
    )
    return first, second


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
    return datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=int(rng.integers(300 * 24 * 60)))


def draw_split(rng: np.random.Generator) -> str:
    return str(rng.choice(list(SPLIT_SHARES), p=list(SPLIT_SHARES.values())))
