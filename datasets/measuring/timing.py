"""How long it takes to lay two dual-energy scans of 800 x 2500 pixels on each other, on two cores and on one."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from time import perf_counter

import cv2
import numpy as np

from datasets.alignment import align
from datasets.errors import ScanError
from datasets.locating import locate
from datasets.measuring.rows import Row, limited
from datasets.normalising import normalise
from datasets.pairs import PairRow
from datasets.reading import load_scan, read_scan
from datasets.scan import Pixels, Scan
from datasets.view import View
from datasets.writing import write_tiff

ROWS, COLUMNS = 800, 2500
TIMES = 9
SEARCHED = 60  # pairs among which one with two energies in both scans is looked for
GOAL_MS = 80.0


def time_rows(folder: Path, rows: Sequence[PairRow]) -> Iterator[Row]:
    """Medians of reading (zstd), locating and normalising both scans and aligning them."""
    files = files_of(folder, rows)
    if files is None:
        yield Row("time, two 800 x 2500 dual-energy scans", "no pair of the set has two energies in both scans")
        return
    for threads, goal in ((2, GOAL_MS), (1, float("inf"))):
        prepare_ms, align_ms = timed(files, threads)
        total = prepare_ms + align_ms
        result = f"{total:.0f} ms: {prepare_ms:.0f} to read, locate and normalise both, {align_ms:.0f} to align"
        name = f"time, two {ROWS} x {COLUMNS} dual-energy scans, zstd, {threads} thread{'s' * (threads > 1)}"
        yield limited(name, result, {"ms": (total, goal)}, f"<= {goal:g} ms") if threads > 1 else Row(name, result)


def timed(files: tuple[bytes, bytes], threads: int) -> tuple[float, float]:
    """Median milliseconds of preparing both scans, one a thread, and of aligning them."""
    before = cv2.getNumThreads()
    spent = []
    try:
        with ThreadPoolExecutor(threads) as pool:
            for _ in range(TIMES + 1):  # the first one pays for what is loaded once
                cv2.setNumThreads(1)
                start = perf_counter()
                views = list(pool.map(prepared, files))
                middle = perf_counter()
                cv2.setNumThreads(threads)
                align(*views)
                spent.append((middle - start, perf_counter() - middle))
    finally:
        cv2.setNumThreads(before)
    prepare, lay = np.median(np.array(spent[1:]), axis=0) * 1000
    return float(prepare), float(lay)


def prepared(data: bytes) -> View:
    scan = read_scan(data)
    return normalise(scan, locate(scan)[0])


def files_of(folder: Path, rows: Sequence[PairRow]) -> tuple[bytes, bytes] | None:
    """The first pair with two energies in both scans, brought to the size that is timed."""
    for row in rows[:SEARCHED]:
        try:
            scans = load_scan(folder / row.origin), load_scan(folder / row.destination)
        except ScanError:
            continue
        if all(scan.low is not None and scan.bits == 16 for scan in scans):
            return write_tiff(resized(scans[0])), write_tiff(resized(scans[1]))
    return None


def resized(scan: Scan) -> Scan:
    high, low = (None if channel is None else scaled(channel) for channel in (scan.high, scan.low))
    return replace(scan, high=scan.high if high is None else high, low=low, pitch_mm=None)


def scaled(pixels: Pixels) -> Pixels:
    return np.asarray(cv2.resize(pixels, (COLUMNS, ROWS), interpolation=cv2.INTER_AREA), dtype=np.uint16)
