"""A locator's file says what it looks at and answers as the network does, or is not made."""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
import torch

from datasets.locator.picture import COLUMNS, LOOKS_AT, ROWS
from model.errors import ExportError, ParityError
from model.export import PARITY
from model.locator_export import INPUT, OUTPUTS, PARITY_PICTURES, export_locator, soft
from tests.locators import a_tiny_locator, traced_before

PICTURES = np.random.default_rng(0).uniform(0, 4, (PARITY_PICTURES, 1, ROWS, COLUMNS)).astype(np.float32)


@pytest.fixture(scope="module", autouse=True)
def traced_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("model.locator_export.as_onnx", traced_before)
        yield


@pytest.fixture(scope="module")
def model() -> onnx.ModelProto:
    return export_locator(a_tiny_locator(), PICTURES, {"commit": "abc", "scans": 3})


def test_network_and_file_give_the_same_distributions(model: onnx.ModelProto) -> None:
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    picture = 3 * PICTURES[:1, :, ::-1].copy()
    with torch.inference_mode():
        wanted = a_tiny_locator().eval()(torch.from_numpy(picture))
    for one, other in zip(wanted, session.run(list(OUTPUTS), {INPUT: picture}), strict=True):
        assert np.abs(torch.softmax(one, -1).numpy() - soft(other)).max() <= PARITY


def test_the_file_says_what_it_looks_at_and_where_it_comes_from(model: onnx.ModelProto) -> None:
    said = {entry.key: entry.value for entry in model.metadata_props}
    assert said["looks_at"] == LOOKS_AT
    assert json.loads(said["provenance"]) == {"commit": "abc", "scans": 3}


def test_the_file_names_no_folder_of_the_machine_it_was_made_on(model: onnx.ModelProto) -> None:
    content = model.SerializeToString()
    assert str(Path(__file__).parents[1]).encode() not in content
    assert b"site-packages" not in content


def test_a_file_of_other_weights_is_not_made() -> None:
    with pytest.raises(ParityError, match=r"of picture 0 differs by .* no file was written"):
        export_locator(a_tiny_locator(seed=1), PICTURES, {})


def test_a_network_that_answers_nan_is_not_made_a_file() -> None:
    broken = a_tiny_locator()
    torch.nn.init.constant_(broken.kinds.weight, float("nan"))
    with pytest.raises(ParityError, match="kinds of picture 0 differs by nan"):
        export_locator(broken, PICTURES, {})


def test_too_few_pictures_prove_nothing() -> None:
    with pytest.raises(ExportError, match="3 pictures to prove the file on, wanted at least 20"):
        export_locator(a_tiny_locator(), PICTURES[:3], {})
