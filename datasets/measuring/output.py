"""What is kept of a measurement: metrics.json, a line a pair in errors.csv, errors by cargo, a plot, a page."""

import csv
import json
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Self

import cv2
import numpy as np

from datasets.measuring.measure import Measured
from datasets.measuring.pair_figures import PairFigures
from datasets.measuring.reliability import bins_of, reliability_plot
from datasets.measuring.rows import quality_and_right
from datasets.measuring.worst_page import write_worst_page

METRICS, ERRORS, BY_CARGO = "metrics.json", "errors.csv", "errors_by_cargo.csv"
RELIABILITY, WORST = "reliability.png", "worst.html"
COLUMNS = (
    *("pair_id", "cargo", "event", "view", "other_sides", "quality", "refused", "likeness", "mirror_right"),
    *("median", "p95", "along_median", "along_p95", "down_median", "down_p95", "near_p95", "far_p95"),
    *("residual", "curve_error", "pulled_p95", "slab_wrong", "slab_quality"),
)


def write_output(out: Path, measured: Measured) -> None:
    out.mkdir(parents=True, exist_ok=True)
    write_metrics(out / METRICS, measured)
    with (out / ERRORS).open("w", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, COLUMNS, lineterminator="\n", restval="")
        table.writeheader()
        table.writerows(cells(pair) for pair in measured.pairs)
    write_by_cargo(out / BY_CARGO, measured.pairs)
    cv2.imwrite(str(out / RELIABILITY), reliability_plot(bins_of(*quality_and_right(measured.pairs))))
    write_worst_page(out / WORST, measured.folder, measured.pairs)


def write_metrics(path: Path, measured: Measured) -> None:
    told = [
        {"measure": row.measure, "result": row.result, "goal": row.goal, "met": row.met, "values": finite(row.values)}
        for row in measured.rows
    ]
    figures = {"set": measured.folder.name, "pairs": len(measured.pairs), "rows": told, "failures": measured.failures}
    path.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


def finite(values: dict[str, float]) -> dict[str, float | None]:
    """JSON has no NaN."""
    return {name: float(value) if np.isfinite(value) else None for name, value in values.items()}


def cells(pair: PairFigures) -> dict[str, object]:
    row = pair.row
    return {
        "pair_id": row.pair_id,
        "cargo": row.cargo,
        "event": row.event,
        "view": "above" if pair.truth.from_above else "side",
        "other_sides": int(pair.truth.from_other_sides),
        "quality": f"{pair.quality:.4f}",
        "refused": int(pair.refused),
        "likeness": f"{pair.likeness:.4f}",
        "mirror_right": int(all(pair.mirror_right)),
        **error_cells(pair),
        "residual": f"{np.median(pair.residuals):.4f}" if pair.residuals.size else "",
        "curve_error": f"{pair.curve:.4f}",
        "pulled_p95": f"{np.percentile(pair.moved.pulled, 95):.2f}" if pair.moved and pair.moved.pulled.size else "",
        "slab_wrong": int(pair.slab.wrong) if pair.slab else "",
        "slab_quality": f"{pair.slab.quality:.4f}" if pair.slab else "",
    }


def error_cells(pair: PairFigures) -> dict[str, str]:
    """Of the middle plane along, down and both together; of the walls both together."""
    if pair.errors is None:
        return {}
    parts = {"": pair.errors.both, "along_": np.abs(pair.errors.along), "down_": np.abs(pair.errors.down)}
    walls = {"near": pair.near, "far": pair.far}
    return (
        {f"{name}median": f"{np.median(values):.2f}" for name, values in parts.items()}
        | {f"{name}p95": f"{np.percentile(values, 95):.2f}" for name, values in parts.items()}
        | {f"{name}_p95": f"{np.percentile(errors.both, 95):.2f}" for name, errors in walls.items() if errors}
    )


@dataclass(frozen=True)
class CargoErrors:
    """The pairs of one kind of cargo; errors are pooled over the places of those not refused, NaN where all are."""

    cargo: str
    pairs: int
    refused: int
    median: float
    along_p95: float
    down_p95: float
    p95: float

    @classmethod
    def of(cls, cargo: str, pairs: Sequence[PairFigures]) -> Self:
        errors = [pair.errors for pair in pairs if pair.errors is not None and not pair.refused]
        refused = sum(pair.refused for pair in pairs)
        if not errors:
            return cls(cargo, len(pairs), refused, *[float("nan")] * 4)
        both = np.concatenate([one.both for one in errors])
        parts = (np.concatenate([one.along for one in errors]), np.concatenate([one.down for one in errors]), both)
        high = [float(np.percentile(np.abs(part), 95)) for part in parts]
        return cls(cargo, len(pairs), refused, float(np.median(both)), *high)


def write_by_cargo(path: Path, pairs: Sequence[PairFigures]) -> None:
    """The worst first."""
    kinds = sorted({pair.row.cargo for pair in pairs})
    lines = [CargoErrors.of(kind, [pair for pair in pairs if pair.row.cargo == kind]) for kind in kinds]
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(field.name for field in fields(CargoErrors))
        for line in sorted(lines, key=lambda line: np.nan_to_num(line.p95), reverse=True):
            cargo, *figures = astuple(line)
            table.writerow((cargo or "not known", *(f"{x:.2f}" if isinstance(x, float) else x for x in figures)))
