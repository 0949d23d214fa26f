from pathlib import Path

import numpy as np
import pytest
import torch

from datasets.planes import even_sweep
from datasets.preparation import UNITS
from datasets.view import FRAME_ROWS
from model.export import Provenance, export, write
from serving.session import Session
from tests.exported import a_picture_pair, some_picture_pairs
from training.baselines.networks import PlainPair, SiameseDifference
from training.fit import build
from training.settings import TrainSettings

SWEEP = torch.from_numpy(even_sweep())[None]
WIDTHS = (4, 6), (4, 6)


def a_picture(seed: int) -> torch.Tensor:
    torch.manual_seed(seed)
    return torch.randint(UNITS, 2 * UNITS, (1, 2, FRAME_ROWS, 64), dtype=torch.int32)


@pytest.mark.parametrize("kind", [PlainPair, SiameseDifference])
def test_a_rival_answers_in_the_form_of_pairnet(kind: type[PlainPair | SiameseDifference]) -> None:
    with torch.no_grad():
        maps = kind(*WIDTHS).eval()(a_picture(0), a_picture(1), SWEEP)
    assert {tuple(each.shape) for each in maps[:5]} == {(1, FRAME_ROWS // 2, 32)}
    assert maps.mismatch.shape == (1,)


@pytest.mark.parametrize("kind", [PlainPair, SiameseDifference])
def test_a_rival_becomes_a_file_that_serves_whatever_batch_is_asked(
    kind: type[PlainPair | SiameseDifference], tmp_path: Path
) -> None:
    torch.manual_seed(0)
    model = export(kind(*WIDTHS).eval(), some_picture_pairs(), Provenance("rival", "0.1.0", "{}", 0, "", ""))
    write(model, tmp_path / "rival.onnx")
    session = Session.load(tmp_path / "rival.onnx")
    pairs = [a_picture_pair(192, seed) for seed in (1, 2)]
    stacked = {name: np.stack([pair._asdict()[name] for pair in pairs]) for name in pairs[0]._fields}
    [scores] = session.network.run(["mismatch_score"], stacked)
    assert scores.tolist() == pytest.approx([session.run(pair).mismatch_score for pair in pairs], abs=1e-5)


def test_where_both_views_are_one_the_siamese_difference_says_the_same_everywhere() -> None:
    torch.manual_seed(0)
    network = SiameseDifference(*WIDTHS).eval()
    with torch.no_grad():
        inserted = network(a_picture(0), a_picture(0), SWEEP).inserted[0, 20:-20, 10:-10]
        other = network(a_picture(0), a_picture(1), SWEEP).inserted[0, 20:-20, 10:-10]
    assert inserted.std() < 1e-4
    assert other.std() > 10 * inserted.std()


def test_settings_name_the_network() -> None:
    assert isinstance(build(TrainSettings(network="unet", small=True)), PlainPair)
    assert isinstance(build(TrainSettings(network="siamese", small=True)), SiameseDifference)
