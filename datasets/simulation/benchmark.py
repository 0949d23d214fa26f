"""The benchmark: three fixed sets that anyone can make, each in the contract's form."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from datasets.errors import SetError
from datasets.simulation.digests import FINGERPRINTED, compared, freeze_parts
from datasets.simulation.recipe import Recipe, Shares
from datasets.simulation.recipes import shift, usual
from datasets.simulation.simulate import Part, simulate

UNCHANGED: Shares = {"none": 1.0}
HIDDEN_ALIKE: Shares = {"alike": 1.0}
# In the proportions of the recipes that train.
CHANGED: Shares = {"inserted": 0.45, "removed": 0.22, "swapped": 0.15, "other_load": 0.07, "opened": 0.11}


@dataclass(frozen=True)
class BenchmarkSet:
    """One of the three; its parts have exact sizes, so that every rate has a denominator known beforehand."""

    name: str
    parts: tuple[Part, ...]

    @property
    def pairs(self) -> int:
        return sum(part.pairs for part in self.parts)

    def first(self, pairs: int) -> "BenchmarkSet":
        """A leading piece: the first pairs of each part, in the proportions of the whole."""
        share = min(pairs / self.pairs, 1.0)
        return replace(self, parts=tuple(replace(part, pairs=round(part.pairs * share)) for part in self.parts))


def benchmark() -> tuple[BenchmarkSet, ...]:
    """Seeds of nine digits that begin with 91 are the benchmark's own: nobody is to train on them."""
    return (
        a_set("val", "val", usual(), 910_000_100, (480, 120, 400)),
        a_set("test", "test", usual(), 910_000_200, (2400, 600, 2000)),
        a_set("shift", "test", shift(), 910_000_300, (480, 120, 400)),
    )


def a_set(name: str, split: str, recipe: Recipe, seed: int, counts: tuple[int, int, int]) -> BenchmarkSet:
    """So many pairs unchanged, hidden alike in both scans, and changed; each part has a seed of its own."""
    parts = zip(("unchanged", "hidden alike", "changed"), (UNCHANGED, HIDDEN_ALIKE, CHANGED), counts, strict=True)
    return BenchmarkSet(
        name,
        tuple(
            Part(replace(recipe, name=f"{name}, {what}", events=events), count, seed + n, split)
            for n, (what, events, count) in enumerate(parts)
        ),
    )


def chosen(only: str | None, first: int | None) -> list[BenchmarkSet]:
    """All three or one of them, whole or a leading piece of each."""
    sets = {each.name: each.first(first) if first else each for each in benchmark()}
    return [sets[only]] if only else list(sets.values())


def make(folder: Path, sets: Sequence[BenchmarkSet], *, workers: int | None, device: str) -> Iterator[str]:
    """Makes the sets in folders of their names and tells of it; pairs that are there already are kept."""
    for each in sets:
        yield f"{folder / each.name}: {each.pairs} pairs"
        started = time.perf_counter()
        simulate(folder / each.name, each.parts, workers=workers, device=device)
        yield f"{folder / each.name}: {time.perf_counter() - started:.0f} s, {size_mb(folder / each.name):.0f} MB"


def agreed(folder: Path, sets: Sequence[BenchmarkSet]) -> Iterator[str]:
    """Holds what was made to what is frozen, and says how to go on; a difference is an error."""
    for each in sets:
        pairs, differences = compared(folder / each.name, each.parts)
        if differences:
            raise SetError(f"{folder / each.name} is not the benchmark: {'; '.join(differences)}")
        yield f"{folder / each.name}: as frozen, by {pairs} pairs compared"
    if sets:
        scored = folder / sets[-1].name
        yield f"score a model: python -m training evaluate {scored} --model FILE.onnx --out REPORT"


def freeze(folder: Path, *, workers: int | None) -> Iterator[str]:
    """Makes the first pairs of every part in a new folder, and writes the digests that the repository holds."""
    sets = [
        replace(each, parts=tuple(replace(part, pairs=FINGERPRINTED) for part in each.parts)) for each in benchmark()
    ]
    if found := [each.name for each in sets if (folder / each.name).exists()]:
        raise SetError(f"{folder} holds {found[0]}, wanted a new folder: pairs of an older program would be frozen")
    yield from make(folder, sets, workers=workers, device="cpu")
    counts = {part.seed: part.pairs for each in benchmark() for part in each.parts}
    yield f"{freeze_parts([(folder / each.name, each.parts) for each in sets], counts)} holds the digests"


def size_mb(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
