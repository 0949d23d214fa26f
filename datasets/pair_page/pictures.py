"""Scans and views as pictures within a page: brightened, laid on each other, and what differs in colour."""

import base64

import cv2
import numpy as np
from numpy.typing import NDArray

from datasets.air import air_values, measured_window
from datasets.aligned import AlignedPair
from datasets.scan import Scan
from datasets.view import Image

Picture = NDArray[np.uint8]  # H x W grey, or H x W x 3 in red, green, blue

JPEG_QUALITY = 82
SCAN_HEIGHT, WIDEST = 300, 1400  # pixels of a delivered scan on the page
DARKEST_PART = 98.0  # percent of the attenuation that is not shown as black
TONE = 0.6  # power of the attenuation: thin walls show beside dense cargo
LARGEST_DIFFERENCE = 0.6  # of attenuation, shown in full colour
MORE, LESS, UNSEEN = (196, 40, 27), (29, 78, 180), (200, 198, 194)  # at the destination, and in neither


def scan_picture(scan: Scan) -> Picture:
    """The high energy as delivered, smaller and brightened."""
    air = air_values(scan, measured_window(scan))[0]
    rows, columns = scan.high.shape
    scale = min(SCAN_HEIGHT / rows, WIDEST / columns, 1.0)
    size = max(1, round(columns * scale)), max(1, round(rows * scale))
    small = cv2.resize(scan.high.astype(np.float32), size, interpolation=cv2.INTER_AREA)
    attenuation = -np.log(np.clip(small / air, 1e-4, 1.0))
    return toned(attenuation, darkest(attenuation))


def both_pictures(pair: AlignedPair) -> tuple[Picture, Picture]:
    """Origin and moved destination on one grey scale."""
    black = darkest(pair.origin.attenuation[0])
    return toned(pair.origin.attenuation[0], black), toned(pair.moved[0], black)


def difference_picture(pair: AlignedPair) -> Picture:
    """Red where the destination is denser, blue where the origin is, grey where either could not see."""
    part = np.clip((pair.moved[0] - pair.origin.attenuation[0]) / LARGEST_DIFFERENCE, -1, 1)[..., None]
    colour = np.where(part > 0, np.array(MORE), np.array(LESS))
    shown = 255 + np.abs(part) * (colour - 255)
    shown[pair.unseen] = UNSEEN
    return np.asarray(np.rint(shown), np.uint8)


def darkest(attenuation: Image) -> float:
    return max(float(np.percentile(attenuation, DARKEST_PART)), 0.1)


def toned(attenuation: Image, black: float) -> Picture:
    return np.asarray(np.rint(255 * (1 - np.clip(attenuation / black, 0, 1) ** TONE)), np.uint8)


def data_uri(picture: Picture) -> str:
    stored = picture if picture.ndim == 2 else cv2.cvtColor(picture, cv2.COLOR_RGB2BGR)
    _, coded = cv2.imencode(".jpg", stored, (cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY))
    return f"data:image/jpeg;base64,{base64.b64encode(coded.tobytes()).decode()}"
