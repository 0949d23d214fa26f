"""From a locator's run to the file that locates containers."""

import json
from pathlib import Path

import torch

from model.export import write
from model.locator_export import PARITY_PICTURES, export_locator
from training.errors import CheckpointError
from training.fit import LAST
from training.locator.examples import Examples
from training.locator.fit import EXAMPLES, trained_locator
from training.locator.pictures import Pictures


def release_locator(run: Path, out: Path) -> None:
    """Writes nothing where file and network differ."""
    if not (run / "run.json").is_file() or not (run / EXAMPLES).is_file():
        raise CheckpointError(f"{run} is no folder that fit-locator wrote: no run.json or {EXAMPLES} in it")
    known = json.loads((run / "run.json").read_text())
    shown = Pictures(Examples.load(run / EXAMPLES), None)
    pictures = torch.stack([shown[place].attenuation for place in range(min(len(shown), PARITY_PICTURES))])
    write(export_locator(trained_locator(run / LAST), pictures.numpy(), known), out)
