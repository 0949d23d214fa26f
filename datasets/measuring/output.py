"""What is kept of a measurement: metrics.json, a line a pair in errors.csv, errors by cargo, and a plot."""

import csv
import json
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np

from datasets.measuring.measure import Measured
from datasets.measuring.pair_figures import PairFigures
from datasets.measuring.reliability import bins_of, reliability_plot
from datasets.measuring.rows import quality_and_right
from datasets.measuring.true_map import MapErrors

METRICS, ERRORS, BY_CARGO, RELIABILITY = "metrics.json", "errors.csv", "errors_by_cargo.csv", "reliability.png"
COLUMNS = (
    *("pair_id", "cargo", "event", "view", "other_sides", "quality", "refused", "changed_share", "mirror_right"),
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
        "changed_share": f"{pair.changed:.4f}",
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


def write_by_cargo(path: Path, pairs: Sequence[PairFigures]) -> None:
    """Pairs not refused, pooled over their places, by what the container carries; the worst first."""
    lines = sorted(
        (cargo_line(kind, pairs) for kind in {pair.row.cargo for pair in pairs}),
        key=lambda line: line[-1],
        reverse=True,
    )
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(("cargo", "pairs", "refused", "median", "along_p95", "down_p95", "p95"))
        table.writerows((*line[:3], *(f"{value:.2f}" for value in line[3:])) for line in lines)


def cargo_line(kind: str, pairs: Sequence[PairFigures]) -> tuple[str, int, int, float, float, float, float]:
    of = [pair for pair in pairs if pair.row.cargo == kind]
    found: list[MapErrors] = [pair.errors for pair in of if pair.errors is not None and not pair.refused]
    refused = sum(pair.refused for pair in of)
    if not found:
        return kind or "not known", len(of), refused, *[float("nan")] * 4
    both, along, down = (
        np.abs(np.concatenate([getattr(e, part) for e in found])) for part in ("both", "along", "down")
    )
    figures = (np.median(both), *(np.percentile(values, 95) for values in (along, down, both)))
    return kind or "not known", len(of), refused, *map(float, figures)
