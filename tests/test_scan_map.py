import numpy as np
import pytest

from datasets.alignment import align
from datasets.measuring.laid_scans import lay_scans
from datasets.scan_map import laid_by_scans
from tests.phantoms import Phantom, pallets
from tests.test_repeats import a_rack


def test_a_moved_object_is_laid_to_its_true_place_by_the_scans_pixels() -> None:
    origin, destination = a_rack(), a_rack(shift=30)
    pair = lay_scans(origin, destination, "object").pair
    fine = laid_by_scans(pair, origin, destination)
    here = pair.origin.frame.to_scan(np.array([[100.0, 100.0]]))
    at = np.array([[fine.alignment.columns[100, 100], fine.alignment.rows[100, 100]]], dtype=np.float64)
    assert np.allclose(pair.destination.frame.to_scan(at) - here, [[30, 0]], atol=0.3)


def test_a_map_that_leaves_more_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    origin, destination = a_rack(), a_rack(shift=30)
    pair = lay_scans(origin, destination, "object").pair
    monkeypatch.setattr("datasets.scan_map.finer_map", lambda _here, _there, columns, rows: (columns + 9, rows))
    assert laid_by_scans(pair, origin, destination) is pair


def test_a_container_stays_as_it_was_laid() -> None:
    view = Phantom(1, 512, pallets(3)).view()
    pair = align(view, view)
    scan = a_rack()
    assert laid_by_scans(pair, scan, scan) is pair
