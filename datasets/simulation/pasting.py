"""Lots pasted into prepared pictures: into one view, the other, or both alike, as often as training wants them.

What a scene with a lot would have cost a second to render costs a millisecond here, and each crop shows another lot.
"""

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from datasets.preparation import UNITS, UNSEEN, Picture
from datasets.view import BOX_ROWS, MARGIN_ROWS

Image = NDArray[np.float32]
Planes = NDArray[np.uint8]

# Bits of the planes
HIDDEN_ORIGIN, HIDDEN_DESTINATION, INSERTED, REMOVED, OTHER, IGNORED = (1 << bit for bit in range(6))

CM_PER_ROW = 1.05  # a near wall of 2.6 to 2.9 m over BOX_ROWS
LOT_SHARE = 0.75  # crops that get any lot
MASS_KG = (1.0, 400.0)
LIGHT_MU = (0.028, 0.050)  # cm2/g of light goods at 2.5 to 9 MV
THINNEST_G_CM2 = 0.3
EVENTS = ("inserted", "removed", "alike")
EVENT_SHARES = (0.42, 0.30, 0.28)


@dataclass(frozen=True, eq=False)
class PairSample:
    """Both pictures (uint16, 2 x rows x columns) and what is true of them (uint8 bits, rows/2 x columns/2)."""

    origin: Picture
    destination: Picture
    planes: Planes


@dataclass(frozen=True, eq=False)
class Scene:
    """What one sample's lots have in common: the coefficient at each energy, and how far opposite views part."""

    mu: tuple[float, float]
    parting: float
    source_row: float


def paste(sample: PairSample, rng: np.random.Generator) -> PairSample:
    """One to three lots, or none."""
    if rng.random() > LOT_SHARE:
        return sample
    mu = rng.uniform(*LIGHT_MU)
    parting = rng.uniform(0.1, 0.25) if rng.random() < 0.3 else rng.uniform(0, 0.02)
    scene = Scene((mu, mu * rng.uniform(1.12, 1.25)), parting, rng.uniform(0.5, 1.0) * BOX_ROWS + MARGIN_ROWS)
    for _ in range(int(rng.integers(1, 4))):
        sample = paste_one(sample, scene, rng)
    return sample


def paste_one(sample: PairSample, scene: Scene, rng: np.random.Generator) -> PairSample:
    lot = draw_lot(rng, sample.origin.shape[1:], scene)
    event = EVENTS[rng.choice(len(EVENTS), p=EVENT_SHARES)]
    origin, destination, planes = sample.origin, sample.destination, sample.planes.copy()
    # Among goods the lot stands in their place: what it adds is the difference.
    share = 1.0 if rng.random() < 0.5 else rng.uniform(0.3, 0.8)
    if event != "inserted":
        origin = laid_in(origin, lot, scene.mu, share)
        planes[covered(lot)] |= HIDDEN_ORIGIN | (REMOVED if event == "removed" else 0)
    if event != "removed":
        there = parted(lot, scene, rng) if event == "alike" else lot
        destination = laid_in(destination, there, scene.mu, share * rng.uniform(0.96, 1.04))
        planes[covered(there)] |= HIDDEN_DESTINATION | (INSERTED if event == "inserted" else 0)
    return replace(sample, origin=origin, destination=destination, planes=planes)


def draw_lot(rng: np.random.Generator, shape: tuple[int, ...], scene: Scene) -> Image:
    """Grams per cm2 of a lot in the frame, rows x columns: bricks in a block, a heap, or a thin layer."""
    mass_g = 1000 * float(np.exp(rng.uniform(*np.log(MASS_KG))))
    density = rng.uniform(1.0, 1.2)
    deep_cm = min(3.8 * np.ceil(rng.exponential(3.0)), 200.0, mass_g / density / 40)
    area_px = mass_g / (density * deep_cm * CM_PER_ROW**2)
    thin = rng.random() < 0.3
    ratio = float(np.exp(rng.normal(1.6 if thin else 0.2, 0.5)))
    high = float(np.clip(np.sqrt(area_px / ratio), 3, 0.85 * BOX_ROWS))
    wide = float(np.clip(area_px / high, 3, 0.9 * shape[1]))
    picture = outline(rng, shape, draw_place(rng, shape, high, wide, thin), (high, wide))
    picture *= density * deep_cm
    return smeared(picture, deep_cm, scene)


def draw_place(
    rng: np.random.Generator, shape: tuple[int, ...], high: float, wide: float, thin: bool
) -> tuple[float, float]:
    """Middle of the lot: anywhere in the box, thin layers often along floor or roof."""
    column = rng.uniform(wide / 2, max(shape[1] - wide / 2, wide / 2 + 1))
    if thin and rng.random() < 0.6:
        edge = MARGIN_ROWS + (
            BOX_ROWS - high * 0.5 - rng.uniform(0, 14) if rng.random() < 0.5 else high * 0.5 + rng.uniform(0, 40)
        )
        return float(edge), column
    # Heavy things stand low more often than high.
    return MARGIN_ROWS + high / 2 + (BOX_ROWS - high) * float(rng.beta(1.6, 1.0)), column


def outline(
    rng: np.random.Generator, shape: tuple[int, ...], place: tuple[float, float], size: tuple[float, float]
) -> Image:
    """The lot's cross-section, 0 to 1: whole, rounded as a bag, or bricks with gaps."""
    picture = np.zeros(shape, np.float32)
    (row, column), (high, wide) = place, size
    kind = rng.random()
    if kind < 0.2:
        cv2.ellipse(picture, ((column, row), (wide * 1.12, high * 1.12), rng.uniform(-8, 8)), 1.0, -1)
    else:
        corners = cv2.boxPoints(((column, row), (wide, high), rng.normal(0, 2.0)))
        # Corners in sixteenths of a pixel keep small lots at their size.
        cv2.fillPoly(picture, [np.round(corners * 16).astype(np.int32)], 1.0, cv2.LINE_AA, 4)
        if kind > 0.6:
            gaps(rng, picture, row, column)
    return picture


def gaps(rng: np.random.Generator, picture: Image, row: float, column: float) -> None:
    """Lines between bricks, and here and there one brick fewer in depth."""
    step_row, step_column = rng.choice([3.6, 12.0, 19.0]), rng.choice([12.0, 19.0])
    cells = rng.uniform(0.75, 1.0, (64, 64)).astype(np.float32)
    place = around(picture)
    rows = ((np.arange(picture.shape[0])[place[0]] - row) // step_row).astype(int) % 64
    columns = ((np.arange(picture.shape[1])[place[1]] - column) // step_column).astype(int) % 64
    picture[place] *= cells[rows[:, None], columns[None, :]]


def smeared(picture: Image, deep_cm: float, scene: Scene) -> Image:
    """Near and far end of a deep lot project to different rows the further it lies from the source's height."""
    level = float(np.average(np.arange(picture.shape[0]), weights=picture.sum(axis=1) + 1e-9))
    smear = round(abs(level - scene.source_row) * deep_cm / 450)
    if smear > 1:
        picture = np.asarray(cv2.blur(picture, (1, smear)), np.float32)
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), 0.6), np.float32)


def parted(lot: Image, scene: Scene, rng: np.random.Generator) -> Image:
    """The same lot in the other view: moved up or down where the sources stand apart, and by what alignment leaves."""
    level = float(np.average(np.arange(lot.shape[0]), weights=lot.sum(axis=1) + 1e-9))
    down = (level - scene.source_row) * scene.parting * rng.uniform(-1, 1) + rng.normal(0, 0.7)
    moved = np.array([[1, 0, rng.normal(0, 0.7)], [0, 1, down]], np.float32)
    return np.asarray(cv2.warpAffine(lot, moved, lot.shape[::-1]), np.float32)


def laid_in(picture: Picture, lot: Image, mu: tuple[float, float], share: float) -> Picture:
    """Attenuation added; what falls below the noise, as the picture itself tells it, is marked unseen."""
    out = picture.copy()
    place = around(lot)
    for channel in range(2):
        here = picture[channel][place]
        steps, unseen = (here & (UNSEEN - 1)).astype(np.float32), here >= UNSEEN
        if not steps.any():
            continue  # no low energy
        floor = float(picture[channel].max()) - UNSEEN  # below 0 where the whole picture could be seen
        floor = floor if floor > 0 else UNSEEN - 1.0
        hardened = np.clip(1 - 0.03 * steps / UNITS, 0.7, 1.0)
        value = steps + lot[place] * (mu[channel] * share * UNITS) * hardened
        lost = unseen | (value >= floor)
        value = np.where(lost, np.maximum(steps, floor), value)
        out[channel][place] = (value + 0.5).astype(np.uint16) | np.where(lost, UNSEEN, 0).astype(np.uint16)
    return out


def around(lot: Image) -> tuple[slice, slice]:
    """The smallest part of the picture that holds the lot."""
    rows, columns = np.flatnonzero(lot.any(axis=1)), np.flatnonzero(lot.any(axis=0))
    if not len(rows):
        return slice(0), slice(0)
    return slice(int(rows[0]), int(rows[-1]) + 1), slice(int(columns[0]), int(columns[-1]) + 1)


def covered(lot: Image) -> NDArray[np.bool_]:
    """Where the lot lies, at half resolution."""
    half = cv2.resize(lot, (lot.shape[1] // 2, lot.shape[0] // 2), interpolation=cv2.INTER_AREA)
    return np.asarray(half > THINNEST_G_CM2)
