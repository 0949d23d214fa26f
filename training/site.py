"""A site's own thresholds: its benign pairs through the code that serves."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import onnx

from datasets.errors import ScanError
from datasets.pairs import PairIndex, PairRow
from datasets.parallel import in_parallel
from datasets.reading import load_scan
from model.export import DEFAULT_RATE, write
from serving.comparing import compare
from serving.settings import Region
from training.calibrate import BenignScores, Calibrated, calibrate
from training.errors import CalibrationError
from training.scoring import session_of

NEEDED = 0.8  # pairs for each false alarm that a rate allows: 200 for 0.4 %, the highest of which decides


@dataclass(frozen=True)
class Site:
    """A set of a site's own pairs, and what of its scans is compared."""

    folder: Path
    region: Region = "container"


@dataclass(frozen=True)
class BenignAnswer:
    """Scores of one benign pair, and of those of its scans in which nothing is hidden."""

    pair: float
    scans: tuple[float, ...]


def calibrate_site(site: Site, model_path: Path, out: Path, rate: float = DEFAULT_RATE, workers: int = 1) -> Calibrated:
    """New thresholds for a model from the benign pairs of a set, through the code that serves."""
    rows = benign_rows(PairIndex.load(site.folder).rows)
    one = partial(answer_to, site=site, model=model_path)
    answers = list(in_parallel(one, rows, workers, "comparing benign pairs"))
    known = [answer for answer in answers if answer is not None]
    if len(known) < round(NEEDED / rate):
        raise CalibrationError(
            f"{len(known)} benign pairs of {len(rows)} could be compared, wanted {round(NEEDED / rate)} for a rate "
            f"of {100 * rate:g} %: with fewer, chance decides how often that is exceeded. Give more pairs, or a higher "
            f"--rate ({100 * NEEDED / max(len(known), 1):.2g} % is what these carry)"
        )
    scans = [score for answer in known for score in answer.scans]
    benign = BenignScores(np.array([answer.pair for answer in known]), np.array(scans), refused=len(rows) - len(known))
    calibrated = calibrate(onnx.load(model_path), benign, "site")
    write(calibrated.model, out)
    return calibrated


def answer_to(row: PairRow, site: Site, model: Path) -> BenignAnswer | None:
    """What serving says of one benign pair; None where it cannot be compared."""
    session = session_of(model)
    try:
        origin, destination = load_scan(site.folder / row.origin), load_scan(site.folder / row.destination)
        comparison = compare(origin, destination, session, site.region, min(session.card.thresholds.mismatch))
    except ScanError:
        return None
    if comparison.alarm_score is None:
        return None
    scans = [comparison.origin.score] if not row.concealed_in_origin else []
    scans += [comparison.destination.score] if not row.concealed_in_destination else []
    return BenignAnswer(comparison.alarm_score, tuple(scans))


def benign_rows(rows: Sequence[PairRow]) -> list[PairRow]:
    """Those labelled the same; a site that labels nothing gives only benign pairs."""
    if not any(row.label for row in rows):
        return list(rows)
    return [row for row in rows if row.label == "same"]
