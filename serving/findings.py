"""From maps to findings: where something differs or is hidden, what kind it is, what it weighs and how likely it is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np

from datasets.aligned import AlignedPair
from datasets.depth import Depth, depth_of
from datasets.doors import End
from datasets.view import Image, Mask, Points
from serving.card import MapThresholds, ModelCard
from serving.mass import line_integral
from serving.mass_law import Mass, MassLaw
from serving.session import Maps
from serving.sides import Box, Side
from serving.spots import HALVES, FrameBox, Spot, find_spots, highest_spot
from serving.zones import Zone, zone_of

Kind = Literal["inserted", "removed", "swapped", "concealed", "other"]
SideName = Literal["origin", "destination"]
DepthOf = Callable[[Mask, Image], Depth | None]  # of a region, and the map of its scan

SAME_PLACE = 0.3  # of the smaller: then what went and what came lie in one place
MOSTLY = 0.5
SIGNS: dict[Kind, int] = {"inserted": 1, "concealed": 1, "removed": -1}
BALANCED, STRONG = 0.2, 0.1  # net over gross change of attenuation, and gross change a pixel


@dataclass(frozen=True)
class Finding:
    """One region with its kind and score; boxes are left, top, right, bottom in pixels of the scan as delivered.

    `depth` is told of what both scans show, as the origin's source sees it.
    """

    kind: Kind
    score: float
    mass: Mass | None
    zone: Zone
    box_origin: Box | None
    box_destination: Box | None
    depth: Depth | None = None

    @property
    def mass_kg(self) -> float | None:
        return None if self.mass is None else self.mass.kg


def pair_findings(
    pair: AlignedPair, maps: Maps, card: ModelCard, origin: Side, destination: Side, doors: End | None
) -> tuple[Finding, ...]:
    """Where the pair differs, the heaviest first; at least one, so ask only where the pair is a mismatch."""
    law = None if card.masses is None else card.masses.changed
    spots = changes(maps, card.thresholds.map)
    found = [pair_finding(kind, spot, pair, origin, destination, doors, law) for kind, spot in spots]
    return tuple(sorted(found, key=lambda finding: (-(finding.mass_kg or 0.0), -finding.score)))


def pair_finding(
    kind: Kind,
    spot: Spot,
    pair: AlignedPair,
    origin: Side,
    destination: Side,
    doors: End | None,
    law: MassLaw | None,
) -> Finding:
    here, there = pair.origin.attenuation[0], pair.moved[0]
    kind = kind_of(kind, there - here, spot.region & ~pair.unseen)
    return Finding(
        kind,
        spot.score,
        weight(kind, there - here, np.minimum(here, there), spot, pair.unseen, origin, law),
        zone_of(spot.box, pair.origin.frame, doors),
        origin.around(pair.origin.frame.to_scan(lattice(spot.box))),
        destination.around(pair.to_destination(lattice(spot.box))),
    )


def scan_findings(
    hidden: Image, card: ModelCard, side: Side, name: SideName, depth: DepthOf | None = None
) -> tuple[Finding, ...]:
    """What seems hidden in one scan by itself; at least one, so ask only where its score says there is something."""
    law = None if card.masses is None else card.masses.concealed
    spots = find_spots(hidden, card.thresholds.map.hidden) or [highest_spot(hidden)]
    full = full_size(hidden)
    return tuple(scan_finding(spot, side, name, depth(spot.region, full) if depth else None, law) for spot in spots)


def scan_finding(spot: Spot, side: Side, name: SideName, depth: Depth | None, law: MassLaw | None) -> Finding:
    view = side.view
    box = side.around(view.frame.to_scan(lattice(spot.box)))
    return Finding(
        "concealed",
        spot.score,
        weight("concealed", view.attenuation[0], view.attenuation[0], spot, view.unseen, side, law),
        zone_of(spot.box, view.frame, side.doors),
        box if name == "origin" else None,
        box if name == "destination" else None,
        depth,
    )


def depth_beside(pair: AlignedPair, hidden: Image) -> DepthOf:
    """How deep a region of the origin lies, by what seems hidden in the destination."""
    there = full_size(hidden)
    return lambda region, here: depth_of(pair.alignment, region, here, there)


def full_size(probability: Image) -> Image:
    """A map at the frame's resolution."""
    return np.asarray(cv2.resize(probability, None, fx=HALVES, fy=HALVES), dtype=np.float32)


def changes(maps: Maps, thresholds: MapThresholds) -> list[tuple[Kind, Spot]]:
    """The spots of the three maps of change, each place once."""
    came, went, swapped = swaps(
        find_spots(maps.inserted, thresholds.inserted), find_spots(maps.removed, thresholds.removed)
    )
    known = [*came, *went, *swapped]
    rest = [
        spot
        for spot in find_spots(maps.other, thresholds.other)
        if all(spot.covered_by(smaller) < MOSTLY for smaller in known)
    ]
    kinds: list[tuple[Kind, list[Spot]]] = [("inserted", came), ("removed", went), ("swapped", swapped)]
    own = [(kind, spot) for kind, spots in kinds for spot in spots if not swallowed(spot, rest)]
    return own + [("other", spot) for spot in rest] or [highest_change(maps, thresholds)]


def swaps(came: list[Spot], went: list[Spot]) -> tuple[list[Spot], list[Spot], list[Spot]]:
    """What only came, what only went, and what took the place of something else."""
    swapped: list[Spot] = []
    for new in list(came):
        for old in went:
            if max(new.covered_by(old), old.covered_by(new)) >= SAME_PLACE:
                swapped.append(new.joined(old))
                came, went = [s for s in came if s is not new], [s for s in went if s is not old]
                break
    return came, went, swapped


def swallowed(spot: Spot, larger: list[Spot]) -> bool:
    """True where it is only part of another load."""
    return any(other.score >= spot.score and spot.covered_by(other) >= MOSTLY for other in larger)


def highest_change(maps: Maps, thresholds: MapThresholds) -> tuple[Kind, Spot]:
    candidates: list[tuple[Kind, Image, float]] = [
        ("inserted", maps.inserted, thresholds.inserted),
        ("removed", maps.removed, thresholds.removed),
        ("other", maps.other, thresholds.other),
    ]
    kind, probability, _ = max(candidates, key=lambda c: float(c[1].max()) / max(c[2], 1e-6))
    return kind, highest_spot(probability)


def kind_of(kind: Kind, difference: Image, seen: Mask) -> Kind:
    """Much changed within the region but little on the whole: one thing stands where another stood."""
    if kind not in ("inserted", "removed") or not seen.any():
        return kind
    here = difference[seen]
    gross = float(np.abs(here).mean())
    return "swapped" if gross > STRONG and abs(float(here.mean())) < BALANCED * gross else kind


def weight(
    kind: Kind, attenuation: Image, load: Image, spot: Spot, unseen: Mask, side: Side, law: MassLaw | None
) -> Mass | None:
    """None where it was not seen, has no scale, or the sign contradicts the kind.

    What was exchanged or is another load has a mass that nothing was learned of.
    """
    if side.scale is None:
        return None
    integral = line_integral(attenuation, load, spot.region, unseen, side.scale, side.mu_rho_cm2_g)
    sign = SIGNS.get(kind)
    if integral is None or (sign and sign * integral.kg <= 0):
        return None
    return law.mass(integral) if law and sign else Mass.plain(integral)


def lattice(box: FrameBox) -> Points:
    """Centres of pixels over a box of the frame, its corners among them: the way to the scan may be curved."""
    columns, rows = np.linspace(box[0], box[2] - 1, 9), np.linspace(box[1], box[3] - 1, 9)
    grid = np.meshgrid(columns, rows)
    return np.stack([grid[0].ravel(), grid[1].ravel()], axis=1)
