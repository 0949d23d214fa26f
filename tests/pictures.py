"""Small pictures of a load in open air, and the files they are kept in."""

import io
from typing import Any

import imagecodecs
import numpy as np
import tifffile
from numpy.typing import NDArray

from datasets.scan import Pixels

AIR = 60000


def a_picture(rows: int = 120, columns: int = 200, air: int = AIR, seed: int = 0) -> Pixels:
    """A load of several thicknesses, with air above and at the sides, and the noise of a scanner."""
    transmission = np.ones((rows, columns))
    transmission[rows // 3 : -rows // 6, columns // 5 : -columns // 5] = 0.4
    transmission[rows // 2 : -rows // 5, columns // 4 : columns // 2] = 0.03
    noise = np.random.default_rng(seed).normal(0, 0.004, transmission.shape)
    return np.clip(transmission * air * (1 + noise), 0, 65535).astype(np.uint16)


def eight_bits(picture: Pixels) -> NDArray[np.uint8]:
    return (picture >> 8).astype(np.uint8)


def tiff(*pages: NDArray[Any], **how: Any) -> bytes:
    """Each page as tifffile writes it; `how` goes to every page."""
    file = io.BytesIO()
    big = how.pop("bigtiff", False)
    order = how.pop("byteorder", None)
    with tifffile.TiffWriter(file, bigtiff=big, byteorder=order) as writer:
        for page in pages:
            writer.write(page, contiguous=False, metadata=None, **({"photometric": "minisblack"} | how))
    return file.getvalue()


def png(picture: NDArray[Any]) -> bytes:
    return bytes(imagecodecs.png_encode(picture))


def jpeg(picture: NDArray[np.uint8], **how: Any) -> bytes:
    return bytes(imagecodecs.jpeg8_encode(picture, level=95, **how))


def npy(array: NDArray[Any], **how: Any) -> bytes:
    file = io.BytesIO()
    np.save(file, array, **how)
    return file.getvalue()
