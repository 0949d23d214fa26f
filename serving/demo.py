"""The sample pairs of the repository, compared for a first look."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.table import Table

from datasets.errors import ScanError
from datasets.pairs import PairIndex, PairRow
from serving.answers import Comparison
from serving.batch import Batch
from serving.report import index_page
from serving.text import COLOURS
from serving.words import VERDICTS

SAMPLES = Path(__file__).parents[1] / "datasets" / "samples"


@dataclass(frozen=True, eq=False)
class Shown:
    """One pair of the demonstration: what is known of it, and the comparison or why there is none."""

    row: PairRow
    answer: Comparison | str

    @property
    def name(self) -> str:
        return f"{self.row.pair_id}: {truth_words(self.row)}" if self.row.label else self.row.pair_id


def show(batch: Batch) -> Iterator[Shown]:
    """Every pair of the set in turn."""
    for row in PairIndex.load(batch.folder).rows:
        try:
            yield Shown(row, batch.compare(row))
        except ScanError as error:
            yield Shown(row, str(error))


def write_report(shown: Sequence[Shown], out: Path) -> Path:
    """One page with all pairs."""
    out.mkdir(parents=True, exist_ok=True)
    page = out / "report.html"
    page.write_text(index_page([(one.name, one.answer) for one in shown], f"{len(shown)} sample pairs"), "utf-8")
    return page


def table_of(shown: Sequence[Shown]) -> Table:
    """A row a pair."""
    table = Table("pair", "made as", "answer", "score", "reason", "seconds")
    for one in shown:
        made = truth_words(one.row)
        if isinstance(one.answer, str):
            table.add_row(one.row.pair_id, made, "not read", "", one.answer, "")
            continue
        score = "-" if one.answer.mismatch_score is None else f"{one.answer.mismatch_score:.3f}"
        verdict = f"[{COLOURS[one.answer.verdict]}]{VERDICTS[one.answer.verdict]}[/]"
        table.add_row(one.row.pair_id, made, verdict, score, one.answer.reason, f"{one.answer.seconds.total:.2f}")
    return table


def truth_words(row: PairRow) -> str:
    """What the table of the set says was done to the pair."""
    if row.label != "mismatch":
        return "unchanged" if row.label == "same" else "not known"
    parts = [row.event.replace("_", " "), f"{row.mass_kg:.0f} kg" if row.mass_kg else "", row.place.replace("_", " ")]
    return ", ".join(part for part in parts if part)
