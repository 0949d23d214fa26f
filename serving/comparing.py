"""From two scans to a comparison, from one to a read-out: the one path behind the command line, batch and HTTP."""

from datasets.aligned import AlignedPair
from datasets.doors import End
from datasets.likeness import LEAST_LIKENESS, likeness
from datasets.preparation import Pictures, prepare_pair, prepare_view
from datasets.quality import LEAST_QUALITY
from datasets.scan import Scan, ScanPair
from serving.answers import Asked, Comparison, Reading, ReadOut
from serving.findings import DepthOf, Finding, SideName, depth_beside, pair_findings, scan_findings
from serving.laying import Laid, lay, look, look_at_both
from serving.moved import MovedLoad, moved_loads
from serving.reasons import (
    failed_reason,
    match_reason,
    mismatch_reason,
    other_load_reason,
    unlike_reason,
    unseen_reason,
)
from serving.session import Maps, Session
from serving.settings import Region
from serving.sides import Side
from serving.stopwatch import Stopwatch
from serving.zones import agreed

USUAL_RATE = 0.004
LEAST_SEEN = 0.1  # a pair of which less could be seen is never called a match


def compare(
    origin: Scan,
    destination: Scan,
    session: Session,
    region: Region = "container",
    rate: float = USUAL_RATE,
    clock: Stopwatch | None = None,
) -> Comparison:
    """Lay the two scans on each other and say whether, where and by how much they differ."""
    clock = clock or Stopwatch()
    threshold = session.card.mismatch_threshold(rate)
    with clock.stage("read"):
        both = look_at_both(ScanPair(session.sites.known(origin), session.sites.known(destination)), region)
    with clock.stage("align"):
        laid = lay(*both)
    with clock.stage("infer"):
        asked = None if laid.pair is None else ask(session, prepare_pair(laid.pair))
        maps = None if asked is None else asked.maps
        blind = why_not_comparable(laid)
        against = blind or why_no_match(laid, maps, threshold)
        read = read_both(laid, asked, session, rate, together=not against)
    alarm_score = None if blind or maps is None else maps.mismatch_score
    score = None if against else alarm_score
    findings = differences(laid, maps, session) if score is not None and score >= threshold else ()
    with clock.stage("align"):
        moved = () if against else loads_moved(laid)
    return Comparison(
        verdict="not_comparable" if against else "mismatch" if findings else "match",
        reason=against or reason_of(findings, laid.pair, *read),
        mismatch_score=score,
        alarm_score=alarm_score,
        false_alarm_rate=rate,
        pair=laid.pair,
        pictures=None if asked is None else asked.pictures,
        maps=maps,
        findings=findings,
        moved=moved,
        origin=read[0],
        destination=read[1],
        card=session.card,
        warnings=laid.warnings,
        seconds=clock.seconds,
    )


def read_out(
    scan: Scan, session: Session, region: Region = "container", rate: float = USUAL_RATE, clock: Stopwatch | None = None
) -> Reading:
    """What one scan shows by itself; of several containers, the one with the highest score."""
    clock = clock or Stopwatch()
    session.card.concealed_threshold(rate)
    with clock.stage("read"):
        found = look(session.sites.known(scan), region)
    with clock.stage("infer"):
        read = max((read_side(side, session, rate, "origin") for side in found.sides), key=lambda one: one.score)
    warnings = found.warnings
    if len(found.sides) > 1:
        warnings += (f"{len(found.sides)} containers are in the scan; the reply is about the one in container_box",)
    return Reading(read, session.card, warnings, clock.seconds)


def ask(session: Session, pictures: Pictures) -> Asked:
    return Asked(pictures, session.run(pictures))


def read_both(
    laid: Laid, asked: Asked | None, session: Session, rate: float, together: bool
) -> tuple[ReadOut, ReadOut]:
    """Each scan by itself; where they show one load, both together tell how deep lies what is hidden in both."""
    destination = read_side(laid.destination, session, rate, "destination")
    depth = depth_beside(laid.pair, destination.hidden) if together and laid.pair else None
    origin = read_side(laid.origin, session, rate, "origin", already_read(laid.pair, asked), depth)
    return origin, destination


def read_side(
    side: Side,
    session: Session,
    rate: float,
    name: SideName,
    known: Asked | None = None,
    depth: DepthOf | None = None,
) -> ReadOut:
    """One container by itself, in its own frame, as the origin; `known` is what the network has already said of it."""
    pictures, maps = known or ask(session, prepare_view(side.view))
    hidden, score = maps.hidden_origin, maps.origin_score
    suspect = score >= session.card.concealed_threshold(rate)
    findings = scan_findings(hidden, session.card, side, name, depth) if suspect else ()
    return ReadOut(score, findings, side, hidden, pictures)


def already_read(pair: AlignedPair | None, asked: Asked | None) -> Asked | None:
    """The origin within the pair is the origin by itself, unless its low energy had to be left out."""
    return asked if pair is not None and len(pair.moved) == len(pair.origin.attenuation) else None


def why_not_comparable(laid: Laid) -> str:
    """The reason against comparing; empty where nothing stands against it."""
    if laid.pair is None:
        return failed_reason(laid.why_not)
    if laid.pair.alignment.quality < LEAST_QUALITY:
        return unlike_reason(laid.pair.alignment.quality, LEAST_QUALITY)
    return unseen_reason(laid.pair.seen_fraction) if laid.pair.seen_fraction < LEAST_SEEN else ""


def why_no_match(laid: Laid, maps: Maps | None, threshold: float) -> str:
    """The reason against calling a match what the network did not find: shells that fit around loads that do not."""
    if laid.pair is None or maps is None or maps.mismatch_score >= threshold:
        return ""
    alike = likeness(laid.pair)
    return other_load_reason(alike, LEAST_LIKENESS) if alike < LEAST_LIKENESS else ""


def differences(laid: Laid, maps: Maps | None, session: Session) -> tuple[Finding, ...]:
    if laid.pair is None or maps is None:
        return ()
    doors = doors_of(laid, laid.pair)
    return pair_findings(laid.pair, maps, session.card, laid.origin, laid.destination, doors)


def loads_moved(laid: Laid) -> tuple[MovedLoad, ...]:
    return () if laid.pair is None else moved_loads(laid.pair, laid.origin, doors_of(laid, laid.pair))


def doors_of(laid: Laid, pair: AlignedPair) -> End | None:
    """The end of the origin's frame that holds the doors."""
    return agreed(laid.origin.doors, laid.destination.doors, pair.alignment.mirrored)


def reason_of(findings: tuple[Finding, ...], pair: AlignedPair | None, origin: ReadOut, destination: ReadOut) -> str:
    if findings:
        return mismatch_reason(findings)
    suspect = [name for name, read in (("origin", origin), ("destination", destination)) if read.findings]
    return match_reason(0.0 if pair is None else pair.seen_fraction, suspect)
