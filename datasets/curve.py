"""Another scanner's intensity: the law a = c b^g that brings its attenuation b to the origin's a.

Two numbers and no more: whatever freedom a curve has, a hidden object bends.
"""

import numpy as np
from numpy.typing import NDArray

from datasets.view import Image, Mask

Numbers = NDArray[np.float64]

POWERS = np.linspace(0.6, 1.6, 26)
FAINTEST = 0.03  # attenuation below which a place is air and noise
FEWEST = 60  # places
TOLERANCE = 0.04  # of log a: places this near to a law agree with it
LOWEST, LEVELS = -4.0, 200  # log c of the first level that is tried, and how many there are, TOLERANCE apart
STIFFNESS = 0.002  # pull of g towards 1 where the places do not spread enough to tell it
ROUNDS = 8
NO_CHANGE = (1.0, 1.0)


def fit_curve(a: Image, b: Image, usable: Mask) -> tuple[float, float]:
    """(c, g) of the law on which most places agree; (1, 1) where there is nothing to go by."""
    both = usable & (a > FAINTEST) & (b > FAINTEST)
    if both.sum() < FEWEST:
        return NO_CHANGE
    x, y = np.log(b[both].astype(np.float64)), np.log(a[both].astype(np.float64))
    weight = importance(x)
    power, level = first_guess(x, y, weight)
    for _ in range(ROUNDS):
        near = weight * np.exp(-(((y - power * x - level) / (2 * TOLERANCE)) ** 2))
        power, level = straight_line(x, y, near)
    return float(np.exp(level)), float(power)


def apply_curve(attenuation: Image, curve: tuple[float, float]) -> Image:
    scale, power = curve
    return (scale * np.maximum(attenuation, 0) ** power).astype(np.float32)


def importance(x: Numbers) -> Numbers:
    """Faint places are noisy; and the thousands of places of bare wall must not outvote the load."""
    bins = np.clip(((x - np.log(FAINTEST)) / 0.1).astype(int), 0, 63)
    crowd = np.bincount(bins, minlength=64)[bins]
    b2 = np.exp(2 * x)
    return np.asarray(b2 / (b2 + (2 * FAINTEST) ** 2) / np.sqrt(crowd))


def first_guess(x: Numbers, y: Numbers, weight: Numbers) -> tuple[float, float]:
    """The power and level with the most places close by (a Hough transform of lines)."""
    best, found = -1.0, (1.0, 0.0)
    for power in POWERS:
        level = np.clip(((y - power * x - LOWEST) / TOLERANCE).astype(int), 0, LEVELS - 1)
        votes = np.convolve(np.bincount(level, weight, LEVELS), [0.25, 0.5, 0.25], mode="same")
        if votes.max() > best:
            best, found = float(votes.max()), (float(power), float(LOWEST + (votes.argmax() + 0.5) * TOLERANCE))
    return found


def straight_line(x: Numbers, y: Numbers, weight: Numbers) -> tuple[float, float]:
    """Slope and level of the weighted line, the slope drawn a little towards 1."""
    total = weight.sum() + 1e-12
    mx, my = (weight * x).sum() / total, (weight * y).sum() / total
    spread = (weight * (x - mx) ** 2).sum() / total
    joint = (weight * (x - mx) * (y - my)).sum() / total
    slope = float(np.clip((joint + STIFFNESS) / (spread + STIFFNESS), 0.4, 2.5))
    return slope, float(my - slope * mx)
