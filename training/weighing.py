"""What turns line integrals into masses, and how far those are off: from lots of known mass, through the serving code.

Low, middle and high mass are linear quantile regressions (Koenker and Bassett, 1978) of the logarithm on what a
`LineIntegral` tells. Lots that a regression did not see then say by how much the low has to be lowered and the high
raised so that LEVEL of new lots lie between (conformalised quantile regression; Romano, Patterson and Candes, 2019).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from sklearn.linear_model import QuantileRegressor
from sklearn.model_selection import KFold

from datasets.errors import ScanError
from datasets.pairs import PairIndex, PairRow
from datasets.parallel import in_parallel
from datasets.reading import load_scan
from datasets.view import Mask
from model.export import with_metadata, write
from serving.answers import Comparison
from serving.comparing import compare
from serving.findings import Finding
from serving.mass import LineIntegral
from serving.mass_law import LEVEL, Mass, MassLaw, MassLaws, features
from training.errors import CalibrationError
from training.evaluating.localising import BoxName, best_first, fits_of, objects
from training.preparing import HIDDEN_ALIKE, HIDDEN_HERE
from training.scoring import session_of

Numbers = NDArray[np.float64]

CHANGES = ("inserted", "removed")  # what was exchanged has the mass of what came less that of what went
LIGHTEST_KG = 1.0
FEWEST = 60  # lots of each kind: with fewer, five in a hundred are hardly two
FOLDS = 10
QUANTILES = ((1 - LEVEL) / 2, 0.5, (1 + LEVEL) / 2)
PENALTY = 1e-3  # of the coefficients: features go together
BESIDE = 0.02  # part of the lots beyond which features are cut off: a law says nothing of what it was not taught


@dataclass(frozen=True)
class Weighed:
    """One finding on a lot of known mass."""

    integral: LineIntegral
    kg: float


@dataclass(frozen=True)
class Lots:
    """What is found of one pair's lot: as a change between the scans, and as hidden in each."""

    changed: tuple[Weighed, ...]
    concealed: tuple[Weighed, ...]


def weigh(folder: Path, model: Path, out: Path, workers: int = 1) -> MassLaws:
    """A model that states masses with intervals, from the lots of a set that it was not trained on."""
    rows = [row for row in PairIndex.load(folder).rows if (row.mass_kg or 0) >= LIGHTEST_KG]
    found = list(in_parallel(partial(lots_of, folder=folder, model=model), rows, workers, "weighing lots"))
    laws = MassLaws(
        changed=law_of([one for lots in found for one in lots.changed], "came or went"),
        concealed=law_of([one for lots in found for one in lots.concealed], "seem hidden"),
    )
    write(with_metadata(onnx.load(model), {"masses": laws.model_dump_json()}), out)
    return laws


def lots_of(row: PairRow, folder: Path, model: Path) -> Lots:
    """What is found of a pair's lot at the highest false-alarm rate that is stored, so also what is hardly found."""
    session = session_of(model)
    try:
        origin, destination = load_scan(folder / row.origin), load_scan(folder / row.destination)
        comparison = compare(origin, destination, session, rate=max(session.card.thresholds.mismatch))
    except ScanError:
        return Lots((), ())
    changed = []
    if row.event in CHANGES:
        changed = found_on(objects(row, comparison, folder), comparison.findings, row.event)
    alone = (
        found_on([(here, side)], findings_alone(comparison, side), "concealed")
        for here, side in objects(row, comparison, folder, (HIDDEN_HERE, HIDDEN_ALIKE))
    )
    kg = row.mass_kg or 0.0
    return Lots(*(tuple(Weighed(mass.integral, kg) for mass in masses) for masses in (changed, chain(*alone))))


def found_on(shown: Iterable[tuple[Mask, BoxName]], findings: tuple[Finding, ...], kind: str) -> list[Mass]:
    """The mass that the best finding of a kind states of what is shown, if any lies on it and states one."""
    fits = best_first(fit for here, side in shown for fit in fits_of(here, side, findings))
    masses = [fit.finding.mass for fit in fits if fit.overlapping and fit.finding.kind == kind]
    return [mass for mass in masses[:1] if mass is not None]


def findings_alone(comparison: Comparison, side: BoxName) -> tuple[Finding, ...]:
    return (comparison.origin if side == "box_origin" else comparison.destination).findings


def law_of(lots: Sequence[Weighed], what: str) -> MassLaw:
    """Taught by all lots, its interval widened by what lots outside a tenth of them after the other were off."""
    if len(lots) < FEWEST:
        raise CalibrationError(f"{len(lots)} findings on lots that {what}, wanted at least {FEWEST}: give more pairs")
    told = np.array([features(lot.integral) for lot in lots])
    least, most = np.quantile(told, (BESIDE, 1 - BESIDE), axis=0)
    told, kg = np.clip(told, least, most), np.log([lot.kg for lot in lots])
    low, middle, high = (regression(told, kg, quantile) for quantile in QUANTILES)
    return MassLaw(
        low=tuple(low),
        middle=tuple(middle),
        high=tuple(high),
        wider=widening(outside(told, kg)),
        least=tuple(least),
        most=tuple(most),
        lots=len(lots),
    )


def regression(told: Numbers, kg: Numbers, quantile: float) -> Numbers:
    """Coefficients of the features, the first of which is always 1."""
    fitted = QuantileRegressor(quantile=quantile, alpha=PENALTY).fit(told[:, 1:], kg)
    return np.array([fitted.intercept_, *fitted.coef_])


def outside(told: Numbers, kg: Numbers) -> Numbers:
    """By how much each lot lies outside the interval of a law that the others taught; below 0 inside."""
    beyond = np.empty(len(kg))
    for taught, asked in KFold(FOLDS, shuffle=True, random_state=0).split(told):
        low, high = (told[asked] @ regression(told[taught], kg[taught], q) for q in (QUANTILES[0], QUANTILES[-1]))
        beyond[asked] = np.maximum(low - kg[asked], kg[asked] - high)
    return beyond


def widening(beyond: Numbers) -> float:
    """The split-conformal quantile at LEVEL."""
    place = min(int(np.ceil((len(beyond) + 1) * LEVEL)), len(beyond))
    return float(np.sort(beyond)[place - 1])
