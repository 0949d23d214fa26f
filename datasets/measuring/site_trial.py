"""How many pairs of two scanners it takes to know whether their sources stand on one side: simulated, sources fixed."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from datasets.errors import ScanError
from datasets.measuring.laid_scans import lay_scans
from datasets.measuring.rows import Row
from datasets.measuring.shares import share
from datasets.parallel import in_parallel
from datasets.quality import LEAST_QUALITY
from datasets.sites import SeenPair, odds_of, sides_of

HISTORIES = (1, 3, 10, 30)  # pairs
LANE_M, CHASSIS_M = 0.08, 0.05  # standard deviations: how far beside the lane's middle trucks drive, how high they ride


def site_trial(scanners: int, pairs: int, seed: int, workers: int) -> Iterator[Row]:
    """Half of the scanners' sources stand on different sides."""
    jobs = [(seed, scanner, pair) for scanner in range(scanners) for pair in range(pairs)]
    found = list(in_parallel(odds_between, jobs, workers, "simulating and laying"))
    yield Row("pairs that could be laid on each other", share(one is not None for one in found))
    by_scanner = [found[one * pairs : (one + 1) * pairs] for one in range(scanners)]
    told = [[odds for odds in of if odds is not None] for of in by_scanner]
    yield from history_rows([(odds, different(scanner)) for scanner, odds in enumerate(told)])


def history_rows(scanners: Sequence[tuple[list[float], bool]]) -> Iterator[Row]:
    """`scanners` are the odds of each pair of two scanners, and whether their sources stand on different sides."""
    for count in HISTORIES:
        seen = [
            ([SeenPair(("A", "B"), (None, None), one) for one in odds[:count]], opposite)
            for odds, opposite in scanners
            if len(odds) >= count
        ]
        if not seen:
            continue
        right = [(odds_of(pairs)["A", "B"] > 0) == opposite for pairs, opposite in seen]
        sides = [(sides_of(pairs), opposite) for pairs, opposite in seen]
        sure = [(found["A"] != found["B"]) == opposite for found, opposite in sides if found]
        result = f"{share(right)}; sure of {len(sure)}, of which right {sum(sure)}"
        yield Row(f"sources on one side or on different ones, told from {count} pairs of two scanners: right", result)


def different(scanner: int) -> bool:
    return scanner % 2 == 1


def odds_between(which: tuple[int, int, int]) -> float | None:
    """What one pair of two scanners says, by seed, scanners and pair; None where it could not be laid on each other."""
    from datasets.simulation.beam.scanner import draw_geometry  # needs torch, which the rest can do without
    from datasets.simulation.recipes import usual
    from datasets.simulation.simulate import deliver, take_both
    from datasets.simulation.story import draw_story

    seed, scanner, pair = which
    recipe = usual()
    places = np.random.default_rng([seed, scanner])
    side = int(places.choice([-1, 1]))
    sources = [draw_geometry(places, recipe.nuisances, one) for one in (side, -side if different(scanner) else side)]
    rng = np.random.default_rng([seed, scanner, 1 + pair])
    first, second = (
        replace(one, distance=one.distance + rng.normal(0, LANE_M), height=one.height + rng.normal(0, CHASSIS_M))
        for one in sources
    )
    try:
        taken = take_both(rng, recipe, draw_story(rng, recipe), known=(first, second))
        alignment = lay_scans(*deliver(rng, taken)).pair.alignment
    except ScanError:
        return None
    return alignment.side_odds if alignment.quality >= LEAST_QUALITY else None
