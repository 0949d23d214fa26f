"""A short answer for the terminal."""

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from serving.answers import Comparison, Reading
from serving.findings import Finding
from serving.moved import moved_words
from serving.reasons import Verdict, weighed
from serving.words import VERDICTS, place_words

COLOURS: dict[Verdict, str] = {"match": "green", "mismatch": "red", "not_comparable": "yellow"}
MOST_ROWS = 8


def comparison_text(comparison: Comparison) -> RenderableType:
    """Verdict, reason, findings, the figures behind them and the warnings."""
    score = "no score" if comparison.mismatch_score is None else f"score {comparison.mismatch_score:.3f}"
    limit = comparison.card.mismatch_threshold(comparison.false_alarm_rate)
    moved = moved_words(comparison.moved)
    figures = (
        *((moved,) if moved else ()),
        f"{score}, alarm from {limit:.3f} ({comparison.false_alarm_rate:.1%} false alarms)",
        f"fit of the scans {comparison.quality:.2f}, seen in both {comparison.seen_fraction:.0%}",
        f"hidden: origin {comparison.origin.score:.3f}, destination {comparison.destination.score:.3f}",
    )
    verdict = Text(VERDICTS[comparison.verdict], style=f"bold {COLOURS[comparison.verdict]}")
    found = [*comparison.findings, *comparison.origin.findings, *comparison.destination.findings]
    return answer(verdict, comparison.reason, found, figures, comparison.warnings)


def reading_text(reading: Reading) -> RenderableType:
    """The same of one scan."""
    read = reading.read_out
    verdict = (
        Text("Something seems hidden", "bold red") if read.findings else Text("Nothing suspicious found", "bold green")
    )
    figures = (f"score {read.score:.3f}, seen {read.seen_fraction:.0%}",)
    return answer(verdict, "", list(read.findings), figures, reading.warnings)


def answer(
    verdict: Text, reason: str, found: Sequence[Finding], figures: Sequence[str], warnings: Sequence[str]
) -> Group:
    parts: list[RenderableType] = [verdict]
    if reason:
        parts.append(Text(reason))
    if found:
        parts.append(Padding(findings_table(found[:MOST_ROWS]), (1, 0, 0, 0)))
        rest = len(found) - MOST_ROWS
        parts.append(Text(f"and {rest} more, see --report or --json\n" if rest > 0 else "", style="dim"))
    parts += [Text(figure, style="dim") for figure in figures]
    parts += [Text(f"note: {warning}", style="yellow") for warning in warnings]
    return Group(*parts)


def findings_table(found: Sequence[Finding]) -> Table:
    table = Table("what", "where", "about", "score", "left,top,right,bottom", box=None, pad_edge=False)
    for finding in found:
        mass = weighed(finding.mass) or "-"
        table.add_row(finding.kind, place_words(finding), mass, f"{finding.score:.2f}", box_words(finding))
    return table


def box_words(finding: Finding) -> str:
    """In the origin where it has a box there, else in the destination."""
    box = finding.box_origin or finding.box_destination or ()
    return f"{'origin' if finding.box_origin else 'destination'} {','.join(map(str, box))}"
