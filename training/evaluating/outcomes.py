"""What serving says of each pair of a set, beside what is true of it."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from datasets.errors import ScanError
from datasets.pairs import PairRow
from datasets.workers import process_pool
from serving.answers import Comparison
from serving.batch import Batch
from serving.card import ModelCard
from serving.comparing import USUAL_RATE
from serving.replies import ComparisonReply, ErrorReply, Reply
from serving.session import Session
from serving.settings import Region
from training.baselines.difference import difference_score
from training.baselines.ssim import ssim_score
from training.evaluating.load_behind import load_behind
from training.evaluating.localising import Localisation, localise
from training.evaluating.rival_networks import Rival, RivalScores, check_names, rival_scores

if TYPE_CHECKING:
    from training.baselines.patchcore import PatchCore


@dataclass(frozen=True)
class ScansAlone:
    """What a plain method says of each scan by itself; which weights it has is in its name."""

    method: str
    origin: float
    destination: float

    @property
    def scores(self) -> tuple[float, float]:
        return self.origin, self.destination


@dataclass(frozen=True)
class Outcome:
    """One pair: its row, the reply to it as JSON, and what the figures are made of."""

    row: PairRow
    reply: str
    verdict: str
    reason: str
    mismatch: float | None = None
    difference: float | None = None
    ssim: float | None = None
    rivals: tuple[RivalScores, ...] = ()
    patchcore: ScansAlone | None = None
    origin: float | None = None
    destination: float | None = None
    origin_alarm: bool = False  # something seems hidden in this scan by itself
    destination_alarm: bool = False
    quality: float | None = None
    seen_fraction: float | None = None
    seconds: float | None = None
    residual: float | None = None  # of the alignment
    load_g_cm2: float | None = None  # behind the lot that came or went
    localisation: Localisation | None = None


@dataclass(frozen=True)
class Question:
    """What is asked of every pair: by which model, over which region, beside which clean patches and rivals."""

    folder: Path
    model: Path
    region: Region = "container"
    patchcore: Path | None = None
    rivals: tuple[Rival, ...] = ()

    def __post_init__(self) -> None:
        check_names(self.rivals)


def outcomes(rows: Sequence[PairRow], question: Question, workers: int) -> Iterator[Outcome]:
    """In the order of the rows."""
    answer = partial(outcome, question=question)
    if workers <= 1:
        yield from map(answer, rows)
        return
    with process_pool(workers) as pool:
        yield from pool.map(answer, rows)


def outcome(row: PairRow, question: Question) -> Outcome:
    try:
        comparison = ask(row, question)
        localisation = localise(row, comparison, question.folder)
        load = load_behind(row, comparison, question.folder)
    except (ScanError, OSError) as error:
        reason = f"{type(error).__name__}: {error}"
        return Outcome(row, line_of(row, ErrorReply(reason=reason)), "error", reason)
    pair = comparison.pair
    return Outcome(
        row=row,
        reply=line_of(row, ComparisonReply.of(comparison)),
        verdict=comparison.verdict,
        reason=comparison.reason,
        mismatch=comparison.alarm_score,
        difference=None if pair is None else difference_score(pair),
        ssim=None if pair is None else ssim_score(pair),
        rivals=rival_scores(comparison, question.rivals),
        patchcore=None if question.patchcore is None else scans_alone(comparison, question.patchcore),
        origin=comparison.origin.score,
        destination=comparison.destination.score,
        origin_alarm=bool(comparison.origin.findings),
        destination_alarm=bool(comparison.destination.findings),
        quality=comparison.quality,
        seen_fraction=comparison.seen_fraction,
        seconds=comparison.seconds.total,
        residual=None if pair is None else pair.alignment.residual,
        load_g_cm2=load,
        localisation=localisation,
    )


def scans_alone(comparison: Comparison, memory: Path) -> ScansAlone:
    patchcore = patchcore_of(memory)
    pictures = [read.pictures.origin for read in (comparison.origin, comparison.destination)]
    return ScansAlone(patchcore.name, *map(patchcore.score, pictures))


def ask(row: PairRow, question: Question) -> Comparison:
    return batch_of(question).compare(row)


@lru_cache(maxsize=1)
def patchcore_of(memory: Path) -> "PatchCore":
    """One a process, as the network."""
    # torch takes seconds to import, and most evaluations need none of it in their workers.
    from training.baselines.patchcore import PatchCore

    return PatchCore.read(memory)


@lru_cache(maxsize=1)
def batch_of(question: Question) -> Batch:
    """One a process; its network is loaded once."""
    session = Session.load(question.model)
    return Batch(question.folder, session, question.region, rate_in_use(session.card))


def rate_in_use(card: ModelCard) -> float:
    """The default, or the smallest that is stored where a site had too few pairs for it."""
    return USUAL_RATE if USUAL_RATE in card.thresholds.mismatch else min(card.thresholds.mismatch)


def line_of(row: PairRow, reply: Reply) -> str:
    """One line of replies.jsonl."""
    return json.dumps({"pair_id": row.pair_id} | reply.model_dump(mode="json"))
