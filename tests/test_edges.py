"""What the locator's network says of each cell, gathered to one row an edge."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnx
import pytest

from datasets.errors import LocatorError
from datasets.locator.edges import (
    END_MARGIN,
    NO_EDGE,
    gathered,
    locator,
    log_softmax,
    peak,
    see_edges,
    steady_line,
    width,
)
from datasets.locator.picture import COLUMNS, OUTSIDE, ROWS

Numbers = np.ndarray[tuple[int, ...], np.dtype[np.float64]]

CELLS = 12
AT = (np.arange(CELLS) + 0.5) * COLUMNS / CELLS - 0.5  # columns of the cells' middles
TRUE_ROWS = np.array([30.3, 36.0, 41.7, 150.2, 144.0, 138.8])
ENDS = (20.0, 170.0)
MIDDLE = sum(ENDS) / 2
LEANING = 0.02 * (AT - MIDDLE)
SWAY = 0.8 * np.sin(AT / 9)
INSIDE = np.abs(AT - MIDDLE) < (ENDS[1] - ENDS[0]) / 2 - END_MARGIN


def bells(rows: Numbers, spread: float = 0.8) -> Numbers:
    """Logarithms of a bell about each row (EDGES x CELLS), as EDGES x ROWS x CELLS."""
    away = np.arange(ROWS)[:, None] - rows[:, None, :]
    return log_softmax(np.maximum(-((away / spread) ** 2) / 2, NO_EDGE), axis=1)


def drawn(lower: Numbers | float) -> Numbers:
    return bells(TRUE_ROWS[:, None] + np.zeros(CELLS) + lower)


def test_edges_that_are_level_are_found_at_their_rows() -> None:
    assert gathered(drawn(0.0), ENDS, 0.0, 0.5).rows == pytest.approx(TRUE_ROWS, abs=0.05)


def test_edges_that_lean_are_found_at_their_rows_halfway_between_the_ends_with_their_slope() -> None:
    edges = gathered(drawn(LEANING), ENDS, 0.0, 0.5)
    assert edges.rows == pytest.approx(TRUE_ROWS, abs=0.1)
    assert edges.slope == pytest.approx(0.02, abs=1e-3)


def test_sway_does_not_blur_an_edge() -> None:
    swaying, level = (gathered(drawn(lower), ENDS, 0.0, 0.5) for lower in (LEANING + SWAY, 0.0))
    # The level of all is the median of the sway over the cells.
    assert np.ptp(swaying.rows - TRUE_ROWS) < 0.1
    assert abs(float((swaying.rows - TRUE_ROWS).mean())) < 0.4
    assert swaying.spread == pytest.approx(level.spread, rel=0.2)  # the level one depends on where in a pixel it lies


def test_cells_without_evidence_change_nothing() -> None:
    chances = drawn(LEANING)
    chances[1:, :, ::3] = -np.log(ROWS)  # an even distribution: nothing of these edges is seen there
    assert gathered(chances, ENDS, 0.0, 0.5).rows == pytest.approx(TRUE_ROWS, abs=0.1)


def test_a_few_cells_that_are_mistaken_do_not_carry_an_edge_away() -> None:
    wrong = TRUE_ROWS[:, None] + np.zeros(CELLS)
    wrong[4, [3, 7]] = 165.0  # the chassis, say
    assert gathered(bells(wrong), ENDS, 0.0, 0.5).rows == pytest.approx(TRUE_ROWS, abs=0.1)


def test_cells_beyond_the_ends_do_not_count() -> None:
    chances = bells(TRUE_ROWS[:, None] + np.where(INSIDE, 0.0, 12.0))
    assert gathered(chances, ENDS, 0.0, 0.5).rows == pytest.approx(TRUE_ROWS, abs=0.05)


def test_an_edge_that_is_less_sure_has_the_larger_spread() -> None:
    chances = drawn(0.0)
    chances[2] = bells(TRUE_ROWS[2:3, None] + np.zeros(CELLS), spread=4.0)[0]
    spread = gathered(chances, ENDS, 0.0, 0.5).spread
    assert spread[2] > 3 * spread[0]


def test_ends_that_leave_no_cell_between_them_leave_all_cells_to_tell() -> None:
    assert gathered(drawn(0.0), (90.0, 92.0), 0.0, 0.5).rows == pytest.approx(TRUE_ROWS, abs=0.1)


def test_a_peak_is_told_to_a_part_of_a_pixel_and_far_doubt_does_not_move_it() -> None:
    pixels = np.arange(50.0)
    bell = np.exp(-((pixels - 20.3) ** 2) / 2)
    doubt = bell + 0.2 * np.exp(-((pixels - 40) ** 2) / 2)
    assert peak(np.log(doubt + 1e-9)) == pytest.approx(20.3, abs=0.02)
    assert width(np.log(doubt + 1e-9)) > 5 * width(np.log(bell + 1e-9))


def test_a_line_keeps_to_most_of_its_places() -> None:
    x = np.arange(11.0) - 5
    y = 0.3 * x + 2
    y[[1, 7, 8]] = 40.0
    assert steady_line(x, y) == pytest.approx((0.3, 2.0), abs=0.05)


def test_even_a_picture_of_nothing_gets_a_whole_answer() -> None:
    edges = see_edges(np.full((ROWS, COLUMNS), OUTSIDE, np.float32))
    assert np.isfinite([*edges.rows, *edges.spread, *edges.ends, edges.slope]).all()
    assert 0 <= edges.above <= 1
    assert 0 <= edges.doors_left <= 1


@pytest.fixture
def loads_anew() -> Iterator[None]:
    """The network is kept once loaded: not from the test before, nor for the one after."""
    locator.cache_clear()
    yield
    locator.cache_clear()


@pytest.mark.usefixtures("loads_anew")
def test_a_missing_file_is_said_to_be_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("datasets.locator.edges.RELEASED", tmp_path / "locator.onnx")
    with pytest.raises(LocatorError, match="the checkout is incomplete"):
        locator()


@pytest.mark.usefixtures("loads_anew")
@pytest.mark.parametrize("said", [{}, {"looks_at": "attenuation of something else"}])
def test_a_file_made_for_another_picture_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, said: dict[str, str]
) -> None:
    picture = onnx.helper.make_tensor_value_info("attenuation", onnx.TensorProto.FLOAT, [1])
    answer = onnx.helper.make_tensor_value_info("rows", onnx.TensorProto.FLOAT, [1])
    graph = onnx.helper.make_graph(
        [onnx.helper.make_node("Identity", ["attenuation"], ["rows"])], "g", [picture], [answer]
    )
    model = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 18)], ir_version=9)
    onnx.helper.set_model_props(model, said)
    (tmp_path / "locator.onnx").write_bytes(model.SerializeToString())
    monkeypatch.setattr("datasets.locator.edges.RELEASED", tmp_path / "locator.onnx")
    with pytest.raises(LocatorError, match="export it again"):
        locator()
