"""Label images: what is read of them, and what they contradict in their row."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from datasets.pairs import PairRow
from datasets.truth_images import LABEL_VALUES, SeenTruth, see_truth, truth_faults, unseen
from tests.pictures import png

FEW, MANY = 100, 4000  # of 10,000 pixels: behind wheels and rails, behind a load


def labels(path: str, *values: int, lost: int = 0) -> SeenTruth:
    """A label image of 10,000 pixels, 50 of each value, `lost` of which cannot be seen."""
    pixels = dict.fromkeys(LABEL_VALUES, 0) | dict.fromkeys(values, 50) | {255: lost}
    return SeenTruth(path, (100, 100), pixels | {0: 10_000 - sum(pixels.values())})


def a_row(**known: Any) -> PairRow:
    return PairRow("p", "o.tif", "d.tif", **known)


SOUND = [
    (a_row(), (1, 2, 3), (3,)),
    (a_row(event="none", label="same"), (), ()),
    (a_row(event="none", label="same", concealed_in_origin=True, concealed_in_destination=True), (3,), (3,)),
    (a_row(event="inserted", concealed_in_origin=False, concealed_in_destination=True), (), (1,)),
    (a_row(event="removed", concealed_in_origin=True, concealed_in_destination=False), (1,), ()),
    (a_row(event="swapped", concealed_in_destination=True), (2,), (1,)),
    (a_row(event="other_load"), (2,), (2,)),
    (a_row(event="opened", label="same"), (2,), ()),
]
WRONG = [
    (a_row(label="same"), (2,), (), "nothing is to have changed, but pixels of o.png are 2"),
    (a_row(event="none"), (), (1,), "nothing is to have changed, but pixels of d.png are 1"),
    (a_row(event="inserted"), (1,), (), "event is inserted, but no pixel of d.png is 1"),
    (a_row(event="removed"), (), (1,), "event is removed, but no pixel of o.png is 1"),
    (a_row(event="swapped"), (), (), "event is swapped, but no pixel of o.png and d.png is 1 or 2"),
    (a_row(event="opened"), (), (), "event is opened, but no pixel of o.png and d.png is 1 or 2"),
    (a_row(concealed_in_origin=True), (), (1,), "concealed_in_origin is 1, but no pixel of o.png is 1 or 3"),
    (a_row(concealed_in_destination=True), (1,), (), "concealed_in_destination is 1, but no pixel of d.png is 1 or 3"),
    (a_row(concealed_in_origin=False), (1,), (), "concealed_in_origin is 0, but pixels of o.png are 1"),
    (a_row(concealed_in_destination=False), (3,), (3,), "concealed_in_destination is 0, but pixels of d.png are 3"),
    (a_row(), (3,), (), "pixels of o.png are 3, hidden in both alike, but no pixel of d.png is 3"),
]


@pytest.mark.parametrize(("row", "origin", "destination"), SOUND)
def test_labels_that_show_what_the_row_says_are_sound(
    row: PairRow, origin: tuple[int, ...], destination: tuple[int, ...]
) -> None:
    assert not list(truth_faults(row, labels("o.png", *origin), labels("d.png", *destination)))


@pytest.mark.parametrize(("row", "origin", "destination", "told"), WRONG)
def test_labels_that_contradict_the_row_are_told_of_once(
    row: PairRow, origin: tuple[int, ...], destination: tuple[int, ...], told: str
) -> None:
    ends = labels("o.png", *origin, lost=FEW), labels("d.png", *destination, lost=FEW)
    assert list(truth_faults(row, *ends)) == [told]


def test_a_lot_may_lie_where_nothing_can_be_seen() -> None:
    row, ends = a_row(event="inserted"), (labels("o.png"), labels("d.png", lost=MANY))
    assert not list(truth_faults(row, *ends))
    assert unseen(row, *ends)


def test_a_lot_that_shows_is_not_unseen() -> None:
    assert not unseen(a_row(event="inserted"), labels("o.png"), labels("d.png", 1, lost=MANY))


def test_a_label_image_of_255_alone_is_told_of() -> None:
    blind = labels("d.png", lost=10_000)
    assert list(truth_faults(a_row(), labels("o.png"), blind)) == ["d.png is 255 everywhere, wanted labels"]


def test_a_pair_without_label_images_contradicts_nothing() -> None:
    assert not list(truth_faults(a_row(event="inserted", label="mismatch"), SeenTruth(), SeenTruth()))


def test_pixels_are_counted_by_value(tmp_path: Path) -> None:
    picture = np.zeros((20, 30), np.uint8)
    picture[0, :7], picture[1, :5] = 3, 255
    (tmp_path / "l.png").write_bytes(png(picture))
    seen = see_truth(tmp_path, "l.png")
    assert (seen.shape, seen.pixels) == ((20, 30), {0: 588, 1: 0, 2: 0, 3: 7, 255: 5})
