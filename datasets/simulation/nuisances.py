"""Everything that differs between two scans of an unchanged container: one setting each, with its range and unit."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from datasets.errors import RecipeError


@dataclass(frozen=True)
class Range:
    """Least and greatest value of a nuisance."""

    low: float
    high: float

    def __post_init__(self) -> None:
        if not self.low <= self.high:
            raise RecipeError(f"a range from {self.low:g} to {self.high:g}, wanted the lower value first")

    def draw(self, rng: np.random.Generator) -> float:
        """Evenly."""
        return float(rng.uniform(self.low, self.high))

    def draw_evenly_in_log(self, rng: np.random.Generator) -> float:
        return float(np.exp(rng.uniform(np.log(self.low), np.log(self.high))))

    def draw_mostly_low(self, rng: np.random.Generator) -> float:
        """Small values are usual, the greatest is rare: half of them lie in the lowest quarter of the range."""
        return float(self.low + (self.high - self.low) * rng.random() ** 2)


@dataclass(frozen=True)
class Nuisances:
    """The ranges that a recipe draws from; a share is that of scans, unless it says pairs.

    Lengths are in the container; pixels are the scanner's own. To switch a nuisance off, set its share to 0 or both
    ends of its range to what changes nothing.
    """

    # Where the source stands
    source_distance_m: Range = Range(3.4, 6.5)  # to the container's middle plane
    source_height_m: Range = Range(-1.0, 1.4)  # above the container's underside, which rides 1.2 to 1.5 m high
    source_above_m: Range = Range(4.2, 7.0)  # to the middle plane, in a view from above
    other_side_share: float = 0.3  # of pairs: sources on different sides of the container
    above_share: float = 0.02  # of pairs: both scans taken from above

    # How the vehicle passes
    pitch_mm: Range = Range(3.0, 8.0)  # down the detector array, at the middle plane
    stretch: Range = Range(0.8, 1.5)  # pitch along the travel over the pitch down the array
    backwards_share: float = 0.5  # travel the other way
    speed_error: Range = Range(0.03, 0.15)  # greatest departure from the mean speed, smooth along the travel
    jump_share: float = 0.15  # the speed jumps once, by up to jump
    jump: Range = Range(0.93, 1.07)
    sway_px: Range = Range(0.0, 3.0)  # vertical, smooth along the travel
    tilt_deg: Range = Range(0.0, 1.5)  # of the chassis, either way
    air_above_m: Range = Range(0.1, 0.6)
    air_below_m: Range = Range(0.3, 1.1)  # below the container's near floor edge: chassis and wheels, cut or not
    air_before_m: Range = Range(0.1, 1.5)  # before the doors
    air_behind_m: Range = Range(0.1, 2.5)  # behind the front wall: the tractor, cut or not

    # Detector, electronics and files
    photons: Range = Range(1e4, 2e5)  # that interact in a pixel during a pulse, in open air
    dark: Range = Range(1e-5, 6e-5)  # electronic noise, of open air
    scatter: Range = Range(3e-5, 4e-4)  # of the signal around, added everywhere
    blur_px: Range = Range(0.4, 0.9)  # standard deviation: focal spot and crosstalk
    blur_along_px: Range = Range(0.4, 1.0)  # the same along the travel, where the vehicle moves during a pulse
    column_gain: Range = Range(0.0, 0.01)  # drift of the dose along the travel, standard deviation
    pulse_jitter: Range = Range(0.0, 0.006)  # of each column by itself, what dose normalisation left
    row_gain: Range = Range(0.0, 0.004)  # of each detector row: air calibration
    row_offset: Range = Range(0.0, 2e-5)  # of each detector row, of open air: dark calibration
    dead_rows: Range = Range(0, 2)
    dead_rows_share: float = 0.4
    saturation: Range = Range(0.9, 1.0)  # of open air: brighter is clipped
    saturation_share: float = 0.5
    air: Range = Range(48_000, 62_000)  # value that open air is stored as

    # Previews: 8-bit JPEG instead of 16 bit, with the statistics of 143 real ones (docs/figures/simulating.md)
    preview_share: float = 0.3
    preview_pitch_mm: Range = Range(4.0, 4.9)
    preview_photons: Range = Range(1e5, 2e6)  # a pixel: pulses are averaged
    preview_blur_px: Range = Range(0.3, 0.55)
    preview_blur_along_px: Range = Range(0.7, 1.2)
    preview_column_gain: Range = Range(2e-4, 1e-3)
    preview_row_gain: Range = Range(1e-4, 1e-3)
    preview_row_offset: Range = Range(5e-4, 6e-3)  # of open air, where nothing comes through; heavy tails
    preview_air: Range = Range(254.0, 254.8)  # grey of open air, clipped at 255
    preview_dim_share: float = 0.15  # of previews: open air is stored as preview_dim_air, and one to three rows as 255
    preview_dim_air: Range = Range(237.0, 247.0)
    preview_padding_share: float = 0.1  # of previews: columns before the doors are black
    preview_gamma: Range = Range(0.95, 1.05)  # grey = air x T^gamma
    preview_dark: Range = Range(-0.5, 3.0)  # grey of what is opaque; below 0 is cut off
    preview_sharpening: Range = Range(0.0, 0.15)  # weight of an unsharp mask
    preview_quality: Range = Range(70, 85)  # of the JPEG

    # Container, vehicle and load
    door_gap_m: Range = Range(0.0, 0.03)  # by which a leaf stands off its gasket
    door_gap_share: float = 0.4  # of leaves; the others stand off by a tenth of it at most
    fan_turn_deg: Range = Range(0.0, 360.0)  # how a reefer's fan blades came to rest
    receiver_level: Range = Range(0.15, 0.85)  # refrigerant, of the receiver's height
    drip_water_m: Range = Range(0.0, 0.022)  # defrosted water in a reefer's tray
    tractor_share: float = 0.9  # the others are scanned while the trailer stands alone
    voyage_share: float = 0.6  # of pairs: the load has shifted
    load_shift_m: Range = Range(0.0, 0.2)  # by pallet, along the container
    drying_share: float = 0.5  # of pairs: ripening and drying
    mass_loss: Range = Range(0.0, 0.03)
    settling_share: float = 0.4  # of pairs with goods that settle
    settling: Range = Range(0.0, 0.02)  # of the load's height
    neighbour_share: float = 0.05  # of 20' boxes: a second one on the same chassis

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if field.name.endswith("_share") and not 0 <= value <= 1:
                raise RecipeError(f"{field.name} is {value}, wanted 0 to 1")

    def as_json(self) -> dict[str, Any]:
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {
            name: [float(value.low), float(value.high)] if isinstance(value, Range) else float(value)
            for name, value in values.items()
        }

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "Nuisances":
        """The default where a nuisance is not named; an unknown name is an error."""
        known = {field.name: field.default for field in fields(cls)}
        return cls(**{name: of_kind(name, value, known) for name, value in values.items()})


def of_kind(name: str, value: Any, known: Mapping[str, Any]) -> Any:
    if name not in known:
        raise RecipeError(f"no nuisance is called {name!r}, wanted one of {', '.join(known)}")
    try:
        return Range(*map(float, value)) if isinstance(known[name], Range) else float(value)
    except (TypeError, ValueError) as error:
        wanted = "[low, high]" if isinstance(known[name], Range) else "a number"
        raise RecipeError(f"{name} is {json.dumps(value)}, wanted {wanted}") from error
