"""Devices: named, and there."""

import pytest
import torch

from datasets.errors import DeviceError
from datasets.simulation.beam.devices import usable_device


def test_a_processor_is_always_there() -> None:
    assert usable_device("cpu") == "cpu"


def test_an_unknown_device_is_refused_with_those_there_are() -> None:
    with pytest.raises(DeviceError, match="no device is called 'gpu', wanted cpu or cuda"):
        usable_device("gpu")


@pytest.mark.parametrize("there", [True, False])
def test_a_gpu_is_used_only_where_there_is_one(there: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: there)
    if there:
        assert usable_device("cuda") == "cuda"
    else:
        with pytest.raises(DeviceError, match="no GPU that torch can use"):
            usable_device("cuda")
