"""Where the sources of sites stand, gathered from their earlier scans: a source does not move.

Distance and height are medians of what single scans show. On which sides of a container two sources stand, a pair says
faintly and many pairs say surely; which of the two sides is called left does not matter to laying.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Self

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import breadth_first_order, connected_components, minimum_spanning_tree

from datasets.course import OPPOSITE_BEFORE
from datasets.errors import SiteError
from datasets.locator.prior import BOX_HEIGHT_M, FEWEST_SEEN, Prior
from datasets.scan import Scan, Side, Source
from datasets.shell import HALF_WIDTH_M, Shell

FORM = "doorlicht sites 1"
# Log odds from which the sides of two sites are told: 4.6 is 99 %, but what misleads one pair of two scanners misleads
# the next. In two draws of 30 pairs for each of 14 simulated pairs of scanners, the one misled most came to 9.9.
SURE_ODDS = 12.0


@dataclass(frozen=True)
class SeenPair:
    """What one pair shows of the scanners of two sites; a shell is None where it was not seen from the side."""

    sites: tuple[str, str]
    shells: tuple[Shell | None, Shell | None]
    side_odds: float


@dataclass(frozen=True)
class KnownSites:
    """Sources by site, as `COCTG-1`."""

    sources: Mapping[str, Source] = field(default_factory=dict)

    def known(self, scan: Scan) -> Scan:
        """The scan with its site's source, unless it declares its own."""
        source = self.sources.get(str(scan.site)) if scan.site else None
        return replace(scan, source=source) if source and scan.source is None else scan

    def write(self, path: Path) -> None:
        sites = {name: asdict(source) for name, source in sorted(self.sources.items())}
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps({"form": FORM, "sites": sites}, indent=1) + "\n")

    @classmethod
    def read(cls, path: Path) -> Self:
        """Raises SiteError where the file is not there or not of the form that `write` gives."""
        try:
            told: Any = json.loads(path.read_text())
            if told["form"] != FORM:
                raise SiteError(f"{path}: its form is {told['form']!r}, wanted {FORM!r}")
            return cls({name: Source(**source) for name, source in told["sites"].items()})
        except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise SiteError(f"{path} tells no sites ({error}): make it with `python -m datasets sites`") from error


def gathered(pairs: Sequence[SeenPair]) -> KnownSites:
    """What all pairs together show; a site with fewer than FEWEST_SEEN scans is left out."""
    shells: dict[str, list[Shell]] = {}
    for pair in pairs:
        for site, shell in zip(pair.sites, pair.shells, strict=True):
            if shell is not None:
                shells.setdefault(site, []).append(shell)
    often = {site: seen for site, seen in shells.items() if len(seen) >= FEWEST_SEEN}
    sides = sides_of(pairs)
    return KnownSites({site: source_of(seen, sides.get(site)) for site, seen in often.items()})


def source_of(seen: Sequence[Shell], right: bool | None) -> Source:
    prior = Prior.of_history(seen)
    side: Side | None = None if right is None else "right" if right else "left"
    return Source(round(HALF_WIDTH_M / prior.nearness, 3), round(prior.height * BOX_HEIGHT_M, 3), side)


def sides_of(pairs: Sequence[SeenPair]) -> dict[str, bool]:
    """Whether each site's source stands on the right, for sites whose side is sure beside that of another site."""
    sure = {between: one for between, one in odds_of(pairs).items() if abs(one) >= SURE_ODDS}
    names = sorted({site for between in sure for site in between})
    number = {site: n for n, site in enumerate(names)}
    ends = np.array([[number[site] for site in between] for between in sure], dtype=np.int64).reshape(-1, 2).T
    doubts = np.array([1 / abs(one) for one in sure.values()])
    tree = minimum_spanning_tree(coo_array((doubts, (ends[0], ends[1])), shape=(len(names),) * 2).tocsr())
    groups, group = connected_components(tree, directed=False) if names else (0, np.zeros(0))
    right = dict.fromkeys(names, False)
    for first in (int(np.flatnonzero(group == one)[0]) for one in range(groups)):
        order, before = breadth_first_order(tree, first, directed=False)
        for site, other in ((names[n], names[before[n]]) for n in order[1:]):
            different = sure[min(site, other), max(site, other)] > 0
            right[site] = right[other] != different
    return right


def odds_of(pairs: Sequence[SeenPair]) -> dict[tuple[str, str], float]:
    """For each two sites, in the order of their names, the log odds that their sources stand on different sides."""
    odds: dict[tuple[str, str], float] = {}
    for pair in pairs:
        if pair.sites[0] != pair.sites[1]:
            between = (min(pair.sites), max(pair.sites))
            odds[between] = odds.get(between, OPPOSITE_BEFORE) + pair.side_odds
    return odds
