"""Pairs laid by the map that is known."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from datasets.measuring.laid_scans import lay_row
from datasets.measuring.true_map import TrueMap, errors_of
from datasets.measuring.truly_laid import truly_laid
from datasets.pairs import PairIndex
from datasets.simulation.recipes import usual
from datasets.simulation.simulate import Part, simulate


def test_the_true_map_is_right_where_it_is_known_and_beyond_it_nothing_is_seen(tmp_path: Path) -> None:
    simulate(tmp_path, [Part(usual(), 1, 3, "test")], workers=1)
    (row,) = PairIndex.load(tmp_path).rows
    truth = TrueMap.load(tmp_path, row.pair_id)
    pair = truly_laid(lay_row(tmp_path, row).pair, truth)
    errors = errors_of(pair, truth)
    assert errors is not None
    assert (errors.both < 0.5).mean() > 0.7  # places at the border of what is known lie half outside
    assert pair.moved_unseen[:4].all()
    shifted = replace(pair.alignment, columns=pair.alignment.columns + 5)
    wrong = errors_of(replace(pair, alignment=shifted), truth)
    assert wrong is not None
    assert np.median(wrong.both) > 4
