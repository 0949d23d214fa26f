"""From the bytes of a file to a scan: the form is told by content, the pixels are judged, the facts are kept."""

from collections.abc import Callable
from pathlib import Path

from datasets.description import read_description
from datasets.errors import DamagedScan, MissingScan, ScanTooLarge, UnreadableScan, UnusableScan
from datasets.exposure import judge
from datasets.forms.jpeg import decode_jpeg
from datasets.forms.npy import decode_npy
from datasets.forms.picture import Picture
from datasets.forms.png import decode_png
from datasets.forms.tiff import decode_tiff
from datasets.scan import Scan

MOST_PIXELS = 1 << 26  # 64 Mpx, all energies together
MOST_BYTES = 1 << 28
WANTED = "wanted a 16-bit TIFF, a grey PNG or JPEG, or an .npy array of uint16"

FORMS: dict[bytes, Callable[[bytes, int], Picture]] = {
    b"II\x2a\0": decode_tiff,
    b"MM\0\x2a": decode_tiff,
    b"II\x2b\0": decode_tiff,
    b"MM\0\x2b": decode_tiff,
    b"\x89PNG\r\n\x1a\n": decode_png,
    b"\xff\xd8\xff": decode_jpeg,
    b"\x93NUMPY": decode_npy,
}


def read_scan(data: bytes, low: bytes | None = None) -> Scan:
    """The scan in a file's bytes; `low` is the file of the low energy, where the two energies came apart."""
    picture = decode(data, MOST_PIXELS)
    if low is not None:
        picture = joined(picture, decode(low, MOST_PIXELS - picture.channels[0].size))
    said = read_description(picture.description)
    exposure = judge(picture, said.air)
    high, *rest = exposure.channels
    return Scan(
        high=high,
        low=rest[0] if rest else None,
        bits=picture.bits,
        air=exposure.air,
        container=said.container,
        site=said.site,
        taken_at=said.taken_at,
        energies_mv=said.energies_mv,
        pitch_mm=said.pitch_mm,
        machine=said.machine,
        source=said.source,
        warnings=said.warnings + exposure.warnings,
    )


def load_scan(path: Path) -> Scan:
    """The scan in a file; beside `x_high.png` it takes `x_low.png`, where that is there."""
    low = path.with_name(f"{path.stem.removesuffix('_high')}_low{path.suffix}")
    dual = path.suffix.lower() == ".png" and path.stem.endswith("_high") and low.is_file()
    return read_scan(file_bytes(path), file_bytes(low) if dual else None)


def decode(data: bytes, most_pixels: int) -> Picture:
    """The picture in a file's bytes, in whichever form it is."""
    if not data:
        raise DamagedScan(f"the file is empty, {WANTED}")
    for head, decode_form in FORMS.items():
        if data.startswith(head):
            return decode_form(data, most_pixels)
    raise UnreadableScan(f"the file begins with {data[:12]!r}, which is no form that is read; {WANTED}")


def joined(high: Picture, low: Picture) -> Picture:
    """Two pictures of one energy each as one of two."""
    if len(high.channels) + len(low.channels) > 2:
        raise UnusableScan("two files for one scan, one of which has two energies itself; wanted one energy in each")
    if high.bits != low.bits:
        raise UnusableScan(f"the high energy has {high.bits} bits, the low energy {low.bits}: wanted the same")
    return Picture(high.channels + low.channels, high.bits, high.description)


def file_bytes(path: Path) -> bytes:
    """The content of a file of reasonable size."""
    if not path.is_file():
        raise MissingScan(f"{path} is {'a folder' if path.is_dir() else 'not there'}, wanted a file")
    try:
        if (size := path.stat().st_size) > MOST_BYTES:
            raise ScanTooLarge(f"{path} has {size >> 20} MiB, at most {MOST_BYTES >> 20} are read")
        return path.read_bytes()
    except OSError as error:
        raise MissingScan(f"{path} cannot be read: {error.strerror}") from error
