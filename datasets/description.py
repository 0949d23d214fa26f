"""What a file says of its scan: the JSON object in a TIFF's ImageDescription, read and written."""

import json
import math
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from typing import Any

from datasets.errors import ContainerNumberError, SiteError
from datasets.scan import FARTHEST_M, ContainerNumber, Scan, Site, Source

LONGEST_DESCRIPTION = 1 << 16
LONGEST_MACHINE = 200


@dataclass(frozen=True)
class Description:
    """The declared facts of a scan, every one of them optional; `warnings` names those that could not be used."""

    container: ContainerNumber | None = None
    site: Site | None = None
    taken_at: datetime | None = None
    air: float | None = None
    energies_mv: tuple[float, ...] = ()
    pitch_mm: tuple[float, float] | None = None
    machine: str = ""
    source: Source | None = None
    warnings: tuple[str, ...] = ()


def read_description(text: str) -> Description:
    """Text that is no JSON object says nothing; a value that cannot be used becomes a warning, never an error."""
    if not text.lstrip().startswith("{"):
        return Description()
    try:
        found = _json_object(text)
    except ValueError as error:
        return Description(warnings=(f"the ImageDescription is not used: {error}",))
    usable: dict[str, Any] = {}
    warnings = []
    for key, read in READERS.items():
        if found.get(key) is None:
            continue
        try:
            usable[key] = read(found[key])
        except (ValueError, OverflowError, ContainerNumberError, SiteError) as error:
            warnings.append(f"declared {key} is not used: {error}")
    return Description(**usable, warnings=tuple(warnings))


def write_description(scan: Scan) -> str:
    """The JSON object of what is known of a scan, ASCII as TIFF wants it; unknown facts are left out."""
    known = {name: getattr(scan, name) for name in (field.name for field in fields(Description)) if name != "warnings"}
    texts = {name: str(known[name]) for name in ("container", "site") if known[name]}
    if scan.taken_at:
        texts["taken_at"] = scan.taken_at.isoformat()
    source = (
        {"source": {name: value for name, value in asdict(scan.source).items() if value is not None}}
        if scan.source
        else {}
    )
    return json.dumps({name: value for name, value in (known | texts | source).items() if value})


def _json_object(text: str) -> dict[str, Any]:
    if len(text) > LONGEST_DESCRIPTION:
        raise ValueError(f"{len(text)} characters, wanted at most {LONGEST_DESCRIPTION}")
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"no JSON object ({error})") from error
    return dict(found)


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_MACHINE:
        raise ValueError(f"{_short(value)}, wanted a text of at most {LONGEST_MACHINE} characters")
    return value.strip()


def _moment(value: object) -> datetime:
    moment = datetime.fromisoformat(_text(value))
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _number(value: object, least: float = 0.0) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or value <= least:
        raise ValueError(f"{_short(value)}, wanted a number above {least:g}")
    return float(value)


def _air(value: object) -> float:
    if (air := _number(value)) > 65535:
        raise ValueError(f"{air:g}, wanted at most 65535")
    return air


def _numbers(value: object, least: int, most: int) -> tuple[float, ...]:
    if not isinstance(value, list) or not least <= len(value) <= most:
        raise ValueError(f"{_short(value)}, wanted a list of {f'{least} or {most}' if least < most else most} numbers")
    return tuple(_number(one) for one in value)


def _source(value: object) -> Source:
    if not isinstance(value, dict) or not {"distance_m", "height_m"} <= set(value) <= {
        "distance_m",
        "height_m",
        "side",
    }:
        raise ValueError(f"{_short(value)}, wanted distance_m, height_m and, where it is known, side")
    return Source(_number(value["distance_m"]), _number(value["height_m"], least=-FARTHEST_M), value.get("side"))


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:60]}..."


READERS: dict[str, Callable[[object], object]] = {
    "container": lambda value: ContainerNumber.parse(_text(value)),
    "site": lambda value: Site.parse(_text(value)),
    "taken_at": _moment,
    "air": _air,
    "energies_mv": lambda value: _numbers(value, 1, 2),
    "pitch_mm": lambda value: _numbers(value, 2, 2),
    "machine": _text,
    "source": _source,
}
