"""Scans as pictures for a page: at one scale, linear, equalised, the ratio of the energies, labels on top."""

import base64
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from datasets.air import air_values, measured_window
from datasets.errors import DamagedScan, ScanError
from datasets.locating import locate_roughly
from datasets.scan import Scan
from datasets.simulation.beam.materials import INDEX
from datasets.simulation.beam.spectrum import basis, basis_at_nodes, spectrum
from datasets.simulation.labels import CANNOT_BE_SEEN, CHANGED, HIDDEN_ALIKE, HIDDEN_HERE
from datasets.view import Image

Colours = NDArray[np.uint8]
Labels = NDArray[np.uint8]
Size = tuple[int, int]

BOX_PX = 200  # floor to roof in every picture of the page
WIDEST_PX = 1600
JPEG_QUALITY = 82
AIR_BELOW, FAINTEST_SHOWN = 0.04, 0.06  # -ln T of noise in air; darkness of the faintest matter
DARKEST = 1e-5  # transmission, below what any scanner sees
RATIO_MATERIALS = ("lead", "steel", "aluminium", "water")  # in the order of their ratios, which do not cross
RATIO_COLOURS = np.array([(150, 60, 200), (50, 120, 240), (70, 180, 90), (245, 140, 40)], float)  # red, green, blue
RATIO_SLAB_G_CM2 = 30.0  # a usual load; the ratio hangs on it by a percent or two
USUAL_MV = (6.0, 4.0)
LEAST_IN_THE_WAY, MOST_IN_THE_WAY = 0.15, 6.0  # -ln T between which a ratio says something
SMOOTHED_PX = 1.2  # noise of a ratio is several times that of its parts
OVERLAY = {  # red, green, blue
    HIDDEN_HERE: (225, 40, 40),
    CHANGED: (240, 165, 30),
    HIDDEN_ALIKE: (150, 70, 210),
    CANNOT_BE_SEEN: (80, 150, 235),
}
OVERLAY_WEIGHT = {HIDDEN_HERE: 0.65, CHANGED: 0.5, HIDDEN_ALIKE: 0.65, CANNOT_BE_SEEN: 0.45}
OUTLINED = (HIDDEN_HERE, HIDDEN_ALIKE)


def shown(scan: Scan, size: Size, *, low: bool = False) -> Image:
    """Transmission of one energy at a size."""
    channel = scan.low if low and scan.low is not None else scan.high
    air = air_values(scan, measured_window(scan))[-1 if low else 0]
    small = cv2.resize(channel.astype(np.float32), size, interpolation=cv2.INTER_AREA)
    return np.asarray(np.clip(small / air, 0, 1), np.float32)


def page_size(scan: Scan) -> Size:
    """Columns and rows, so that the container, or the whole where none is found, is BOX_PX high."""
    rows, columns = scan.high.shape
    try:
        outline = locate_roughly(scan)[0]
        height = outline.bottom - outline.top
    except ScanError:
        height = float(rows)
    scale = min(BOX_PX / height, WIDEST_PX / columns, 1.0)
    return max(1, round(columns * scale)), max(1, round(rows * scale))


def linear(transmission: Image) -> Colours:
    return np.asarray(np.rint(255 * transmission), np.uint8)


def equalised(transmission: Image) -> Colours:
    """-ln T of all that is not air evened out half way: dense cargo and thin walls show in one picture."""
    attenuation = -np.log(np.maximum(transmission, DARKEST))
    levels = np.sort(attenuation[attenuation > AIR_BELOW])
    if not levels.size:
        return np.full(transmission.shape, 255, np.uint8)
    rank = np.searchsorted(levels, attenuation, side="left") / levels.size
    dark = np.where(attenuation > AIR_BELOW, FAINTEST_SHOWN + (rank + attenuation / levels[-1]) / 2, 0)
    return np.asarray(np.rint(255 * (1 - np.minimum(dark, 1))), np.uint8)


def ratio(high: Image, low: Image, expected: NDArray[np.float64]) -> Colours:
    """ln T at the low energy over that at the high one in colour, on the grey of the high one."""
    attenuation = [-np.log(np.maximum(cv2.GaussianBlur(image, (0, 0), SMOOTHED_PX), DARKEST)) for image in (high, low)]
    told = (attenuation[0] > LEAST_IN_THE_WAY) & (attenuation[1] < MOST_IN_THE_WAY)
    value = attenuation[1] / np.maximum(attenuation[0], LEAST_IN_THE_WAY)
    colour = np.stack([np.interp(value, expected, RATIO_COLOURS[:, part]) for part in range(3)], axis=-1)
    light = (0.35 + 0.65 * np.sqrt(high))[..., None]
    grey = np.repeat((255 * np.sqrt(high))[..., None], 3, axis=-1)
    return np.asarray(np.rint(np.where(told[..., None], colour * light, grey)), np.uint8)


def expected_ratios(energies_mv: tuple[float, ...]) -> NDArray[np.float64]:
    """Of RATIO_MATERIALS at these two energies, or at USUAL_MV where they are not known."""
    high, low = energies_mv if len(energies_mv) == 2 else USUAL_MV
    return np.array([in_the_way(name, low) / in_the_way(name, high) for name in RATIO_MATERIALS])


def in_the_way(material: str, megavolts: float) -> float:
    """-ln T of RATIO_SLAB_G_CM2 of a material."""
    through = np.exp(-RATIO_SLAB_G_CM2 * (basis()[2][INDEX[material]] @ basis_at_nodes(megavolts)))
    return float(-np.log(spectrum(megavolts)[1] @ through))


def labelled(transmission: Image, labels: Labels, size: Size) -> Colours:
    """Labels in colour over the scan, brightened; what is hidden is outlined, too."""
    picture = np.repeat((255 * np.sqrt(transmission))[..., None], 3, axis=-1)
    # By the largest part of a pixel that any label fills, so that a small lot does not vanish in scaling.
    for value, colour in OVERLAY.items():
        filled = cv2.resize((labels == value).astype(np.float32), size, interpolation=cv2.INTER_AREA)
        weight = (np.minimum(1, 2 * filled) * OVERLAY_WEIGHT[value])[..., None]
        picture = picture * (1 - weight) + np.array(colour) * weight
        if value in OUTLINED and filled.any():
            edges, _ = cv2.findContours((filled > 0).astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
            picture = np.asarray(cv2.drawContours(np.ascontiguousarray(picture), edges, -1, colour, 1))
    return np.asarray(np.rint(picture), np.uint8)


def read_labels(path: Path, scan: Scan) -> Labels:
    """A label image on the scan's own pixels."""
    labels = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE) if path.is_file() else None
    if labels is None:
        raise DamagedScan(f"{path} is no picture that can be read, wanted the label image")
    if labels.shape != scan.high.shape:
        raise DamagedScan(f"{path.name} has {labels.shape} pixels, its scan {scan.high.shape}: wanted the same")
    return np.asarray(labels, np.uint8)


def data_uri(picture: Colours) -> str:
    """A JPEG within the page; colours are red, green, blue."""
    stored = picture if picture.ndim == 2 else cv2.cvtColor(picture, cv2.COLOR_RGB2BGR)
    _, coded = cv2.imencode(".jpg", stored, (cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY))
    return f"data:image/jpeg;base64,{base64.b64encode(coded.tobytes()).decode()}"
