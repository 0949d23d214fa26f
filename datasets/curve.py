"""Another scanner's intensity: the law a = c b^g that brings its attenuation b to the origin's a.

Two numbers and no more: whatever freedom a curve has, a hidden object bends. And not any two: of one load the energies
from 2.5 to 9 MV make laws with c within a quarter of 1 and g within a twentieth. A law beyond that needs many places to
agree on it, or bare walls that stand a little askew would bend the scale of all that is dense.
"""

import numpy as np
from numpy.typing import NDArray

from datasets.view import Image, Mask

Numbers = NDArray[np.float64]

POWERS = np.linspace(0.6, 1.6, 41)
FAINTEST = 0.03  # attenuation below which a place is air and noise
FEWEST = 60  # places
TOLERANCE = 0.04  # of log a: places this near to a law agree with it
LOWEST, LEVELS = -4.0, 200  # log c of the first level that is tried, and how many there are, TOLERANCE apart
USUAL_LEVEL, USUAL_POWER = 0.2, 0.05  # how far log c lies from 0, and g from 1, between two scanners
PLACES = 20  # that tell something by themselves: neighbouring ones are alike
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
        power, level = straight_line(x, y, near, pull=1 / unusual(power, level))
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
    """The power and level with the most places close by (a Hough transform of lines), the more unusual the more."""
    best, found = -1.0, (1.0, 0.0)
    levels = np.asarray(LOWEST + (np.arange(LEVELS) + 0.5) * TOLERANCE, np.float64)
    for power in POWERS:
        level = np.clip(((y - power * x - LOWEST) / TOLERANCE).astype(int), 0, LEVELS - 1)
        votes = np.convolve(np.bincount(level, weight, LEVELS), [0.25, 0.5, 0.25], mode="same")
        votes = votes / np.sqrt(unusual(float(power), levels))
        if votes.max() > best:
            best, found = float(votes.max()), (float(power), float(levels[votes.argmax()]))
    return found


def unusual(power: float, level: Numbers | float) -> Numbers:
    """How much rarer a law is than no change at all; its tails are long, for a scanner may be strange."""
    return np.asarray(1 + (np.asarray(level) / USUAL_LEVEL) ** 2 + ((power - 1) / USUAL_POWER) ** 2)


def straight_line(x: Numbers, y: Numbers, weight: Numbers, pull: Numbers) -> tuple[float, float]:
    """Slope and level of the weighted line, drawn towards 1 and 0 as the usual laws draw and PLACES hold against it."""
    weight = weight * (PLACES / TOLERANCE**2 / (weight.sum() + 1e-12))
    joint = (weight * x).sum()
    matrix = np.array([[(weight * x**2).sum(), joint], [joint, weight.sum()]])
    prior = pull * np.array([USUAL_POWER, USUAL_LEVEL]) ** -2.0
    right = np.array([(weight * x * y).sum() + prior[0], (weight * y).sum()])
    slope, level = np.linalg.solve(matrix + np.diag(prior), right)
    return float(slope), float(level)
