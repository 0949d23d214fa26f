"""How fast pairs are made at a given size, stage by stage, beside the matrix products in them alone."""

import resource
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from statistics import median
from time import perf_counter

import numpy as np
import torch
from torch import Tensor

from datasets.planes import even_sweep
from datasets.preparation import UNITS
from datasets.simulation.beam import integrals, tiling
from datasets.simulation.beam.render import AT_ONCE, Shot, material_shares, recorded, render_clean
from datasets.simulation.beam.spectrum import BASIS, NODES
from datasets.simulation.pasting.pasting import Cut, PairSample, paste
from datasets.simulation.recipes import usual
from datasets.simulation.shots import draw_shots
from datasets.simulation.simulate import one_thread
from datasets.simulation.story import draw_story
from datasets.view import FRAME_ROWS
from datasets.workers import process_pool

ROWS, COLUMNS = 256, 1152
CROP_COLUMNS, PASTED = 256, 200
SEED = 990_001  # of no set
STAGES = ("scenes", "rays and spectrum", "noise and faults")
MIB = 1 << 20

Operands = tuple[Tensor, Tensor]


@dataclass(frozen=True)
class Throughput:
    """Pairs a second on all workers, seconds a pair by stage on one of them, and the memory of the largest."""

    pairs_per_s: float
    seconds: dict[str, float]
    products_s: float
    workers: int
    peak_bytes: int
    pasting_s: float

    @property
    def over_products(self) -> float:
        """Rays and spectrum over what their matrix products alone take."""
        return self.seconds["rays and spectrum"] / self.products_s

    def lines(self) -> Iterator[str]:
        yield f"{self.pairs_per_s:.1f} pairs/s of {ROWS} x {COLUMNS} on {self.workers} workers"
        yield from (f"{1000 * self.seconds[stage]:7.1f} ms a pair: {stage}" for stage in STAGES)
        yield f"{1000 * self.products_s:7.1f} ms a pair: the matrix products of rays and spectrum alone"
        yield f"{self.over_products:.1f} times what the matrix products take; {self.peak_bytes / MIB:.0f} MiB a worker"
        yield f"{1000 * self.pasting_s:7.1f} ms a crop of {FRAME_ROWS} x {CROP_COLUMNS}: lots pasted while training"


def measure(pairs: int, workers: int, device: str, done: Callable[[], None]) -> Throughput:
    """Makes `pairs` pairs, without writing them; every worker has made one before the clock starts."""
    with process_pool(workers, one_thread) as pool:
        list(pool.map(partial(make, device), range(-2 * workers, 0)))
        start, times = perf_counter(), []
        for one in pool.map(partial(make, device), range(pairs)):
            times.append(one)
            done()
        took = perf_counter() - start
        products = list(pool.map(partial(products_alone, device), range(pairs)))
        peak = max(pool.map(peak_bytes, range(2 * workers)))
        pasted = list(pool.map(pasting, range(PASTED)))
    seconds = {stage: median(one[n] for one in times) for n, stage in enumerate(STAGES)}
    return Throughput(pairs / took, seconds, median(products), workers, peak, median(pasted))


def make(device: str, number: int) -> tuple[float, ...]:
    """Seconds that each stage of one pair took."""
    rng = np.random.default_rng([SEED, abs(number)])
    start = perf_counter()
    shots = shots_of(rng)
    drawn = perf_counter()
    signals = render_clean(shots, device)
    rendered = perf_counter()
    for shot, clean in zip(shots, signals, strict=True):
        for signal in clean:
            recorded(signal, shot.passage, shot.detector, rng)
    return drawn - start, rendered - drawn, perf_counter() - rendered


def shots_of(rng: np.random.Generator) -> list[Shot]:
    recipe = usual()
    drawn = draw_shots(rng, recipe, draw_story(rng, recipe))
    return [replace(shot, passage=shot.passage.sampled(ROWS, COLUMNS)) for _, shot in drawn]


def products_alone(device: str, number: int) -> float:
    """Seconds for the matrix products of one pair, on numbers of no meaning."""
    shots = shots_of(np.random.default_rng([SEED, abs(number)]))
    seconds = 0.0
    for left, right in products(shots, device):
        torch.matmul(left, right)  # the first one warms the cache, as what comes before does in a picture
        finish(device)
        start = perf_counter()
        torch.matmul(left, right)
        finish(device)
        seconds += perf_counter() - start
    return seconds


def products(shots: Sequence[Shot], device: str) -> Iterator[Operands]:
    """Operands of every product that rendering these shots needs, in their sizes."""
    jobs = [integrals.Job(shot.things, shot.passage, material_shares(shot.things)) for shot in shots]
    grids = tiling.lay([(job.things, job.passage) for job in jobs])
    for batch in integrals.batched(jobs, grids, device):
        count, most = len(batch), len(batch[-1].blocks)
        corners = of_size(device, count, tiling.TILE_ROWS * integrals.RAYS, 2), of_size(device, count, 2, most)
        yield from (corners, corners)  # where rays enter, and where they leave
        columns = of_size(device, count, most, BASIS * tiling.TILE_COLUMNS)
        yield of_size(device, count, tiling.TILE_ROWS, most), columns
    for shot in shots:
        rays = shot.passage.rows * shot.passage.columns
        at_once = AT_ONCE if torch.device(device).type == "cpu" else rays
        for _ in shot.detector.energies_mv:
            for first in range(0, rays, at_once):
                wide = min(at_once, rays - first)
                yield of_size(device, NODES, BASIS), of_size(device, BASIS, wide)
                yield of_size(device, 2, NODES), of_size(device, NODES, wide)


def pasting(number: int) -> float:
    """Seconds to paste one to three lots into a crop."""
    picture = np.full((2, FRAME_ROWS, CROP_COLUMNS), UNITS, np.uint16)
    planes = np.zeros((FRAME_ROWS // 2, CROP_COLUMNS // 2), np.uint8)
    sample = PairSample(picture, picture, even_sweep(), planes, Cut(300, 1088))
    start = perf_counter()
    paste(sample, np.random.default_rng(number))
    return perf_counter() - start


def of_size(device: str, *size: int) -> Tensor:
    return torch.ones(size, device=device)


def finish(device: str) -> None:
    if torch.device(device).type == "cuda":
        torch.cuda.synchronize()


def peak_bytes(_number: int) -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
