"""Lines of a container in a shrunk scan: roof, end posts, the posts between two containers, floor.

Everything is in pixels of the shrunk scan. The steel of a box is the same whatever it holds: rails and corner posts are
thick, run straight from end to end, and stand at its outline.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from datasets.view import Image, Mask

Profile = NDArray[np.float64]
Span = tuple[int, int]

POST = 0.3  # attenuation of the thinnest end post; a wall has about .1
POST_EDGE = 0.2  # of the post's attenuation: fittings stand out from the post's core
POST_ZONE = 0.06  # of the length, at either end, in which the end post stands
POST_CAP = 1.5  # attenuation that counts in a post: load behind it must not outweigh it
WALL_BAND = (0.04, 0.6)  # of the rows below the roof: above floor and chassis in every container
ROOF_BAND = (0.03, 0.12)  # of the rows below the roof: above nearly every load
INNER_POST = 0.5  # attenuation of the thinner of two posts that meet
WALL = 0.25  # attenuation of the thickest bare walls
INNER = (0.3, 0.7)  # of the length, where two containers meet that stand on one vehicle
FLOOR_START = 0.6  # of the rows below the roof: the floor lies deeper
LEAST_BELOW = 0.35  # attenuation under a floor that is not told apart further: the web of a light chassis
AIR = 0.06  # attenuation that is still taken for air


@dataclass(frozen=True)
class RoofLine:
    """The roof over a span of columns: its height at the span's middle, how it falls to the right, how it waves."""

    span: Span
    level: float
    slope: float
    wave: Profile

    def at(self, x: Profile) -> Profile:
        """Height of the straight line at places along x (area coordinates)."""
        line: Profile = self.level + self.slope * (x - (self.span[0] + self.span[1]) / 2)
        return line


def runs(flags: Mask) -> list[Span]:
    """First and one past last index of each stretch of true."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], flags.astype(np.int8), [0]])))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def roof_profile(matter: Mask) -> Profile:
    """The first row of matter in each column; the picture's height where there is none."""
    first: Profile = np.where(matter.any(axis=0), matter.argmax(axis=0), matter.shape[0]).astype(np.float64)
    return first


def roof_line(roof: Profile, span: Span) -> RoofLine:
    """The straight line that most of the roof follows, and its smooth deviation from it."""
    x = np.arange(*span, dtype=np.float64) + 0.5 - (span[0] + span[1]) / 2
    y = roof[span[0] : span[1]]
    keep = np.abs(y - np.median(y)) <= max(3.0, 3.0 * float(np.median(np.abs(y - np.median(y)))))
    slope, level = straight(x[keep], y[keep])
    for _ in range(5):
        rest = np.abs(y - slope * x - level)
        before, keep = keep, rest <= max(1.5, 2.0 * float(np.median(rest)))
        if np.array_equal(keep, before):
            break
        slope, level = straight(x[keep], y[keep])
    wave = y - slope * x - level
    wave[np.abs(wave) > 6] = 0.0
    return RoofLine(span, level, slope, smooth(wave, max(1, x.size // 25)))


def straight(x: Profile, y: Profile) -> tuple[float, float]:
    """Slope of the line of least squares, and its level at 0."""
    across = x - x.mean()
    slope = float(across @ y / max(float(across @ across), 1e-9))
    return slope, float(y.mean() - slope * x.mean())


def smooth(values: Profile, reach: int) -> Profile:
    """Mean over `reach` places to either side."""
    size = 2 * reach + 1
    padded = np.pad(values, reach, mode="edge")
    mean: Profile = np.convolve(padded, np.ones(size) / size, "valid")
    return mean


def levelled(attenuation: Image, roof: RoofLine, waves: bool = False) -> Image:
    """The span's columns, each moved up or down so that the roof is a level line at `roof.level`."""
    left, right = roof.span
    x, y = np.meshgrid(np.arange(left, right, dtype=np.float32), np.arange(attenuation.shape[0], dtype=np.float32))
    shift = roof.at(np.arange(left, right, dtype=np.float64) + 0.5) - roof.level + (roof.wave if waves else 0.0)
    y += shift.astype(np.float32)
    moved = cv2.remap(attenuation, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return moved.astype(np.float32, copy=False)


def rows_below(roof: int, rows: int, band: tuple[float, float]) -> slice:
    """A band given in shares of the rows below the roof."""
    start = roof + round(band[0] * (rows - roof))
    return slice(start, max(start + 1, roof + round(band[1] * (rows - roof))))


def ends(level: Image, roof: int, matter_limit: float) -> tuple[float, float]:
    """Left and right edge, in columns of the levelled image: the outer edges of the end posts, or of the wall."""
    band = np.minimum(level[rows_below(roof, level.shape[0], WALL_BAND)], POST_CAP)
    steel = band.mean(axis=0).astype(np.float64)
    wall = (band > matter_limit).mean(axis=0).astype(np.float64)
    return outer_edge(steel, wall), steel.size - outer_edge(steel[::-1], wall[::-1])


def outer_edge(steel: Profile, wall: Profile) -> float:
    """Where the end post at the left begins; without one, where the wall does."""
    begin = int(np.argmax(wall > 0.5))
    zone = slice(max(0, begin - 2), begin + max(3, round(POST_ZONE * steel.size)))
    core = zone.start + int(np.argmax(steel[zone]))
    if steel[core] < POST:
        return crossing(wall, begin, 0.5)
    # Outwards from the core: stripes in the air beside the post may be as dark as its fittings.
    return crossing(steel, core, POST_EDGE * float(steel[core]))


def crossing(values: Profile, inside: int, level: float) -> float:
    """The place, between pixel centres, left of `inside` where values fall below a level; 0 where they do not."""
    outside = np.flatnonzero(values[:inside] < level)
    if not outside.size:
        return 0.0
    at = int(outside[-1])
    return float(at + 0.5 + (level - values[at]) / max(values[at + 1] - values[at], 1e-9))


def inner_posts(level: Image, roof: int) -> int | None:
    """The gap between two containers that stand end to end on one vehicle; None where there is one container.

    Two posts, each dark from the roof down and about as dark as the outer ones, and between them not even a wall.
    """
    rows = level.shape[0]
    [whole] = percentiles(level[rows_below(roof, rows, WALL_BAND)].T, 20)
    under_roof = np.median(level[rows_below(roof, rows, ROOF_BAND)], axis=0)
    steel = np.minimum(np.minimum(whole, under_roof), POST_CAP)
    # A post leans with the vehicle: its dark column need not be the same one below as under the roof.
    posts = np.minimum(np.minimum(widened(whole), widened(under_roof)), POST_CAP)
    zone = max(4, round(POST_ZONE * steel.size))
    wanted = max(INNER_POST, 0.5 * min(posts[:zone].max(), posts[-zone:].max()))
    open_air = 0.9 * min(WALL, float(np.percentile(steel, 25)))
    for at in gaps(steel, open_air):
        post = min(posts[at - zone // 2 : at].max(), posts[at + 1 : at + 1 + zone // 2].max())
        sides = steel[at - 3 * zone : at - zone], steel[at + zone : at + 3 * zone]
        beside = max(float(np.median(side)) for side in sides)
        if post >= max(wanted, 2.5 * beside):
            return at
    return None


def percentiles(lines: Image, *percents: float) -> Image:
    """Those of each line, one row a percentage: sorted, lines of some hundred pixels take a fifth of numpy's time."""
    ordered = np.sort(lines, axis=1)
    places = np.array(percents) / 100 * (lines.shape[1] - 1)
    below = places.astype(int)
    low, high = ordered[:, below], ordered[:, np.minimum(below + 1, lines.shape[1] - 1)]
    return np.asarray(low + (high - low) * (places - below), dtype=np.float32).T


def widened(values: Profile | NDArray[np.float32]) -> Profile:
    """The largest of each value and its neighbours."""
    padded = np.pad(values, 1, mode="edge")
    largest: Profile = sliding_window_view(padded, 3).max(axis=1).astype(np.float64)
    return largest


def gaps(steel: Profile, open_air: float) -> list[int]:
    """Places in the inner part with less than a wall, one for each dip."""
    inner = np.arange(round(INNER[0] * steel.size), round(INNER[1] * steel.size))
    least = np.stack([steel[inner + k] for k in range(-2, 3)]).min(axis=0)
    return [int(at) for at in inner[(steel[inner] == least) & (steel[inner] <= open_air)]]


def roof_edge(level: Image, near: float) -> float:
    """The upper edge of the roof rail, between rows."""
    mean = np.minimum(level, POST_CAP).mean(axis=1).astype(np.float64)
    zone = slice(max(0, int(near) - 3), int(near) + 1 + max(3, level.shape[0] // 40))
    rail = zone.start + int(np.argmax(mean[zone]))
    return crossing(mean, rail, float(mean[rail]) / 2)


def floor_edge(level: Image, roof: int) -> float:
    """The lower edge of the floor: the strongest fall, along the whole length, from steel to less, but not to air.

    The near bottom rail is the last line that spans the whole length; the cross members of the floor end there, and
    below follows the web of a chassis. The chassis' own lower flange is as strong, but below it there is mostly air.
    """
    rows = level.shape[0]
    above, below = max(2, round(0.02 * (rows - roof))), max(2, round(0.04 * (rows - roof)))
    start = roof + round(FLOOR_START * (rows - roof))
    # Past the picture's end nothing is known: a picture cut at the floor ends dark, any other with air in it.
    deep = level[start - above + 1 :]
    lines = np.pad(percentiles(deep, 35, 50), ((0, 0), (0, below)), constant_values=LEAST_BELOW)
    upright = np.minimum(np.abs(np.diff(np.minimum(deep, 2.0)[:, ::2], axis=1)), 0.5).mean(axis=1)
    upright = np.pad(upright, (0, below), mode="edge")
    air = (deep < AIR).mean(axis=1)
    air = np.concatenate([air, np.full(below, air[-below:].mean())])

    steel = sliding_window_view(lines[:, :-below], above, axis=1).max(axis=2)
    web = np.maximum(sliding_window_view(lines[:, above:], below, axis=1).mean(axis=2), LEAST_BELOW)
    members = sliding_window_view(upright[:-below], above).mean(axis=1)
    clutter = sliding_window_view(upright[above:], below).mean(axis=1)
    fall = np.log((steel + 0.1) / (web + 0.1)).mean(axis=0) + 0.5 * np.log((members + 0.02) / (clutter + 0.02))
    airy = sliding_window_view(air[above:], below).mean(axis=1)
    best = int(np.argmax(fall * (1 - np.minimum(1, 2 * airy)))) + above - 1  # row of `deep`
    zone = lines.mean(axis=0)[max(0, best - above) : best + 4]
    return float(start - above + 1 + max(0, best - above) + int(np.argmax(zone[:-1] - zone[1:])) + 1)
