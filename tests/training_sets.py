"""Small sets for the tests of training: scans of trucks on disk, and prepared pairs made up directly."""

from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image as Pictures

from datasets.pairs import PairIndex, PairRow
from datasets.planes import even_sweep
from datasets.preparation import UNITS
from datasets.view import FRAME_ROWS, SMALLEST_COLUMNS
from tests.trucks import COLUMNS, ROWS, Block, a_scan
from training.mixture import Mixture
from training.prepared import PreparedPair, PreparedSet, head_line, outcome_line, pictures_path, planes_path

LOT: Block = (1310, 200, 1370, 270, 0.6)
INSERTED_BITS = 0b110  # hidden at destination, inserted


def a_truck_set(folder: Path, *names: str) -> Path:
    """One pair a name: `same...` unchanged, `inserted...` with LOT at destination, `broken...` unreadable."""
    for name in ("scans", "truth"):
        (folder / name).mkdir(parents=True)
    PairIndex(tuple(a_truck_pair(folder, name, seed) for seed, name in enumerate(names))).write(folder)
    return folder


def a_truck_pair(folder: Path, name: str, seed: int) -> PairRow:
    row = PairRow(name, f"scans/{name}_o.npy", f"scans/{name}_d.npy", split="test", label="same", event="none")
    row = replace(row, concealed_in_origin=False, concealed_in_destination=False, cargo="cartons")
    np.save(folder / row.origin, a_scan(seed=2 * seed).high)
    np.save(folder / row.destination, a_scan(*([LOT] if name.startswith("inserted") else []), seed=2 * seed + 1).high)
    if name.startswith("broken"):
        (folder / row.origin).write_bytes(b"")
    if not name.startswith("inserted"):
        return row
    left, top, right, bottom, _ = LOT
    labels = np.zeros((ROWS, COLUMNS), np.uint8)
    labels[top:bottom, left:right] = 1
    Pictures.fromarray(labels).save(folder / "truth" / f"{name}.png")
    row = replace(row, label="mismatch", event="inserted", concealed_in_destination=True, mass_kg=40.0, place="doors")
    return replace(row, destination_truth=f"truth/{name}.png")


def a_prepared_set(folder: Path, train: int = 4, val: int = 4, columns: int = SMALLEST_COLUMNS) -> PreparedSet:
    """Every second pair has a block inserted; the rest are alike but for noise."""
    (folder / "pairs").mkdir(parents=True)
    splits = ["train"] * train + ["val"] * val
    pairs = [a_prepared_pair(folder, number, split, columns) for number, split in enumerate(splits)]
    (folder / "prepared.jsonl").write_text(head_line() + "".join(map(outcome_line, pairs)))
    return PreparedSet.load(folder)


def holding(prepared: Mixture, pairs: tuple[PreparedPair, ...]) -> Mixture:
    """The same folder with other pairs in it."""
    return Mixture.of([replace(prepared.sets[0], pairs=pairs)])


def a_prepared_pair(folder: Path, number: int, split: str, columns: int) -> PreparedPair:
    rng = np.random.default_rng(number)
    pictures = rng.integers(UNITS, UNITS + UNITS // 8, (columns, 4, FRAME_ROWS)).astype(np.uint16)
    planes = np.zeros((columns // 2, FRAME_ROWS // 2), np.uint8)
    if changed := number % 2 == 1:
        pictures[40:80, 2:, 150:190] += UNITS // 2
        planes[20:40, 75:95] = INSERTED_BITS
    name = f"pair/{number}"
    np.save(pictures_path(folder, name), pictures)
    np.save(planes_path(folder, name), planes)
    return PreparedPair(
        pair_id=name,
        split=split,
        label="mismatch" if changed else "same",
        event="inserted" if changed else "none",
        mass_kg=30.0 if changed else None,
        place="cargo" if changed else "",
        cargo="cartons",
        concealed_in_origin=False,
        concealed_in_destination=changed,
        labelled=True,
        columns=columns,
        opposite=False,
        sweep=tuple((float(roof), float(floor)) for roof, floor in even_sweep()),
        quality=0.9,
        seen_fraction=1.0,
        digest=f"{number:064d}",
    )
