import numpy as np

from datasets.measuring.laid_scans import lay_scans
from datasets.scan_map import laid_by_scans
from tests.test_repeats import a_rack


def test_a_moved_object_is_laid_to_its_true_place_by_the_scans_pixels() -> None:
    origin, destination = a_rack(), a_rack(shift=30)
    pair = lay_scans(origin, destination, "object").pair
    fine = laid_by_scans(pair, origin, destination)
    here = pair.origin.frame.to_scan(np.array([[100.0, 100.0]]))
    at = np.array([[fine.alignment.columns[100, 100], fine.alignment.rows[100, 100]]], dtype=np.float64)
    assert np.allclose(pair.destination.frame.to_scan(at) - here, [[30, 0]], atol=0.3)
