"""Which split a pair belongs to: pairs that share a container or a file are never parted."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from datasets.errors import ScanError
from datasets.pairs import SPLITS, PairIndex, PairRow
from datasets.scan import ContainerNumber


def divided(index: PairIndex, val: float = 0.15, test: float = 0.15) -> PairIndex:
    """Every pair in a split: one without follows those it belongs with, or is drawn with them by their name."""
    groups = groups_of(index.rows)
    given = {group: row.split for group, row in zip(groups, index.rows, strict=True) if row.split}
    splits = [
        row.split or given.get(group) or drawn(group, val, test) for group, row in zip(groups, index.rows, strict=True)
    ]
    return PairIndex(tuple(replace(row, split=split) for row, split in zip(index.rows, splits, strict=True)))


def groups_of(rows: tuple[PairRow, ...]) -> list[str]:
    """For each row the name of its group: the first in order of all that hangs together with it."""
    parents: dict[str, str] = {}
    for row in rows:
        roots = sorted(root_of(name, parents) for name in names_of(row))
        parents.update(dict.fromkeys(roots, roots[0]))
    return [root_of(next(names_of(row)), parents) for row in rows]


def leaks(rows: tuple[PairRow, ...], alike: Mapping[str, str] = MappingProxyType({})) -> Iterator[str]:
    """Containers, files and pixels in two splits, so that what is trained on is tested on.

    `alike` maps each scan to the first that has the same pixels.
    """
    homes: dict[str, tuple[str, str]] = {}
    for row in rows:
        for name, told in told_of(row, alike) if row.split else ():
            split, pair = homes.setdefault(name, (row.split, row.pair_id))
            if split != row.split:
                yield f"{row.pair_id}: {told} is in {row.split}, but in {split} too, with {pair}"


def names_of(row: PairRow) -> Iterator[str]:
    """What a pair is known by: its container, and its files."""
    if row.container:
        yield f"container {as_written(row.container)}"
    yield from (f"file {path}" for path in dict.fromkeys(row.files))


def as_written(number: str) -> str:
    """A container number without spaces and hyphens; other text as it is."""
    try:
        return str(ContainerNumber.parse(number))
    except ScanError:
        return number


def told_of(row: PairRow, alike: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The same, a copy of a file by the file's name, and each in words."""
    originals = {f"file {path}": f"file {alike[path]}" for path in row.files if path in alike}
    for name in names_of(row):
        same = originals.get(name, name)
        yield same, name if same == name else f"{name}, which has the pixels of {same},"


def root_of(name: str, parents: dict[str, str]) -> str:
    while (parent := parents.setdefault(name, name)) != name:
        parents[name] = name = parents[parent]  # halves the way for the next who asks
    return name


def drawn(group: str, val: float, test: float) -> str:
    """By the group's own name, so that a pair keeps its split when others are added."""
    place = int.from_bytes(hashlib.sha256(group.encode()).digest()[:8], "big") / 2**64
    train = 1 - val - test
    return SPLITS[(place >= train) + (place >= train + val)]
