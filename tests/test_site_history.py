"""The scanners of the sites of a set."""

from dataclasses import replace
from pathlib import Path

from datasets.measuring.site_history import see, sites_of
from datasets.pairs import PairIndex
from datasets.sites import SeenPair
from serving.demo import SAMPLES


def test_a_pair_tells_where_both_sources_stand_and_what_it_says_of_their_sides() -> None:
    row = PairIndex.load(SAMPLES).rows[0]
    seen = see(SAMPLES, row)
    assert isinstance(seen, SeenPair)
    assert seen.sites == (row.site_origin, row.site_destination)
    assert all(shell is not None and 0.1 < shell.nearness < 0.5 for shell in seen.shells)
    assert seen.side_odds != 0


def test_a_pair_that_cannot_be_used_costs_its_own_line(tmp_path: Path) -> None:
    rows = PairIndex.load(SAMPLES).rows[:1]
    PairIndex((replace(rows[0], origin="scans/absent.tif"),)).write(tmp_path)
    known, failures = sites_of(tmp_path, workers=1)
    assert known.sources == {}
    assert len(failures) == 1
    assert rows[0].pair_id in failures[0]
