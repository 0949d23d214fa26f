import numpy as np
import pytest

from datasets.scan import Scan
from datasets.view import FRAME_ROWS, Frame, Image, Mask, Outline
from serving.mass import LineIntegral, Scale, line_integral, mu_rho
from tests.trucks import plain_scan

COLUMNS = 640
MU_RHO = 0.045
SCALE = Scale(10.0, 10.0)  # millimetres: 1 cm2 a pixel


def a_block(value: float = 0.2, background: float = 0.0) -> tuple[Image, Mask]:
    """A block of 40 x 25 pixels on an even background, and where it is."""
    region = np.zeros((FRAME_ROWS, COLUMNS), np.bool_)
    region[100:125, 200:240] = True
    return (background + value * region).astype(np.float32), region


def nothing_unseen() -> Mask:
    return np.zeros((FRAME_ROWS, COLUMNS), np.bool_)


def weighed(attenuation: Image, region: Mask, unseen: Mask, mu_rho_cm2_g: float) -> LineIntegral | None:
    return line_integral(attenuation, attenuation, region, unseen, SCALE, mu_rho_cm2_g)


def mass_kg(attenuation: Image, region: Mask, unseen: Mask, mu_rho_cm2_g: float) -> float | None:
    integral = weighed(attenuation, region, unseen, mu_rho_cm2_g)
    return None if integral is None else integral.kg


def test_a_block_weighs_its_attenuation_over_mu_rho_times_its_area() -> None:
    attenuation, region = a_block(0.2)
    mass = mass_kg(attenuation, region, nothing_unseen(), MU_RHO)
    assert mass == pytest.approx(0.2 / MU_RHO * 40 * 25 / 1000, rel=0.01)


def test_what_lies_evenly_around_a_block_is_not_weighed() -> None:
    alone, region = a_block()
    loaded, _ = a_block(background=1.5)
    masses = [mass_kg(a, region, nothing_unseen(), MU_RHO) for a in (alone, loaded)]
    assert masses[1] == pytest.approx(masses[0], rel=0.01)


def test_what_is_gone_weighs_below_zero() -> None:
    attenuation, region = a_block(-0.3)
    mass = mass_kg(attenuation, region, nothing_unseen(), MU_RHO)
    assert mass is not None
    assert mass < 0


def test_a_region_tells_what_its_mass_depends_on() -> None:
    attenuation, region = a_block(0.2, background=0.5)
    integral = weighed(attenuation, region, nothing_unseen(), MU_RHO)
    assert integral is not None
    assert integral.across_cm == 44  # grown by two pixels to either side
    assert integral.contrast == pytest.approx(integral.kg * 1000 * MU_RHO / (44 * 29))
    assert integral.behind > 0.5


def test_a_region_that_was_not_seen_has_no_mass() -> None:
    attenuation, region = a_block()
    assert mass_kg(attenuation, region, region, MU_RHO) is None


def test_a_small_part_that_was_not_seen_counts_as_the_rest() -> None:
    attenuation, region = a_block()
    unseen = nothing_unseen()
    unseen[100:105, 200:240] = True
    whole = mass_kg(attenuation, region, nothing_unseen(), MU_RHO)
    assert mass_kg(attenuation, region, unseen, MU_RHO) == pytest.approx(whole, rel=0.06)


def test_a_region_at_the_very_edge_is_weighed() -> None:
    attenuation = np.zeros((FRAME_ROWS, COLUMNS), np.float32)
    region = nothing_unseen()
    region[:10, :10] = True
    attenuation[region] = 1.0
    assert mass_kg(attenuation, region, nothing_unseen(), 0.05) == pytest.approx(2.0, rel=0.01)


def test_light_goods_attenuate_at_6_mv_as_the_tables_say() -> None:
    assert mu_rho(a_scan_of(energies_mv=(6.0, 4.0))) == pytest.approx(0.045, abs=0.001)


def test_a_scan_that_does_not_say_its_energy_is_taken_for_6_mv() -> None:
    assert mu_rho(a_scan_of()) == mu_rho(a_scan_of(energies_mv=(6.0,)))


def test_a_harder_beam_attenuates_less() -> None:
    assert mu_rho(a_scan_of(energies_mv=(9.0,))) < mu_rho(a_scan_of(energies_mv=(4.0,)))


def test_the_declared_pitch_gives_the_scale() -> None:
    frame = Frame(Outline(0, 0, 1280, 512), 640)
    scale = Scale.of(a_scan_of(pitch_mm=(4.0, 5.0)), frame)
    assert scale == Scale(row_mm=8.0, column_mm=10.0, declared=True)


@pytest.mark.parametrize(("aspect", "length_mm"), [(1.3, 6058), (1.9, 6058), (3.0, 12192), (4.6, 12192)])
def test_without_a_pitch_the_shape_tells_which_nominal_length_it_is(aspect: float, length_mm: float) -> None:
    scale = Scale.of(a_scan_of(), Frame(Outline(0, 0, 100 * aspect, 100), 512))
    assert scale is not None
    assert scale.column_mm * 512 == pytest.approx(length_mm)


def test_without_a_pitch_the_outline_is_taken_for_the_near_edges_of_a_container() -> None:
    scale = Scale.of(a_scan_of(), Frame(Outline(0, 0, 180, 100), 512))
    assert scale is not None
    assert scale.row_mm * 256 == pytest.approx(2591 * 1.28)


def test_an_object_of_unknown_size_has_no_scale() -> None:
    assert Scale.of(a_scan_of(), Frame(Outline(0, 0, 300, 100, region="object"), 512)) is None


def a_scan_of(**facts: object) -> Scan:
    return plain_scan(COLUMNS, **facts)
