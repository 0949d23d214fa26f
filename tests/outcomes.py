"""Outcomes of pairs that nobody compared: what a test of figures wants served, and what is true."""

from dataclasses import replace

from datasets.pairs import PairRow
from training.evaluating.outcomes import Outcome


def an_outcome(score: float | None, label: str = "same", **row: object) -> Outcome:
    """A mismatch from a score of one half, refused where there is none."""
    known = replace(PairRow("p", "o", "d", label=label, event="none" if label == "same" else "inserted"), **row)  # type: ignore[arg-type]
    verdict = "not_comparable" if score is None else "mismatch" if score >= 0.5 else "match"
    return Outcome(known, "{}", verdict, "", mismatch=score, difference=0.0, ssim=0.0)


def a_lot(score: float | None, mass_kg: float = 50.0, place: str = "doors", event: str = "inserted") -> Outcome:
    return an_outcome(score, "mismatch", mass_kg=mass_kg, place=place, event=event)
