"""What a scanner shows of its test objects: how surely an object is seen, and the least that is."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from datasets.simulation.beam.materials import Material, Values
from datasets.simulation.beam.render import Shot, recorded, render, render_clean
from datasets.simulation.beam.scanner import Detector
from datasets.simulation.beam.spectrum import spectrum
from datasets.simulation.blocks import Blocks, nothing
from datasets.simulation.charts.charts import BARS, BLOCK, PLATE, Chart, Scanner, bars, plate

Image = NDArray[np.float32]

# An object is seen where a matched filter tells it from none by five standard deviations: below, the eye makes objects
# out of noise (A. Rose, J. Opt. Soc. Am. 38, 196, 1948).
SEEN = 5.0
DRAWS = 24  # of the noise: its standard deviation to a seventh, a penetration to about 5 mm
STEPS = 8  # of a bisection
RESOLVED = 0.2  # least modulation of bars, of that of wide ones
BAR_WIDTHS_MM = (1.5, 2.0, 2.5, 3.0, 3.5, 4.0, 5.0, 6.0, 7.0, 8.0, 10.0, 12.0, 16.0)
PHASES = (0.0, 0.125, 0.25, 0.375)  # of a period, between bars and pixels
WIDE_MM = 25.0


@dataclass(frozen=True)
class Ratio:
    """ln T of the lower energy over that of the higher behind a plate, and its spread from plate to plate."""

    mean: float
    spread: float


def visibility(chart: Chart, scanner: Scanner) -> float:
    """Standard deviations of a matched filter's answer to noise by which its answer to the object stands out.

    The filter is the noiseless picture of the object less the means of its rows and columns, for stripes mislead
    nobody.
    """
    quiet = replace(scanner, detector=noiseless(scanner.detector))
    there, not_there = picture(chart, quiet, 0), picture(Chart(nothing(), chart.before), quiet, 0)
    sought = there - not_there
    kernel = sought - sought.mean(axis=0) - sought.mean(axis=1, keepdims=True) + sought.mean()
    answers = [(kernel * empty).sum() for empty in backgrounds(chart.before, scanner)]
    return float((kernel * sought).sum() / np.std(answers, ddof=1))


@lru_cache(maxsize=2)
def backgrounds(before: Blocks, scanner: Scanner) -> list[Image]:
    """Takings of what an object stands behind, without the object."""
    return [cut(taken[0], scanner, 0.8 * BLOCK) for taken in takings(before, scanner)]


def takings(things: Blocks, scanner: Scanner) -> Iterator[list[Image]]:
    """Pictures of the same things at each energy that differ by their noise and faults."""
    [signals] = render_clean([Shot(things, scanner.passage, scanner.detector)])
    for seed in range(DRAWS):
        rng = np.random.default_rng(seed)
        yield [recorded(signal, scanner.passage, scanner.detector, rng) for signal in signals]


def picture(chart: Chart, scanner: Scanner, seed: int) -> Image:
    """Transmission at the first energy over the middle of the block."""
    image = render(chart.things, scanner.passage, scanner.detector, np.random.default_rng(seed))[0]
    return cut(image, scanner, 0.8 * BLOCK)


def cut(image: Image, scanner: Scanner, size: float) -> Image:
    """A square of `size` metres about the middle of the picture."""
    half, middle = round(size / 2 / scanner.pitch), len(image) // 2
    return image[middle - half : middle + half, middle - half : middle + half]


def noiseless(detector: Detector) -> Detector:
    """The same optics without noise and faults."""
    return replace(detector, photons=1e30, dark=0.0, column_gain=0.0, pulse_jitter=0.0, row_gain=0.0, row_offset=0.0)


def thickest(chart: Callable[[float], Chart], scanner: Scanner, low: float, high: float) -> float:
    """The largest value for which a chart's object is seen, where more hides it."""
    return bisected(lambda value: visibility(chart(value), scanner) >= SEEN, low, high)


def thinnest(chart: Callable[[float], Chart], scanner: Scanner, low: float, high: float) -> float:
    """The smallest value for which a chart's object is seen, where more shows it."""
    return float(np.exp(bisected(lambda v: visibility(chart(np.exp(v)), scanner) < SEEN, np.log(low), np.log(high))))


def bisected(holds: Callable[[float], bool], low: float, high: float) -> float:
    """Where a condition that holds below and not above turns."""
    for _ in range(STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if holds(middle) else (low, middle)
    return (low + high) / 2


def modulation(width_mm: float, upright: bool, scanner: Scanner) -> float:
    """Contrast in ln T between bars and gaps over that of wide bars, at the worst place of the bars on the pixels."""
    return min(swing(width_mm, upright, phase, scanner) for phase in PHASES) / swing(WIDE_MM, upright, 0.0, scanner)


def swing(width_mm: float, upright: bool, phase: float, scanner: Scanner) -> float:
    quiet = replace(scanner, detector=noiseless(scanner.detector))
    image = -np.log(cut(picture(bars(width_mm, upright, phase), quiet, 0), scanner, 0.4))
    middle = slice(len(image) // 2 - 2, len(image) // 2 + 3)
    profile = image[middle].mean(axis=0) if upright else image[:, middle].mean(axis=1)[::-1]
    places = (np.arange(len(profile)) - (len(profile) - 1) / 2) * scanner.pitch * 1000
    at = (np.arange(2 * BARS - 1) - BARS + 1 + 2 * phase) * width_mm  # middles of bars, gaps and bars
    return float(np.interp(at[::2], places, profile).mean() - np.interp(at[1::2], places, profile).mean())


def resolved_mm(upright: bool, scanner: Scanner) -> float:
    """Width of the finest bars that are told apart, and all coarser ones with them."""
    finest = BAR_WIDTHS_MM[-1]
    for width in reversed(BAR_WIDTHS_MM):
        if modulation(width, upright, scanner) < RESOLVED:
            break
        finest = width
    return finest


def ratio(material: Material, attenuation: float, scanner: Scanner) -> Ratio:
    """R of a plate that attenuates the higher energy to exp(-attenuation), over many takings of its picture."""
    square = plate(material, 1.0, depth_of(material, attenuation, scanner.detector.energies_mv[0]) / 100)
    draws = []
    for images in takings(square, scanner):
        high, low = (cut(image, scanner, 0.6 * PLATE).mean(dtype=np.float64) for image in images)
        draws.append(np.log(low) / np.log(high))
    return Ratio(float(np.mean(draws)), float(np.std(draws, ddof=1)))


def depth_of(material: Material, attenuation: float, megavolts: float) -> float:
    """Grams per cm2 of a material behind which -ln T is `attenuation`."""
    energies, weights = spectrum(megavolts)
    thickness = np.linspace(0.0, 300.0, 3001)
    through: Values = np.exp(-np.outer(thickness, material.attenuation(energies))) @ weights
    return float(np.interp(attenuation, -np.log(through), thickness))
