import math
from dataclasses import replace

import numpy as np
import pytest

from datasets.aligned import AlignedPair
from datasets.planes import Planes
from datasets.scan import Side as SourceSide
from datasets.shell import Shell
from datasets.view import FRAME_ROWS, Image, Mask
from serving.card import Calibration, MapThresholds, ModelCard, Thresholds
from serving.findings import Finding, depth_beside, pair_findings, scan_findings
from serving.mass_law import FEATURES, Mass, MassLaw, MassLaws
from serving.session import Maps
from serving.sides import Side
from tests.trucks import a_pair, plain_scan

COLUMNS = 640
THRESHOLDS = MapThresholds(hidden=0.5, inserted=0.5, removed=0.5, other=0.5)
CARD = ModelCard(
    name="a network",
    version="0",
    sha256="",
    thresholds=Thresholds(mismatch={}, concealed={}, map=THRESHOLDS),
    calibration=Calibration(benign_pairs=0),
)
WHERE = (slice(150, 190), slice(300, 360))
FRAME_BOX = (300, 150, 360, 190)
ELSEWHERE = (slice(60, 90), slice(100, 130))
FAINT = (slice(150, 190), slice(300, 312))


def test_what_was_put_in_is_found_where_it_was_put() -> None:
    [finding] = findings_of(a_change(0.3), inserted=a_map(WHERE))
    assert finding.kind == "inserted"
    assert finding.box_origin == finding.box_destination == FRAME_BOX


def test_what_was_put_in_weighs_what_its_attenuation_says() -> None:
    [finding] = findings_of(a_change(0.3), inserted=a_map(WHERE))
    # 10 x 10 mm a pixel, mu/rho about 0.045 cm2/g
    assert finding.mass_kg == pytest.approx(0.3 / 0.045 * 40 * 60 / 1000, rel=0.03)


def test_what_was_weighed_has_the_mass_and_the_interval_that_lots_taught() -> None:
    card = CARD.model_copy(update={"masses": MassLaws(changed=a_law(2.0), concealed=a_law(3.0))})
    plain = mass_of(findings_of(a_change(0.3), inserted=a_map(WHERE))).kg
    for sign, kind in ((1, "inserted"), (-1, "removed")):
        mass = mass_of(findings_of(a_change(0.3 * sign), card, **{kind: a_map(WHERE)}))
        assert mass.kg == pytest.approx(2 * plain, rel=0.01)
        assert mass.interval == pytest.approx((plain, 4 * plain), rel=0.01)
    [hidden] = scan_findings(a_map(WHERE), card, side_of(a_change(0.3), "destination"), "destination")
    assert hidden.mass_kg == pytest.approx(3 * plain, rel=0.01)


def test_what_was_exchanged_has_a_mass_that_nothing_was_learned_of() -> None:
    card = CARD.model_copy(update={"masses": MassLaws(changed=a_law(2.0), concealed=a_law(3.0))})
    mass = mass_of(findings_of(a_change(0.3), card, inserted=a_map(WHERE), removed=a_map(WHERE)))
    assert mass == Mass.plain(mass.integral)


def test_what_was_taken_out_is_removed_and_weighs_more_than_nothing() -> None:
    [finding] = findings_of(a_change(-0.3), removed=a_map(WHERE))
    assert finding.kind == "removed"
    assert finding.mass_kg is not None
    assert finding.mass_kg > 0


def test_what_came_where_something_went_is_swapped() -> None:
    [finding] = findings_of(a_change(0.3), inserted=a_map(WHERE), removed=a_map(WHERE))
    assert finding.kind == "swapped"


def test_a_strong_change_without_net_mass_is_swapped() -> None:
    checks = np.indices((40, 60)).sum(axis=0) // 10 % 2 * 2 - 1
    difference = np.zeros((FRAME_ROWS, COLUMNS), np.float32)
    difference[WHERE] = 0.3 * checks
    [finding] = findings_of(a_change_of(difference), inserted=a_map(WHERE))
    assert finding.kind == "swapped"


def test_what_came_and_what_went_elsewhere_are_two_findings() -> None:
    found = findings_of(a_change(0.3), inserted=a_map(WHERE), removed=a_map(ELSEWHERE))
    assert {finding.kind for finding in found} == {"inserted", "removed"}


def test_another_load_swallows_what_is_only_part_of_it() -> None:
    whole = (slice(60, 280), slice(50, 600))
    [finding] = findings_of(a_change(0.3), inserted=a_map(WHERE, value=0.8), other=a_map(whole, value=0.95))
    assert finding.kind == "other"


def test_another_load_that_is_no_more_than_what_was_put_in_is_not_named_twice() -> None:
    [finding] = findings_of(a_change(0.3), inserted=a_map(WHERE), other=a_map(FAINT, value=0.7))
    assert finding.kind == "inserted"


def test_the_heaviest_finding_comes_first() -> None:
    found = findings_of(a_change(0.3), inserted=np.maximum(a_map(WHERE, value=0.7), a_map(ELSEWHERE)))
    assert found[0].box_origin == FRAME_BOX


def test_a_mismatch_without_a_spot_names_the_place_of_the_largest_value() -> None:
    [finding] = findings_of(a_change(0.3), inserted=a_map(WHERE, value=0.3))
    assert (finding.kind, finding.box_origin) == ("inserted", FRAME_BOX)


def test_a_mass_that_contradicts_the_kind_is_not_given() -> None:
    [finding] = findings_of(a_change(-0.3), inserted=a_map(WHERE))
    assert finding.mass_kg is None


def test_where_nothing_was_seen_there_is_no_mass() -> None:
    unseen = np.zeros((FRAME_ROWS, COLUMNS), np.bool_)
    unseen[WHERE] = True
    [finding] = findings_of(a_change(0.3, unseen), inserted=a_map(WHERE))
    assert finding.mass_kg is None


@pytest.mark.parametrize("name", ["origin", "destination"])
def test_what_is_hidden_in_a_scan_has_a_box_in_that_scan_alone(name: str) -> None:
    side = side_of(a_change(0.3), name)
    [finding] = scan_findings(a_map(WHERE), CARD, side, "origin" if name == "origin" else "destination")
    boxes = {"origin": finding.box_origin, "destination": finding.box_destination}
    assert finding.kind == "concealed"
    assert boxes.pop(name) == FRAME_BOX
    assert list(boxes.values()) == [None]


@pytest.mark.parametrize("sides", [("left", "right"), ("left", None)])
def test_what_is_hidden_in_both_scans_has_a_depth_where_the_sides_are_declared(
    sides: tuple[SourceSide, SourceSide | None],
) -> None:
    pair = seen_from(*sides)
    depth = depth_beside(pair, a_map(WHERE))
    [finding] = scan_findings(a_map(WHERE), CARD, side_of(pair, "origin"), "origin", depth)
    assert (finding.depth is not None) == (None not in sides)


def test_what_is_hidden_weighs_what_it_has_above_its_surroundings() -> None:
    [finding] = scan_findings(a_map(WHERE), CARD, side_of(a_change(0.3), "destination"), "destination")
    assert finding.mass_kg == pytest.approx(0.3 / 0.045 * 40 * 60 / 1000, rel=0.03)


def mass_of(found: tuple[Finding, ...]) -> Mass:
    [finding] = found
    assert finding.mass is not None
    return finding.mass


def a_law(factor: float) -> MassLaw:
    """Takes line integrals times a factor, and half and twice that for the ends."""
    low, middle, high = ((math.log(factor * by), 1.0, *[0.0] * (len(FEATURES) - 2)) for by in (0.5, 1.0, 2.0))
    least, most = (tuple(np.full(len(FEATURES), end)) for end in (-99.0, 99.0))
    return MassLaw(low=low, middle=middle, high=high, wider=0.0, least=least, most=most, lots=1)


def seen_from(origin: SourceSide, destination: SourceSide | None) -> AlignedPair:
    pair = a_change(0.3)
    shells = Shell(0.25, -0.2, side=origin), Shell(0.25, -0.2, side=destination)
    planes = Planes(*shells, True, np.zeros(COLUMNS))
    return replace(pair, alignment=replace(pair.alignment, rows=planes.rows(0.0), planes=planes))


def a_change(by: float, unseen: Mask | None = None) -> AlignedPair:
    difference = np.zeros((FRAME_ROWS, COLUMNS), np.float32)
    difference[WHERE] = by
    return a_change_of(difference, unseen)


def a_change_of(difference: Image, unseen: Mask | None = None) -> AlignedPair:
    origin = np.full((FRAME_ROWS, COLUMNS), 1.0, np.float32)
    return a_pair(origin, origin + difference, unseen)


def a_map(where: tuple[slice, slice], value: float = 0.9) -> Image:
    probability = np.full((FRAME_ROWS, COLUMNS), 0.01, np.float32)
    probability[where] = value
    return probability[::2, ::2]


def findings_of(pair: AlignedPair, card: ModelCard = CARD, **maps: Image) -> tuple[Finding, ...]:
    quiet = np.full((FRAME_ROWS // 2, COLUMNS // 2), 0.01, np.float32)
    said = Maps(
        hidden_origin=quiet,
        hidden_destination=quiet,
        inserted=maps.get("inserted", quiet),
        removed=maps.get("removed", quiet),
        other=maps.get("other", quiet),
        mismatch_score=0.9,
        origin_score=0.0,
        destination_score=0.0,
    )
    return pair_findings(pair, said, card, side_of(pair, "origin"), side_of(pair, "destination"), None)


def side_of(pair: AlignedPair, name: str) -> Side:
    return Side.of(plain_scan(COLUMNS, pitch_mm=(10.0, 10.0)), pair.origin if name == "origin" else pair.destination)
