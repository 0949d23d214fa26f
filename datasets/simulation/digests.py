"""What is frozen of the benchmark: recipes by SHA-256, and what two machines agree on in each part's first pairs."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from datasets.pairs import PairRow
from datasets.reading import load_scan
from datasets.simulation.records import read_row
from datasets.simulation.simulate import Part, record_path

DIGESTS = Path(__file__).with_name("digests.json")
FINGERPRINTED = 4  # pairs of each part
# Pixels of two machines differ by 1 of 65535 here and there (docs/data.md): other libraries sum in another order.
MEAN_TOLERANCE = 0.001  # of a scan's mean, as a share of it
MASS_TOLERANCE_KG = 0.02


@dataclass(frozen=True)
class Fingerprint:
    """A pair in brief: what its row says, and the size (rows, columns) and mean value of both scans."""

    pair_id: str
    said: tuple[str, ...]
    mass_kg: float
    sizes: tuple[tuple[int, int], tuple[int, int]]
    means: tuple[float, float]

    def differs(self, frozen: "Fingerprint") -> Iterator[str]:
        """What is not as frozen."""
        for name in ("pair_id", "said", "sizes"):
            if (here := getattr(self, name)) != (there := getattr(frozen, name)):
                yield f"{self.pair_id} has {name} {here}, frozen are {there}"
        if abs(self.mass_kg - frozen.mass_kg) > MASS_TOLERANCE_KG:
            yield f"{self.pair_id} has {self.mass_kg} kg, frozen are {frozen.mass_kg}"
        if not np.allclose(self.means, frozen.means, rtol=MEAN_TOLERANCE, atol=0):
            yield f"{self.pair_id} has the mean values {self.means}, frozen are {frozen.means}"


@dataclass(frozen=True)
class Frozen:
    """A part of the benchmark as the repository holds it."""

    seed: int
    pairs: int
    recipe: str
    first: tuple[Fingerprint, ...]


def frozen() -> dict[int, Frozen]:
    """By seed."""
    return {part["seed"]: thawed(part) for part in json.loads(DIGESTS.read_text())}


def thawed(part: Mapping[str, Any]) -> Frozen:
    return Frozen(part["seed"], part["pairs"], part["recipe"], tuple(fingerprint_of(each) for each in part["first"]))


def fingerprint_of(values: Mapping[str, Any]) -> Fingerprint:
    (a, b), (c, d) = values["sizes"]
    low, high = values["means"]
    return Fingerprint(values["pair_id"], tuple(values["said"]), values["mass_kg"], ((a, b), (c, d)), (low, high))


def fingerprint(folder: Path, row: PairRow) -> Fingerprint:
    """Of a pair that was made in a folder."""
    origin, destination = (load_scan(folder / path).high for path in (row.origin, row.destination))
    return Fingerprint(
        row.pair_id,
        (row.container, row.split, row.label, row.event, row.place, row.cargo, row.site_origin, row.site_destination),
        row.mass_kg or 0.0,
        ((origin.shape[0], origin.shape[1]), (destination.shape[0], destination.shape[1])),
        (round(float(origin.mean()), 2), round(float(destination.mean()), 2)),
    )


def compared(folder: Path, parts: Sequence[Part]) -> tuple[int, list[str]]:
    """How many pairs of the folder were held to what is frozen of them, and every difference."""
    known, pairs, differences = frozen(), 0, []
    for part in parts:
        there = known[part.seed]
        if part.recipe.digest != there.recipe:
            differences.append(f"the recipe {part.recipe.name!r} is not the one that is frozen")
        for wanted in there.first[: part.pairs]:
            if not (path := record_path(folder, wanted.pair_id)).is_file():
                differences.append(f"{wanted.pair_id} is not there")
                continue
            differences += fingerprint(folder, read_row(path)).differs(wanted)
            pairs += 1
    return pairs, differences


def freeze_parts(made: Sequence[tuple[Path, Sequence[Part]]], counts: Mapping[int, int]) -> Path:
    """Writes what is frozen, from the first pairs that were made of each part; `counts` are the parts' whole sizes."""
    texts = [
        as_text(
            Frozen(
                part.seed,
                counts[part.seed],
                part.recipe.digest,
                tuple(fingerprint(folder, read_row(record_path(folder, name))) for name in part.names),
            )
        )
        for folder, parts in made
        for part in parts
    ]
    DIGESTS.write_text("[\n" + ",\n".join(texts) + "\n]\n")
    return DIGESTS


def as_text(part: Frozen) -> str:
    """As JSON, a pair a line."""
    head = json.dumps({"seed": part.seed, "pairs": part.pairs, "recipe": part.recipe})
    pairs = ",\n  ".join(json.dumps(asdict(each)) for each in part.first)
    return f' {head[:-1]}, "first": [\n  {pairs}\n ]}}'
