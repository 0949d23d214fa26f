"""Two scans laid on each other as one page: as delivered, the map as curves, both on top of each other, the stages."""

from html import escape
from pathlib import Path

import numpy as np

from datasets.aligned import AlignedPair
from datasets.bands import LOWEST_PART
from datasets.errors import SetError
from datasets.measuring.laid_scans import lay_scans
from datasets.pair_page.curves import Curve, drawing
from datasets.pair_page.document import document, figure
from datasets.pair_page.pictures import both_pictures, data_uri, difference_picture, scan_picture
from datasets.pair_page.stages import Stage, outlines_alone, stages, told
from datasets.reading import load_scan
from datasets.scan import Scan
from datasets.view import BOX_ROWS, MARGIN_ROWS, Outline

TILE_PX, SMALLEST_PX, LARGEST_PX = 120, 16, 400  # of the checkerboard: two fields
ROOF_ROW = MARGIN_ROWS
FLOOR_ROW = MARGIN_ROWS + int((1 - LOWEST_PART) * BOX_ROWS)


def write_pair_page(origin: Path, destination: Path, out: Path, region: str = "container") -> AlignedPair:
    """One file; what is shown is the two containers that fit each other best."""
    if out.is_dir() or not out.parent.is_dir():
        raise SetError(f"{out} cannot be written: wanted the name of a file in a folder that is there")
    laid = lay_scans(load_scan(origin), load_scan(destination), region)
    parts = (
        f'<p class="soft">{escape(summary(laid.pair))}</p>',
        "<h2>As delivered</h2>",
        scan_figure(laid.origin, laid.pair.origin.frame.outline, f"Origin: {origin.name}"),
        scan_figure(laid.destination, laid.pair.destination.frame.outline, f"Destination: {destination.name}"),
        "<h2>The map</h2>",
        *warp_drawings(laid.pair),
        "<h2>On each other</h2>",
        overlay(laid.pair),
        "<h2>Stage by stage</h2>",
        stage_table(told(stages(laid.pair))),
    )
    out.write_text(document(f"{origin.name} and {destination.name}", "".join(parts)), encoding="utf-8")
    return laid.pair


def summary(pair: AlignedPair) -> str:
    a = pair.alignment
    laws = "; ".join(f"{c:.3f} b^{g:.3f}{offset:+.3f}" for c, g, offset in a.curve)
    way = "the other way round" if a.mirrored else "the same way round"
    words = f"Quality {a.quality:.2f}, relative residual {a.residual:.1%}, passed {way}; intensity law {laws}."
    return " ".join((words, *dict.fromkeys(pair.warnings + a.warnings)))


def scan_figure(scan: Scan, outline: Outline, caption: str) -> str:
    """The scan with the container's outline drawn in."""
    rows, columns = scan.high.shape
    rise = outline.slope * (outline.right - outline.left) / 2
    corners = (
        (outline.left, outline.top - rise),
        (outline.right, outline.top + rise),
        (outline.right, outline.bottom + rise),
        (outline.left, outline.bottom - rise),
    )
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in corners)
    box = f'<svg viewBox="0 0 {columns} {rows}" preserveAspectRatio="none"><polygon points="{points}"/></svg>'
    image = f'<img src="{data_uri(scan_picture(scan))}" alt="{escape(caption)}">'
    energies = "two energies" if scan.low is not None else "one energy"
    words = f"{caption}, {columns} x {rows} pixels, {energies}, {scan.bits} bits"
    return f'<figure><div class="over">{image}{box}</div><figcaption>{escape(words)}</figcaption></figure>'


def warp_drawings(pair: AlignedPair) -> tuple[str, str]:
    """What the map adds to the outlines: along the travel in the middle row, and down at the roof and at the floor."""
    start, a = outlines_alone(pair).alignment, pair.alignment
    along = (a.columns - start.columns).astype(np.float64) * pair.origin.frame.columns / pair.destination.frame.columns
    along = -along if a.mirrored else along
    down = (a.rows - start.rows).astype(np.float64)
    middle = (ROOF_ROW + FLOOR_ROW) // 2
    return (
        drawing(
            [Curve("along the travel", "found", along[middle])],
            "Offset along the travel beside the outlines' own, frame pixels, over the origin's length.",
        ),
        drawing(
            [Curve("at the roof", "other", down[ROOF_ROW]), Curve("at the floor", "found", down[FLOOR_ROW])],
            "Vertical shift beside the outlines' own, frame pixels, downwards where above 0.",
        ),
    )


def overlay(pair: AlignedPair) -> str:
    """Both views in turn, both as a checkerboard, and what differs."""
    first, second = (data_uri(picture) for picture in both_pictures(pair))
    images = f'<img src="{first}" alt="origin"><img src="{second}" alt="destination, moved">'
    blink = (
        "<figure><label><input type=\"checkbox\" checked onchange=\"this.closest('figure').querySelector('.over')"
        ".classList.toggle('on', this.checked)\"> in turn; off: the destination alone</label>"
        f'<div class="over blink on">{images}</div>'
        "<figcaption>Origin and moved destination in turn: what jumps does not fit.</figcaption></figure>"
    )
    board = (
        f'<figure><label>Fields <input type="range" min="{SMALLEST_PX}" max="{LARGEST_PX}" value="{TILE_PX}" '
        "oninput=\"this.closest('figure').querySelector('.over').style.setProperty('--tile', this.value + 'px')\">"
        f'</label><div class="over board" style="--tile: {TILE_PX}px">{images}</div>'
        "<figcaption>Checkerboard of both: lines that break at a field's edge do not fit.</figcaption></figure>"
    )
    differs = "Difference of attenuation: red where the destination is denser, blue where the origin is."
    return blink + board + figure(data_uri(difference_picture(pair)), differs)


def stage_table(found: list[Stage]) -> str:
    """Residuals after each stage."""
    head = "<tr><th>after</th><th>residual</th><th>and the intensity law</th><th>along</th><th>down</th></tr>"
    rows = "".join(
        f"<tr><td>{escape(one.name)}</td><td>{one.residual_before:.1%}</td><td>{one.residual:.1%}</td>"
        f"<td>{one.along_px:.2f} px</td><td>{one.down_px:.2f} px</td></tr>"
        for one in found
    )
    words = (
        "Relative residual: median over 5 cm patches of the difference of attenuation over the attenuation. "
        "The last two columns: how far this map lies from the last one, median."
    )
    return f'<div class="scroll"><table>{head}{rows}</table></div><p class="soft">{words}</p>'
