from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from torchvision.models import resnet18

from datasets.preparation import UNITS, Picture
from datasets.view import MARGIN_ROWS
from tests.training_sets import a_prepared_set
from training.baselines import patchcore
from training.baselines.patchcore import PatchCore, coreset
from training.errors import CheckpointError, PreparedError
from training.prepared import PreparedSet


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> PreparedSet:
    return a_prepared_set(tmp_path_factory.mktemp("clean") / "prepared")


@pytest.fixture(scope="module")
def memory(prepared: PreparedSet) -> PatchCore:
    with pytest.MonkeyPatch.context() as smaller:
        smaller.setattr(patchcore, "BANK", 200)
        return PatchCore.of(prepared)


def clean(prepared: PreparedSet) -> Picture:
    return prepared.pictures(prepared.split("val")[0]).origin


def with_block(picture: Picture, top: int = 150) -> Picture:
    changed = picture.copy()
    changed[:, top : top + 30, 40:80] += UNITS // 2
    return changed


def test_a_scan_with_a_block_is_stranger_than_a_clean_one(memory: PatchCore, prepared: PreparedSet) -> None:
    assert memory.score(with_block(clean(prepared))) > 1.5 * memory.score(clean(prepared))


def test_what_lies_far_below_the_floor_is_left_out(memory: PatchCore, prepared: PreparedSet) -> None:
    below = with_block(clean(prepared), top=-MARGIN_ROWS)
    assert memory.score(below) < memory.score(with_block(clean(prepared)))


def test_random_weights_are_named_and_are_the_same_again(memory: PatchCore, prepared: PreparedSet) -> None:
    assert memory.name == "PatchCore, random weights"
    again = patchcore.Backbone.of(None, seed=0).patches(clean(prepared))
    assert torch.equal(again, memory.backbone.patches(clean(prepared)))


def test_weights_of_a_file_are_used(prepared: PreparedSet, tmp_path: Path) -> None:
    net = resnet18()
    torch.save(net.state_dict(), tmp_path / "resnet18.pth")
    memory = PatchCore.of(replace(prepared, pairs=prepared.pairs[:1]), tmp_path / "resnet18.pth")
    assert memory.name == "PatchCore"
    assert torch.equal(memory.backbone.second.state_dict()["0.conv1.weight"], net.layer2[0].conv1.weight)


def test_a_memory_that_was_written_scores_as_before(memory: PatchCore, prepared: PreparedSet, tmp_path: Path) -> None:
    memory.write(tmp_path / "patchcore.pt")
    again = PatchCore.read(tmp_path / "patchcore.pt")
    assert again.name == memory.name
    assert again.score(clean(prepared)) == memory.score(clean(prepared))


def test_a_file_that_is_no_memory_is_refused(tmp_path: Path) -> None:
    torch.save({"bank": torch.zeros(1)}, tmp_path / "other.pt")
    with pytest.raises(CheckpointError, match="no memory of patches"):
        PatchCore.read(tmp_path / "other.pt")
    with pytest.raises(CheckpointError, match="cannot be read"):
        PatchCore.read(tmp_path / "missing.pt")


def test_a_set_without_a_clean_scan_for_training_is_refused(prepared: PreparedSet) -> None:
    with pytest.raises(PreparedError, match="nothing is hidden"):
        PatchCore.of(replace(prepared, pairs=prepared.split("val")))


def test_a_coreset_takes_the_farthest_first() -> None:
    pool = torch.tensor([[0.0], [1.0], [10.0], [4.0]])
    assert coreset(pool, 3).flatten().tolist() == [0.0, 10.0, 4.0]
    assert len(coreset(pool, 9)) == 4
    assert np.isfinite(coreset(pool, 4).numpy()).all()
