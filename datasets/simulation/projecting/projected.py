"""One pair from one scan: what is hidden where, both pictures, and what is true of them."""

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from datasets.errors import RecipeError
from datasets.normalising import normalise
from datasets.scan import Scan
from datasets.simulation.beam.fan import NO_SHADOW, Shadow, on_scan, shadows
from datasets.simulation.beam.scanner import Passage
from datasets.simulation.hiding.concealment import Hidden
from datasets.simulation.hiding.placing import draw_container, draw_hidden
from datasets.simulation.labels import CANNOT_BE_SEEN, HIDDEN_ALIKE, HIDDEN_HERE, PREVIEW_FLOOR, THINNEST_LOT_G_CM2
from datasets.simulation.nuisances import Nuisances
from datasets.simulation.pasting.sights import Sights
from datasets.simulation.projecting.load_seen import doors_left_in, goods_in
from datasets.simulation.projecting.rescan import Rescan, rescan, sights_of, through_jpeg
from datasets.simulation.projecting.superposing import superposed
from datasets.view import Outline

Labels = NDArray[np.uint8]

EVENT_SHARES = {"none": 0.4, "alike": 0.15, "inserted": 0.27, "removed": 0.18}
LEAST_SEEN = 1e-3  # transmission below which a 16-bit scan is taken not to show a lot
USUAL = Nuisances()


@dataclass(frozen=True)
class Assumed:
    """What the user knows of the source that made the scans; what is None is drawn for each pair."""

    side: int | None = None
    distance_m: float | None = None
    height_m: float | None = None

    def __post_init__(self) -> None:
        if self.side not in (None, -1, 1):
            raise RecipeError(f"side is {self.side}, wanted -1 or 1")

    def applied(self, sights: Sights) -> Sights:
        drawn = sights.origin.geometry
        geometry = replace(
            drawn,
            side=drawn.side if self.side is None else self.side,
            distance=drawn.distance if self.distance_m is None else self.distance_m,
            height=drawn.height if self.height_m is None else self.height_m,
        )
        return replace(
            sights,
            origin=replace(sights.origin, geometry=geometry),
            destination=replace(sights.destination, geometry=geometry),  # a picture cannot be seen from elsewhere
        )


@dataclass(frozen=True, eq=False)
class Projected:
    """A pair made from one scan: both scans, their label images, what was laid into which, and what was assumed."""

    origin: Scan
    destination: Scan
    labels: tuple[Labels, Labels]
    event: str
    hidden: Hidden | None
    sights: Sights
    again: Rescan


def projected(scan: Scan, outline: Outline, rng: np.random.Generator, assumed: Assumed) -> Projected:
    """One pair from a scan and the outline of its container."""
    event = str(rng.choice(list(EVENT_SHARES), p=list(EVENT_SHARES.values())))
    scan = replace(scan, container=None)
    sights = assumed.applied(sights_of(scan, outline, rng))
    if (doors_left := doors_left_in(scan, outline)) is not None:
        sights = replace(sights, doors_left=doors_left)
    hidden = None if event == "none" else draw_lot(scan, outline, sights, rng)
    passage = on_scan(sights.origin.geometry, sights.height_m, sights.ends, outline, scan.high.shape)
    shadow = shadow_of(hidden, passage)
    blur_px = (USUAL.preview_blur_px if scan.bits == 8 else USUAL.blur_px).draw(rng)
    with_lot = superposed(scan, shadow, sights.origin.energies_mv, passage.pitch, rng, blur_px)
    origin = as_delivered(scan if event == "inserted" else with_lot, rng)
    again = rescan(scan if event == "removed" else with_lot, outline, rng, sights=sights)
    sights = replace(sights, destination=replace(sights.destination, energies_mv=again.energies_mv))
    return Projected(origin, again.scan, labels_of(origin, again, shadow, event), event, hidden, sights, again)


def draw_lot(scan: Scan, outline: Outline, sights: Sights, rng: np.random.Generator) -> Hidden:
    """Where customs find lots, among or beside the goods that the picture shows."""
    container = draw_container(rng, sights.height_m, sights.length_m)
    view = normalise(scan, outline)
    goods = goods_in(view.attenuation[0], sights.origin.energies_mv[0], container, doors_left=sights.doors_left)
    return draw_hidden(rng, container, goods, (0.0, sights.length_m))


def shadow_of(hidden: Hidden | None, passage: Passage) -> Shadow:
    """The lot on the scan's own pixels; goods that give way take no more away than the lot brings."""
    if hidden is None:
        return NO_SHADOW
    [shadow] = shadows([(hidden.added, passage)])
    return replace(shadow, grams=np.maximum(shadow.grams, 0))


def as_delivered(scan: Scan, rng: np.random.Generator) -> Scan:
    """A preview is written as a JPEG again, with and without a lot, so that its traces tell nothing."""
    if scan.bits != 8:
        return scan
    return replace(scan, high=through_jpeg(scan.high, round(USUAL.preview_quality.draw(rng))))


def labels_of(origin: Scan, again: Rescan, shadow: Shadow, event: str) -> tuple[Labels, Labels]:
    """Label images of both scans, each on its own pixels."""
    value = np.uint8(HIDDEN_ALIKE if event == "alike" else HIDDEN_HERE)
    here = np.zeros(origin.high.shape, np.uint8)
    here[shadow.place] = np.where(shadow.own > THINNEST_LOT_G_CM2, value, 0)
    nothing = np.zeros_like(here)
    columns, rows = again.path.back()
    there = cv2.remap(nothing if event == "removed" else here, columns, rows, cv2.INTER_NEAREST, borderValue=0.0)
    return blinded(nothing if event == "inserted" else here, origin), blinded(np.asarray(there, np.uint8), again.scan)


def blinded(labels: Labels, scan: Scan) -> Labels:
    """Labels, and what cannot be seen."""
    floor = PREVIEW_FLOOR if scan.bits == 8 else LEAST_SEEN
    seen = cv2.blur(scan.high.astype(np.float32), (3, 3)) >= floor * float(np.quantile(scan.high, 0.99))
    return np.where(seen, labels, CANNOT_BE_SEEN).astype(np.uint8)
