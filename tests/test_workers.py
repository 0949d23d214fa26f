"""Workers: one thread each, and none outlives a run that was killed."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import cv2

from datasets.workers import process_pool

ROOT = Path(__file__).parents[1]
HOLDER = """
import os, time
from datasets.workers import process_pool

def pid(_): return os.getpid()

if __name__ == "__main__":
    pool = process_pool(1)
    print(*pool.map(pid, [0]), flush=True)
    pool.submit(time.sleep, 60)
    time.sleep(60)
"""


def threads(_: int) -> int:
    return cv2.getNumThreads()


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"


def test_each_works_with_one_thread() -> None:
    with process_pool(1) as pool:
        assert list(pool.map(threads, [0])) == [1]


def test_a_worker_ends_with_a_run_that_was_killed(tmp_path: Path) -> None:
    (tmp_path / "holder.py").write_text(HOLDER)
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, tmp_path / "holder.py"], stdout=subprocess.PIPE, env=environment) as run:
        assert run.stdout is not None
        worker = int(run.stdout.readline())
        assert alive(worker)
        run.send_signal(signal.SIGKILL)
        for _ in range(100):
            if not alive(worker):
                return
            time.sleep(0.1)
    raise AssertionError(f"worker {worker} goes on without its run")
