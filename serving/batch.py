"""A whole set of pairs: one reply a line, whatever its files are like."""

import csv
import json
import logging
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from datasets.errors import ScanError
from datasets.pairs import PairIndex, PairRow
from datasets.reading import load_scan
from serving.answers import Comparison
from serving.comparing import USUAL_RATE, compare
from serving.replies import ComparisonReply, ErrorReply
from serving.session import Session
from serving.settings import Region
from serving.stopwatch import Stopwatch

REPLIES, SCORES = "replies.jsonl", "scores.csv"
COLUMNS = (
    *("pair_id", "verdict", "mismatch_score", "origin_score", "destination_score"),
    *("quality", "seen_fraction", "seconds"),
)

Answer = ComparisonReply | ErrorReply

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Batch:
    """A set to compare, with what, and how."""

    folder: Path
    session: Session
    region: Region = "container"
    rate: float = USUAL_RATE
    threads: int = 1

    def run(self, out: Path, resume: bool = False, done: Callable[[str], None] | None = None) -> Counter[str]:
        """Write the replies and the scores to `out`, and count the verdicts; `done` hears each as it comes.

        With `resume`, what this model has answered before stays, and only the rest is compared.
        """
        rows = PairIndex.load(self.folder).rows
        self.session.card.mismatch_threshold(self.rate)
        out.mkdir(parents=True, exist_ok=True)
        kept = self.answered(out / REPLIES) if resume else {}
        with (out / REPLIES).open("w", encoding="utf-8") as replies:
            replies.writelines(json.dumps(reply) + "\n" for reply in kept.values())
            for pair_id, answer in self.answers([row for row in rows if row.pair_id not in kept]):
                replies.write(json.dumps({"pair_id": pair_id} | answer.model_dump(mode="json")) + "\n")
                replies.flush()
                if done is not None:
                    done(answer.verdict)
        return write_scores(out)

    def answers(self, rows: list[PairRow]) -> Iterator[tuple[str, Answer]]:
        """In the order of the rows, compared on all threads."""
        with ThreadPoolExecutor(self.threads) as pool:
            yield from zip((row.pair_id for row in rows), pool.map(self.answer, rows), strict=True)

    def answer(self, row: PairRow) -> Answer:
        """A file that cannot be used costs its own line, never the run."""
        try:
            return ComparisonReply.of(self.compare(row))
        except ScanError as error:
            return ErrorReply(reason=str(error))
        except Exception as error:  # a fault of ours must not cost a night's run either; it is told and logged
            log.exception("%s could not be compared", row.pair_id)
            return ErrorReply(reason=f"a fault of the program, not of the scans: {type(error).__name__}: {error}")

    def compare(self, row: PairRow) -> Comparison:
        clock = Stopwatch()
        with clock.stage("read"):
            origin, destination = load_scan(self.folder / row.origin), load_scan(self.folder / row.destination)
        return compare(origin, destination, self.session, self.region, self.rate, clock)

    def answered(self, replies: Path) -> dict[str, dict[str, Any]]:
        """Replies of an earlier run with this model and rate; errors are tried again, half a line is dropped."""
        lines = replies.read_text(encoding="utf-8").splitlines() if replies.is_file() else []
        found = [reply for line in lines if (reply := parsed(line)) is not None]
        return {
            reply["pair_id"]: reply
            for reply in found
            if reply.get("false_alarm_rate") == self.rate and reply["model"]["sha256"] == self.session.card.sha256
        }


def parsed(line: str) -> dict[str, Any] | None:
    try:
        reply: dict[str, Any] = json.loads(line)
    except json.JSONDecodeError:
        return None  # the run was stopped while it wrote this line
    return reply


def write_scores(out: Path) -> Counter[str]:
    """The table beside the replies, one row a reply."""
    counts: Counter[str] = Counter()
    with (out / REPLIES).open(encoding="utf-8") as replies, (out / SCORES).open("w", newline="") as scores:
        table = csv.writer(scores, lineterminator="\n")
        table.writerow(COLUMNS)
        for reply in map(json.loads, replies):
            counts[reply["verdict"]] += 1
            table.writerow(cells_of(reply))
    return counts


def cells_of(reply: dict[str, Any]) -> list[object]:
    """Empty where a reply has no such number."""
    if reply["verdict"] == "error":
        return [reply["pair_id"], "error", *[""] * (len(COLUMNS) - 2)]
    score = "" if reply["mismatch_score"] is None else reply["mismatch_score"]
    alone = reply["origin"]["score"], reply["destination"]["score"]
    return [
        reply["pair_id"],
        reply["verdict"],
        score,
        *alone,
        reply["quality"],
        reply["seen_fraction"],
        reply["seconds"]["total"],
    ]
