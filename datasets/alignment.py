"""One view laid on another: mirrored or not, the map between them, the intensity law, and how sure all of it is."""

from dataclasses import dataclass

import cv2
import numpy as np

from datasets.aligned import AlignedPair, Alignment
from datasets.contrast import Contrast, contrast, halved
from datasets.curve import apply_curve, fit_curve
from datasets.height import middle_plane
from datasets.quality import Evidence, correlations, probability_right
from datasets.travel import Travel, travel
from datasets.view import BOX_ROWS, FRAME_ROWS, MARGIN_ROWS, Image, Mask, View
from datasets.warp import FIELDS, Fields, refine, regrid, taken, whole_map

LOWEST_PART = 0.07  # of the box at its bottom is left out of all matching: another chassis would spoil it
ROOF_BAND, FLOOR_BAND = 0.16, 0.12  # of the box, below the roof and above what is left out: they carry the map
MIDDLE_WEIGHT = 0.1  # the load may have moved
ABOVE_ROOF_PX = 4  # the roof's own edge is matched, what lies above it is not
GRIDS = (4, 2, 1)  # frame pixels a pixel, coarse to fine
ROUNDS = 4  # Gauss-Newton on each
TRAVEL_GRID = 2
UNSEEN_SHARE = 0.3  # of a resampled pixel that may come from pixels not seen
PATCH_PX = 5  # about 5 cm
FAINTEST = 0.03  # mean attenuation of a patch that holds more than air
FEWEST_PATCHES = 20


def align(origin: View, destination: View) -> AlignedPair:
    """Lays the destination on the origin's grid and brings it to the origin's grey scale."""
    near = at_width(destination, origin.frame.columns)
    pyramid = {grid: Level.of(origin.attenuation[0], origin.unseen, *near, grid) for grid in GRIDS}
    path, turned = best_travel(pyramid[TRAVEL_GRID])
    mirrored = turned < 0
    if mirrored:
        pyramid = {grid: level.turned() for grid, level in pyramid.items()}
    fields = refined(pyramid, path)
    origins, destinations = ({grid: getattr(level, end) for grid, level in pyramid.items()} for end in ("origin", "destination"))
    fields = middle_plane(origins, destinations, fields)
    columns, rows = whole_map(fields)
    moved_contrast = pyramid[1].moved(columns, rows)
    scale = destination.frame.columns / origin.frame.columns
    columns = (columns + 0.5) * scale - 0.5
    if mirrored:
        columns = destination.frame.columns - 1 - columns
    moved, unseen = moved_view(destination, columns, rows, len(origin.attenuation))
    usable = ~(origin.unseen | unseen)
    curve = tuple(fit_curve(*patches(a, b, usable)) for a, b in zip(origin.attenuation, moved, strict=False))
    moved = np.stack([np.minimum(apply_curve(b, law), origin.floor) for b, law in zip(moved, curve, strict=True)])
    residual = relative_residual(*patches(origin.attenuation[0], moved[0], usable))
    evidence = Evidence(
        *correlations(pyramid[1].origin, moved_contrast, row_weights(1)),
        path.cost,
        abs(turned),
        residual,
        float(usable[MARGIN_ROWS:-MARGIN_ROWS].mean()),
    )
    alignment = Alignment(mirrored, columns, rows, curve, residual, probability_right(evidence))
    return AlignedPair(origin, destination, moved, unseen, alignment)


@dataclass(frozen=True, eq=False)
class Level:
    """Both contrasts on one grid."""

    origin: Contrast
    destination: Contrast
    grid: int

    @classmethod
    def of(cls, a: Image, a_unseen: Mask, b: Image, b_unseen: Mask, grid: int) -> "Level":
        return cls(coarse_contrast(a, a_unseen, grid), coarse_contrast(b, b_unseen, grid), grid)

    def turned(self) -> "Level":
        return Level(self.origin, self.destination.turned(), self.grid)

    def moved(self, columns: Image, rows: Image) -> Contrast:
        """The destination's contrast on the origin's grid."""
        return Contrast(taken(self.destination.value, columns, rows), taken(self.destination.weight, columns, rows))


def at_width(view: View, columns: int) -> tuple[Image, Mask]:
    """High energy and unseen on a frame of so many columns: the travel's mean speed taken out."""
    size = (columns, FRAME_ROWS)
    how = cv2.INTER_AREA if columns < view.frame.columns else cv2.INTER_LINEAR
    unseen = cv2.resize(view.unseen.astype(np.float32), size, interpolation=how) > UNSEEN_SHARE
    return cv2.resize(view.attenuation[0], size, interpolation=how), unseen


def coarse_contrast(attenuation: Image, unseen: Mask, grid: int) -> Contrast:
    if grid == 1:
        return contrast(attenuation, unseen)
    return contrast(halved(attenuation, grid), halved(unseen.astype(np.float32), grid) > UNSEEN_SHARE)


def row_weights(grid: int) -> Image:
    """How much each row of a grid has to say."""
    part = ((np.arange(FRAME_ROWS // grid) + 0.5) * grid - MARGIN_ROWS) / BOX_ROWS
    last = 1 - LOWEST_PART
    weight = np.full(len(part), MIDDLE_WEIGHT, np.float32)
    weight[(part < ROOF_BAND) | (part > last - FLOOR_BAND)] = 1
    weight[(part > last) | (part < -ABOVE_ROOF_PX / BOX_ROWS)] = 0
    return weight


def best_travel(level: Level) -> tuple[Travel, float]:
    """The cheaper path of both directions, and by how much straight is dearer than turned, below 0 where mirrored."""
    weights = row_weights(level.grid)
    straight = travel(level.origin, level.destination, weights)
    turned = travel(level.origin, level.turned().destination, weights)
    advantage = turned.cost - straight.cost
    return (straight, advantage) if advantage >= 0 else (turned, advantage)


def refined(pyramid: dict[int, Level], path: Travel) -> Fields:
    fields = np.zeros((FIELDS, len(path.offset)))
    fields[0] = path.offset
    before = TRAVEL_GRID
    for grid in GRIDS:
        level = pyramid[grid]
        columns = level.origin.value.shape[1]
        fields = regrid(fields, columns, before / grid)
        jumped = path.jumped[np.minimum(np.arange(columns) * grid // TRAVEL_GRID, len(path.jumped) - 1)]
        fields = refine(level.origin, level.destination, fields, jumped, row_weights(grid), grid, ROUNDS)
        before = grid
    return fields


def moved_view(view: View, columns: Image, rows: Image, energies: int) -> tuple[Image, Mask]:
    """Attenuation and unseen of the view, taken where the map says."""
    moved = [
        cv2.remap(energy, columns, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        for energy in view.attenuation[:energies]
    ]
    unseen = taken(view.unseen.astype(np.float32), columns, rows, outside=1.0)
    return np.stack(moved).astype(np.float32), unseen > UNSEEN_SHARE


def patches(a: Image, b: Image, usable: Mask) -> tuple[Image, Image, Mask]:
    """Means over patches of about 5 cm of the matched rows, and which of them were seen."""
    top, bottom = MARGIN_ROWS, MARGIN_ROWS + int((1 - LOWEST_PART) * BOX_ROWS)
    seen = usable[top:bottom].astype(np.float32)
    share = patch_mean(seen)
    a, b = (patch_mean(image[top:bottom] * seen) / (share + 1e-6) for image in (a, b))
    return a, b, share > 1 - UNSEEN_SHARE


def patch_mean(image: Image) -> Image:
    rows, columns = image.shape[0] // PATCH_PX, image.shape[1] // PATCH_PX
    whole = image[: rows * PATCH_PX, : columns * PATCH_PX]
    return np.asarray(whole.reshape(rows, PATCH_PX, columns, PATCH_PX).mean(axis=(1, 3)), dtype=np.float32)


def relative_residual(a: Image, b: Image, seen: Mask) -> float:
    """Median of |difference| / attenuation; 1 where next to nothing was seen in both."""
    seen = seen & (a > FAINTEST)
    if np.count_nonzero(seen) < FEWEST_PATCHES:
        return 1.0
    return float(np.median(np.abs(a - b)[seen] / a[seen]))
