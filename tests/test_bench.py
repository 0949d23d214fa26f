"""The bench times what is served."""

from pathlib import Path

import pytest

from datasets.pairs import PairIndex
from serving.batch import Batch
from serving.bench import STAGES, Speed, measure, stage_table
from serving.session import Session
from tests.sets import a_set
from tests.standin import write_standin


@pytest.fixture
def batch(tmp_path: Path) -> Batch:
    session = Session.load(write_standin(tmp_path / "standin.onnx"))
    folder = a_set(tmp_path / "set")
    readable = tuple(row for row in PairIndex.load(folder).rows if row.pair_id != "text")
    PairIndex(readable).write(folder)
    return Batch(folder, session, threads=2)


def test_every_comparison_is_timed_by_stage(batch: Batch) -> None:
    heard: list[None] = []
    speed = measure(batch, 3, lambda: heard.append(None))
    assert len(heard) == 3
    assert {stage: len(speed.seconds[stage]) for stage in STAGES} == dict.fromkeys(STAGES, 3)
    assert all(t >= r for t, r in zip(speed.seconds["total"], speed.seconds["read"], strict=True))


def test_the_table_has_a_row_a_stage_and_rates_are_measured(batch: Batch) -> None:
    speed = measure(batch, 2, lambda: None)
    assert stage_table(speed).row_count == len(STAGES)
    assert speed.pairs_per_s > 0
    assert speed.network_pairs_per_s > 0


def test_laying_is_told_beside_the_network() -> None:
    seconds = {"read": [0.1, 0.2, 0.3], "align": [0.1], "infer": [0.15], "total": [0.5]}
    assert Speed(seconds, 1.0, 1.0, 2).laying_to_network == pytest.approx(2.0)
