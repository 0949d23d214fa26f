"""Labelled pairs from a user's own unlabelled scans: the scan, and itself re-scanned, with lots laid into either.

This is threat image projection (Rogers et al. 2016): the background is real, the lot is physics, the truth is exact.
"""

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from rich.progress import track

from datasets.errors import ScanError, SetError
from datasets.locating import locate
from datasets.pairs import PairIndex, PairRow
from datasets.reading import load_scan
from datasets.scan import Pixels, Scan
from datasets.simulation.fan import on_frame, shadows
from datasets.simulation.labels import CANNOT_BE_SEEN, HIDDEN_ALIKE, HIDDEN_HERE, PREVIEW_FLOOR
from datasets.simulation.pasting import THINNEST_G_CM2
from datasets.simulation.placing import draw_hidden
from datasets.simulation.rescan import Rescan, rescan
from datasets.simulation.sights import draw_sights
from datasets.view import FRAME_ROWS, Frame, Outline
from datasets.writing import write_tiff

Image = NDArray[np.float32]
Labels = NDArray[np.uint8]

ENDINGS = (".tif", ".tiff", ".png", ".jpg", ".jpeg", ".npy")
EVENT_SHARES = {"none": 0.4, "alike": 0.15, "inserted": 0.27, "removed": 0.18}
LEAST_SEEN = 1e-3  # transmission below which a 16-bit scan is taken not to show a lot


@dataclass(frozen=True)
class Source:
    """A scan of the user's, and where its container lies."""

    path: Path
    outline: Outline


@dataclass(frozen=True, eq=False)
class Projected:
    """A pair made from one scan: both scans, their label images, and what was laid into which."""

    origin: Scan
    destination: Scan
    labels: tuple[Labels, Labels]
    event: str
    mass_kg: float | None


def project(scans: Path, out: Path, pairs: int, seed: int) -> PairIndex:
    """Writes a set of `pairs` pairs made from the scans below a folder; pairs that the set holds already are kept."""
    sources = find_sources(scans)
    for name in ("scans", "truth"):
        (out / name).mkdir(parents=True, exist_ok=True)
    rows = [
        project_one(sources, out, seed, number) for number in track(range(pairs), "projecting pairs", disable=not pairs)
    ]
    index = PairIndex(tuple(rows))
    index.write(out)
    return index


def find_sources(folder: Path) -> list[Source]:
    """The scans that can be read; a low energy comes with its high one."""
    if not folder.is_dir():
        raise SetError(f"{folder} is no folder, wanted one with scans")
    paths = [path for path in sorted(folder.rglob("*")) if path.suffix.lower() in ENDINGS]
    sources, refused = [], ""
    for path in paths:
        if path.stem.endswith("_low"):
            continue
        try:
            sources.append(Source(path, locate(load_scan(path))[0]))
        except ScanError as error:
            refused = f"; {path.name}: {error}"
    if not sources:
        raise SetError(f"{folder} holds no scan that can be used among {len(paths)} pictures{refused}")
    return sources


def project_one(sources: list[Source], out: Path, seed: int, number: int) -> PairRow:
    rng = np.random.default_rng([seed, number])
    source = sources[int(rng.integers(len(sources)))]
    name = f"p{seed}-{number:06d}"
    pair = projected(load_scan(source.path), source.outline, rng)
    for end, scan, labels in zip(("origin", "destination"), (pair.origin, pair.destination), pair.labels, strict=True):
        (out / "scans" / f"{name}_{end}.tif").write_bytes(write_tiff(scan))
        cv2.imwrite(str(out / "truth" / f"{name}_{end}.png"), labels)
    return PairRow(
        pair_id=name,
        origin=f"scans/{name}_origin.tif",
        destination=f"scans/{name}_destination.tif",
        container=source.path.stem,
        split=split_of(source.path),
        label="mismatch" if pair.event in ("inserted", "removed") else "same",
        event=pair.event if pair.event in ("inserted", "removed") else "none",
        concealed_in_origin=pair.event in ("removed", "alike"),
        concealed_in_destination=pair.event in ("inserted", "alike"),
        mass_kg=pair.mass_kg,
        seed=seed,
        origin_truth=f"truth/{name}_origin.png",
        destination_truth=f"truth/{name}_destination.png",
    )


def split_of(path: Path) -> str:
    """By the scan's name, so that one container never stands in two splits."""
    place = int(hashlib.sha256(path.stem.encode()).hexdigest(), 16) % 100
    return "train" if place < 70 else "val" if place < 85 else "test"


def projected(scan: Scan, outline: Outline, rng: np.random.Generator) -> Projected:
    """One pair from a scan and the outline of its container."""
    event = str(rng.choice(list(EVENT_SHARES), p=list(EVENT_SHARES.values())))
    scan = replace(scan, container=None, air=None)
    if event == "none":
        again = rescan(scan, outline, rng)
        nothing = np.zeros(scan.high.shape, np.float32)
        return Projected(scan, again.scan, labelled(scan, again, nothing, 0, 0), event, None)
    frame = Frame.of(outline)
    sights = draw_sights(rng, frame.columns, dual=scan.low is not None)
    hidden = draw_hidden(rng, sights.height_m, sights.length_m, (0.0, sights.length_m))
    passage = on_frame(sights.origin.geometry, sights.height_m, sights.edges(frame.columns))
    [shadow] = shadows([(hidden.lot, passage)], 0.5)
    in_frame = np.zeros((FRAME_ROWS, frame.columns), np.float32)
    in_frame[shadow.place] = shadow.grams
    lot = on_scan(in_frame, frame, scan.high.shape)
    with_lot = laid_in(scan, lot, (0.04, 0.047))
    origin = scan if event == "inserted" else with_lot
    again = rescan(scan if event == "removed" else with_lot, outline, rng)
    value = HIDDEN_ALIKE if event == "alike" else HIDDEN_HERE
    labels = labelled(origin, again, lot, 0 if event == "inserted" else value, 0 if event == "removed" else value)
    mass_kg = round(hidden.mass_kg, 2)
    return Projected(origin, again.scan, labels, event, mass_kg)


def on_scan(in_frame: Image, frame: Frame, shape: tuple[int, ...]) -> Image:
    """A picture of the frame on the scan's own pixels, nothing outside."""
    x, y = np.meshgrid(np.arange(shape[1], dtype=np.float64), np.arange(shape[0], dtype=np.float64))
    there = frame.from_scan(np.stack([x.ravel(), y.ravel()], axis=1)).astype(np.float32)
    columns, rows = there[:, 0].reshape(shape), there[:, 1].reshape(shape)
    return np.asarray(cv2.remap(in_frame, columns, rows, cv2.INTER_LINEAR, borderValue=0.0), np.float32)


def laid_in(scan: Scan, lot: Image, mu: tuple[float, float]) -> Scan:
    """Transmission multiplied: what stands behind the lot shows through it."""

    def through(pixels: Pixels, coefficient: float) -> Pixels:
        return np.asarray(pixels * np.exp(-coefficient * lot) + 0.5, np.uint16)

    low = None if scan.low is None else through(scan.low, mu[1])
    return replace(scan, high=through(scan.high, mu[0]), low=low)


def labelled(origin: Scan, again: Rescan, lot: Image, at_origin: int, at_destination: int) -> tuple[Labels, Labels]:
    """Label images of both scans, each on its own pixels."""
    here = (lot > THINNEST_G_CM2).astype(np.uint8)
    columns, rows = again.path.back()
    there = cv2.remap(here, columns, rows, cv2.INTER_NEAREST, borderValue=0.0)
    return blinded(here * np.uint8(at_origin), origin), blinded(there * np.uint8(at_destination), again.scan)


def blinded(labels: NDArray[np.generic], scan: Scan) -> Labels:
    """Labels, and what cannot be seen."""
    floor = PREVIEW_FLOOR if scan.bits == 8 else LEAST_SEEN
    seen = cv2.blur(scan.high.astype(np.float32), (3, 3)) >= floor * float(np.quantile(scan.high, 0.99))
    return np.where(seen, labels, CANNOT_BE_SEEN).astype(np.uint8)
