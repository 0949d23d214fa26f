"""What an ideal observer would find of a lot where not photons but the residual of alignment limits it.

A lot of bricks in one layer adds `LAYER_G_CM2` over a square. The observer knows where to look and how large the lot
is, and takes the mean over it. What is not known of the load behind is `residual` of its attenuation, as a standard
deviation, correlated as exp(-distance / 5 cm). The mean over a square then errs by the residual over the root of the
patches of its own that the square holds. The highest of `PLACES` places sets the threshold.

Against the table of an earlier derivation of the same (2 and 5 % of 20 to 180 g/cm2, 1 to 30 kg) it lies within 5
points, but for 10 kg before 180 g/cm2 at 2 %: 50 % here, 33 % there. That one counts the photons of the lowest dose,
which are few there; they are left out here, so before dense loads the bound is generous. And a residual is told of a
whole pair: where a lot lies less may be left, or more, so a few pairs may pass their bound.
"""

import math

import numpy as np
from scipy.stats import norm

LAYER_G_CM2 = 1.15 * 3.5  # bricks of cocaine hydrochloride
CORRELATED_CM = 5.0
PLACES = 1000
# The load hardens the beam: behind 60 g/cm2 and more a gram of the lot attenuates that much of what a gram of the load
# does on average (the simulated beam of 6 MV: 0.88 at 60, 0.87 at 120 and 180 g/cm2).
HARDENED = 0.88
NODES = 24


def chance(mass_kg: float, load_g_cm2: float, residual: float, rate: float) -> float:
    """The probability that the lot is found, at `rate` false alarms a container."""
    unknown = residual * load_g_cm2
    if unknown == 0:
        return 1.0
    side_cm = math.sqrt(1000 * mass_kg / LAYER_G_CM2)
    seen = HARDENED * LAYER_G_CM2 / unknown * math.sqrt(patches(side_cm))
    return float(norm.cdf(seen - norm.isf(rate / PLACES)))


def patches(side_cm: float) -> float:
    """How many patches that err independently make up a square: one over the mean correlation of two of its points.

    Coordinates of two points differ by u and v of the side with the density 4 (1 - u) (1 - v).
    """
    points, weights = np.polynomial.legendre.leggauss(NODES)
    apart = (points + 1) / 2
    dense = weights * (1 - apart)
    together = np.exp(-side_cm / CORRELATED_CM * np.hypot(*np.meshgrid(apart, apart)))
    return float(1 / (dense @ together @ dense))
