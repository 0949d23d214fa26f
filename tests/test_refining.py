"""From the rows of six edges to the source's place; from a rough outline to the exact one, or back to the rough one."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from datasets.locating import locate_roughly
from datasets.locator.edges import Edges
from datasets.locator.picture import COLUMNS, ROWS, WIDE_COLUMNS, WIDE_LENGTH
from datasets.locator.prior import USUAL, Prior
from datasets.locator.refining import DEPTHS, PARTS, correction, fitted, recognised, refined
from datasets.reading import load_scan
from datasets.scan import Scan, Source
from datasets.shell import HALF_WIDTH_M, Shell, seen_at
from datasets.view import Outline
from tests.trucks import BOX, a_scan

SAMPLE = Path(__file__).parents[1] / "datasets" / "samples" / "scans" / "s99-000009_origin.tif"

ROOF, FLOOR = 33.0, 158.0  # of the near wall, rows of the picture
SHELLS = [Shell(0.25, -0.4), Shell(0.3, 0.1), Shell(0.2, 0.6), Shell(0.38, 1.2)]  # under the floor to over the roof
ROUGH = Outline(float(BOX[0]), float(BOX[1]), float(BOX[2]), float(BOX[3]))
LENGTH, HEIGHT = COLUMNS * 1.5 * WIDE_LENGTH / WIDE_COLUMNS, 2.0 * ROWS / 256  # of the picture, in those of the outline


def seen_from(shell: Shell, spread: float = 0.3) -> Edges:
    """The edges as this shell shows them, exactly."""
    rows = [ROOF + (FLOOR - ROOF) * float(shell.seen(part, depth)) for depth, part in zip(DEPTHS, PARTS, strict=True)]
    return Edges(np.array(rows), np.full(6, spread), (20.0, 171.0), 0.0, 0.02, 0.9)


def off_by(along: float, down: float) -> Edges:
    """The box beside the middle of the picture, by parts of the outline's length and height."""
    x, y = (COLUMNS - 1) / 2 + along * COLUMNS / LENGTH, (ROWS - 1) / 2 + down * ROWS / HEIGHT
    wide, high = COLUMNS / LENGTH / 2, ROWS / HEIGHT / 2
    rows = y - high + 2 * high * seen_at(PARTS, DEPTHS, USUAL.nearness, USUAL.height)
    return Edges(rows, np.full(6, 0.3), (x - wide, x + wide), 0.0, 0.02, 0.9)


@pytest.mark.parametrize("shell", SHELLS)
def test_exact_edges_give_back_the_source_s_place(shell: Shell) -> None:
    nearness, height, roof, floor = fitted(seen_from(shell), USUAL)
    assert nearness == pytest.approx(shell.nearness, rel=0.01)
    assert height == pytest.approx(shell.height, abs=0.01)
    assert (roof, floor) == pytest.approx((ROOF, FLOOR), abs=0.1)


def test_where_nothing_of_the_floor_is_seen_the_source_is_taken_to_stand_about_where_is_usual() -> None:
    edges = seen_from(Shell(0.3, -0.1))
    guessed = np.array([*edges.rows[:3], 120.0, 60.0, 180.0])  # as a source far over the roof would show them
    nearness, height, roof, _ = fitted(replace(edges, rows=guessed, spread=np.array([0.3] * 3 + [60.0] * 3)), USUAL)
    assert nearness == pytest.approx(USUAL.nearness, abs=USUAL.nearness_spread)
    assert height == pytest.approx(USUAL.height, abs=USUAL.height_spread)
    assert roof == pytest.approx(ROOF, abs=0.5)


def test_an_edge_beyond_the_picture_tells_nothing() -> None:
    shell = SHELLS[1]
    edges = seen_from(shell)
    rows = edges.rows.copy()
    rows[5] = ROWS - 1.0  # the far floor, held at the picture's lower edge
    assert fitted(replace(edges, rows=rows), USUAL)[0] == pytest.approx(shell.nearness, rel=0.01)


def test_a_source_that_is_known_counts_where_the_edges_tell_little() -> None:
    shell = Shell(0.4, 0.5)
    known = Prior(shell.nearness, 0.005, shell.height, 0.02)
    doubtful = seen_from(Shell(0.25, 0.0), spread=12.0)
    assert fitted(doubtful, known)[:2] == pytest.approx((shell.nearness, shell.height), abs=0.03)


def saw(monkeypatch: pytest.MonkeyPatch, *answers: Edges) -> list[object]:
    """The network stood in for: one answer a look, the last from then on; the looks are counted in the list."""
    looks: list[object] = []

    def see_edges(picture: object) -> Edges:
        looks.append(picture)
        return answers[min(len(looks), len(answers)) - 1]

    monkeypatch.setattr("datasets.locator.refining.see_edges", see_edges)
    return looks


def test_what_the_network_sees_becomes_the_outline_with_its_shell(monkeypatch: pytest.MonkeyPatch) -> None:
    looks = saw(monkeypatch, off_by(0.02, -0.01))
    found = refined(a_scan(), ROUGH)
    length, height = ROUGH.right - ROUGH.left, ROUGH.bottom - ROUGH.top
    assert (found.left, found.right) == pytest.approx((ROUGH.left + 0.02 * length, ROUGH.right + 0.02 * length), abs=1)
    assert (found.top, found.bottom) == pytest.approx((ROUGH.top - 0.01 * height, ROUGH.bottom - 0.01 * height), abs=1)
    assert found.shell is not None
    assert (found.shell.nearness, found.shell.height) == pytest.approx((USUAL.nearness, USUAL.height), abs=0.01)
    assert (found.shell.above, found.shell.doors_left) == (False, 0.9)
    assert len(looks) == 1


def test_far_off_it_looks_again_from_where_it_saw_the_box(monkeypatch: pytest.MonkeyPatch) -> None:
    looks = saw(monkeypatch, off_by(0.1, 0.0), off_by(0.0, 0.0))
    found = refined(a_scan(), ROUGH)
    assert len(looks) == 2
    assert found.left == pytest.approx(ROUGH.left + 0.1 * (ROUGH.right - ROUGH.left), abs=1)


@pytest.mark.parametrize("edges", [off_by(0.5, 0.0), off_by(0.0, 0.4)])
def test_a_box_far_from_the_rough_outline_is_not_believed(monkeypatch: pytest.MonkeyPatch, edges: Edges) -> None:
    saw(monkeypatch, edges)
    assert refined(a_scan(), ROUGH) == ROUGH


@pytest.mark.parametrize(
    "edges",
    [
        replace(off_by(0.0, 0.0), ends=(90.0, 90.5)),
        replace(off_by(0.0, 0.0), rows=np.array([150.0, 140.0, 130.0, 40.0, 50.0, 60.0])),
    ],
    ids=["no length", "floor over roof"],
)
def test_what_makes_no_box_leaves_the_rough_outline(monkeypatch: pytest.MonkeyPatch, edges: Edges) -> None:
    saw(monkeypatch, edges)
    assert refined(a_scan(), ROUGH) == ROUGH


def test_edges_that_were_not_seen_at_all_leave_the_rough_outline(monkeypatch: pytest.MonkeyPatch) -> None:
    saw(monkeypatch, replace(off_by(0.0, 0.0), spread=np.full(6, 20.0)))
    assert refined(a_scan(), ROUGH) == ROUGH


def test_a_container_is_recognised_only_where_its_edges_are_seen_surely(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = replace(ROUGH, region="object")
    saw(monkeypatch, replace(off_by(0.0, 0.0), spread=np.full(6, 0.4)))
    found = recognised(a_scan(), whole)
    assert found is not None
    assert found.region == "container"
    saw(monkeypatch, replace(off_by(0.0, 0.0), spread=np.full(6, 4.0)))
    assert recognised(a_scan(), whole) is None


def test_a_container_that_moves_with_every_look_is_not_recognised(monkeypatch: pytest.MonkeyPatch) -> None:
    saw(monkeypatch, replace(off_by(0.1, 0.1), spread=np.full(6, 0.4)))
    assert recognised(a_scan(), replace(ROUGH, region="object")) is None


def test_a_slope_in_the_picture_becomes_one_in_the_scan(monkeypatch: pytest.MonkeyPatch) -> None:
    saw(monkeypatch, replace(off_by(0.0, 0.0), slope=0.05))
    across = (ROUGH.right - ROUGH.left) * LENGTH / COLUMNS
    down = (ROUGH.bottom - ROUGH.top) * HEIGHT / ROWS
    assert refined(a_scan(), ROUGH).slope == pytest.approx(0.05 * down / across)


def test_a_declared_source_goes_before_what_a_site_s_history_tells(monkeypatch: pytest.MonkeyPatch) -> None:
    saw(monkeypatch, replace(off_by(0.0, 0.0), spread=np.full(6, 3.5)))
    declared = Source(HALF_WIDTH_M / 0.15, 0.2, "left")
    shell = refined(a_scan(source=declared), ROUGH, Prior(0.4, 0.01, 0.9, 0.05)).shell
    assert shell is not None
    assert abs(shell.nearness - 0.15) < abs(shell.nearness - 0.4) / 2
    assert shell.side == "left"


def test_a_correction_is_a_share_of_length_or_height() -> None:
    length, height = ROUGH.right - ROUGH.left, ROUGH.bottom - ROUGH.top
    assert correction(ROUGH, replace(ROUGH, left=ROUGH.left - 0.1 * length)) == pytest.approx(0.1)
    assert correction(ROUGH, replace(ROUGH, bottom=ROUGH.bottom + 0.2 * height)) == pytest.approx(0.2)


@cache
def sample() -> tuple[Scan, Outline]:
    scan = load_scan(SAMPLE)
    [rough] = locate_roughly(scan)
    return scan, rough


def turned(scan: Scan, outline: Outline) -> tuple[Scan, Outline]:
    columns = scan.high.shape[1]
    return (
        Scan(np.ascontiguousarray(scan.high[:, ::-1]), air=scan.air, bits=scan.bits),
        replace(outline, left=columns - outline.right, right=columns - outline.left, slope=-outline.slope),
    )


def refined_sample(change: Callable[[Scan, Outline], tuple[Scan, Outline]] | None = None) -> tuple[Outline, Shell]:
    scan, rough = sample() if change is None else change(*sample())
    found = refined(scan, rough)
    assert found.shell is not None
    return found, found.shell


def test_a_scan_turned_round_shows_the_same_shell_and_the_doors_at_the_other_end() -> None:
    found, shell = refined_sample()
    other, mirrored = refined_sample(turned)
    assert (mirrored.nearness, mirrored.height) == pytest.approx((shell.nearness, shell.height), abs=0.06)
    assert (shell.doors_left > 0.5) != (mirrored.doors_left > 0.5)
    columns, height = sample()[0].high.shape[1], found.bottom - found.top
    assert other.top == pytest.approx(found.top, abs=0.01 * height)
    assert other.left == pytest.approx(columns - found.right, abs=0.01 * (found.right - found.left))


def test_a_rough_outline_that_is_off_ends_at_the_same_box() -> None:
    found, _ = refined_sample()
    length, height = found.right - found.left, found.bottom - found.top

    def moved(scan: Scan, rough: Outline) -> tuple[Scan, Outline]:
        return scan, replace(rough, left=rough.left - 0.05 * length, bottom=rough.bottom + 0.06 * height)

    other, _ = refined_sample(moved)
    assert (other.top, other.bottom) == pytest.approx((found.top, found.bottom), abs=0.015 * height)
    assert (other.left, other.right) == pytest.approx((found.left, found.right), abs=0.01 * length)
