"""A trailer's longitudinal beams, from its rear to the gooseneck and the coupling in front."""

from dataclasses import dataclass

import numpy as np

from datasets.simulation.beam.materials import ALUMINIUM
from datasets.simulation.blocks import Blocks, Bounds, blocks, both_sides, disc, join, reflected, stairs
from datasets.simulation.scenes.frame import steel

APART = 0.47  # from the middle to either beam


@dataclass(frozen=True)
class Beam:
    """Two longitudinals of I section that bend upwards before their front end, in metres.

    Behind `bend` their underside lies at `foot`, in front of the knee at `shallow`; there their top lies at `raised`.
    """

    start: float
    bend: float
    end: float
    top: float
    foot: float
    raised: float
    shallow: float
    flange: tuple[float, float]  # width, thickness
    web: float = 0.007
    climb: float = 0.9  # from the bend to the knee

    @property
    def across(self) -> tuple[float, float]:
        return APART - self.flange[0] / 2, APART + self.flange[0] / 2


def longitudinals(beam: Beam) -> list[Bounds]:
    """The straight rear part, the part that climbs, and the shallow part in front."""
    thick, knee = beam.flange[1], beam.bend + beam.climb
    rows = i_section(beam, (beam.start, beam.bend), (beam.foot, beam.top))
    rows += i_section(beam, (knee, beam.end), (beam.shallow, beam.raised))
    lower = stairs((beam.bend, beam.foot), (knee, beam.shallow), thick * 1.15, beam.across, step=0.008)
    upper = (beam.bend, beam.top - thick), (beam.bend + 0.3, beam.raised - thick)
    rows += stairs(*upper, thick, beam.across, step=0.008) + lower
    rows.append((beam.bend + 0.3, knee, beam.raised - thick, beam.raised, *beam.across))
    rows += [(x0, x1, y, beam.top - thick, *web(beam)) for x0, x1, _, y, _, _ in lower if y < beam.top - thick]
    return both_sides(rows)


def i_section(beam: Beam, x: tuple[float, float], y: tuple[float, float]) -> list[Bounds]:
    thick = beam.flange[1]
    return [
        (*x, y[1] - thick, y[1], *beam.across),
        (*x, y[0], y[0] + thick, *beam.across),
        (*x, y[0] + thick, y[1] - thick, *web(beam)),
    ]


def web(beam: Beam) -> tuple[float, float]:
    return APART - beam.web / 2, APART + beam.web / 2


def cross_members(rng: np.random.Generator, beam: Beam) -> list[Bounds]:
    """Between the beams, and brackets outside them that carry cables and hoses."""
    places = np.arange(beam.start + 0.4, beam.bend, rng.uniform(0.9, 1.5)).tolist()
    low, high = beam.foot + 0.08, beam.top - 0.08
    rows: list[Bounds] = [(x, x + 0.006, low, high, -APART, APART) for x in places]
    rows += [(x + 0.006, x + 0.06, y, y + 0.006, -APART, APART) for x in places for y in (low, high - 0.006)]
    return rows + both_sides([(x, x + 0.008, -0.20, beam.top, 0.54, 1.0) for x in places[1::3]])


def coupling(beam: Beam, pin: float) -> Blocks:
    """Rubbing plate and kingpin, and the connections for air and current at the front."""
    end, under = beam.end, beam.shallow
    rows: list[Bounds] = [(pin - 0.6, end - 0.05, under - 0.010, under, -0.55, 0.55)]
    rows += [
        (x, x + 0.010, under, beam.raised - 0.03, -APART, APART)
        for x in (pin - 0.4, pin - 0.1, pin + 0.1, pin + 0.4, end - 0.02)
    ]
    rows += disc("y", (pin, 0.0), 0.036, (under - 0.095, under - 0.010), strips=4)
    sockets = reflected([(end, end + 0.06, under + 0.02, under + 0.09, 0.10, 0.30)], 2)
    return join(steel(rows), blocks(sockets, ALUMINIUM, 1.5))
