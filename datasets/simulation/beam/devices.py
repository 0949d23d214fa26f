"""On what path lengths are worked out."""

import torch

from datasets.errors import DeviceError

DEVICES = ("cpu", "cuda")


def usable_device(name: str) -> str:
    """The name of a device that is there."""
    if name not in DEVICES:
        raise DeviceError(f"no device is called {name!r}, wanted {' or '.join(DEVICES)}")
    if name == "cuda" and not torch.cuda.is_available():
        raise DeviceError("this machine has no GPU that torch can use, wanted --device cpu, or a driver and a GPU")
    return name
