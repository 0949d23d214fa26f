"""What is known of a pair, in words for the page: from the table and, where the set has it, the record of its truth."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from datasets.errors import SetError
from datasets.pairs import PairRow
from datasets.scan import Scan
from datasets.simulation.gallery.gallery_pictures import RATIO_MATERIALS, USUAL_MV

EVENT_WORDS = {
    "none": "nothing happened on the way",
    "inserted": "something was put in",
    "removed": "something was taken out",
    "swapped": "goods were swapped for something else",
    "other_load": "another load altogether",
    "opened": "lawfully opened: partly taken out or restacked",
}
ENDS = ("origin", "destination")
RATIO_NAMES = ("violet", "blue", "green", "orange")


@dataclass(frozen=True)
class Scanner:
    """How one scan was taken, as its record tells; empty for scans of unknown origin."""

    energies_mv: tuple[float, ...] = ()
    view: str = ""
    side: int = 0
    distance_m: float | None = None
    height_m: float | None = None
    pitch_mm: float | None = None
    preview_quality: int | None = None


@dataclass(frozen=True)
class Known:
    """A row of the table, and what the record beside the label images adds."""

    row: PairRow
    container: str = ""
    scanners: tuple[Scanner, Scanner] = (Scanner(), Scanner())
    objects: tuple[str, ...] = ()

    @classmethod
    def of(cls, folder: Path, row: PairRow) -> Self:
        path = folder / "truth" / f"{row.pair_id}.json"
        if not path.is_file():
            return cls(row)
        try:
            record = json.loads(path.read_text(encoding="utf-8"))
            return cls(
                row,
                str(record.get("container", {}).get("name", "")),
                (read_scanner(record.get("origin", {})), read_scanner(record.get("destination", {}))),
                tuple(read_object(one) for one in record.get("objects", ())),
            )
        except (ValueError, TypeError, AttributeError, KeyError) as error:
            raise SetError(f"{path} is no record of a pair: {error}") from error

    @property
    def traits(self) -> tuple[str, ...]:
        """What a page should show at least once."""
        row = self.row
        event = "alike" if row.concealed_in_origin and row.concealed_in_destination else row.event
        named = {"load": row.cargo, "container": self.container, "event": event, "place": row.place}
        return tuple(f"{kind}:{name}" for kind, name in named.items() if name)

    def scanner(self, end: str) -> Scanner:
        return self.scanners[ENDS.index(end)]


def read_scanner(record: dict[str, Any]) -> Scanner:
    preview = (record.get("detector") or {}).get("preview") or {}
    return Scanner(
        tuple(record.get("energies_mv", ())),
        str(record.get("view", "side")),
        int(record.get("side", 0)),
        record.get("distance_m"),
        record.get("height_m"),
        record.get("pitch_mm"),
        preview.get("quality"),
    )


def read_object(record: dict[str, Any]) -> str:
    """ "10.2 kg, doors, at origin", and where in the container."""
    box = record.get("box_m")
    where = f", {box[0]:.2f} to {box[1]:.2f} m from the doors" if box else ""
    return f"{record['mass_kg']:.3g} kg, {words(record['place'])}, at {record['in']}{where}"


def headline(known: Known) -> str:
    """Container, load and what happened, as far as they are known."""
    row = known.row
    event = EVENT_WORDS.get(row.event, "")
    if row.concealed_in_origin and row.concealed_in_destination and row.event in ("none", ""):
        event = "something is hidden in both scans alike"
    what = ", ".join(part for part in (known.container, words(row.cargo)) if part)
    return ": ".join(part for part in (what, event) if part) or row.pair_id


def facts(known: Known) -> list[str]:
    """Short ones, each of which stands in a frame of its own."""
    row = known.row
    told = [row.pair_id, row.container, row.split and f"split {row.split}", row.label]
    told += known.objects or [
        f"{row.mass_kg:.3g} kg" if row.mass_kg is not None else "",
        f"place: {words(row.place)}" if row.place else "",
    ]
    if row.site_origin or row.site_destination:
        told.append(f"{row.site_origin or 'unknown'} to {row.site_destination or 'unknown'}")
    return [fact for fact in told if fact]


def scanner_words(scanner: Scanner, scan: Scan) -> str:
    """Energies, geometry, pitch and form of one scan; what its record does not tell, its file may."""
    rows, columns = scan.high.shape
    energies = scanner.energies_mv or scan.energies_mv
    pitch = scanner.pitch_mm or (scan.pitch_mm[0] if scan.pitch_mm else None)
    told = [
        f"{' and '.join(f'{energy:g}' for energy in energies)} MV" if energies else "",
        geometry_words(scanner),
        f"{pitch:.1f} mm a row" if pitch else "",
        f"{columns} x {rows} pixels of {scan.bits} bits",
        f"a preview of JPEG quality {scanner.preview_quality}" if scanner.preview_quality else "",
    ]
    return ", ".join(part for part in told if part)


def geometry_words(scanner: Scanner) -> str:
    if scanner.distance_m is None or scanner.height_m is None:
        return ""
    where = "above" if scanner.view == "above" else ("left" if scanner.side < 0 else "right") + " of the container"
    height = "" if scanner.view == "above" else f" and {scanner.height_m:.2f} m above its underside"
    return f"source {where}, {scanner.distance_m:.2f} m from its middle{height}"


def ratio_words(energies_mv: tuple[float, ...], expected: Sequence[float]) -> str:
    """The legend of a picture of ratios."""
    high, low = energies_mv if len(energies_mv) == 2 else USUAL_MV
    unknown = "" if len(energies_mv) == 2 else ", which the file does not tell"
    parts = zip(RATIO_NAMES, RATIO_MATERIALS, expected, strict=True)
    legend = ", ".join(f"{colour} {material} {value:.2f}" for colour, material, value in parts)
    return f"Ratio of ln T at {low:g} MV to that at {high:g} MV{unknown}: {legend}; grey where nothing can be told"


def words(name: str) -> str:
    return name.replace("_", " ")
