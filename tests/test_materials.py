"""Attenuation coefficients against published values."""

import numpy as np
import pytest

from datasets.simulation.materials import (
    CELLULOSE,
    COCAINE_HCL,
    FRUIT,
    LEAD,
    MATERIALS,
    PVC,
    SILICA,
    STEEL,
    SUCROSE,
    WATER,
    Material,
    element_attenuation,
)

ENERGIES_MEV = np.array([0.1, 0.5, 1.0, 2.0, 4.0, 6.0, 9.0])

# mu/rho in cm2/g at ENERGIES_MEV, NIST XCOM
PUBLISHED = {
    CELLULOSE: (0.16212, 0.09255, 0.06756, 0.04720, 0.03245, 0.02636, 0.02195),
    COCAINE_HCL: (0.16707, 0.09250, 0.06748, 0.04716, 0.03253, 0.02653, 0.02221),
    PVC: (0.18872, 0.08981, 0.06533, 0.04587, 0.03261, 0.02754, 0.02419),
    SUCROSE: (0.16257, 0.09278, 0.06773, 0.04732, 0.03253, 0.02643, 0.02201),
    SILICA: (0.16842, 0.08738, 0.06367, 0.04469, 0.03166, 0.02663, 0.02327),
    FRUIT: (0.16858, 0.09579, 0.06993, 0.04886, 0.03363, 0.02737, 0.02283),
}


@pytest.mark.parametrize("material", PUBLISHED, ids=lambda material: material.name)
def test_a_material_attenuates_as_published(material: Material) -> None:
    assert material.attenuation(ENERGIES_MEV) == pytest.approx(PUBLISHED[material], rel=1e-3)


@pytest.mark.parametrize(("material", "published"), [(WATER, 0.07072), (STEEL, 0.05995), (LEAD, 0.07102)])
def test_the_table_is_right_at_one_megaelectronvolt(material: Material, published: float) -> None:
    assert material.attenuation(np.array([1.0])) == pytest.approx([published], rel=1e-3)


def test_mass_fractions_of_every_material_sum_to_one() -> None:
    sums = [sum(share for _, share in material.fractions) for material in MATERIALS]
    assert sums == pytest.approx([1.0] * len(MATERIALS))


def test_an_energy_outside_the_table_is_refused() -> None:
    with pytest.raises(ValueError, match="wanted within"):
        element_attenuation("Fe", np.array([12.0]))
