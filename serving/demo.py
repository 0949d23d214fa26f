"""The sample pairs of the repository, compared for a first look."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from datasets.errors import ScanError
from datasets.pairs import PairIndex, PairRow
from serving.answers import Comparison
from serving.batch import Batch
from serving.report import index_page
from serving.text import COLOURS

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


def sample_table(shown: Sequence[Shown]) -> Table:
    """A row a pair."""
    table = Table("pair", "made as", "verdict", "score", "reason", box=SIMPLE_HEAD, pad_edge=False)
    for one in shown:
        table.add_row(one.row.pair_id, truth_words(one.row), *cells_of(one.answer))
    return table


def cells_of(answer: Comparison | str) -> tuple[Text, str, str]:
    if isinstance(answer, str):
        return Text("not read"), "-", answer
    score = "-" if answer.mismatch_score is None else f"{answer.mismatch_score:.3f}"
    verdict = Text(answer.verdict.replace("_", " "), COLOURS[answer.verdict])
    return verdict, score, f"{answer.reason} ({answer.seconds.total:.1f} s)"


def truth_words(row: PairRow) -> str:
    """What the table of the set says was done to the pair."""
    if row.label == "same":
        what = "hidden alike in both" if row.concealed_in_origin and row.concealed_in_destination else "unchanged"
    else:
        what = row.event.replace("_", " ") if row.label else "not known"
    parts = [what, f"{row.mass_kg:.0f} kg" if row.mass_kg else "", row.place.replace("_", " ")]
    return ", ".join(part for part in parts if part)
