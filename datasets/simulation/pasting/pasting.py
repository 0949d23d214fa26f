"""Lots pasted into prepared pictures: into one view, the other, or both alike, as often as training wants them.

What a scene with a lot would have cost a second to render costs milliseconds here, and each crop shows another lot.
Each lot lies in the container in three dimensions, and both views show it through their own fan and at their own
energies.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from datasets.curve import Law
from datasets.preparation import UNITS, UNSEEN, Picture
from datasets.simulation.beam.fan import FINER, Shadow, on_frame, shadows
from datasets.simulation.beam.hardening import added
from datasets.simulation.beam.scanner import Passage
from datasets.simulation.hiding.concealment import Hidden
from datasets.simulation.hiding.placing import draw_container, draw_goods, draw_hidden
from datasets.simulation.pasting.sights import Sights, draw_sights
from datasets.view import Image

Planes = NDArray[np.uint8]
Curve = tuple[Law, ...]

# Bits of the planes
HIDDEN_ORIGIN, HIDDEN_DESTINATION, INSERTED, REMOVED, OTHER, IGNORED = (1 << bit for bit in range(6))

LOT_SHARE = 0.75  # crops that get any lot
THINNEST_G_CM2 = 0.3
EVENTS = ("inserted", "removed", "alike")
EVENT_SHARES = (0.42, 0.30, 0.28)
BLUR_PX = 0.5  # standard deviation of what scanner and frame spread a sharp edge by
LEFT_PX = 0.7  # standard deviation of what alignment leaves, along and across
LEAST_DESTINATION = 1e-3  # attenuation below which the law between the two views is not bent


@dataclass(frozen=True)
class Cut:
    """Where a sample was cut out of its pair's frame, and what is known of the pair; None and () are not known.

    `curve` is the law that brought the destination to the origin's grey scale (`Alignment.curve`).
    """

    first: int
    frame_columns: int
    sights: Sights | None = None
    curve: Curve = ()


@dataclass(frozen=True, eq=False)
class PairSample:
    """Both pictures (uint16, 2 x rows x columns) with their sweep (`datasets.preparation`), and what is true of them.

    `planes` are uint8 bits, rows/2 x columns/2.
    """

    origin: Picture
    destination: Picture
    sweep: Image
    planes: Planes
    cut: Cut | None = None

    @property
    def dual(self) -> bool:
        return bool((self.origin[1] & (UNSEEN - 1)).any())


@dataclass(frozen=True, eq=False)
class Pasted:
    """A lot, what happens to it between the scans, and how each view shows it."""

    hidden: Hidden
    event: str
    views: tuple[Passage, Passage]

    @property
    def shown(self) -> list[bool]:
        """Whether it is there at origin, and at destination."""
        return [self.event != "inserted", self.event != "removed"]


def paste(sample: PairSample, rng: np.random.Generator) -> PairSample:
    """One to three lots, or none."""
    if rng.random() > LOT_SHARE:
        return sample
    cut = sample.cut or Cut(0, sample.origin.shape[2])
    sights = cut.sights or draw_sights(rng, cut.frame_columns, dual=sample.dual)
    edges = edges_of(sample, cut, sights)
    lots = [draw_lot(rng, sights, edges) for _ in range(int(rng.integers(1, 4)))]
    return laid(sample, lots, sights, cut.curve)


def edges_of(sample: PairSample, cut: Cut, sights: Sights) -> NDArray[np.float64]:
    """The places along the container that bound the sample's columns; a sample may go on beyond its frame."""
    columns = cut.first + np.arange(sample.origin.shape[2] + 1)
    left, right = sights.ends
    return np.asarray(left + columns * ((right - left) / cut.frame_columns))


def draw_lot(rng: np.random.Generator, sights: Sights, edges: NDArray[np.float64]) -> Pasted:
    """A lot that the columns show, and one of the events."""
    start, end = np.clip(np.sort(edges[[0, -1]]), 0, sights.length_m).tolist()
    container = draw_container(rng, sights.height_m, sights.length_m)
    hidden = draw_hidden(rng, container, draw_goods(rng, container), (start, end))
    event = EVENTS[rng.choice(len(EVENTS), p=EVENT_SHARES)]
    here = on_frame(sights.origin.geometry, sights.height_m, edges)
    return Pasted(hidden, event, (here, aligned(here, sights, rng)))


def aligned(origin: Passage, sights: Sights, rng: np.random.Generator) -> Passage:
    """The destination laid on the origin in the container's middle plane, but for what alignment leaves.

    Places before and behind that plane lie where the other source's fan puts them.
    """
    along, down = rng.normal(0, LEFT_PX, 2)
    column = (origin.edges[-1] - origin.edges[0]) / origin.columns
    return replace(
        origin,
        geometry=sights.destination.geometry,
        top=origin.top + down * origin.pitch,
        edges=origin.edges + along * column,
    )


def laid(sample: PairSample, lots: Sequence[Pasted], sights: Sights, curve: Curve = ()) -> PairSample:
    """The lots in the pictures, and what is then true."""
    casts = [(n, end) for n, lot in enumerate(lots) for end in range(2) if lot.shown[end]]
    seen = shadows([(lots[n].hidden.added, lots[n].views[end]) for n, end in casts], BLUR_PX, FINER)
    pictures, planes = [sample.origin.copy(), sample.destination.copy()], sample.planes.copy()
    for (n, end), shadow in zip(casts, seen, strict=True):
        sight = (sights.origin, sights.destination)[end]
        lay_in(pictures[end], shadow, sight.energies_mv, curve if end else ())
        changed = 0 if lots[n].event == "alike" else (REMOVED, INSERTED)[end]
        planes[covered(shadow, sample.origin.shape[1:])] |= (HIDDEN_ORIGIN, HIDDEN_DESTINATION)[end] | changed
    return replace(sample, origin=pictures[0], destination=pictures[1], planes=planes)


def lay_in(picture: Picture, shadow: Shadow, energies_mv: tuple[float, ...], curve: Curve = ()) -> None:
    """Attenuation added; what falls below the noise, as the picture itself tells it, is marked unseen."""
    if not shadow.grams.size:
        return
    for channel in range(2):
        here = picture[channel][shadow.place]
        steps, unseen = (here & (UNSEEN - 1)).astype(np.float32), here >= UNSEEN
        if not steps.any():
            continue  # no low energy
        floor = float(picture[channel].max()) - UNSEEN  # below 0 where the whole picture could be seen
        floor = floor if floor > 0 else UNSEEN - 1.0
        energy = energies_mv[min(channel, len(energies_mv) - 1)]
        law = curve[channel] if channel < len(curve) else Law()
        value = UNITS * raised(steps / np.float32(UNITS), shadow.grams, energy, law)
        lost = unseen | (value >= floor)
        value = np.where(lost, np.maximum(steps, floor), np.maximum(value, 0))
        here[:] = (value + 0.5).astype(np.uint16) | np.where(lost, UNSEEN, 0).astype(np.uint16)


def raised(
    attenuation: NDArray[np.float32], grams: NDArray[np.float32], energy: float, law: Law
) -> NDArray[np.float32]:
    """The attenuation with a lot added, on a grey scale that the law made of the scanner's own."""
    if law == Law():
        return attenuation + added(attenuation, grams, energy)
    factor, power = np.float32(law.scale), np.float32(law.power)
    before = np.maximum(attenuation - np.float32(law.offset), LEAST_DESTINATION)
    before = np.asarray((before / factor) ** (1 / power), np.float32)
    after = np.maximum(before + added(before, grams, energy), np.float32(0))
    return np.asarray(attenuation + factor * (after**power - before**power), np.float32)


def covered(shadow: Shadow, shape: tuple[int, ...]) -> NDArray[np.bool_]:
    """Where the lot lies, at half resolution."""
    whole = np.zeros(shape, np.float32)
    whole[shadow.place] = shadow.own
    half = cv2.resize(whole, (shape[1] // 2, shape[0] // 2), interpolation=cv2.INTER_AREA)
    return np.asarray(half > THINNEST_G_CM2)
