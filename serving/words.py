"""Kinds and verdicts in plain words and the colours that go with them, the same in text and in reports."""

from serving.findings import Finding, Kind
from serving.reasons import Verdict, weighed

VERDICTS: dict[Verdict, str] = {
    "match": "No difference found",
    "mismatch": "The scans differ",
    "not_comparable": "Not comparable",
}
KINDS: dict[Kind, str] = {
    "inserted": "more than at origin",
    "removed": "gone since origin",
    "swapped": "exchanged",
    "other": "another load",
    "concealed": "seems hidden",
}
COLOURS: dict[Kind, str] = {
    "inserted": "#c62828",
    "removed": "#1565c0",
    "swapped": "#7b1fa2",
    "other": "#ef6c00",
    "concealed": "#7b1fa2",
}


def place_words(finding: Finding) -> str:
    """Where it lies, and how deep where the scans tell."""
    return ", ".join(filter(None, (finding.zone.words, depth_words(finding))))


def depth_words(finding: Finding) -> str:
    """How deep it lies; empty where the scans do not tell."""
    if finding.depth is None:
        return ""
    return f"{finding.depth.low / 1000:.1f} to {finding.depth.high / 1000:.1f} m behind the near wall"


def mass_words(finding: Finding) -> str:
    return f"about {weighed(finding.mass)}" if finding.mass else "mass not known"
