"""What a region weighs: attenuation over mu/rho is mass per area, so a sum over pixels is a mass.

Good to the spread of mu/rho over light goods (about 3 %), to the scale, and to what lies differently around the region.
Steel and lead attenuate otherwise than light goods do at these energies, by up to a third.
"""

import math
from dataclasses import dataclass
from typing import Self

import numpy as np
from scipy import ndimage

from datasets.scan import Scan
from datasets.view import BOX_ROWS, Frame, Image, Mask

# ISO 668: lengths of 20 and 40 feet, and heights; a 40-foot box is 2591 or 2896 high, so the middle is 6 % off at most.
BOX_SIZES_MM = ((6058, 2591), (12192, 2743))
# An outline reaches from the near roof edge to the near floor edge, which stand nearer to the source than the middle of
# the container that masses are reckoned in: 1.19 to 1.42, 1.28 in the middle, over simulated scanners 4 to 7 m away.
NEAR_EDGES = 1.28
USUAL_MV = 6.0
EFFECTIVE_SHARE = 0.37  # a linac's beam attenuates as photons of about this share of its highest energy do
# Cellulose, which stands for all light goods (NIST XCOM): MeV and cm2/g.
ENERGIES_MEV = (0.1, 0.5, 1.0, 2.0, 4.0, 6.0, 9.0)
MU_RHO_CM2_G = (0.16212, 0.09255, 0.06756, 0.04720, 0.03245, 0.02636, 0.02195)

CORE_PX = 2  # a map is at half the frame's resolution: a region is grown by this much to hold its edge
GAP_PX, RING_PX = 3, 12  # around the core, what the surroundings are taken from
LEAST_RING = 40
LARGEST_UNSEEN = 0.25


@dataclass(frozen=True)
class Scale:
    """The size of a pixel of the frame in the middle plane of the container."""

    row_mm: float
    column_mm: float
    declared: bool = False

    @classmethod
    def of(cls, scan: Scan, frame: Frame) -> Self | None:
        """From the declared pitch, else from the size of a container; an object without a pitch has no scale."""
        o = frame.outline
        if scan.pitch_mm is not None:
            down, along = scan.pitch_mm
            return cls(down * (o.bottom - o.top) / BOX_ROWS, along * (o.right - o.left) / frame.columns, declared=True)
        return cls.nominal(frame) if o.region == "container" else None

    @classmethod
    def nominal(cls, frame: Frame) -> Self:
        """Of the container whose shape is nearest to the outline's."""
        o = frame.outline
        aspect = (o.right - o.left) / (o.bottom - o.top)
        length, height = min(BOX_SIZES_MM, key=lambda size: abs(math.log(aspect * size[1] * NEAR_EDGES / size[0])))
        return cls(height * NEAR_EDGES / BOX_ROWS, length / frame.columns)

    @property
    def area_cm2(self) -> float:
        return self.row_mm * self.column_mm / 100


def mu_rho(scan: Scan) -> float:
    """Mass attenuation of light goods in the beam of the scan's high energy, cm2/g."""
    effective = EFFECTIVE_SHARE * max(scan.energies_mv, default=USUAL_MV)
    return float(np.exp(np.interp(np.log(effective), np.log(ENERGIES_MEV), np.log(MU_RHO_CM2_G))))


@dataclass(frozen=True)
class LineIntegral:
    """What attenuation alone says of a region, and what that depends on.

    `kg` and `contrast`, the mean attenuation beyond the surroundings, are below 0 where the region is lighter than
    these. `across_cm` is its extent along the container and `behind` the mean attenuation of the load there, of a scan
    alone with the region in it; `declared` says whether the scan tells how large its pixels are.
    """

    kg: float
    contrast: float
    across_cm: float
    behind: float
    declared: bool


def line_integral(
    attenuation: Image, load: Image, region: Mask, unseen: Mask, scale: Scale, mu_rho_cm2_g: float
) -> LineIntegral | None:
    """By how much `region` outweighs its surroundings; None where it was not seen.

    `attenuation` is FRAME_ROWS x W, that of a scan or the difference of two; `load` is that of the scan, or of the
    lighter of the two.
    """
    here = window(region, CORE_PX + GAP_PX + RING_PX)
    attenuation, load, region, seen = attenuation[here], load[here], region[here], ~unseen[here]
    core = grown(region, CORE_PX)
    if (core & ~seen).sum() > LARGEST_UNSEEN * core.sum():
        return None
    ring = grown(core, GAP_PX + RING_PX) & ~grown(core, GAP_PX) & seen
    around = float(np.median(attenuation[ring])) if ring.sum() >= LEAST_RING else 0.0
    # What little of the region was not seen counts as the rest of it does.
    contrast = float((attenuation[core & seen] - around).mean())
    return LineIntegral(
        kg=contrast * float(core.sum()) * scale.area_cm2 / mu_rho_cm2_g / 1000,
        contrast=contrast,
        across_cm=float(np.count_nonzero(core.any(axis=0))) * scale.column_mm / 10,
        behind=float(load[core & seen].mean()),
        declared=scale.declared,
    )


def window(region: Mask, margin: int) -> tuple[slice, slice]:
    [(rows, columns)] = ndimage.find_objects(region.astype(np.uint8))
    return (
        slice(max(rows.start - margin, 0), rows.stop + margin),
        slice(max(columns.start - margin, 0), columns.stop + margin),
    )


def grown(region: Mask, by: int) -> Mask:
    """Dilated by `by` pixels in each direction."""
    return np.asarray(ndimage.maximum_filter(region, size=2 * by + 1, mode="constant"), np.bool_)
