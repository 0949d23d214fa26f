"""A comparison or a reading as one HTML page that needs nothing from outside, for a person to check it by eye."""

from collections.abc import Sequence
from html import escape
from pathlib import Path

from serving.answers import Comparison, Reading
from serving.sections import comparison_section, reading_section
from serving.words import VERDICTS

STYLE = Path(__file__).with_name("report.css")

Entry = tuple[str, Comparison | str]  # a pair's name, and its comparison or why there is none


def comparison_page(comparison: Comparison, title: str = "Origin and destination") -> str:
    """One pair."""
    return page(title, comparison_section(comparison, title))


def reading_page(reading: Reading, title: str = "One scan by itself") -> str:
    """One scan."""
    return page(title, reading_section(reading, title))


def index_page(entries: Sequence[Entry], title: str) -> str:
    """Several pairs: a table of all, and below it each in full."""
    rows = "".join(index_row(name, answer, number) for number, (name, answer) in enumerate(entries, 1))
    head = "<tr><th>Pair</th><th>Verdict</th><th>Reason</th><th class='score'>Score</th><th class='score'>Fit</th></tr>"
    table = f"<article><h1>doorlicht</h1><p class='reason'>{escape(title)}</p><table>{head}{rows}</table></article>"
    sections = (
        comparison_section(answer, name, number)
        for number, (name, answer) in enumerate(entries, 1)
        if isinstance(answer, Comparison)
    )
    return page(title, table + "".join(sections))


def index_row(name: str, answer: Comparison | str, number: int) -> str:
    if isinstance(answer, str):
        return f"<tr><td>{escape(name)}</td><td>Not read</td><td>{escape(answer)}</td><td></td><td></td></tr>"
    score = "" if answer.mismatch_score is None else f"{answer.mismatch_score:.3f}"
    verdict = f"<td class='{answer.verdict}'><span class='dot'></span>{VERDICTS[answer.verdict]}</td>"
    return (
        f"<tr><td><a href='#pair-{number}'>{escape(name)}</a></td>{verdict}"
        f"<td>{escape(answer.reason)}</td><td class='number'>{score}</td>"
        f"<td class='number'>{answer.quality:.2f}</td></tr>"
    )


def page(title: str, body: str) -> str:
    return (
        "<!doctype html>\n<html lang='en'><head><meta charset='utf-8'>"
        "<meta name='viewport' content='width=device-width, initial-scale=1'>"
        f"<title>{escape(title)} - doorlicht</title><style>{STYLE.read_text(encoding='utf-8')}</style></head>"
        f"<body><main>{body}</main></body></html>\n"
    )
