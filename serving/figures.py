"""A picture in a page, with numbered boxes and a caption, as one piece of SVG."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import numpy as np

from datasets.view import Frame
from serving.findings import Finding, SideName
from serving.pictures import Picture
from serving.sides import Box
from serving.words import COLOURS, KINDS, mass_words

Edges = tuple[float, float, float, float]


@dataclass(frozen=True)
class Mark:
    """A box over a picture; without a number it is an outline."""

    edges: Edges
    colour: str
    words: str
    number: int | None = None


def marks(findings: Sequence[Finding], side: SideName, frame: Frame | None = None) -> list[Mark]:
    """The findings that have a box in this scan, in its delivered pixels or in those of its frame."""
    boxes = [finding.box_origin if side == "origin" else finding.box_destination for finding in findings]
    return [
        Mark(
            edges_of(box, frame),
            COLOURS[finding.kind],
            f"{number}: {KINDS[finding.kind]} {finding.zone.words}, {mass_words(finding)}",
            number,
        )
        for number, (finding, box) in enumerate(zip(findings, boxes, strict=True), 1)
        if box is not None
    ]


def edges_of(box: Box, frame: Frame | None) -> Edges:
    corners = np.array([[box[0], box[1]], [box[2] - 1, box[3] - 1]], np.float64)
    if frame is not None:
        corners = frame.from_scan(corners)
    (left, top), (right, bottom) = corners
    return float(left), float(top), float(right) + 1, float(bottom) + 1


def figure(picture: Picture, caption: str, boxes: Sequence[Mark] = ()) -> str:
    columns, rows = picture.size
    drawn = "".join(drawing(mark, picture.size) for mark in boxes)
    return (
        f'<figure><svg viewBox="0 0 {columns} {rows}" role="img" aria-label="{escape(caption)}">'
        f'<image href="{picture.uri}" width="{columns}" height="{rows}" preserveAspectRatio="none"/>{drawn}</svg>'
        f"<figcaption>{escape(caption)}</figcaption></figure>"
    )


def drawing(mark: Mark, size: tuple[int, int]) -> str:
    left, top, right, bottom = mark.edges
    pad = size[0] / 300  # the line goes around the thing, not over it
    box = (
        f'<rect x="{left - pad:.1f}" y="{top - pad:.1f}" width="{right - left + 2 * pad:.1f}" '
        f'height="{bottom - top + 2 * pad:.1f}" fill="none" stroke="{mark.colour}"'
    )
    title = f"<title>{escape(mark.words)}</title>"
    if mark.number is None:
        return f'<g>{title}{box} class="outline"/></g>'
    return f'<g>{title}{box} class="box"/>{label(mark, size, pad)}</g>'


def label(mark: Mark, size: tuple[int, int], pad: float) -> str:
    """A numbered tag above the box, below it where there is no room."""
    side = max(size[0] / 55, size[1] / 45)
    x = min(max(mark.edges[0] - pad, 0), size[0] - side)
    above = mark.edges[1] - pad - side
    y = above if above >= 0 else min(mark.edges[3] + pad, size[1] - side)
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{side:.1f}" height="{side:.1f}" fill="{mark.colour}"/>'
        f'<text x="{x + side / 2:.1f}" y="{y + 0.78 * side:.1f}" font-size="{0.8 * side:.1f}" class="tag">'
        f"{mark.number}</text>"
    )
