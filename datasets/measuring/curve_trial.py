"""How far an object over a third of the picture bends the intensity law, with a law that is known."""

import numpy as np
from numpy.typing import NDArray

from datasets.curve import Law, apply_curve, fit_curve
from datasets.residual import patches
from datasets.view import BOX_ROWS, MARGIN_ROWS, Image, View

Numbers = NDArray[np.float64]

SCALE, POWER = (0.8, 1.25), (0.85, 1.15)  # of the law a = c b^g: wider than any two of the simulator's energies need
OBJECT_LENGTH, OBJECT_HEIGHT = 0.42, 0.8  # of the box: together a third of it
OBJECT_ATTENUATION = (0.3, 2.0)
NOISE = 0.003  # of open air's transmission, what a pixel's own noise is
LEAST_RANGE = 1.2  # the largest attenuation over the smallest between which the law is looked at


def curve_error(view: View, rng: np.random.Generator) -> float:
    """Largest relative error of the law found, over the attenuations that nine tenths of the patches have."""
    law = Law(float(rng.uniform(*SCALE)), float(rng.uniform(*POWER)))
    a = view.attenuation[0]
    b = apply_curve(a, Law(law.scale ** (-1 / law.power), 1 / law.power))
    other = with_noise(with_object(b, rng), rng)
    first, second, seen = patches(a, other, ~view.unseen)
    low, high = np.percentile(patches(a, b, ~view.unseen)[1], [5, 95])
    low = max(float(low), 0.03)
    at = np.geomspace(low, max(float(high), LEAST_RANGE * low), 30).astype(np.float32)
    found = apply_curve(at, fit_curve(first, second, seen))
    return float(np.abs(found / apply_curve(at, law) - 1).max())


def with_object(attenuation: Image, rng: np.random.Generator) -> Image:
    rows, columns = BOX_ROWS, attenuation.shape[1]
    left = int(rng.uniform(0, 1 - OBJECT_LENGTH) * columns)
    top = MARGIN_ROWS + int(rng.uniform(0.05, 0.95 - OBJECT_HEIGHT) * rows)
    changed = attenuation.copy()
    here = changed[top : top + int(OBJECT_HEIGHT * rows), left : left + int(OBJECT_LENGTH * columns)]
    here += np.float32(rng.uniform(*OBJECT_ATTENUATION))
    return changed


def with_noise(attenuation: Image, rng: np.random.Generator) -> Image:
    """Independent noise of the transmission, as counting has it."""
    transmission = np.exp(-attenuation)
    noise = NOISE * np.sqrt(transmission) * rng.standard_normal(attenuation.shape).astype(np.float32)
    return np.asarray(-np.log(np.clip(transmission + noise, 1e-5, 1)), dtype=np.float32)
