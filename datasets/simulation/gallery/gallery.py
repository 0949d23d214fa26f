"""A page of a set's pairs to look at: chosen to show every load, container, event and place, beside real scans."""

from collections import Counter
from collections.abc import Iterator
from html import escape
from pathlib import Path

import numpy as np

from datasets.errors import ScanError, SetError
from datasets.pairs import PairIndex
from datasets.reading import load_scan
from datasets.scan import Scan
from datasets.simulation.gallery.gallery_pictures import (
    Colours,
    Labels,
    data_uri,
    equalised,
    expected_ratios,
    labelled,
    linear,
    page_size,
    ratio,
    read_labels,
    shown,
)
from datasets.simulation.gallery.gallery_words import Known, facts, headline, ratio_words, scanner_words
from datasets.simulation.gallery.page import page

ENDINGS = (".jpg", ".jpeg", ".png", ".tif", ".tiff", ".npy")
SHOWN_PART = 0.7  # of the stored size: two scans of 40-foot containers fit beside each other
LARGEST_PAGE = 20_000_000  # bytes; a page beyond it opens slowly
LEGEND = (
    "All scans are shown at one scale. Labels: red is hidden here and not in the other scan, violet hidden in both, "
    "amber changed otherwise; blue cannot be seen."
)


def gallery(folder: Path, out: Path, beside: Path | None = None, count: int = 24, seed: int = 0) -> None:
    """Writes one page that needs nothing else; with `beside`, a real scan of that folder after every pair."""
    if count < 1:
        raise SetError(f"{count} pairs asked for, wanted at least 1")
    if out.is_dir() or not out.parent.is_dir():
        raise SetError(f"{out} cannot be written: wanted the name of a file in a folder that is there")
    chosen = choose(known_rows(folder), count)
    real = real_scans(beside, len(chosen), seed) if beside else iter(())
    parts = [f'<p class="soft">{escape(summary(chosen, folder, beside))} {LEGEND}</p>']
    for known in chosen:
        parts += [pair_article(folder, known), next(real, "")]
        if sum(map(len, parts)) > LARGEST_PAGE:
            raise SetError(f"{len(chosen)} pairs make a page above {LARGEST_PAGE // 10**6} MB: ask for fewer")
    out.write_text(page(f"Pairs of {folder.name}", "".join(parts)), encoding="utf-8")


def known_rows(folder: Path) -> list[Known]:
    return [Known.of(folder, row) for row in PairIndex.load(folder).rows]


def choose(known: list[Known], count: int) -> list[Known]:
    """One after another the pair that shows the most of what was shown least."""
    left, chosen = list(known), list[Known]()
    times: Counter[str] = Counter()
    while left and len(chosen) < count:
        best = max(left, key=lambda one: sum(2.0 ** -times[trait] for trait in one.traits) / max(1, len(one.traits)))
        left.remove(best)
        chosen.append(best)
        times.update(best.traits)
    return chosen


def summary(chosen: list[Known], folder: Path, beside: Path | None) -> str:
    """How many pairs, and of how many loads, containers, events and places."""
    kinds = Counter(trait.split(":")[0] for trait in {trait for known in chosen for trait in known.traits})
    shows = ", ".join(f"{count} {kind}{'s' * (count > 1)}" for kind, count in sorted(kinds.items()))
    real = f", with real scans out of {beside.name} between them" if beside else ""
    return f"{len(chosen)} pairs of {folder.name}{f' ({shows})' if shows else ''}{real}."


def pair_article(folder: Path, known: Known) -> str:
    row = known.row
    tags = "".join(f'<span class="tag">{escape(fact)}</span>' for fact in facts(known))
    ends = (
        scan_block(folder, known, end, scan, truth)
        for end, scan, truth in (
            ("origin", row.origin, row.origin_truth),
            ("destination", row.destination, row.destination_truth),
        )
    )
    columns = "".join(f'<section class="stack">{end}</section>' for end in ends)
    return f'<article><h2>{escape(headline(known))}</h2>{tags}<div class="pictures">{columns}</div></article>'


def scan_block(folder: Path, known: Known, end: str, path: str, truth: str) -> str:
    """One scan in its pictures; where it cannot be read, the reason."""
    title = f"<p><b>{end.capitalize()}</b> "
    try:
        scan = load_scan(folder / path)
        labels = read_labels(folder / truth, scan) if truth else None
    except ScanError as error:
        return f'{title}<span class="soft">{escape(path)}: {escape(str(error))}</span></p>'
    words = f'<span class="soft">{escape(scanner_words(known.scanner(end), scan))}</span></p>'
    return f"{title}{words}{''.join(pictures(scan, labels, f'{known.row.pair_id}, {end}'))}"


def pictures(scan: Scan, labels: Labels | None, name: str) -> Iterator[str]:
    """As delivered, evened out, the ratio of the energies, and the labels on top, at one scale for all scans."""
    size = page_size(scan)
    transmission = shown(scan, size)
    yield figure(linear(transmission), "Linear in transmission", name)
    yield figure(equalised(transmission), "Equalised in ln T", name)
    if scan.low is not None:
        expected = expected_ratios(scan.energies_mv)
        coloured = ratio(transmission, shown(scan, size, low=True), expected)
        yield figure(coloured, ratio_words(scan.energies_mv, expected.tolist()), name)
    if labels is not None:
        yield figure(labelled(transmission, labels, size), "Labels", name)


def figure(picture: Colours, caption: str, name: str) -> str:
    """Shown smaller than it is stored, all by the same factor, so that it is sharp on any screen."""
    alt = escape(f"{caption.split(':')[0]}: {name}", quote=True)
    width = round(picture.shape[1] * SHOWN_PART)
    image = f'<img src="{data_uri(picture)}" width="{width}" alt="{alt}">'
    return f"<figure>{image}<figcaption>{escape(caption)}</figcaption></figure>"


def real_scans(folder: Path, count: int, seed: int) -> Iterator[str]:
    """Articles of so many scans drawn from a folder; those that cannot be read are passed over."""
    if not folder.is_dir():
        raise SetError(f"{folder} is no folder, wanted one with real scans")
    paths = [path for path in sorted(folder.rglob("*")) if path.suffix.lower() in ENDINGS]
    readable = 0
    for place in np.random.default_rng(seed).permutation(len(paths)):
        path = paths[place]
        try:
            body = "".join(pictures(load_scan(path), None, path.name))
        except ScanError:
            continue
        yield f'<article class="beside"><h2>Real: {escape(path.name)}</h2><div class="pictures">{body}</div></article>'
        if (readable := readable + 1) == count:
            return
    if not readable:
        raise SetError(f"{folder} holds no scan that can be read, among {len(paths)} pictures")
