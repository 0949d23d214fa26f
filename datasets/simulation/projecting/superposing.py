"""A lot laid into a real picture: transmission multiplied at the right energies, under the noise that belongs there."""

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from datasets.air import air_values, measured_window
from datasets.scan import Pixels, Scan
from datasets.simulation.beam.fan import Shadow
from datasets.simulation.beam.hardening import added
from datasets.simulation.projecting.counting import Counts, counts_of

Image = NDArray[np.float32]

OUTSIDE_NOISE = 4.0  # standard deviations from which a pixel shows structure
AROUND = (3, 3)  # pixels over which noise is averaged, where a mean is wanted
DARKEST = 1e-5  # transmission, below which nothing deeper is told apart
THIN_M = 0.2  # dark parts of less than this, either way, are beams, bars and rails
LEAST_ATTENUATION = 0.05  # below which there is nothing to share


def superposed(
    scan: Scan,
    shadow: Shadow,
    energies_mv: tuple[float, ...],
    pitch_m: float,
    rng: np.random.Generator | None = None,
    blur_px: float = 0.0,
) -> Scan:
    """The scan with a lot in it; edges blurred as the scanner blurs them, noise added where `rng` is given."""
    airs = air_values(scan, measured_window(scan))
    channels = []
    for pixels, air, megavolts in zip(scan.channels, airs, energies_mv, strict=True):
        transmission = np.asarray(pixels / air, np.float32)
        counts = counts_of(transmission)
        factor = weakened(denoised(transmission, counts), shadow, megavolts, pitch_m, blur_px)
        value = transmission * factor
        if rng is not None:
            value += noise(transmission, factor, counts, shadow, rng)
        channels.append(stored(value * np.float32(air), pixels, factor < 1, scan.full_scale))
    return replace(scan, high=channels[0], low=channels[1] if len(channels) > 1 else None)


def denoised(transmission: Image, counts: Counts) -> Image:
    """The median around each pixel that differs from it by noise alone: noise is no hardening of the beam."""
    middle = cv2.medianBlur(transmission, 3)
    spread = np.sqrt(counts.variance(transmission))
    return np.asarray(
        np.where(np.abs(transmission - middle) < OUTSIDE_NOISE * spread, middle, transmission), np.float32
    )


def weakened(transmission: Image, shadow: Shadow, megavolts: float, pitch_m: float, blur_px: float) -> Image:
    """By what factor the lot weakens the beam, everywhere in the picture."""
    whole = np.ones(transmission.shape, np.float32)
    if shadow.grams.size:
        attenuation = -np.log(np.clip(transmission, DARKEST, 1.0))
        steel = of_steel(attenuation, pitch_m)[shadow.place]
        factor = np.exp(-added(attenuation[shadow.place], shadow.grams, megavolts, steel))
        if blur_px:
            factor = cv2.GaussianBlur(factor, (0, 0), blur_px, borderType=cv2.BORDER_REPLICATE)
        whole[shadow.place] = np.minimum(factor, 1)
    return whole


def of_steel(attenuation: Image, pitch_m: float) -> Image:
    """The share of the attenuation that thin dark parts add to what is around them: a container's beams and bars."""
    side = max(round(THIN_M / pitch_m), 3)
    broad = cv2.morphologyEx(attenuation, cv2.MORPH_OPEN, np.ones((side, side), np.uint8))
    return np.asarray((attenuation - broad) / np.maximum(attenuation, LEAST_ATTENUATION), np.float32)


def noise(transmission: Image, factor: Image, counts: Counts, shadow: Shadow, rng: np.random.Generator) -> Image:
    """What the picture's own noise lacks behind the lot: fewer photons arrive there, relatively noisier."""
    behind = np.asarray(cv2.blur(transmission, AROUND), np.float32)
    missing = counts.missing(behind[shadow.place], factor[shadow.place])
    lacking = np.zeros(transmission.shape, np.float32)
    lacking[shadow.place] = np.sqrt(missing) * rng.standard_normal(missing.shape, np.float32)
    return lacking


def stored(value: Image, pixels: Pixels, changed: NDArray[np.bool_], full_scale: int) -> Pixels:
    whole = np.clip(value + 0.5, 0, full_scale).astype(np.uint16)
    return np.asarray(np.where(changed, whole, pixels), np.uint16)
