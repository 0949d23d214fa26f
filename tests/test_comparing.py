import numpy as np
import pytest

from datasets.errors import PairError, UnusableScan
from datasets.scan import ContainerNumber, Scan
from serving.comparing import compare, read_out
from serving.errors import DeadlinePassed, UnknownRate
from serving.session import Session
from serving.stopwatch import Stopwatch
from tests.standin import write_standin
from tests.trucks import AIR, BOX, COLUMNS, Block, a_scan

NEAR_THE_DOORS: Block = (1310, 200, 1370, 270, 0.6)
MIRRORED_BOX = (COLUMNS - 1370, 200, COLUMNS - 1310, 270)


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    return Session.load(write_standin(tmp_path_factory.mktemp("model") / "standin.onnx"))


def test_two_scans_of_an_unchanged_container_match(session: Session) -> None:
    comparison = compare(a_scan(), a_scan(seed=1), session)
    assert comparison.verdict == "match"
    assert comparison.findings == ()


def test_shells_that_fit_around_loads_that_do_not_are_no_match(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("serving.comparing.likeness", lambda _: 0.1)
    comparison = compare(a_scan(), a_scan(seed=1), session)
    assert (comparison.verdict, comparison.mismatch_score) == ("not_comparable", None)
    assert "The loads do not look alike (likeness 0.10," in comparison.reason
    # An alarm would be decided by it at a lower threshold: calibration and evaluation count it.
    assert comparison.alarm_score is not None


def test_an_alarm_stands_however_unlike_the_loads_are(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("serving.comparing.likeness", lambda _: 0.1)
    assert compare(a_scan(), a_scan(NEAR_THE_DOORS, seed=1), session).verdict == "mismatch"


def test_a_mirrored_scan_of_an_unchanged_container_matches(session: Session) -> None:
    comparison = compare(a_scan(), a_scan(seed=1, mirrored=True), session)
    assert comparison.verdict == "match"
    assert comparison.pair is not None
    assert comparison.pair.alignment.mirrored


def test_a_block_added_at_destination_is_found_where_it_was_put(session: Session) -> None:
    comparison = compare(a_scan(), a_scan(NEAR_THE_DOORS, seed=1), session)
    assert comparison.verdict == "mismatch"
    assert overlap(comparison.findings[0].box_destination, NEAR_THE_DOORS[:4]) > 0.6
    assert overlap(comparison.findings[0].box_origin, NEAR_THE_DOORS[:4]) > 0.6


def test_the_reason_names_mass_and_place_of_the_largest_finding(session: Session) -> None:
    reason = compare(a_scan(), a_scan(NEAR_THE_DOORS, seed=1), session).reason
    assert reason.startswith("About ")
    assert " kg more near the doors than at origin" in reason


def test_the_mass_is_that_of_the_block(session: Session) -> None:
    finding = compare(a_scan(), a_scan(NEAR_THE_DOORS, seed=1), session).findings[0]
    assert finding.mass_kg == pytest.approx(0.6 / 0.045 * 60 * 70 / 1000, rel=0.15)


def test_boxes_are_in_pixels_of_each_scan_as_it_was_delivered(session: Session) -> None:
    finding = compare(a_scan(), a_scan(NEAR_THE_DOORS, seed=1, mirrored=True), session).findings[0]
    assert overlap(finding.box_origin, NEAR_THE_DOORS[:4]) > 0.6
    assert overlap(finding.box_destination, MIRRORED_BOX) > 0.6


def test_a_block_that_was_only_in_the_origin_is_removed(session: Session) -> None:
    comparison = compare(a_scan(NEAR_THE_DOORS), a_scan(seed=1), session)
    assert comparison.findings[0].kind == "removed"


def test_each_scan_is_read_by_itself_as_well(session: Session) -> None:
    lot = (700, 90, 730, 110, 2.5)
    comparison = compare(a_scan(lot), a_scan(lot, seed=1), session)
    assert comparison.verdict == "match"
    assert max(overlap(finding.box_origin, lot[:4]) for finding in comparison.origin.findings) > 0.5
    assert "by itself seems to show something hidden" in comparison.reason


def test_reading_one_scan_says_the_same_as_within_a_comparison(session: Session) -> None:
    scan = a_scan((700, 90, 730, 110, 2.5))
    alone, within = read_out(scan, session).read_out, compare(scan, a_scan(seed=1), session).origin
    assert alone.score == pytest.approx(within.score, abs=1e-6)
    assert alone.findings == within.findings


def test_scans_that_cannot_be_laid_on_each_other_have_no_score_but_are_read(session: Session) -> None:
    noise = np.random.default_rng(0).uniform(0.1, 0.9, (300, 900))
    other = Scan((AIR * noise).astype(np.uint16), air=AIR)
    comparison = compare(a_scan(), other, session)
    assert comparison.verdict == "not_comparable"
    assert comparison.mismatch_score is None
    assert 0 <= comparison.destination.score <= 1


def test_a_container_that_is_all_but_opaque_is_never_a_match(session: Session) -> None:
    full = (BOX[0] + 9, BOX[1] + 12, BOX[2] - 9, BOX[3] - 5, 15.0)
    comparison = compare(a_scan(full), a_scan(full, seed=1), session)
    assert comparison.verdict == "not_comparable"


def test_without_a_container_the_object_is_compared_with_a_warning(session: Session) -> None:
    comparison = compare(a_rack(), a_rack(seed=1), session)
    assert any("no container was found" in warning for warning in comparison.warnings)
    assert compare(a_rack(), a_rack(seed=1), session, region="object").warnings == ()


def test_a_lower_false_alarm_rate_takes_a_higher_threshold(session: Session) -> None:
    scans = a_scan(), a_scan((900, 60, 930, 90, 0.158), seed=1)
    assert compare(*scans, session, rate=0.05).verdict == "mismatch"
    assert compare(*scans, session, rate=0.001).verdict == "match"


def test_a_rate_without_a_threshold_is_refused(session: Session) -> None:
    with pytest.raises(UnknownRate):
        compare(a_scan(), a_scan(), session, rate=0.5)


def test_scans_of_two_containers_are_no_pair(session: Session) -> None:
    one, other = (a_scan(container=ContainerNumber(number)) for number in ("MSCU6639870", "CSQU3054383"))
    with pytest.raises(PairError, match="MSCU6639870"):
        compare(one, other, session)


def test_open_air_is_refused(session: Session) -> None:
    with pytest.raises(UnusableScan):
        read_out(Scan(np.full((300, 900), AIR, np.uint16), air=AIR), session)


def test_nothing_more_is_begun_after_the_deadline(session: Session) -> None:
    with pytest.raises(DeadlinePassed, match="an answer may take 0 s"):
        compare(a_scan(), a_scan(), session, clock=Stopwatch(deadline_s=0.0))


def a_rack(seed: int = 0) -> Scan:
    """Crossed bars, no container."""
    attenuation = np.zeros((300, 400))
    for x in (80, 180, 300):
        attenuation[60:280, x : x + 12] = 0.9
    for y, height in ((80, 10), (160, 6), (240, 14)):
        attenuation[y : y + height, 80:312] = 0.5
    noise = np.random.default_rng(seed).normal(0, 30, attenuation.shape)
    return Scan(np.clip(AIR * np.exp(-attenuation) + noise, 0, AIR).astype(np.uint16), air=AIR)


def overlap(box: tuple[int, ...] | None, wanted: tuple[int, ...]) -> float:
    """Intersection over union."""
    if box is None:
        return 0.0
    width = min(box[2], wanted[2]) - max(box[0], wanted[0])
    height = min(box[3], wanted[3]) - max(box[1], wanted[1])
    both = max(width, 0) * max(height, 0)
    areas = [(b[2] - b[0]) * (b[3] - b[1]) for b in (box, wanted)]
    return both / (sum(areas) - both)
