"""Made-up scans and views for the tests of serving: a container on a truck, with blocks where a test wants them."""

import numpy as np

from datasets.aligned import AlignedPair, Alignment
from datasets.curve import Law
from datasets.scan import Scan
from datasets.view import FRAME_ROWS, Frame, Image, Mask, Outline, View

AIR = 60000
PITCH_MM = 10.0
ROWS, COLUMNS = 360, 1560
BOX = (180, 40, 1400, 299)  # left, top, right, bottom: a 40-foot container at 10 mm a pixel

Block = tuple[int, int, int, int, float]  # left, top, right, bottom, attenuation


def a_scan(*blocks: Block, mirrored: bool = False, seed: int = 0, truck: bool = True, **facts: object) -> Scan:
    """As a scanner would deliver it; the truck stands left of the container, right when mirrored."""
    attenuation = a_container(truck)
    for left, top, right, bottom, value in blocks:
        attenuation[top:bottom, left:right] += value
    noise = np.random.default_rng(seed).normal(0, 30, attenuation.shape)
    pixels = np.clip(AIR * np.exp(-attenuation) + noise, 0, AIR).astype(np.uint16)
    known: dict[str, object] = {"pitch_mm": (PITCH_MM, PITCH_MM)} | facts
    return Scan(pixels[:, ::-1].copy() if mirrored else pixels, air=AIR, **known)  # type: ignore[arg-type]


def a_container(truck: bool = True) -> Image:
    """Walls, posts, roof rail, floor and a load in stacks of unequal height, all fixed."""
    left, top, right, bottom = BOX
    attenuation = np.zeros((ROWS, COLUMNS), np.float32)
    attenuation[top:bottom, left:right] = 0.1
    attenuation[top : top + 5, left:right] += 0.5
    attenuation[bottom - 12 : bottom, left:right] += 0.8
    for beam in range(left + 10, right - 10, 30):
        attenuation[bottom - 16 : bottom - 4, beam : beam + 5] += 0.8
    for post in (left, right - 8):
        attenuation[top:bottom, post : post + 8] += 1.2
    stacks = np.random.default_rng(7)
    for stack in range(left + 40, right - 130, 85):
        height, density = int(stacks.integers(60, 170)), float(stacks.uniform(0.5, 1.4))
        attenuation[bottom - 16 - height : bottom - 16, stack : stack + 80] += density
    if truck:
        attenuation[100:340, 20:140] = 0.9
        attenuation[bottom + 4 : bottom + 24, 20:right] += 1.0
    return attenuation


def a_view(attenuation: Image, unseen: Mask | None = None, region: str = "container") -> View:
    """A view whose frame pixels are delivered pixels, but for the margin above and below."""
    columns = attenuation.shape[-1]
    frame = Frame(Outline(0.0, 32.0, float(columns), 288.0, region=region), columns)
    hidden = np.zeros((FRAME_ROWS, columns), np.bool_) if unseen is None else unseen
    return View(attenuation.reshape(-1, FRAME_ROWS, columns).astype(np.float32), hidden, frame, AIR, 9.0)


def a_pair(origin: Image, destination: Image, unseen: Mask | None = None, quality: float = 0.9) -> AlignedPair:
    """Two views that lie on each other as they are."""
    one, other = a_view(origin, unseen), a_view(destination, unseen)
    rows, columns = np.mgrid[:FRAME_ROWS, : one.frame.columns].astype(np.float32)
    alignment = Alignment(False, columns, rows, (Law(),), 0.02, quality)
    return AlignedPair(one, other, other.attenuation, other.unseen, alignment)


def plain_scan(columns: int, **facts: object) -> Scan:
    """Pixels for a view of `a_view`: only their size and the facts count."""
    return Scan(np.full((FRAME_ROWS, columns), AIR, np.uint16), air=AIR, **facts)  # type: ignore[arg-type]
