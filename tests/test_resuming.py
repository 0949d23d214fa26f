"""A run that is killed at any moment goes on as if it had not been."""

import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from unittest import mock

import torch

from tests.exported import a_tiny_net
from tests.training_sets import a_prepared_set
from training.fit import LAST, fit
from training.mixture import Mixture
from training.prepared import PreparedSet
from training.settings import smoke

SETTINGS = replace(
    smoke(), steps=60, epoch_crops=80, precision="32-true", keep_minutes=0.005, workers=0, paste=False, seed=3
)
PATIENCE_S = 120

RUN = """
import sys
from pathlib import Path
import tests.test_resuming as here
here.run(Path(sys.argv[1]), Path(sys.argv[2]))
"""


def run(prepared: Path, out: Path, resume: bool = False) -> None:
    """Trains a network of a few channels; also what the process does that is killed."""
    with mock.patch("training.fit.pairnet_small", a_tiny_net):
        fit(Mixture.of([PreparedSet.load(prepared)]), out, SETTINGS, resume=resume)


def test_killed_and_resumed_it_sees_the_same_crops_and_ends_with_the_same_weights(tmp_path: Path) -> None:
    a_prepared_set(tmp_path / "prepared")
    killed, whole = tmp_path / "killed", tmp_path / "whole"
    process = subprocess.Popen([sys.executable, "-c", RUN, str(tmp_path / "prepared"), str(killed)])
    try:
        wait_for(killed / LAST, process)
    finally:
        process.kill()  # SIGKILL: nothing is saved on the way out
        process.wait()
    reached = steps_of(killed)
    assert 0 < reached < SETTINGS.steps
    run(tmp_path / "prepared", killed, resume=True)
    run(tmp_path / "prepared", whole)
    assert steps_of(killed) == steps_of(whole) == SETTINGS.steps
    one, other = (torch.load(folder / LAST, weights_only=True)["state_dict"] for folder in (killed, whole))
    assert all(torch.equal(one[name], other[name]) for name in other)


def wait_for(path: Path, process: "subprocess.Popen[bytes]") -> None:
    started = time.monotonic()
    while not path.is_file():
        assert process.poll() is None, "the run ended before it kept a checkpoint"
        assert time.monotonic() - started < PATIENCE_S
        time.sleep(0.02)


def steps_of(run: Path) -> int:
    return int(torch.load(run / LAST, weights_only=True)["global_step"])
