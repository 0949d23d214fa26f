"""From blocks to a transmission image: path lengths, spectrum, noise and the scanner's faults."""

import cv2
import numpy as np
from numpy.typing import NDArray

from datasets.simulation.blocks import Blocks
from datasets.simulation.scanner import Detector, Passage, smooth
from datasets.simulation.spectrum import BASIS, basis, basis_at_nodes, spectrum

Image = NDArray[np.float32]

TILE_COLUMNS = 96
PULSES = 1.35  # second moment over the squared first of the energy that a photon leaves: the excess of the noise


def render(things: Blocks, passage: Passage, detector: Detector, rng: np.random.Generator) -> list[Image]:
    """What the scanner delivers, before it is stored: transmission per energy, rows x columns, air at 1."""
    lengths = integrals(things, passage, material_shares(things))
    return [recorded(transmission(lengths, energy), passage, detector, rng) for energy in detector.energies_mv]


def mass_thickness(things: Blocks, passage: Passage) -> Image:
    """Grams per cm2 along each ray, rows x columns."""
    return swayed(integrals(things, passage, np.ones((len(things), 1), np.float32))[0], passage)


def material_shares(things: Blocks) -> NDArray[np.float32]:
    """Each block's shares of the basis functions of attenuation, N x BASIS."""
    return np.asarray(basis()[2][things.material], np.float32)


def integrals(things: Blocks, passage: Passage, shares: NDArray[np.float32]) -> Image:
    """Line integrals of density times share, K x rows x columns, in g/cm2.

    A block's path length is a row part times a column part, because the fan stands across the travel: a tile of
    columns is one matrix product over the blocks that reach into it.
    """
    edges = np.sort(passage.edges).astype(np.float32)
    out = np.zeros((shares.shape[1], passage.rows, passage.columns), np.float32)
    weights = shares * things.density[:, None] * 100  # metres to centimetres
    for start in range(0, passage.columns, TILE_COLUMNS):
        tile = edges[start : start + TILE_COLUMNS + 1]
        here = (things.bounds[:, 1] > tile[0]) & (things.bounds[:, 0] < tile[-1])
        rows, columns = row_part(things.bounds[here], passage), column_part(things.bounds[here], tile)
        for k in range(shares.shape[1]):
            out[k, :, start : start + TILE_COLUMNS] = rows @ (columns * weights[here, k : k + 1])
    return out if passage.edges[-1] > passage.edges[0] else out[:, :, ::-1]


def row_part(bounds: NDArray[np.float32], passage: Passage) -> NDArray[np.float32]:
    """Length in metres of each row's ray inside each block's cross-section, rows x N."""
    geometry = passage.geometry
    middle = passage.top - (np.arange(passage.rows, dtype=np.float32) + 0.5) * passage.pitch
    slope = ((middle - geometry.height) / geometry.distance)[:, None]  # rise per metre away from the source
    slope = np.where(np.abs(slope) < 1e-6, 1e-6, slope).astype(np.float32)
    # Depth from the source: near and far wall of the block, then where the ray passes its floor and its roof.
    depth = geometry.distance - geometry.side * bounds[:, 4:6]
    near, far = depth.min(axis=1), depth.max(axis=1)
    low, high = (bounds[:, 2] - geometry.height) / slope, (bounds[:, 3] - geometry.height) / slope
    inside = np.minimum(far, np.maximum(low, high)) - np.maximum(near, np.minimum(low, high))
    return np.asarray(np.maximum(inside, 0) * np.sqrt(1 + slope**2), np.float32)


def column_part(bounds: NDArray[np.float32], edges: NDArray[np.float32]) -> NDArray[np.float32]:
    """Share of each column that each block covers, N x columns."""
    covered = np.minimum(bounds[:, 1:2], edges[1:]) - np.maximum(bounds[:, 0:1], edges[:-1])
    return np.asarray(np.maximum(covered, 0) / (edges[1:] - edges[:-1]), np.float32)


def transmission(lengths: Image, megavolts: float) -> Image:
    """Polychromatic transmission from the line integrals of the basis functions (BASIS x rows x columns)."""
    _, weights = spectrum(megavolts)
    exponents = basis_at_nodes(megavolts).T.astype(np.float32) @ lengths.reshape(BASIS, -1)
    np.exp(-exponents, out=exponents)
    return np.asarray(weights.astype(np.float32) @ exponents).reshape(lengths.shape[1:])


def recorded(clean: Image, passage: Passage, detector: Detector, rng: np.random.Generator) -> Image:
    """Scatter, crosstalk, sway, compound Poisson noise by its second moment, and gains that calibration left."""
    scattered = cv2.blur(clean, (151, 151), borderType=cv2.BORDER_REPLICATE)
    image = swayed(clean + detector.scatter * scattered, passage)
    blurred = cv2.GaussianBlur(image, (0, 0), detector.blur_px, borderType=cv2.BORDER_REPLICATE)
    spread = np.sqrt(np.maximum(blurred, 0) * (PULSES / detector.photons) + detector.dark**2)
    noisy = blurred + spread * rng.standard_normal(image.shape, np.float32)
    columns = 1 + detector.column_gain * (smooth(rng, image.shape[1], 40) + 0.3 * rng.normal(size=image.shape[1]))
    rows = 1 + detector.row_gain * rng.normal(size=(image.shape[0], 1))
    image = np.asarray(noisy * columns * rows, np.float32)
    for row in rng.integers(0, image.shape[0], detector.dead_rows):
        image[row] = 0
    return image


def swayed(image: Image, passage: Passage) -> Image:
    """Each column moved down by its sway."""
    columns, rows = np.meshgrid(
        np.arange(image.shape[1], dtype=np.float32), np.arange(image.shape[0], dtype=np.float32)
    )
    moved = rows - passage.sway.astype(np.float32)
    return np.asarray(cv2.remap(image, columns, moved, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.float32)
