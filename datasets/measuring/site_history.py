"""The scanners of a set's sites, from all its pairs laid on each other."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from datasets.errors import ScanError
from datasets.measuring.laid_scans import lay_row
from datasets.pairs import PairIndex, PairRow
from datasets.parallel import in_parallel
from datasets.shell import Shell
from datasets.sites import KnownSites, SeenPair, gathered
from datasets.view import View


def sites_of(folder: Path, workers: int) -> tuple[KnownSites, tuple[str, ...]]:
    """What the pairs of a set show of its sites, and why a pair could not be used."""
    rows = [row for row in PairIndex.load(folder).rows if row.site_origin and row.site_destination]
    seen = list(in_parallel(partial(see, folder), rows, workers, "laying pairs"))
    return gathered([one for one in seen if isinstance(one, SeenPair)]), tuple(told(seen))


def told(seen: list[SeenPair | str]) -> Iterator[str]:
    yield from (one for one in seen if isinstance(one, str))


def see(folder: Path, row: PairRow) -> SeenPair | str:
    try:
        pair = lay_row(folder, row).pair
    except ScanError as error:
        return f"{row.pair_id}: {error}"
    sites = row.site_origin, row.site_destination
    return SeenPair(sites, (shell_of(pair.origin), shell_of(pair.destination)), pair.alignment.side_odds)


def shell_of(view: View) -> Shell | None:
    shell = view.frame.outline.shell
    return None if shell is None or shell.above else shell
