"""Arrays as pictures for a person: scans, views, what was not seen, differences and maps."""

import base64
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from datasets.aligned import AlignedPair
from datasets.scan import Scan
from datasets.view import Image, Mask
from serving.session import Maps

Colours = NDArray[np.uint8]
Colour = tuple[int, int, int]  # red, green, blue

GAMMA = 0.4  # transmission spans decades: this shows dense cargo and thin walls in one picture
WIDEST_PX = 1600
FULL_CHANGE = 0.5  # difference of attenuation shown in full colour
FAINTEST_SHOWN = 0.06
HATCH_PX, HATCH_LINE = 8, 2
RED, BLUE, ORANGE, VIOLET = (198, 40, 40), (21, 101, 192), (239, 108, 0), (123, 31, 162)
HATCH_DARK, HATCH_LIGHT = (96, 103, 112), (178, 184, 191)


@dataclass(frozen=True)
class Picture:
    """A picture ready to stand in a page; `size` is the width and height of what it shows, not of its file."""

    uri: str
    size: tuple[int, int]


def scan_picture(scan: Scan, air: float) -> Picture:
    """A scan as delivered, brightened where it is dense."""
    transmission = np.clip(shrunk(scan.high.astype(np.float32)) / air, 0, 1)
    rows, columns = scan.high.shape
    return Picture(jpeg(np.rint(255 * transmission**GAMMA).astype(np.uint8)), (columns, rows))


def view_picture(attenuation: Image, unseen: Mask) -> Picture:
    """A view in its frame, hatched where it was not seen."""
    return Picture(jpeg(hatched(coloured(grey(attenuation)), unseen)), size_of(attenuation))


def difference_picture(pair: AlignedPair) -> Picture:
    """More at destination is red, less is blue, over the origin in pale."""
    difference = pair.moved[0] - pair.origin.attenuation[0]
    strength = np.clip((np.abs(difference) - FAINTEST_SHOWN) / FULL_CHANGE, 0, 1)[..., None]
    colour = np.where(difference[..., None] > 0, np.array(RED, np.float32), np.array(BLUE, np.float32))
    blended = pale(pair.origin.attenuation[0]) * (1 - strength) + colour * strength
    return Picture(jpeg(hatched(np.rint(blended).astype(np.uint8), pair.unseen)), size_of(difference))


def change_picture(pair: AlignedPair, maps: Maps) -> Picture:
    """Where the network sees something come (red), go (blue) or otherwise changed (orange)."""
    return maps_picture(
        pair.origin.attenuation[0], pair.unseen, ((maps.other, ORANGE), (maps.removed, BLUE), (maps.inserted, RED))
    )


def hidden_picture(attenuation: Image, unseen: Mask, hidden: Image) -> Picture:
    """Where the network sees something hidden in one scan by itself (violet)."""
    return maps_picture(attenuation, unseen, ((hidden, VIOLET),))


def maps_picture(attenuation: Image, unseen: Mask, layers: tuple[tuple[Image, Colour], ...]) -> Picture:
    blended = pale(attenuation)
    for probability, colour in layers:
        strength = cv2.resize(probability, size_of(attenuation), interpolation=cv2.INTER_LINEAR)[..., None]
        blended = blended * (1 - strength) + np.array(colour, np.float32) * strength
    return Picture(jpeg(hatched(np.rint(blended).astype(np.uint8), unseen)), size_of(attenuation))


def hatched(picture: Colours, unseen: Mask) -> Colours:
    """Slanting stripes where nothing could be seen, so that darkness is not taken for cargo."""
    rows, columns = unseen.shape
    line = (np.arange(rows)[:, None] + np.arange(columns)) % HATCH_PX < HATCH_LINE
    striped = np.where(line[..., None], np.array(HATCH_LIGHT, np.uint8), np.array(HATCH_DARK, np.uint8))
    return np.where(unseen[..., None], striped, picture)


def grey(attenuation: Image) -> Image:
    return np.asarray(255 * np.exp(-GAMMA * attenuation), np.float32)


def pale(attenuation: Image) -> NDArray[np.float32]:
    """Light grey throughout, so that colours stand out: H x W x 3."""
    return coloured(165 + grey(attenuation) * (90 / 255)).astype(np.float32)


def coloured(values: Image) -> Colours:
    return np.repeat(np.rint(values).astype(np.uint8)[..., None], 3, axis=2)


def shrunk(pixels: NDArray[np.float32]) -> NDArray[np.float32]:
    rows, columns = pixels.shape
    if columns <= WIDEST_PX:
        return pixels
    size = WIDEST_PX, max(1, round(rows * WIDEST_PX / columns))
    return cv2.resize(pixels, size, interpolation=cv2.INTER_AREA).astype(np.float32, copy=False)


def size_of(image: Image) -> tuple[int, int]:
    rows, columns = image.shape
    return columns, rows


def jpeg(picture: Colours) -> str:
    ordered = picture[..., ::-1] if picture.ndim == 3 else picture
    done, encoded = cv2.imencode(".jpg", np.ascontiguousarray(ordered), [cv2.IMWRITE_JPEG_QUALITY, 82])
    if not done:
        raise ValueError(f"a picture of shape {picture.shape} could not be encoded")
    return "data:image/jpeg;base64," + base64.b64encode(encoded.tobytes()).decode()
