"""Container numbers, sites, scans and pairs: valid once made."""

import numpy as np
import pytest

from datasets.errors import ContainerNumberError, PairError, SiteError, UnusableScan
from datasets.scan import ContainerNumber, Scan, ScanPair, Site
from tests.pictures import a_picture, eight_bits

# Published examples: ISO 6346 itself, and the contract.
PUBLISHED = ("CSQU3054383", "MSCU6639870")


@pytest.mark.parametrize("text", PUBLISHED)
def test_published_numbers_are_container_numbers(text: str) -> None:
    assert str(ContainerNumber(text)) == text


def test_a_number_is_read_as_people_write_it() -> None:
    assert ContainerNumber.parse(" csqu 305438-3 ") == ContainerNumber("CSQU3054383")


@pytest.mark.parametrize("text", ["", "CSQU305438", "CSQX3054383", "CSQU30543830", "1SQU3054383", "CSQU305438३"])
def test_other_shapes_are_no_container_numbers(text: str) -> None:
    with pytest.raises(ContainerNumberError, match="three letters"):
        ContainerNumber(text)


def test_a_wrong_check_digit_is_named_with_the_right_one() -> None:
    with pytest.raises(ContainerNumberError, match="its check digit is 3"):
        ContainerNumber("CSQU3054384")


@pytest.mark.parametrize("place", range(4, 10))
def test_one_misread_digit_is_noticed(place: int) -> None:
    read = {"CSQU3054383"[:place] + digit + "CSQU3054383"[place + 1 :] for digit in "0123456789"} - {"CSQU3054383"}
    assert not [text for text in read if is_a_number(text)]


def test_a_site_is_a_locode_and_a_lane() -> None:
    site = Site.parse("coctg-1")
    assert (site.locode, site.lane, str(site)) == ("COCTG", "1", "COCTG-1")


def test_a_site_without_a_lane_is_its_locode() -> None:
    assert str(Site.parse("NLRTM")) == "NLRTM"


@pytest.mark.parametrize("text", ["", "Cartagena", "CO", "C0CTG", "COCT1"])
def test_other_words_are_no_site(text: str) -> None:
    with pytest.raises(SiteError, match="UN/LOCODE"):
        Site.parse(text)


def test_a_scan_cannot_be_changed_once_made() -> None:
    scan = Scan(a_picture())
    with pytest.raises(ValueError, match="read-only"):
        scan.high[0, 0] = 0


def test_two_energies_are_of_one_size() -> None:
    with pytest.raises(UnusableScan, match="wanted the same size"):
        Scan(a_picture(), a_picture(columns=201))


def test_pixels_are_uint16() -> None:
    with pytest.raises(UnusableScan, match="pixels are float64"):
        Scan(a_picture().astype(np.float64))


def test_a_scan_has_at_least_sixteen_pixels_a_side() -> None:
    with pytest.raises(UnusableScan, match="at least 16 a side"):
        Scan(a_picture()[:15])


def test_full_scale_follows_the_bits() -> None:
    assert (Scan(a_picture()).full_scale, Scan(eight_bits(a_picture()).astype(np.uint16), bits=8).full_scale) == (
        65535,
        255,
    )


def test_a_pair_is_of_one_container() -> None:
    one, other = (Scan(a_picture(), container=ContainerNumber(text)) for text in PUBLISHED)
    with pytest.raises(PairError, match="two scans of one container"):
        ScanPair(one, other)


def test_a_pair_may_leave_the_container_unsaid() -> None:
    known, unknown = Scan(a_picture(), container=ContainerNumber(PUBLISHED[0])), Scan(a_picture())
    assert ScanPair(known, unknown).origin is known


def is_a_number(text: str) -> bool:
    try:
        ContainerNumber(text)
    except ContainerNumberError:
        return False
    return True
