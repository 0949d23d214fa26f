"""From blocks to a transmission image: path lengths, spectrum, noise and the scanner's faults."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from datasets.simulation.beam.integrals import Job, integrals
from datasets.simulation.beam.scanner import Detector, Passage, smooth
from datasets.simulation.beam.spectrum import BASIS, basis, basis_at_nodes, second_moment, spectrum
from datasets.simulation.blocks import Blocks

Image = NDArray[np.float32]
Signal = NDArray[np.float32]  # rows x columns x 2: mean signal, 1 in open air, and its variance at one photon a pixel

SCATTER_PX = 151  # over which scatter spreads
AT_ONCE = 1 << 15  # rays whose spectrum a processor's cache holds


@dataclass(frozen=True, eq=False)
class Shot:
    """What stands before which scanner: the input of one picture."""

    things: Blocks
    passage: Passage
    detector: Detector


def render(things: Blocks, passage: Passage, detector: Detector, rng: np.random.Generator) -> list[Image]:
    """What the scanner delivers, before it is stored: transmission per energy, rows x columns, air at 1."""
    [signals] = render_clean([Shot(things, passage, detector)])
    return [recorded(signal, passage, detector, rng) for signal in signals]


def render_clean(shots: Sequence[Shot], device: str = "cpu") -> list[list[Signal]]:
    """Signals of each shot at each of its energies, all shots together on a device."""
    lengths = integrals([Job(shot.things, shot.passage, material_shares(shot.things)) for shot in shots], device)
    return [
        [transmission(sums, energy) for energy in shot.detector.energies_mv]
        for shot, sums in zip(shots, lengths, strict=True)
    ]


def mass_thickness(things: Blocks, passage: Passage) -> Image:
    """Grams per cm2 along each ray, rows x columns."""
    [sums] = integrals([Job(things, passage, np.ones((len(things), 1), np.float32))])
    return swayed(sums[0].numpy(), passage)


def material_shares(things: Blocks) -> NDArray[np.float32]:
    """Each block's shares of the basis functions of attenuation, N x BASIS."""
    return np.asarray(basis()[2][things.material], np.float32)


def transmission(lengths: Tensor, megavolts: float) -> Signal:
    """Polychromatic signal from the line integrals of the basis functions (BASIS x rows x columns)."""
    device, shape = lengths.device, lengths.shape[1:]
    functions = torch.tensor(-basis_at_nodes(megavolts).T, dtype=torch.float32, device=device)
    weights = np.stack([spectrum(megavolts)[1], second_moment(megavolts)])
    weight = torch.tensor(weights, dtype=torch.float32, device=device)
    rays = lengths.reshape(BASIS, -1)
    at_once = AT_ONCE if device.type == "cpu" else rays.shape[1]
    signal = torch.empty(rays.shape[1], 2, device=device)
    for first in range(0, rays.shape[1], at_once):
        part = (functions @ rays[:, first : first + at_once]).exp_()
        signal[first : first + at_once] = (weight @ part).T
    return np.asarray(signal.reshape(*shape, 2).cpu().numpy())


def recorded(signal: Signal, passage: Passage, detector: Detector, rng: np.random.Generator) -> Image:
    """Scatter, crosstalk, sway, compound Poisson noise by its second moment, gains that calibration left, clipping."""
    scattered = cv2.blur(signal[:, :, 0], (SCATTER_PX, SCATTER_PX), borderType=cv2.BORDER_REPLICATE)
    arriving = swayed(signal + (detector.scatter * scattered)[:, :, None], passage)
    along, down = detector.blur_along_px, detector.blur_px
    blurred = cv2.GaussianBlur(arriving, (0, 0), along, sigmaY=down, borderType=cv2.BORDER_REPLICATE)
    mean, moment = blurred[:, :, 0], np.maximum(blurred[:, :, 1], 0)
    image = rng.standard_normal(mean.shape, np.float32)
    image *= np.sqrt(moment * np.float32(1 / detector.photons) + np.float32(detector.dark**2))
    image += mean
    image *= gains(image.shape, detector, rng)
    image += offsets(len(image), detector, rng) * (1 - np.clip(mean, 0, 1))
    if detector.saturation is not None:
        np.minimum(image, np.float32(detector.saturation), out=image)
    for row in rng.integers(0, image.shape[0], detector.dead_rows):
        image[row] = 0
    return np.asarray(image, np.float32)


def gains(shape: tuple[int, ...], detector: Detector, rng: np.random.Generator) -> Image:
    """Dose that drifts and jitters from pulse to pulse, and rows that air calibration left unequal."""
    rows, columns = shape
    along = 1 + detector.column_gain * smooth(rng, columns, 40) + detector.pulse_jitter * rng.normal(size=columns)
    down = 1 + detector.row_gain * rng.normal(size=(rows, 1))
    return np.asarray(along * down, np.float32)


def offsets(rows: int, detector: Detector, rng: np.random.Generator) -> Image:
    """What dark calibration left in each row, rows x 1; a few are far off. In open air it has been calibrated away."""
    return np.asarray(detector.row_offset * rng.laplace(scale=np.sqrt(0.5), size=(rows, 1)), np.float32)


def swayed(image: Image, passage: Passage) -> Image:
    """Each column moved down by its sway; rows x columns, or with channels behind."""
    rows = np.arange(image.shape[0], dtype=np.float32)[:, None] - passage.sway.astype(np.float32)
    columns = np.broadcast_to(np.arange(image.shape[1], dtype=np.float32), rows.shape)
    return np.asarray(cv2.remap(image, columns, rows, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.float32)
