"""A whole set measured: every pair on all cores, then the table."""

import logging
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from datasets.errors import ScanError, SetError
from datasets.measuring.pair_figures import FailedPair, PairFigures, measure_pair, require_truth
from datasets.measuring.repeats import repeat_rows
from datasets.measuring.rows import Row, set_rows
from datasets.measuring.strangers import Stranger, draw_strangers, measure_strangers
from datasets.measuring.timing import time_rows
from datasets.pairs import PairIndex, PairRow
from datasets.parallel import in_parallel

STRANGERS = 1000  # pairs of different containers, at most twice as many as there are pairs
SEED = 5

log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class Measured:
    """What came out of a set: pair by pair, and the rows of the table."""

    folder: Path
    pairs: tuple[PairFigures, ...]
    failures: tuple[str, ...]
    rows: tuple[Row, ...]


def measure_alignment(
    folder: Path,
    first: int | None,
    split: str,
    workers: int,
    rescans: Path | None = None,
    repeats: Path | None = None,
) -> Measured:
    """Every pair of the set whose true map is known, or the first so many of a split; real scans where asked for."""
    rows = require_truth(folder, [row for row in PairIndex.load(folder).rows if split in ("", row.split)])[:first]
    pairs = list(in_parallel(partial(one_pair, folder), list(enumerate(rows)), workers, "pairs"))
    measured = tuple(one for one in pairs if isinstance(one, PairFigures))
    failed = [one for one in pairs if isinstance(one, FailedPair)]
    if not measured:
        raise SetError(f"no pair of {folder} could be measured; the first: {failed[0].reason}")
    drawn = draw_strangers(rows, min(STRANGERS, 2 * len(rows)), SEED)
    laid = list(in_parallel(partial(one_stranger, folder), drawn, workers, "different containers"))
    strangers = [one for one in laid if isinstance(one, Stranger)]
    failures = [f"{one.row.pair_id}: {one.reason}" for one in failed] + [one for one in laid if isinstance(one, str)]
    table = list(set_rows(measured, strangers, folder.name))
    table += time_rows(folder, rows)
    if rescans is not None:
        from datasets.measuring.relaid import rescan_rows  # needs torch, which the rest can do without

        table += rescan_rows(rescans, workers)
    if repeats is not None:
        table += repeat_rows(repeats)
    return Measured(folder, measured, tuple(failures), tuple(table))


def one_pair(folder: Path, which: tuple[int, PairRow]) -> PairFigures | FailedPair:
    """A pair that cannot be measured costs its own line, never the run."""
    number, row = which
    try:
        return measure_pair(folder, number, row)
    except ScanError as error:
        return FailedPair(row, str(error))
    except Exception as error:  # a fault of ours must not cost the run either; it is told and logged
        log.exception("%s could not be measured", row.pair_id)
        return FailedPair(row, f"a fault of the program: {type(error).__name__}: {error}")


def one_stranger(folder: Path, rows: tuple[PairRow, PairRow]) -> Stranger | str:
    try:
        return measure_strangers(folder, rows)
    except ScanError as error:
        return f"{rows[0].pair_id} on {rows[1].pair_id}: {error}"
