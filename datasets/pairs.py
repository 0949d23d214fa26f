"""A set of pairs: its table `pairs.csv`, one row a pair."""

import csv
import io
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from pathlib import Path, PurePosixPath
from typing import Any, Self

from datasets.errors import SetError

TABLE = "pairs.csv"
REQUIRED = ("pair_id", "origin", "destination")
SPLITS = ("train", "val", "test")
LABELS = ("same", "mismatch")
EVENTS = ("none", "inserted", "removed", "swapped", "other_load", "opened")
PLACES = ("doors", "floor", "ceiling", "side_wall", "front_wall", "reefer_unit", "cargo")


@dataclass(frozen=True)
class PairRow:
    """Two scans and what is known of them; paths are relative to the set, "" and None mean "not known"."""

    pair_id: str
    origin: str
    destination: str
    container: str = ""
    split: str = ""
    label: str = ""
    event: str = ""
    concealed_in_origin: bool | None = None
    concealed_in_destination: bool | None = None
    place: str = ""
    mass_kg: float | None = None
    cargo: str = ""
    reefer: bool | None = None
    site_origin: str = ""
    site_destination: str = ""
    seed: int | None = None
    origin_truth: str = ""
    destination_truth: str = ""

    def __post_init__(self) -> None:
        if missing := [name for name in REQUIRED if not getattr(self, name)]:
            raise SetError(f"{self.pair_id or 'a pair'} has no {' and no '.join(missing)}")
        for name, words in {"split": SPLITS, "label": LABELS, "event": EVENTS, "place": PLACES}.items():
            if (word := getattr(self, name)) and word not in words:
                raise SetError(f"{self.pair_id}: {name} is {word!r}, wanted one of {', '.join(words)}, or nothing")
        if self.mass_kg is not None and not (math.isfinite(self.mass_kg) and self.mass_kg >= 0):
            raise SetError(f"{self.pair_id}: mass_kg is {self.mass_kg}, wanted 0 or more")
        for path in self.files:
            if PurePosixPath(path).is_absolute() or ".." in PurePosixPath(path).parts or "\\" in path:
                raise SetError(f"{self.pair_id}: {path!r} leads out of the set, wanted a path inside it, with /")

    @property
    def files(self) -> tuple[str, ...]:
        """Scans, then label images where there are any."""
        return tuple(
            path for path in (self.origin, self.destination, self.origin_truth, self.destination_truth) if path
        )

    @classmethod
    def parse(cls, cells: dict[str, str]) -> Self:
        """From the cells of one line of the table, by column; columns of other names are the user's own."""
        known: dict[str, Any] = {}
        for column, read in COLUMNS.items():
            text = (cells.get(column) or "").strip()
            try:
                known[column] = read(text)
            except ValueError as error:
                raise SetError(f"{cells.get('pair_id') or 'a pair'}: {column} is {text!r}, wanted {error}") from error
        return cls(**known)

    def cells(self) -> dict[str, str]:
        """One line of the table."""
        values = {column: getattr(self, column) for column in COLUMNS}
        return {column: "" if value is None else _cell(value) for column, value in values.items()}


@dataclass(frozen=True)
class PairIndex:
    """The table of a set; no two pairs have one name."""

    rows: tuple[PairRow, ...]

    def __post_init__(self) -> None:
        names: set[str] = set()
        for row in self.rows:
            if row.pair_id in names:
                raise SetError(f"two pairs are named {row.pair_id}, wanted a name of its own for each")
            names.add(row.pair_id)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """The table of the set in a folder."""
        rows = []
        for line, cells in read_table(folder):
            try:
                rows.append(PairRow.parse(cells))
            except SetError as error:
                raise SetError(f"line {line} of {folder / TABLE}: {error}") from error
        if not rows:
            raise SetError(f"{folder / TABLE} holds no pair")
        return cls(tuple(rows))

    def write(self, folder: Path) -> None:
        """Whole or not at all, so that a reader never meets half a table."""
        text = io.StringIO()
        table = csv.DictWriter(text, COLUMNS, lineterminator="\n")
        table.writeheader()
        table.writerows(row.cells() for row in self.rows)
        folder.mkdir(parents=True, exist_ok=True)
        unfinished = folder / f"{TABLE}.part"
        unfinished.write_text(text.getvalue(), encoding="utf-8")
        unfinished.replace(folder / TABLE)


def read_table(folder: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Line number and cells by column, for each pair of the table."""
    path = folder / TABLE
    if not path.is_file():
        raise SetError(f"{path} is not there, wanted the table of the set")
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            table = csv.DictReader(file, strict=True)
            if missing := [name for name in REQUIRED if name not in (table.fieldnames or ())]:
                raise SetError(f"{path} has no column {' and no column '.join(missing)}")
            for cells in table:
                if None in cells or None in cells.values():
                    raise SetError(f"line {table.line_num} of {path} has more or fewer cells than the header")
                yield table.line_num, cells
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise SetError(f"{path} cannot be read as a table in UTF-8 with commas: {error}") from error


def _flag(text: str) -> bool | None:
    if text not in ("", "0", "1"):
        raise ValueError("0 or 1")
    return text == "1" if text else None


def _mass(text: str) -> float | None:
    try:
        return float(text) if text else None
    except ValueError:
        raise ValueError("kilograms") from None


def _seed(text: str) -> int | None:
    try:
        return int(text) if text else None
    except ValueError:
        raise ValueError("a whole number") from None


def _cell(value: object) -> str:
    return str(int(value)) if isinstance(value, bool) else str(value)


READERS: dict[str, Callable[[str], object]] = {
    "concealed_in_origin": _flag,
    "concealed_in_destination": _flag,
    "reefer": _flag,
    "mass_kg": _mass,
    "seed": _seed,
}
COLUMNS: dict[str, Callable[[str], object]] = {field.name: READERS.get(field.name, str) for field in fields(PairRow)}
