"""What a pair leaves on disk: previews as consoles make them, scanners told of, records whole or not at all."""

from pathlib import Path
from typing import Any

import numpy as np

from datasets.simulation.beam.materials import COCAINE_HCL
from datasets.simulation.beam.scanner import Geometry, Passage, Preview
from datasets.simulation.blocks import blocks
from datasets.simulation.records import as_preview, bounding_box, write_record

Grey = np.ndarray[tuple[int, ...], np.dtype[np.uint16]]

PLAIN = Preview(air=254.0, dark=0.0, gamma=1.0, sharpening=0.0, hot_rows=0, padded=False, quality=75)
RAMP = np.tile(np.linspace(0, 1, 101, dtype=np.float32), (50, 1))


def preview(**changes: Any) -> Grey:
    return shown(RAMP, Preview(**{**vars(PLAIN), **changes}))


def shown(image: np.ndarray[tuple[int, ...], np.dtype[np.float32]], preview: Preview) -> Grey:
    edges = np.linspace(-1.0, 4.0, image.shape[1] + 1)
    passage = Passage(Geometry(1, 4.0, 1.0), 0.01, len(image), 2.0, edges, np.zeros(image.shape[1]))
    return as_preview(np.random.default_rng(0), image.copy(), passage, preview)


def test_grey_is_linear_in_transmission_where_the_curve_is() -> None:
    assert np.abs(preview()[0] - RAMP[0] * 254).max() <= 0.5


def test_a_power_below_one_lifts_the_dark() -> None:
    assert preview(gamma=0.8)[0, 10] > preview()[0, 10] + 5


def test_what_is_opaque_has_the_grey_of_dark_or_is_cut_off() -> None:
    assert preview(dark=3.0)[0, 0] == 3
    assert preview(dark=3.0)[0, -1] == 254
    assert preview(dark=-2.0)[0, 0] == 0


def test_brighter_than_air_is_clipped() -> None:
    assert shown(RAMP * 1.1, PLAIN).max() == 255


def test_hot_rows_are_white_right_across() -> None:
    assert 1 <= (preview(hot_rows=3).min(axis=1) == 255).sum() <= 3


def test_padding_is_black_before_the_doors_and_nowhere_else() -> None:
    bright = shown(np.ones_like(RAMP), Preview(**{**vars(PLAIN), "padded": True}))
    columns = np.flatnonzero((bright == 0).all(axis=0))
    assert columns.tolist() == list(range(18))  # from -1.0 to -0.15 m in steps of 5 cm
    assert (bright[:, 18:] == 254).all()


def test_sharpening_lifts_one_side_of_an_edge() -> None:
    edge = np.repeat(np.array([[0.3, 0.6]], np.float32), 50, axis=1).repeat(20, axis=0)
    assert shown(edge, Preview(**{**vars(PLAIN), "sharpening": 0.5})).max() > 160
    assert shown(edge, PLAIN).max() <= 153


def test_a_record_is_whole_or_not_there(tmp_path: Path) -> None:
    write_record(tmp_path / "a.json", {"row": 1})
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]


def test_the_box_around_a_lot_is_told_low_and_high_by_axis() -> None:
    lot = blocks([(1, 1.2, 0.5, 0.6, -0.1, 0.1), (1.1, 1.4, 0.2, 0.6, 0.0, 0.3)], COCAINE_HCL, 1.0)
    assert bounding_box(lot) == [1.0, 1.4, 0.2, 0.6, -0.1, 0.3]
