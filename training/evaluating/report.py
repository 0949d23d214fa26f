"""An evaluation as one HTML page that needs nothing from outside: the table, the plots, the worst cases to look at."""

import base64
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

from datasets.errors import ScanError
from serving.report import page
from training.evaluating.failures import WORST, head_of, pictures_of, worst_false_alarms, worst_misses
from training.evaluating.figures import SHOWN_RATES, Figures, Line
from training.evaluating.outcomes import Outcome, Question
from training.evaluating.table import cells
from training.metrics import Rate

Row = tuple[str, ...]


def write_report(
    path: Path, shown: Figures, outcomes: Sequence[Outcome], question: Question, plots: Sequence[Path]
) -> None:
    path.write_text(report_page(shown, outcomes, question, plots), encoding="utf-8")


def report_page(shown: Figures, outcomes: Sequence[Outcome], question: Question, plots: Sequence[Path]) -> str:
    body = [
        "<article><h1>doorlicht</h1><p class='reason'>Evaluation</p>",
        aims_table(shown),
        summary_table(shown),
        lines_table(shown.lines),
        "".join(f"<figure><img alt='{escape(plot.stem)}' src='{embedded(plot)}'></figure>" for plot in plots),
        "</article>",
        cases("Worst misses", worst_misses(outcomes)[:WORST], question),
        cases("Worst false alarms", worst_false_alarms(outcomes)[:WORST], question),
    ]
    return page("Evaluation", "".join(body))


def aims_table(shown: Figures) -> str:
    head, *rows = cells(shown)
    return table(head, rows)


def summary_table(shown: Figures) -> str:
    rate = f"{100 * shown.rate_in_use:.3g} %"
    told: list[tuple[str, str]] = [
        (f"False alarms at the threshold for {rate}", str(shown.false_alarms)),
        ("Mismatches found at that threshold", str(shown.found)),
        ("Benign pairs refused", str(shown.refused_benign)),
        ("Mismatches refused (counted as missed)", str(shown.refused_mismatched)),
        ("Pairs that could not be read", str(shown.errors)),
        ("Found lots with an overlapping box", str(shown.overlapping)),
        ("Found lots with a close box", str(shown.close)),
        ("Single scans with something hidden, area under the ROC curve", f"{shown.single.auc:.3f}"),
        *((f"The same, found at {100 * r:g} %", str(f)) for r, f in zip(SHOWN_RATES, shown.single.found, strict=True)),
        ("Single scans with nothing hidden, called suspicious", str(shown.single_false_alarms)),
        ("Median seconds a pair", f"{shown.median_s:.2f}"),
    ]
    return table(("", "share (95 % interval; of how many)"), told)


def lines_table(lines: Iterable[Line]) -> str:
    head = ("group", "method", *(f"found at {100 * rate:g} %" for rate in SHOWN_RATES), "ROC-AUC")
    return table(
        head, [(line.name, line.method, *map(str, line.found), f"{line.auc:.3f}") for line in lines if line.pairs]
    )


def table(head: Row, rows: Iterable[Row]) -> str:
    top = "".join(f"<th>{escape(cell)}</th>" for cell in head)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><tr>{top}</tr>{body}</table>"


def cases(title: str, chosen: Sequence[Outcome], question: Question) -> str:
    shown = "".join(case(outcome, question) for outcome in chosen) or "<p>None.</p>"
    return f"<article><h2>{escape(title)}</h2>{shown}</article>"


def case(outcome: Outcome, question: Question) -> str:
    head = head_of(outcome)
    try:
        pictures = pictures_of(outcome.row, question)
    except ScanError as error:
        return f"<p class='lead'>{escape(head)} {escape(str(error))}</p>"
    shown = "".join(
        f"<figure><img width='100%' src='{uri}'><figcaption>{escape(name)}</figcaption></figure>"
        for name, uri in pictures
    )
    return f"<p class='lead'>{escape(head)} {escape(outcome.reason)}</p><div class='pair'>{shown}</div>"


def embedded(plot: Path) -> str:
    return "data:image/png;base64," + base64.b64encode(plot.read_bytes()).decode()


def in_words(line: Line) -> str:
    """One line of the printed summary."""
    found = ", ".join(f"{100 * r:g} %: {rate_words(f)}" for r, f in zip(SHOWN_RATES, line.found, strict=True))
    return f"{line.method} on {line.pairs} {line.name}: found at false alarms of {found}; ROC-AUC {line.auc:.3f}"


def rate_words(rate: Rate) -> str:
    return f"{100 * rate.value:.1f} %" if rate.total else "-"
