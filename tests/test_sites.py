"""What many pairs tell of the scanners of sites."""

from pathlib import Path

import numpy as np
import pytest

from datasets.errors import SiteError
from datasets.locator.prior import BOX_HEIGHT_M
from datasets.scan import Scan, Site, Source
from datasets.shell import HALF_WIDTH_M, Shell
from datasets.sites import KnownSites, SeenPair, gathered, sides_of

NEAR, FAR = Shell(HALF_WIDTH_M / 4, 0.1), Shell(HALF_WIDTH_M / 7, -0.4)


def pairs(origin: str, destination: str, odds: float, count: int) -> list[SeenPair]:
    return [SeenPair((origin, destination), (NEAR, FAR), odds)] * count


def test_a_source_is_told_where_its_scans_show_it() -> None:
    known = gathered(pairs("COCTG-1", "NLRTM-1", -0.5, 6)).sources
    assert known["COCTG-1"].distance_m == pytest.approx(4)
    assert known["NLRTM-1"].distance_m == pytest.approx(7)
    assert known["NLRTM-1"].height_m == pytest.approx(-0.4 * BOX_HEIGHT_M, abs=0.001)


def test_a_site_that_was_seen_rarely_is_not_told() -> None:
    assert gathered(pairs("COCTG-1", "NLRTM-1", -0.5, 4)).sources == {}


def test_a_side_is_told_once_pairs_together_are_sure() -> None:
    assert sides_of(pairs("COCTG-1", "NLRTM-1", 0.6, 5)) == {}
    sides = sides_of(pairs("COCTG-1", "NLRTM-1", 0.6, 24))
    assert sides["COCTG-1"] != sides["NLRTM-1"]
    sides = sides_of(pairs("COCTG-1", "NLRTM-1", -0.6, 24))
    assert sides["COCTG-1"] == sides["NLRTM-1"]


def test_sides_follow_from_site_to_site() -> None:
    sides = sides_of(
        pairs("A", "B", 0.6, 30) + pairs("C", "B", 0.6, 30) + pairs("C", "D", -0.6, 30) + pairs("E", "E", 9, 9)
    )
    assert (sides["A"], sides["C"], sides["D"]) == (not sides["B"], not sides["B"], not sides["B"])
    assert "E" not in sides


def test_where_sides_contradict_each_other_the_surest_are_believed() -> None:
    sides = sides_of(pairs("A", "B", 0.6, 40) + pairs("B", "C", 0.6, 40) + pairs("A", "C", 0.6, 24))
    assert sides["A"] == sides["C"] != sides["B"]


def test_a_file_holds_what_is_known(tmp_path: Path) -> None:
    known = KnownSites({"COCTG-1": Source(4.0, 0.2, "right"), "NLRTM": Source(6.0, -1.0)})
    known.write(tmp_path / "new" / "sites.json")
    assert KnownSites.read(tmp_path / "new" / "sites.json") == known


@pytest.mark.parametrize("text", ["", "[]", '{"form": "another", "sites": {}}', '{"form": "doorlicht sites 1"}'])
def test_another_file_is_refused_and_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "sites.json"
    path.write_text(text)
    with pytest.raises(SiteError, match=r"sites\.json"):
        KnownSites.read(path)
    with pytest.raises(SiteError, match=r"absent\.json"):
        KnownSites.read(tmp_path / "absent.json")


def test_a_scan_takes_its_sites_source_unless_it_declares_its_own() -> None:
    known = KnownSites({"COCTG-1": Source(4.0, 0.2, "right")})
    pixels = np.ones((16, 16), np.uint16)
    own = Source(5.0, 0.0)
    assert known.known(Scan(pixels, site=Site.parse("COCTG-1"))).source == known.sources["COCTG-1"]
    assert known.known(Scan(pixels, site=Site.parse("COCTG-1"), source=own)).source == own
    assert known.known(Scan(pixels, site=Site.parse("NLRTM"))).source is None
    assert known.known(Scan(pixels)).source is None
