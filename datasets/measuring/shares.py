"""A count of outcomes as a share with its exact interval."""

from collections.abc import Iterable

from scipy.stats import binomtest


def share(flags: Iterable[bool]) -> str:
    """A count with the exact 95 % interval of Clopper and Pearson."""
    outcomes = list(flags)
    if not outcomes:
        return "none to count"
    interval = binomtest(sum(outcomes), len(outcomes)).proportion_ci(method="exact")
    part = sum(outcomes) / len(outcomes)
    return f"{sum(outcomes)} of {len(outcomes)}, {part:.1%} (95 % interval {interval.low:.1%} to {interval.high:.1%})"
