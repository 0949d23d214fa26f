"""How well containers are found in a folder of pictures with drawn boxes beside them (YOLO labels)."""

from dataclasses import dataclass
from pathlib import Path

from rich.progress import track

from datasets.errors import DamagedScan, ScanError, SetError
from datasets.locating import REGIONS, locate
from datasets.measuring.shares import share
from datasets.reading import load_scan
from datasets.scan import Scan
from datasets.view import Outline

PICTURES = (".jpg", ".jpeg", ".png", ".tif", ".tiff", ".npy")
LIMITS = (0.80, 0.90)
MARGIN_PX = 20.0  # as far outside of the steel lie the drawn boxes of the real scans (median), but for the floor

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Located:
    """What was found in one picture, and what had been drawn there; `overlaps` has one entry a drawn box."""

    name: str
    outlines: tuple[Outline, ...]
    drawn: tuple[Box, ...] = ()
    overlaps: tuple[float, ...] = ()
    failure: str = ""

    @property
    def least(self) -> float:
        """The overlap of the worst found of the drawn boxes; 0 where their number differs from that of the outlines."""
        return min(self.overlaps) if self.overlaps and len(self.overlaps) == len(self.outlines) else 0.0


def locate_all(folder: Path, region: str = "container", margin_px: float = MARGIN_PX) -> list[Located]:
    """Every picture of a folder; one that cannot be used keeps its reason."""
    if region not in REGIONS:
        raise SetError(f"region is {region!r}, wanted one of {', '.join(REGIONS)}")
    if not folder.is_dir():
        raise SetError(f"{folder} is no folder: wanted one with pictures, and YOLO labels beside them")
    paths = [path for path in sorted(folder.iterdir()) if is_picture(path)]
    if not paths:
        raise SetError(f"{folder} holds no picture: wanted {', '.join(PICTURES)}")
    return [located(path, region, margin_px) for path in track(paths, "locating")]


def is_picture(path: Path) -> bool:
    """The low energy of a pair of files is read with the high one."""
    return path.suffix.lower() in PICTURES and not path.stem.endswith("_low")


def located(path: Path, region: str, margin_px: float) -> Located:
    drawn: tuple[Box, ...] = ()
    try:
        scan = load_scan(path)
        drawn = drawn_boxes(path.with_suffix(".txt"), scan)
        outlines = tuple(locate(scan, region))
    except ScanError as error:
        return Located(path.name, (), drawn, (0.0,) * len(drawn), str(error))
    grown = [around(outline, margin_px, scan) for outline in outlines]
    return Located(path.name, outlines, drawn, tuple(max(overlap(box, found) for found in grown) for box in drawn))


def drawn_boxes(path: Path, scan: Scan) -> tuple[Box, ...]:
    """The boxes of a YOLO label file (class, centre, size, as shares), in pixels; none where there is no such file."""
    if not path.is_file():
        return ()
    rows, columns = scan.high.shape
    boxes = []
    for line in filter(str.strip, path.read_text(encoding="utf-8").splitlines()):
        try:
            _, x, y, width, height = (float(field) for field in line.split())
        except ValueError as error:
            raise DamagedScan(
                f"{path.name} has the line {line!r}: wanted class, centre x, y, width and height"
            ) from error
        left, top = (x - width / 2) * columns, (y - height / 2) * rows
        boxes.append((left, top, left + width * columns, top + height * rows))
    return tuple(boxes)


def around(outline: Outline, margin_px: float, scan: Scan) -> Box:
    """The upright box around an outline and its margin, as far as the picture goes.

    The margin is that of a box drawn by hand: outside of roof and ends, but on the lower of the two walls' floor edges.
    """
    rows, columns = scan.high.shape
    left, top, right, bottom = outline.box
    rise = abs(outline.slope) * (right - left) / 2
    return (
        max(0.0, left - margin_px),
        max(0.0, top - rise - margin_px),
        min(float(columns), right + margin_px),
        min(float(rows), bottom + rise),
    )


def overlap(one: Box, other: Box) -> float:
    """Intersection over union."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    both = max(width, 0.0) * max(height, 0.0)
    return both / (area(one) + area(other) - both)


def area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def report(results: list[Located]) -> list[str]:
    """Lines to print: the measures where there are labels, the outlines where there are none."""
    lines = [f"{result.name}: {result.failure}" for result in results if result.failure]
    lines += [described(result) for result in results if not result.drawn and not result.failure]
    single = [result for result in results if len(result.drawn) == 1]
    for limit in LIMITS if single else ():
        lines.append(f"one box, IoU >= {limit:.2f}: {share(result.least >= limit for result in single)}")
    several = [result for result in results if len(result.drawn) > 1]
    for limit in LIMITS if several else ():
        lines.append(f"two boxes or more, all with IoU >= {limit:.2f}: {share(r.least >= limit for r in several)}")
    missed = [result for result in (*single, *several) if result.least < LIMITS[0]]
    lines += [f"missed: {result.name}, IoU {result.least:.2f}, {len(result.outlines)} found" for result in missed]
    return lines


def described(result: Located) -> str:
    outlines = (
        f"{o.region} {o.left:.0f},{o.top:.0f},{o.right:.0f},{o.bottom:.0f} slope {o.slope:.4f}" for o in result.outlines
    )
    return f"{result.name}: {'; '.join(outlines)}"
