"""A small set of pairs on disk, as the contract fixes it."""

from pathlib import Path

from datasets.pairs import PairIndex, PairRow
from datasets.writing import write_tiff
from tests.trucks import a_scan

LOT = (1310, 200, 1370, 270, 0.6)


def a_set(folder: Path) -> Path:
    """An unchanged pair, one with a lot put in, and one whose destination is no scan."""
    scans = folder / "scans"
    scans.mkdir(parents=True)
    (scans / "origin.tif").write_bytes(write_tiff(a_scan()))
    (scans / "same.tif").write_bytes(write_tiff(a_scan(seed=1, mirrored=True)))
    (scans / "more.tif").write_bytes(write_tiff(a_scan(LOT, seed=2)))
    (scans / "text.tif").write_text("a text with a picture's name")
    PairIndex(
        (
            PairRow("same", "scans/origin.tif", "scans/same.tif", label="same", event="none"),
            PairRow("text", "scans/origin.tif", "scans/text.tif"),
            PairRow(
                *("more", "scans/origin.tif", "scans/more.tif"),
                label="mismatch",
                event="inserted",
                place="doors",
                mass_kg=56,
            ),
        )
    ).write(folder)
    return folder
