"""What a lot adds to the attenuation behind which it lies: the beam that reaches it is already hardened."""

from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from datasets.simulation.beam.materials import CELLULOSE, COCAINE_HCL, STEEL, WATER, Values, mixture
from datasets.simulation.beam.spectrum import spectrum

Image = NDArray[np.float32]

# What a lot lies among: the container's steel first, then goods. Where steel is known to be all there is, it is another
# table: behind 2 units of attenuation by steel a lot adds 1 % more at 4 MV than behind goods and 5 % more at 9 MV, as
# pair production in steel takes away what is hardest.
WALLS_G_CM2 = 4.0
GOODS = mixture("goods", (CELLULOSE, 0.5), (WATER, 0.5))
STEP = 0.125  # of attenuation, between two rows of a table
STEP_G_CM2 = 3.0  # of the lot, between two columns
LADDER_G_CM2 = np.concatenate([np.linspace(0, WALLS_G_CM2, 17), np.geomspace(WALLS_G_CM2 + 0.5, 1500, 400)])
DEEPEST, THICKEST_G_CM2 = 10.0, 180.0  # beyond, the beam hardens no further


def added(attenuation: Image, grams: Image, megavolts: float, steel: Image | None = None) -> Image:
    """By how much so many g/cm2 of cocaine hydrochloride raise this -ln T; less where goods make room for it.

    `steel` is the share of the attenuation that is known to be of steel beyond the walls.
    """
    thick = np.clip(grams / STEP_G_CM2, 0, THICKEST_G_CM2 / STEP_G_CM2).astype(np.float32)
    deep = np.clip(attenuation / STEP, 0, DEEPEST / STEP).astype(np.float32)
    mean = cv2.remap(coefficients(megavolts), thick, deep, cv2.INTER_LINEAR)
    if steel is not None:
        mean += steel * (cv2.remap(coefficients(megavolts, np.inf), thick, deep, cv2.INTER_LINEAR) - mean)
    return np.asarray(grams * mean, np.float32)


@lru_cache(maxsize=128)
def coefficients(megavolts: float, walls: float = WALLS_G_CM2) -> Image:
    """Attenuation a lot adds per g/cm2: a row for each STEP of attenuation before it, a column for each STEP_G_CM2."""
    energies, weights = spectrum(megavolts)
    through = behind(energies, weights, np.arange(0, DEEPEST + STEP / 2, STEP), walls)
    grams = np.arange(0, THICKEST_G_CM2 + STEP_G_CM2 / 2, STEP_G_CM2)
    mu = COCAINE_HCL.attenuation(energies)
    mean = np.where(grams > 0, -np.log(through @ np.exp(-np.outer(mu, grams))) / np.maximum(grams, 1), 0)
    mean[:, 0] = through @ mu
    return mean.astype(np.float32)


def behind(energies: Values, weights: Values, attenuation: Values, walls: float = WALLS_G_CM2) -> Values:
    """Share of the signal at each energy behind walls and goods of such attenuations, attenuations x energies."""
    exponents = exponents_of(energies, thickness_of(energies, weights, attenuation, walls), walls)
    passed = weights * np.exp(-exponents)
    return np.asarray(passed / passed.sum(axis=1, keepdims=True))


def exponents_of(energies: Values, thickness: Values, walls: float = WALLS_G_CM2) -> Values:
    """Of walls, then goods of together so many g/cm2, thicknesses x energies."""
    of_walls = np.minimum(thickness, walls)
    steel, goods = STEEL.attenuation(energies), GOODS.attenuation(energies)
    return np.asarray(np.outer(of_walls, steel) + np.outer(thickness - of_walls, goods))


def thickness_of(energies: Values, weights: Values, attenuation: Values, walls: float = WALLS_G_CM2) -> Values:
    """Walls and goods in g/cm2 that attenuate so much."""
    total = -np.log(np.exp(-exponents_of(energies, LADDER_G_CM2, walls)) @ weights)
    return np.asarray(np.interp(attenuation, total, LADDER_G_CM2))


def grams_behind(attenuation: Image, megavolts: float) -> Image:
    """Walls and goods in g/cm2 that a picture of this energy shows."""
    return np.asarray(thickness_of(*spectrum(megavolts), np.asarray(attenuation, np.float64)), np.float32)


def at_energy(attenuation: Image, before: float, after: float) -> Image:
    """What walls and goods that attenuate so much at one energy attenuate at another."""
    energies, weights = spectrum(after)
    steps = np.arange(0, 2 * DEEPEST, STEP)
    thickness = thickness_of(*spectrum(before), steps)
    there = -np.log(np.exp(-exponents_of(energies, thickness)) @ weights)
    return np.asarray(np.interp(attenuation, steps, there), np.float32)
