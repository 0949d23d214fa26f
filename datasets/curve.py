"""Another scanner's intensity: the law a = c b^g that brings its attenuation b to the origin's a.

Two numbers, and a third where open air is clipped, but no more: whatever freedom a curve has, a hidden object bends.
And not any two: of one load the energies from 2.5 to 9 MV make laws with c within a quarter of 1 and g within a
twentieth. A law beyond that needs many places to agree on it, or bare walls that stand a little askew would bend the
scale of all that is dense.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

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
USUAL_OFFSET, NO_OFFSET = 0.15, 1e-4  # where open air is clipped, and where it is not
OFFSETS = tuple(0.01 * n for n in range(-12, 13))  # tried where it is clipped, which loses up to a tenth of open air
USUAL_POWERS = np.linspace(0.9, 1.1, 5)
LARGEST_STEP = 0.1  # of log c, g and the offset at once
PLACES = 20  # that tell something by themselves: neighbouring ones are alike
ROUNDS = 8


class Law(NamedTuple):
    """a = scale b^power + offset; in open air, where b is 0, there is no offset either."""

    scale: float = 1.0
    power: float = 1.0
    offset: float = 0.0


def fit_curve(a: Image, b: Image, usable: Mask, clipped: bool = False) -> Law:
    """The law on which most places agree; no change where there is nothing to go by.

    An offset is looked for only where open air is clipped in one of the two scans.
    """
    both = usable & (a > FAINTEST) & (b > FAINTEST)
    if both.sum() < FEWEST:
        return Law()
    places = Places(a[both].astype(np.float64), np.log(b[both].astype(np.float64)))
    law = max((first_guess(places, offset) for offset in (OFFSETS if clipped else (0.0,))), key=lambda one: one[0])[1]
    for _ in range(ROUNDS):
        law = improved(places, law, clipped)
    return law


def apply_curve(attenuation: Image, law: Law) -> Image:
    b = np.maximum(attenuation, 0)
    laid = law.scale * b**law.power + law.offset * np.minimum(b / FAINTEST, 1)
    return np.maximum(laid, 0).astype(np.float32)


@dataclass(frozen=True, eq=False)
class Places:
    """Attenuation a, the logarithm of b, and how much each place counts."""

    a: Numbers
    log_b: Numbers

    @cached_property
    def weight(self) -> Numbers:
        return importance(self.log_b)


def importance(x: Numbers) -> Numbers:
    """Faint places are noisy; and the thousands of places of bare wall must not outvote the load."""
    bins = np.clip(((x - np.log(FAINTEST)) / 0.1).astype(int), 0, 63)
    crowd = np.bincount(bins, minlength=64)[bins]
    b2 = np.exp(2 * x)
    return np.asarray(b2 / (b2 + (2 * FAINTEST) ** 2) / np.sqrt(crowd))


def first_guess(places: Places, offset: float) -> tuple[float, Law]:
    """The law with the most places close by (a Hough transform of lines), the fewer the more unusual; and its votes."""
    above = places.a - offset > FAINTEST / 2
    x, y, weight = places.log_b[above], np.log(places.a[above] - offset), places.weight[above]
    best, found = -1.0, Law(offset=offset)
    levels = np.asarray(LOWEST + (np.arange(LEVELS) + 0.5) * TOLERANCE, np.float64)
    for power in POWERS if offset == 0 else USUAL_POWERS:
        level = np.clip(((y - power * x - LOWEST) / TOLERANCE).astype(int), 0, LEVELS - 1)
        votes = np.convolve(np.bincount(level, weight, LEVELS), [0.25, 0.5, 0.25], mode="same")
        votes = votes / np.sqrt(unusual(float(power), levels, offset))
        if votes.max() > best:
            best, found = float(votes.max()), Law(float(np.exp(levels[votes.argmax()])), float(power), offset)
    return best, found


def unusual(power: float, level: Numbers | float, offset: float) -> Numbers:
    """How much rarer a law is than no change at all; its tails are long, for a scanner may be strange."""
    apart = np.asarray(level) / USUAL_LEVEL, (power - 1) / USUAL_POWER, offset / USUAL_OFFSET
    return np.asarray(1 + sum(one**2 for one in apart))


def improved(places: Places, law: Law, clipped: bool) -> Law:
    """One step of Gauss-Newton for level, power and offset; what is usual draws, and PLACES hold against it."""
    at = np.array([np.log(law.scale), law.power, law.offset])
    usual = np.array([USUAL_LEVEL, USUAL_POWER, USUAL_OFFSET if clipped else NO_OFFSET])
    term = law.scale * np.exp(law.power * places.log_b)
    laid = np.maximum(term + law.offset, FAINTEST / 2)
    left = np.log(places.a) - np.log(laid)
    slopes = np.stack([term / laid, term * places.log_b / laid, 1 / laid], axis=1)
    weight = places.weight * np.exp(-((left / (2 * TOLERANCE)) ** 2))
    weight = weight * (PLACES / TOLERANCE**2 / (weight.sum() + 1e-12))
    pull = usual**-2.0 / unusual(law.power, float(at[0]), law.offset)
    right = slopes.T @ (weight * left) - pull * (at - (0.0, 1.0, 0.0))
    step = np.linalg.solve(slopes.T @ (weight[:, None] * slopes) + np.diag(pull), right)
    level, power, offset = at + np.clip(step, -LARGEST_STEP, LARGEST_STEP)
    return Law(float(np.exp(level)), float(power), float(offset))
