"""Scores an exported model on a set, through the code that serves, beside plain methods and rivals."""

import csv
import json
from collections.abc import Sequence
from pathlib import Path

from rich.progress import track

from datasets.pairs import PairIndex, PairRow
from serving.batch import COLUMNS, REPLIES, SCORES
from serving.session import SCORE_NAMES
from training.errors import EvaluationError
from training.evaluating.failures import draw_failures
from training.evaluating.figures import Figures, figures
from training.evaluating.methods import pair_methods
from training.evaluating.outcomes import Outcome, Question, batch_of, outcomes
from training.evaluating.plots import draw_by_mass, draw_roc
from training.evaluating.report import write_report
from training.evaluating.rival_networks import Rival, sessions_of
from training.evaluating.table import markdown


def evaluate(question: Question, out: Path, split: str, workers: int) -> Figures:
    """Writes replies.jsonl, scores.csv, metrics.json, table.md, plots and report.html into `out`."""
    rows = rows_of(question.folder, split)
    rate = batch_of(question).rate
    sessions_of(question.rivals)  # a rival that cannot be asked is told now, not after the first pair
    out.mkdir(parents=True, exist_ok=True)
    answers = []
    with (out / REPLIES).open("w", encoding="utf-8") as replies:
        for answer in track(outcomes(rows, question, workers), "comparing pairs", total=len(rows)):
            replies.write(answer.reply + "\n")
            answers.append(answer)
    write_scores(answers, question.rivals, out / SCORES)
    shown = figures(answers, rate)
    (out / "metrics.json").write_text(json.dumps(shown.as_json(), indent=2) + "\n", encoding="utf-8")
    (out / "table.md").write_text(markdown(shown), encoding="utf-8")
    plots = (out / "roc.png", out / "found_by_mass.png")
    draw_roc(answers, plots[0])
    draw_by_mass(shown, pair_methods(answers), plots[1])
    draw_failures(answers, question, out / "failures.png")
    write_report(out / "report.html", shown, answers, question, plots)
    return shown


def rows_of(folder: Path, split: str) -> list[PairRow]:
    """The pairs of one split that have a label; of a set without splits all that have one."""
    rows = [row for row in PairIndex.load(folder).rows if row.label]
    chosen = [row for row in rows if row.split in ("", split)] if split else rows
    if not chosen:
        raise EvaluationError(f"{folder} holds {len(rows)} labelled pairs, none of the split {split!r}")
    return chosen


def write_scores(answers: Sequence[Outcome], rivals: Sequence[Rival], path: Path) -> None:
    theirs = [f"{rival.name}_{score}" for rival in rivals for score in SCORE_NAMES]
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow([*COLUMNS, "difference_score", "ssim_score", *theirs])
        for o in answers:
            served = (o.mismatch, o.origin, o.destination, o.quality, o.seen_fraction, o.seconds)
            said = [score for rival in o.rivals for score in rival.scores] or [None] * len(theirs)
            numbers = ("" if n is None else f"{n:.8g}" for n in (*served, o.difference, o.ssim, *said))
            table.writerow([o.row.pair_id, o.verdict, *numbers])
