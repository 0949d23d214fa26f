"""From a scan to the bytes of a TIFF, the form to prefer."""

import io

import numpy as np
import tifffile

from datasets.description import write_description
from datasets.scan import Scan


def write_tiff(scan: Scan) -> bytes:
    """One page an energy, zstd with the difference along the row, what is known of the scan as JSON.

    A scan of 8 bits is kept in 8 bits: written as 16 it would claim to carry more than it does.
    """
    file = io.BytesIO()
    with tifffile.TiffWriter(file) as tiff:
        for n, pixels in enumerate(scan.channels):
            tiff.write(
                pixels if scan.bits == 16 else pixels.astype(np.uint8),
                photometric="minisblack",
                compression="zstd",
                predictor=True,
                description=None if n else write_description(scan),
                metadata=None,
                software=False,
                contiguous=False,
            )
    return file.getvalue()
