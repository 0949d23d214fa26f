import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from datasets.depth import Depth
from datasets.scan import Scan
from serving import replies
from serving.answers import Comparison
from serving.comparing import compare, read_out
from serving.moved import MovedLoad
from serving.replies import ComparisonReply, FindingReply, ReadingReply
from serving.session import Session
from tests.contract import KEPT, faults
from tests.standin import write_standin
from tests.trucks import AIR, BOX, COLUMNS, a_scan

LOT = (1310, 200, 1370, 270, 0.6)


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    return Session.load(write_standin(tmp_path_factory.mktemp("model") / "standin.onnx"))


@pytest.fixture(scope="module")
def comparisons(session: Session) -> dict[str, Comparison]:
    """One of every verdict."""
    noise = np.random.default_rng(0).uniform(0.1, 0.9, (300, 900))
    return {
        "match": compare(a_scan(), a_scan(seed=1), session),
        "mismatch": compare(a_scan(), a_scan(LOT, seed=1, mirrored=True), session),
        "not_comparable": compare(a_scan(), Scan((AIR * noise).astype(np.uint16), air=AIR), session),
    }


def test_a_reply_of_every_verdict_keeps_to_the_contract(comparisons: dict[str, Comparison], tmp_path: Path) -> None:
    lines = [
        json.dumps({"pair_id": verdict} | ComparisonReply.of(comparison).model_dump(mode="json"))
        for verdict, comparison in comparisons.items()
    ]
    (tmp_path / "replies.jsonl").write_text("\n".join(lines))
    assert faults("replies", str(tmp_path / "replies.jsonl")) == KEPT


def test_the_reply_says_the_verdict_of_the_comparison(comparisons: dict[str, Comparison]) -> None:
    assert [ComparisonReply.of(comparison).verdict for comparison in comparisons.values()] == list(comparisons)


def test_a_pair_that_is_not_comparable_has_no_score_but_both_readings(comparisons: dict[str, Comparison]) -> None:
    reply = ComparisonReply.of(comparisons["not_comparable"])
    assert reply.mismatch_score is None
    assert 0 <= reply.destination.score <= 1


def test_a_grid_point_shows_the_same_place_in_both_scans(comparisons: dict[str, Comparison]) -> None:
    alignment = ComparisonReply.of(comparisons["mismatch"]).alignment
    assert alignment is not None
    errors = [abs(x_destination - (COLUMNS - 1 - x)) for x, _, x_destination, _ in alignment.grid]
    assert np.median(errors) < 2


def test_the_reply_tells_where_the_load_moved_by_itself(comparisons: dict[str, Comparison]) -> None:
    moved = (MovedLoad(100, 260, 12.04, 120.4, "towards the doors"),)
    alignment = ComparisonReply.of(replace(comparisons["match"], moved=moved)).alignment
    assert alignment is not None
    [told] = alignment.load_shifts
    assert (told.left, told.right, told.shift_px, told.shift_mm) == (100, 260, 12.0, 120.0)


def test_the_reply_tells_how_deep_a_finding_lies(comparisons: dict[str, Comparison]) -> None:
    [finding, *_] = comparisons["mismatch"].findings
    told = FindingReply.of(replace(finding, depth=Depth(600.2, 310.0, 890.0))).depth_mm
    assert told is not None
    assert (told.from_near_wall, told.low, told.high) == (600.0, 310.0, 890.0)
    assert FindingReply.of(finding).depth_mm is None


def test_grid_points_lie_inside_the_container(comparisons: dict[str, Comparison]) -> None:
    alignment = ComparisonReply.of(comparisons["match"]).alignment
    assert alignment is not None
    assert all(BOX[0] - 6 < x < BOX[2] + 6 and BOX[1] - 6 < y < BOX[3] + 6 for x, y, _, _ in alignment.grid)


def test_the_score_in_a_reply_compares_with_thresholds_as_the_network_said_it(
    comparisons: dict[str, Comparison],
) -> None:
    comparison = comparisons["mismatch"]
    assert ComparisonReply.of(comparison).mismatch_score == pytest.approx(comparison.mismatch_score, abs=1e-8)


def test_a_reading_is_the_object_under_origin_with_model_warnings_and_seconds(session: Session) -> None:
    reply = ReadingReply.answer(read_out(a_scan(), session))
    under_origin = ComparisonReply.of(compare(a_scan(), a_scan(seed=1), session)).origin
    assert reply.model_dump().keys() - under_origin.model_dump().keys() == {"model", "warnings", "seconds"}
    assert reply.container_box == under_origin.container_box


def test_every_field_says_what_it_is() -> None:
    models = [m for m in vars(replies).values() if isinstance(m, type) and issubclass(m, replies.Reply)]
    silent = [f"{m.__name__}.{name}" for m in models for name, field in m.model_fields.items() if not field.description]
    assert silent == []
