"""Origin of one container, destination of another that carries the same kind of goods: what is taken for one."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from datasets.likeness import LEAST_LIKENESS, likeness
from datasets.measuring.laid_scans import lay_scans
from datasets.pairs import PairRow
from datasets.quality import LEAST_QUALITY
from datasets.reading import load_scan

POURED_OR_EMPTY = ("bulk", "liquid", "flexitank", "empty")  # these do look alike
HOMOGENEOUS = (  # one kind of pallet, sack, drum or roll from end to end
    *("bananas", "bottles", "cocoa", "coffee", "drums", "electronics", "frozen", "fruit", "ibcs", "paper_rolls"),
    *("rice", "sugar", "tiles"),
)


@dataclass(frozen=True)
class Stranger:
    """Two different containers laid on each other."""

    cargo: str
    quality: float
    likeness: float

    @property
    def accepted(self) -> bool:
        return self.quality >= LEAST_QUALITY

    @property
    def would_match(self) -> bool:
        """As far as quality and likeness decide; the network is not asked."""
        return self.accepted and self.likeness >= LEAST_LIKENESS


def draw_strangers(rows: list[PairRow], count: int, seed: int) -> list[tuple[PairRow, PairRow]]:
    """Pairs of rows of one cargo and different containers."""
    rng = np.random.default_rng(seed)
    kinds = {row.cargo for row in rows if row.cargo and row.cargo not in POURED_OR_EMPTY}
    alike = {kind: [row for row in rows if row.cargo == kind] for kind in sorted(kinds)}
    alike = {kind: of for kind, of in alike.items() if len({row.container for row in of}) > 1}
    firsts = [row for of in alike.values() for row in of]
    if not firsts:
        return []
    drawn = []
    for _ in range(count):
        first = firsts[rng.integers(len(firsts))]
        others = [row for row in alike[first.cargo] if row.container != first.container]
        drawn.append((first, others[rng.integers(len(others))]))
    return drawn


def measure_strangers(folder: Path, rows: tuple[PairRow, PairRow]) -> Stranger:
    pair = lay_scans(load_scan(folder / rows[0].origin), load_scan(folder / rows[1].destination)).pair
    return Stranger(rows[0].cargo, pair.alignment.quality, likeness(pair))
