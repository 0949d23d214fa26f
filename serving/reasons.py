"""The answer in one sentence for a customs officer."""

import math
from typing import Literal

from serving.findings import Finding
from serving.mass_law import Mass

Verdict = Literal["match", "mismatch", "not_comparable"]

NEARLY_ALL = 0.995


def mismatch_reason(findings: tuple[Finding, ...]) -> str:
    """Names the largest finding, and says how many more there are."""
    first, *more = findings
    rest = f", and {len(more)} more {'place differs' if len(more) == 1 else 'places differ'}" if more else ""
    return f"{sentence(first)}{rest}."


def sentence(finding: Finding) -> str:
    """One finding of a pair, as a sentence without its full stop."""
    about, where = weighed(finding.mass), finding.zone.words
    match finding.kind:
        case "inserted":
            return (
                f"About {about} more {where} than at origin" if about else f"Something {where} was not there at origin"
            )
        case "removed":
            return f"About {about} less {where} than at origin" if about else f"Something {where} at origin is gone"
        case "swapped":
            heavier = f", which differs by about {about}" if about else " of about the same mass"
            return f"Something {where} was exchanged for something else{heavier}"
        case "other":
            return f"The load {where} is not the one seen at origin" + (f" (about {about} apart)" if about else "")
        case "concealed":
            return f"Something {where} seems hidden" + (f" (about {about})" if about else "")


def match_reason(seen_fraction: float, hidden_in: list[str]) -> str:
    """A match says nothing of what was not seen, nor of what is hidden in both scans alike."""
    hidden = f"; the {' and the '.join(hidden_in)} scan by itself seems to show something hidden" if hidden_in else ""
    if seen_fraction > NEARLY_ALL:
        return f"No difference found anywhere in the container{hidden}."
    return f"No difference found in the {seen_fraction:.0%} of the container that both scans could see through{hidden}."


def unlike_reason(quality: float, least: float) -> str:
    """Two scans that were laid on each other, but not well enough."""
    sure = f"(quality {short_of(quality)}, {least:.2f} is needed)"
    return f"The two scans could not be laid on each other well enough {sure}: compare them by eye."


def short_of(value: float) -> str:
    """Two digits, rounded down: what falls short of a limit is never written like it."""
    return f"{math.floor(100 * value) / 100:.2f}"


def unseen_reason(seen_fraction: float) -> str:
    """Two scans of a container that is too dense to compare."""
    return f"Only {seen_fraction:.0%} of the container could be seen through in both scans, too little to compare."


def other_load_reason(likeness: float, least: float) -> str:
    """Two scans whose shells fit but whose loads do not, without one place that stands out."""
    sure = f"(likeness {short_of(likeness)}, {least:.2f} is needed)"
    return f"The loads do not look alike {sure}: another load, or another container; look at both."


def failed_reason(why: str) -> str:
    """Two scans that could not be laid on each other at all."""
    return f"The two scans could not be laid on each other ({why}): compare them by eye."


def weighed(mass: Mass | None) -> str:
    """With the interval, where one was measured; empty where no mass is known."""
    if mass is None or mass.interval is None:
        return kilograms(None if mass is None else mass.kg)
    low, high = map(kilograms, mass.interval)
    return f"{kilograms(mass.kg)} ({low} to {high})"


def kilograms(mass: float | None) -> str:
    """In whole numbers where it is not small, in tonnes where it is large."""
    if mass is None:
        return ""
    if mass >= 1000:
        return f"{mass / 1000:.1f} t"
    return f"{mass:.0f} kg" if mass >= 10 else f"{mass:.1f} kg"
