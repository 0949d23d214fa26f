"""Files of a set: each is read once, and as little of a scan is kept as tells it from every other."""

import hashlib
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from os import cpu_count
from pathlib import Path
from typing import TypeVar

import numpy as np
from rich.console import Console
from rich.progress import track

from datasets.errors import ScanError
from datasets.reading import load_scan
from datasets.scan import Pixels

Seen = TypeVar("Seen")


@dataclass(frozen=True)
class SeenScan:
    """A scan that was read; `fault` where it could not be."""

    shape: tuple[int, ...] = ()
    digest: str = ""
    container: str = ""
    taken_at: datetime | None = None
    warnings: tuple[str, ...] = ()
    fault: str = ""


def see_all(see: Callable[[Path, str], Seen], folder: Path, paths: list[str]) -> dict[str, Seen]:
    """Each file once, on all cores."""
    once = list(dict.fromkeys(paths))
    with ThreadPoolExecutor(cpu_count()) as pool:
        files = pool.map(partial(see, folder), once)
        shown = track(files, "reading files", len(once), console=Console(stderr=True), disable=not once)
        return dict(zip(once, shown, strict=True))


def see_scan(folder: Path, path: str) -> SeenScan:
    try:
        scan = load_scan(folder / path)
    except ScanError as error:
        return SeenScan(fault=str(error))
    return SeenScan(scan.high.shape, digest_of(scan.high), str(scan.container or ""), scan.taken_at, scan.warnings)


def digest_of(pixels: Pixels) -> str:
    """SHA-256 of the decoded pixels, whatever file they came in; a scan and its mirror image have the same."""
    columns = pixels.sum(axis=0, dtype=np.int64).tolist()
    way = pixels if columns <= columns[::-1] else pixels[:, ::-1]
    content = hashlib.sha256(str(pixels.shape).encode())
    content.update(np.ascontiguousarray(way).data)
    return content.hexdigest()


def copies(scans: Mapping[str, SeenScan]) -> dict[str, str]:
    """For each scan the first path that has the same pixels."""
    first: dict[str, str] = {}
    return {path: first.setdefault(seen.digest or path, path) for path, seen in scans.items()}
