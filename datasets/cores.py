"""How many processor cores this process may use."""

import os
from pathlib import Path

CGROUP = Path("/sys/fs/cgroup")


def usable_cores(cgroup: Path = CGROUP) -> int:
    """The cores of the affinity mask, cut to the container's quota, which onnxruntime by itself ignores."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    quota = quota_of(cgroup)
    return cores if quota is None else max(1, min(cores, round(quota)))


def quota_of(cgroup: Path) -> float | None:
    """Cores granted by cgroup v2 or v1; None where there is no limit."""
    if (limit := cgroup / "cpu.max").is_file():
        granted, period = limit.read_text().split()
        return None if granted == "max" else int(granted) / int(period)
    if (limit := cgroup / "cpu" / "cpu.cfs_quota_us").is_file():
        granted_us = int(limit.read_text())
        period_us = int((cgroup / "cpu" / "cpu.cfs_period_us").read_text())
        return None if granted_us <= 0 else granted_us / period_us
    return None
