"""What a model says of real scans: repeats, re-scans, and weapons laid into the second of two. Never trained on."""

import csv
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import lru_cache, partial
from itertools import permutations
from pathlib import Path

import numpy as np
from rich.progress import track

from datasets.errors import SetError
from datasets.locating import locate
from datasets.reading import load_scan
from datasets.scan import Scan
from datasets.simulation.projecting.rescan import rescan
from datasets.view import BOX_ROWS
from datasets.workers import process_pool
from serving.answers import Comparison
from serving.comparing import USUAL_RATE, compare
from serving.settings import Region
from serving.sides import Side
from training.metrics import Rate
from training.real_scans.threats import Threat, at_scale, laid_into, millimetres, overlap, read_threats
from training.scoring import session_of

SCENES = (0, 2, 3)  # of the rack; scene 1 shows something else at its edge
WEAPONS_A_SCENE = 10  # for each ordered pair of scenes


@dataclass(frozen=True)
class Question:
    """Which real scans, by which model; `number` draws are made from `seed`."""

    folder: Path
    model: Path
    number: int
    seed: int


@dataclass(frozen=True)
class Asked:
    """One comparison: what was to be seen, and what was said; `found` is an alarm that overlaps the weapon."""

    kind: str
    name: str
    verdict: str
    score: float | None
    found: bool = False


@dataclass(frozen=True)
class Figure:
    """A share of such comparisons beside its goal."""

    name: str
    rate: Rate
    goal: str

    @property
    def line(self) -> str:
        return f"{self.name}: {self.rate} [goal {self.goal}]"


def measure_real(question: Question, out: Path, workers: int) -> list[Figure]:
    """Writes asked.csv and real.json into `out`."""
    tasks = [("repeats", 0), *(("container", number) for number in range(question.number))]
    ask = partial(answers, question=question)
    asked: list[Asked] = []
    with process_pool(workers) as pool:
        for some in track(pool.map(ask, tasks), "comparing real scans", total=len(tasks)):
            asked += some
    out.mkdir(parents=True, exist_ok=True)
    with (out / "asked.csv").open("w", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, list(Asked.__dataclass_fields__), lineterminator="\n")
        table.writeheader()
        table.writerows(asdict(one) for one in asked)
    shown = figures(asked)
    values = [{"name": one.name, "goal": one.goal, "found": one.rate.found, "total": one.rate.total} for one in shown]
    (out / "real.json").write_text(json.dumps(values, indent=2) + "\n", encoding="utf-8")
    return shown


def figures(asked: list[Asked]) -> list[Figure]:
    def share(name: str, kind: str, verdict: str, goal: str) -> Figure:
        chosen = [one for one in asked if one.kind == kind]
        return Figure(name, Rate(sum(one.verdict == verdict for one in chosen), len(chosen)), goal)

    weapons = [one for one in asked if one.kind.startswith("weapon")]
    seen = Rate(sum(one.found for one in weapons), len(weapons))
    alone = {kind: [one for one in weapons if one.kind == kind] for kind in sorted({one.kind for one in weapons})}
    return [
        share("false alarms among repeats of one rack", "repeats", "mismatch", "none"),
        share("repeats refused", "repeats", "not_comparable", "none"),
        share("false alarms among re-scans", "rescan", "mismatch", "2 %"),
        share("re-scans refused", "rescan", "not_comparable", "2 %"),
        Figure("weapons laid into the second scan, found", seen, "85 %"),
        *(Figure(f"  {kind}", Rate(sum(o.found for o in some), len(some)), "") for kind, some in alone.items()),
    ]


def answers(task: tuple[str, int], question: Question) -> list[Asked]:
    kind, number = task
    return list(of_the_rack(question) if kind == "repeats" else of_a_container(number, question))


def of_the_rack(question: Question) -> Iterator[Asked]:
    folder, threats = question.folder / "repeats", threats_of(question.folder)
    scans = {scene: load_scan(folder / f"background_{scene}_high.png") for scene in SCENES}
    rng = np.random.default_rng((question.seed, 0))
    for one, other in permutations(SCENES, 2):
        before = ask(scans[one], scans[other], question, "object")
        if one < other:
            yield asked("repeats", f"{one}-{other}", before)
        for number in rng.integers(len(threats), size=WEAPONS_A_SCENE):
            threat = at_scale(threats[number], None, rng)
            yield from with_weapon((scans[one], scans[other]), before.destination.side, threat, question, rng)


def of_a_container(number: int, question: Question) -> Iterator[Asked]:
    rng = np.random.default_rng((question.seed, 1, number))
    path = str(rng.choice(np.array(single_boxes(question.folder), dtype=object)))
    scan = load_scan(question.folder / "containers" / path)
    again = rescan(scan, locate(scan)[0], rng).scan
    before = ask(scan, again, question, "container")
    yield asked("rescan", path, before)
    threats, side = threats_of(question.folder), before.destination.side
    outline, columns = side.view.frame.outline, side.view.frame.columns
    a_pixel = BOX_ROWS / (outline.bottom - outline.top), columns / (outline.right - outline.left)
    threat = at_scale(threats[int(rng.integers(len(threats)))], millimetres(side.scale, *a_pixel), rng)
    yield from with_weapon((scan, again), side, threat, question, rng)


def with_weapon(
    scans: tuple[Scan, Scan], side: Side, threat: Threat, question: Question, rng: np.random.Generator
) -> Iterator[Asked]:
    """The second scan with a weapon in it; nothing where there is no place for it."""
    laid = laid_into(scans[1], threat, side.container_box, side.view.air, rng)
    if laid is None:
        return
    changed, box = laid
    region = side.view.frame.outline.region
    after = ask(scans[0], changed, question, "object" if region == "object" else "container")
    boxes = [finding.box_destination for finding in after.findings if finding.box_destination]
    yield asked(f"weapon, {region}", threat.name, after, any(overlap(box, one) for one in boxes))


def ask(origin: Scan, destination: Scan, question: Question, region: Region) -> Comparison:
    return compare(origin, destination, session_of(question.model), region, USUAL_RATE)


def asked(kind: str, name: str, comparison: Comparison, found: bool = False) -> Asked:
    return Asked(kind, name, comparison.verdict, comparison.alarm_score, found)


@lru_cache(maxsize=1)
def threats_of(folder: Path) -> list[Threat]:
    return read_threats(folder / "threats")


@lru_cache(maxsize=1)
def single_boxes(folder: Path) -> list[str]:
    """Radiographs with one container in them."""
    index = folder / "containers" / "index.csv"
    if not index.is_file():
        raise SetError(f"{index} is not there: wanted the folder of real scans")
    with index.open(newline="") as file:
        return [row["file"] for row in csv.DictReader(file) if ";" not in row["boxes"]]
