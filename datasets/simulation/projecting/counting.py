"""How many photons a scan counted, read from its own noise, and the noise that a lot laid into it would have had."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import nnls

Image = NDArray[np.float32]

PATCH_PX = 8
LEVELS = np.geomspace(1e-4, 0.97, 25)  # transmission; brighter is clipped in many scans
FEWEST_PATCHES = 12  # of one level
# A share of the patches is flat and shows noise alone; what lies in the others is structure as well. The variance that
# this share of flat patches stays below is so much of the true one (chi-square, 49 degrees of freedom).
FLAT_SHARE, FLAT_EXPECTED = 0.25, 0.857


@dataclass(frozen=True)
class Counts:
    """Photons a pixel in open air, and the dark noise as a share of the signal in open air; none is no noise."""

    photons: float
    dark: float

    def variance(self, transmission: Image) -> Image:
        return np.asarray(np.maximum(transmission, 0) / self.photons + self.dark**2, np.float32)

    def missing(self, transmission: Image, factor: Image) -> Image:
        """The variance that a picture lacks once it is multiplied by a factor below 1."""
        wanted, there = self.variance(transmission * factor), factor**2 * self.variance(transmission)
        return np.asarray(np.maximum(wanted - there, 0), np.float32)


def counts_of(transmission: Image) -> Counts:
    """From the variance of flat patches against their mean."""
    means, variances = patches(transmission)
    level = np.digitize(means, LEVELS)
    rows, weights = [], []
    for n in range(1, len(LEVELS)):
        if np.count_nonzero(here := level == n) >= FEWEST_PATCHES:
            variance = float(np.quantile(variances[here], FLAT_SHARE)) / FLAT_EXPECTED
            rows.append((float(means[here].mean()), variance))
            weights.append(1 / max(variance, 1e-12))
    if not rows:
        return Counts(np.inf, 0.0)
    mean, variance_of = np.array(rows).T
    weight = np.array(weights)
    (per_photon, dark), _ = nnls(np.stack([mean, np.ones_like(mean)], axis=1) * weight[:, None], variance_of * weight)
    return Counts(1 / per_photon if per_photon > 0 else np.inf, float(np.sqrt(dark)))


def patches(transmission: Image) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Mean and variance of each patch; upright and level edges do not count, nor do slopes."""
    corners = transmission[:-1, :-1] - transmission[1:, :-1] - transmission[:-1, 1:] + transmission[1:, 1:]
    return tiled(transmission[:-1, :-1]), tiled(np.asarray((corners / 2) ** 2, np.float32))


def tiled(values: Image) -> NDArray[np.float32]:
    rows, columns = (side // PATCH_PX for side in values.shape)
    whole = values[: rows * PATCH_PX, : columns * PATCH_PX]
    return np.asarray(whole.reshape(rows, PATCH_PX, columns, PATCH_PX).mean(axis=(1, 3)).ravel(), np.float32)
