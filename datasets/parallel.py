"""Jobs done on all cores, with a bar that says how far they are."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TypeVar

from rich.console import Console
from rich.progress import track

from datasets.workers import process_pool

Job = TypeVar("Job")
Answer = TypeVar("Answer")


def in_parallel(one: Callable[[Job], Answer], jobs: Sequence[Job], workers: int, what: str) -> Iterator[Answer]:
    """In the order of the jobs: processes of one thread each, or this one where there is but one."""
    shown = partial(track, description=what, total=len(jobs), console=Console(stderr=True), disable=not jobs)
    if workers == 1 or len(jobs) < 2:
        yield from shown(map(one, jobs))
        return
    with process_pool(workers) as pool:
        yield from shown(pool.map(one, jobs))
