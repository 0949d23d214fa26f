"""The table of a set: one row a pair, an empty field for what is not known."""

import csv
from dataclasses import fields, replace
from pathlib import Path

import pytest

from datasets.errors import SetError
from datasets.pairs import PairIndex, PairRow

BARE = PairRow("p1", "scans/a.tif", "scans/b.tif")
FULL = PairRow(
    pair_id="p2",
    origin="scans/c.tif",
    destination="scans/d.tif",
    container="MSCU6639870",
    split="train",
    label="mismatch",
    event="inserted",
    concealed_in_origin=False,
    concealed_in_destination=True,
    place="doors",
    mass_kg=31.25,
    cargo='coffee, "green"',
    reefer=False,
    site_origin="COCTG-1",
    site_destination="NLRTM",
    seed=0,
    origin_truth="truth/c.png",
    destination_truth="truth/d.png",
)


def test_what_is_written_is_loaded_again(tmp_path: Path) -> None:
    PairIndex((BARE, FULL)).write(tmp_path)
    assert PairIndex.load(tmp_path).rows == (BARE, FULL)


def test_the_table_has_the_columns_of_the_contract(tmp_path: Path) -> None:
    PairIndex((FULL,)).write(tmp_path)
    with (tmp_path / "pairs.csv").open(newline="", encoding="utf-8") as file:
        [row] = csv.DictReader(file)
    assert list(row) == [field.name for field in fields(PairRow)]
    assert (row["concealed_in_origin"], row["concealed_in_destination"], row["mass_kg"]) == ("0", "1", "31.25")


def test_three_columns_are_enough(tmp_path: Path) -> None:
    write(tmp_path, "pair_id,origin,destination\np1,scans/a.tif,scans/b.tif\n")
    assert PairIndex.load(tmp_path).rows == (BARE,)


def test_columns_may_stand_in_any_order_with_the_users_own_between(tmp_path: Path) -> None:
    write(tmp_path, "\ufeffdestination,officer,origin,pair_id\nscans/b.tif,me,scans/a.tif,p1\n")
    assert PairIndex.load(tmp_path).rows == (BARE,)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no column pair_id"),
        ("pair_id,origin\np1,a\n", "no column destination"),
        ("pair_id,origin,destination\n", "holds no pair"),
        ("pair_id,origin,destination\np1,a\n", "line 2 .* fewer cells"),
        ("pair_id,origin,destination\np1,a,b,c\n", "line 2 .* more or fewer cells"),
        ("pair_id,origin,destination\np1,,b\n", "line 2 .* has no origin"),
        ("pair_id,origin,destination\np1,a,b\np1,c,d\n", "two pairs are named p1"),
        ('pair_id,origin,destination\np1,a,"b\n', "cannot be read as a table"),
        ("pair_id,origin,destination,split\np1,a,b,dev\n", "split is 'dev', wanted one of train, val, test"),
        ("pair_id,origin,destination,reefer\np1,a,b,yes\n", "reefer is 'yes', wanted 0 or 1"),
        ("pair_id,origin,destination,mass_kg\np1,a,b,heavy\n", "mass_kg is 'heavy', wanted kilograms"),
        ("pair_id,origin,destination,mass_kg\np1,a,b,nan\n", "mass_kg is nan, wanted 0 or more"),
        ("pair_id,origin,destination,seed\np1,a,b,1.5\n", "seed is '1.5', wanted a whole number"),
    ],
)
def test_a_table_that_breaks_its_form_is_refused_with_the_line(tmp_path: Path, text: str, said: str) -> None:
    write(tmp_path, text)
    with pytest.raises(SetError, match=said):
        PairIndex.load(tmp_path)


def test_a_folder_without_a_table_is_no_set(tmp_path: Path) -> None:
    with pytest.raises(SetError, match="is not there"):
        PairIndex.load(tmp_path)


def test_a_table_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "pairs.csv").write_bytes(b"pair_id,origin,destination\np\xe9,a,b\n")
    with pytest.raises(SetError, match="UTF-8"):
        PairIndex.load(tmp_path)


@pytest.mark.parametrize("path", ["/etc/passwd", "../other/a.tif", "scans/../../a.tif", "scans\\a.tif"])
def test_a_path_that_leads_out_of_the_set_is_refused(path: str) -> None:
    with pytest.raises(SetError, match="leads out of the set"):
        replace(BARE, origin=path)


def test_a_table_is_never_seen_half_written(tmp_path: Path) -> None:
    PairIndex((BARE,)).write(tmp_path)
    PairIndex((BARE, FULL)).write(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["pairs.csv"]


def write(folder: Path, text: str) -> None:
    (folder / "pairs.csv").write_text(text, encoding="utf-8")
