"""How fast a comparison is on this machine, stage by stage, and how close to the network alone."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from time import perf_counter
from typing import TypeVar

import numpy as np
from rich.box import SIMPLE_HEAD
from rich.table import Table

from datasets.pairs import PairIndex
from datasets.planes import even_sweep
from datasets.preparation import Pictures
from datasets.view import FRAME_ROWS
from serving.answers import Comparison
from serving.batch import Batch

COLUMNS = 1216  # the frame of a 40' container
STAGES = ("read", "align", "infer", "total")

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Speed:
    """Seconds of each comparison by stage, and pairs a second on all threads: whole comparisons, the network alone."""

    seconds: dict[str, list[float]]
    pairs_per_s: float
    network_pairs_per_s: float
    threads: int

    @property
    def laying_to_network(self) -> float:
        """Reading, locating, normalising and laying, as a multiple of the network and its findings, by medians."""
        read, align, infer = (float(np.median(self.seconds[stage])) for stage in ("read", "align", "infer"))
        return (read + align) / infer


def measure(batch: Batch, comparisons: int, done: Callable[[], None]) -> Speed:
    """Compares the pairs of the set in turn, `comparisons` in all, then runs the network as often on noise."""
    rows = PairIndex.load(batch.folder).rows
    chosen = [rows[n % len(rows)] for n in range(comparisons)]
    batch.compare(rows[0])  # the first one pays for what is loaded once

    def one(number: int) -> Comparison:
        answer = batch.compare(chosen[number])
        done()
        return answer

    answers, took = timed(one, comparisons, batch.threads)
    picture = np.random.default_rng(0).integers(0, 8000, (2, FRAME_ROWS, COLUMNS)).astype(np.uint16)
    noise = Pictures(picture, picture, even_sweep())
    _, alone = timed(lambda _: batch.session.run(noise), comparisons, batch.threads)
    seconds = {stage: [float(getattr(answer.seconds, stage)) for answer in answers] for stage in STAGES}
    return Speed(seconds, comparisons / took, comparisons / alone, batch.threads)


def timed(work: Callable[[int], Answer], count: int, threads: int) -> tuple[list[Answer], float]:
    """What all calls answered, and how long they took together."""
    start = perf_counter()
    with ThreadPoolExecutor(threads) as pool:
        answers = list(pool.map(work, range(count)))
    return answers, perf_counter() - start


def stage_table(speed: Speed) -> Table:
    """A row a stage."""
    table = Table("stage", "median ms", "95 % below, ms", box=SIMPLE_HEAD, pad_edge=False)
    for stage, values in speed.seconds.items():
        middle, high = np.quantile(values, [0.5, 0.95]) * 1000
        table.add_row(stage, f"{middle:.0f}", f"{high:.0f}")
    return table
