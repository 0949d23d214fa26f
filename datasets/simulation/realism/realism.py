"""Simulated previews beside real radiographs, measured: distances with their floor, and what a classifier can tell."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from datasets.errors import SetError
from datasets.simulation.realism.classifier import Told, as_they_are, levelled, tell_apart
from datasets.simulation.realism.measures import Gap, gaps
from datasets.simulation.realism.patches import Patches, balanced, cut_patches, sheet
from datasets.simulation.realism.previews import KINDS, Preview, previews_of_folder, previews_of_set
from datasets.simulation.realism.realism_page import write_page

EACH = 10  # patches from one scan at the most
MOST_PATCHES = 800  # of either side
LEAST_GROUPS = 10  # of either side: fewer cannot be cross-validated
SHOWN = 36


@dataclass(frozen=True, eq=False)
class RealismReport:
    """How many previews were compared, how far they lie apart, and how well patches of loads are told apart."""

    simulated: int
    real: int
    kinds: dict[str, tuple[int, int]]
    gaps: tuple[Gap, ...]
    patches: tuple[Patches, Patches]
    told: Told
    told_levelled: Told

    def lines(self) -> list[str]:
        """What is printed."""
        lines = [f"{self.simulated} simulated previews beside {self.real} real ones"]
        lines += [f"{kind}: {mine} simulated, {theirs} real" for kind, (mine, theirs) in self.kinds.items()]
        lines += [gap.line for gap in self.gaps]
        lines.append(f"patches of loads, {len(self.patches[0])} of either; 50 % is chance:")
        lines.append(f"  as they are: {described(self.told)}")
        lines.append(f"  mean and contrast removed: {described(self.told_levelled)}")
        return lines


def realism(folder: Path, real: Path, out: Path | None = None, seed: int = 0) -> RealismReport:
    """Compares the previews of a set with the radiographs of a folder; pages and sheets go into `out`."""
    mine, theirs = previews_of_set(folder), previews_of_folder(real)
    rng = np.random.default_rng(seed)
    found = tuple(gap for kind in KINDS for gap in gaps(mine, theirs, kind, rng))
    patches = balanced(loads(mine, folder, rng), loads(theirs, real, rng), MOST_PATCHES, rng)
    told = tell_apart(*patches, as_they_are, seed)
    report = RealismReport(
        *(len(mine), len(theirs), counted(mine, theirs), found, patches, told),
        tell_apart(*patches, levelled, seed),
    )
    if out:
        write(report, out)
    return report


def loads(previews: list[Preview], folder: Path, rng: np.random.Generator) -> Patches:
    """Patches of load of these previews, enough of them to compare."""
    patches = cut_patches([preview for preview in previews if preview.kind != "empty"], EACH, rng)
    if (groups := len(np.unique(patches.groups))) < LEAST_GROUPS:
        raise SetError(f"{folder} has previews with a load in {groups} scans or pairs, wanted at least {LEAST_GROUPS}")
    return patches


def counted(mine: list[Preview], theirs: list[Preview]) -> dict[str, tuple[int, int]]:
    ours, others = (Counter(preview.kind for preview in side) for side in (mine, theirs))
    return {kind: (ours[kind], others[kind]) for kind in KINDS}


def described(told: Told) -> str:
    low, high = told.interval
    names, simulated = np.unique(told.groups), told.simulated
    return (
        f"{told.accuracy:.1%} told right (95 % interval by {len(names)} scans or pairs {low:.1%} to {high:.1%}; "
        f"simulated {told.right[simulated].mean():.1%}, real {told.right[~simulated].mean():.1%}; "
        f"area {told.area:.3f})"
    )


def write(report: RealismReport, out: Path) -> None:
    """A page of plots, and sheets of the patches of which the classifier was surest."""
    out.mkdir(parents=True, exist_ok=True)
    count = len(report.patches[0])
    for name, told in (("", report.told), ("_levelled", report.told_levelled)):
        surest = np.argsort(told.scores[:count])[::-1][:SHOWN], np.argsort(told.scores[count:])[:SHOWN]
        for side, patches, which in zip(("simulated", "real"), report.patches, surest, strict=True):
            cv2.imwrite(str(out / f"surest_{side}{name}.png"), sheet(patches.grey[which]))
    write_page(out / "realism.html", report.lines(), report.gaps)
