"""The parts of a report: the answer, the findings, the scans as delivered, laid on each other, and each by itself."""

from collections.abc import Sequence
from html import escape

from datasets.aligned import AlignedPair
from serving.answers import Comparison, Reading, ReadOut
from serving.card import ModelCard
from serving.figures import Mark, edges_of, figure, marks
from serving.findings import Finding, SideName
from serving.moved import moved_words
from serving.pictures import (
    change_picture,
    difference_picture,
    hidden_picture,
    scan_picture,
    view_picture,
)
from serving.reasons import weighed
from serving.session import Maps
from serving.words import COLOURS, KINDS, VERDICTS, place_words

OUTLINE = "#2e7d32"
NARROW = 1.7  # width over height: below it two pictures stand side by side
HATCHED = "hatched where too little radiation came through to see anything"
LEGEND = "Dark is dense. The dashed line is what was looked at; numbered boxes are what was found."
READ_ALONE = (
    "What is hidden in both scans alike makes no difference between them: violet is where something seems hidden."
)

Fact = tuple[str, str]


def comparison_section(comparison: Comparison, title: str, number: int = 1) -> str:
    """One pair in full."""
    pair, maps = comparison.pair, comparison.maps
    parts = [
        f"<article class='{comparison.verdict}' id='pair-{number}'><h1>{escape(title)}</h1>",
        answer(VERDICTS[comparison.verdict], comparison.reason),
        facts(comparison_facts(comparison), comparison.warnings),
        findings_table(comparison.findings),
        as_delivered(comparison),
        "" if pair is None or maps is None else laid_on_each_other(comparison, pair, maps),
        by_themselves(comparison),
        small_print(comparison.card, comparison.seconds.total),
        "</article>",
    ]
    return "".join(parts)


def reading_section(reading: Reading, title: str) -> str:
    """One scan in full."""
    read = reading.read_out
    verdict, kind = ("Something seems hidden", "suspect") if read.findings else ("Nothing suspicious found", "match")
    told = [("Score, 0 to 1", f"{read.score:.3f}"), ("Seen", f"{read.seen_fraction:.0%}")]
    parts = [
        f"<article class='{kind}'><h1>{escape(title)}</h1>",
        answer(verdict, sentence_of(reading_words(read))),
        facts(told, reading.warnings),
        findings_table(read.findings),
        chapter("The scan", LEGEND, delivered(read, "origin", "As delivered", read.findings)),
        chapter("What the network makes of it", READ_ALONE, hidden_figure(read, "The scan in its frame", "origin")),
        small_print(reading.card, reading.seconds.total),
        "</article>",
    ]
    return "".join(parts)


def answer(verdict: str, reason: str) -> str:
    return f"<span class='verdict'>{escape(verdict)}</span><p class='reason'>{escape(reason)}</p>"


def facts(told: Sequence[Fact], warnings: Sequence[str]) -> str:
    cells = "".join(f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in told)
    lines = "".join(f"<li>{escape(warning)}</li>" for warning in warnings)
    return f"<dl class='facts'>{cells}</dl>" + (f"<div class='warnings'><ul>{lines}</ul></div>" if lines else "")


def chapter(title: str, lead: str, body: str) -> str:
    return f"<h2>{escape(title)}</h2><p class='lead'>{escape(lead)}</p>{body}"


def comparison_facts(comparison: Comparison) -> list[Fact]:
    score = "none" if comparison.mismatch_score is None else f"{comparison.mismatch_score:.3f}"
    limit = comparison.card.mismatch_threshold(comparison.false_alarm_rate)
    return [
        (f"Difference (alarm from {limit:.3f})", score),
        ("False alarms at that limit", f"{comparison.false_alarm_rate:.1%}"),
        ("How well the scans fit", f"{comparison.quality:.2f}"),
        ("Seen in both scans", f"{comparison.seen_fraction:.0%}"),
        ("Hidden, origin alone", f"{comparison.origin.score:.3f}"),
        ("Hidden, destination alone", f"{comparison.destination.score:.3f}"),
    ]


def findings_table(findings: Sequence[Finding]) -> str:
    if not findings:
        return ""
    head = "<tr><th></th><th>What</th><th>Where</th><th class='score'>About</th><th class='score'>Score</th></tr>"
    rows = "".join(finding_row(number, finding) for number, finding in enumerate(findings, 1))
    return f"<h2>What was found</h2><table>{head}{rows}</table>"


def finding_row(number: int, finding: Finding) -> str:
    chip = f"<span class='chip' style='background:{COLOURS[finding.kind]}'>{number}</span>"
    mass = weighed(finding.mass) or "not known"
    return (
        f"<tr><td>{chip}</td><td>{KINDS[finding.kind].capitalize()}</td><td>{escape(place_words(finding))}</td>"
        f"<td class='number'>{mass}</td><td class='number'>{finding.score:.2f}</td></tr>"
    )


def as_delivered(comparison: Comparison) -> str:
    origin = delivered(comparison.origin, "origin", "Origin, as delivered", comparison.findings)
    destination = delivered(comparison.destination, "destination", "Destination, as delivered", comparison.findings)
    return chapter("The two scans", LEGEND, arranged(origin + destination, comparison.origin.side.scan.high.shape))


def delivered(read: ReadOut, side: SideName, caption: str, findings: Sequence[Finding]) -> str:
    outline = Mark(edges_of(read.container_box, None), OUTLINE, "what was compared")
    scan = read.side.scan
    taken_at = f"{scan.taken_at:%Y-%m-%d %H:%M}" if scan.taken_at else ""
    told = ", ".join(str(fact) for fact in (scan.container, scan.site, taken_at, scan.machine) if fact)
    full = f"{caption} ({told})" if told else caption
    return figure(scan_picture(scan, read.side.view.air), full, [outline, *marks(findings, side)])


def laid_on_each_other(comparison: Comparison, pair: AlignedPair, maps: Maps) -> str:
    boxes = marks(comparison.findings, "origin", pair.origin.frame)
    turned = ", turned round" if pair.alignment.mirrored else ""
    figures = [
        (view_picture(pair.origin.attenuation[0], pair.origin.unseen), f"Origin; {HATCHED}"),
        (view_picture(pair.moved[0], pair.moved_unseen), f"Destination, laid on the origin{turned}"),
        (difference_picture(pair), "Difference: red is more at destination, blue is less"),
        (change_picture(pair, maps), "What the network makes of it: red came, blue went, orange is another load"),
    ]
    lead = (
        "The destination has been shifted and stretched on to the origin and brought to its brightness. "
        f"Half of what was seen now differs by less than {pair.alignment.residual:.1%} of its attenuation."
    )
    lead = " ".join(filter(None, (lead, moved_words(comparison.moved))))
    drawn = "".join(figure(picture, caption, boxes) for picture, caption in figures)
    return chapter("Laid on each other", lead, arranged(drawn, pair.unseen.shape))


def by_themselves(comparison: Comparison) -> str:
    sides: list[tuple[ReadOut, str, SideName]] = [
        (comparison.origin, "Origin", "origin"),
        (comparison.destination, "Destination", "destination"),
    ]
    drawn = "".join(hidden_figure(read, name, side) for read, name, side in sides)
    return chapter("Each scan by itself", READ_ALONE, arranged(drawn, comparison.origin.side.view.unseen.shape))


def hidden_figure(read: ReadOut, name: str, side: SideName) -> str:
    view = read.side.view
    caption = f"{name}: {reading_words(read)}"
    return figure(
        hidden_picture(view.attenuation[0], view.unseen, read.hidden), caption, marks(read.findings, side, view.frame)
    )


def reading_words(read: ReadOut) -> str:
    if not read.findings:
        return "nothing seems hidden in what could be seen."
    first, *more = read.findings
    mass = f" (about {weighed(first.mass)})" if first.mass else ""
    return f"something seems hidden {first.zone.words}{mass}" + (f", and in {len(more)} more places." if more else ".")


def sentence_of(words: str) -> str:
    return words[0].upper() + words[1:]


def arranged(figures: str, shape: tuple[int, ...]) -> str:
    """Side by side where they are narrow."""
    return f"<div class='{'pair' if shape[1] < NARROW * shape[0] else 'stack'}'>{figures}</div>"


def small_print(card: ModelCard, seconds: float) -> str:
    words = (
        f"Network {card.name} {card.version}, sha256 {card.sha256}; limits set on {card.calibration.benign_pairs} "
        f"unchanged pairs; answered in {seconds:.2f} s. Masses are estimates for light goods. "
        "A scan never tells what a thing is; look before you decide."
    )
    return f"<p class='small'>{escape(words)}</p>"
