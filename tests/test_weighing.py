"""Laws of mass from lots of known mass."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from datasets.pairs import PairIndex
from serving.mass import LineIntegral
from serving.mass_law import LEVEL
from tests.standin import write_standin
from tests.training_sets import a_truck_set
from training.errors import CalibrationError
from training.weighing import FEWEST, Weighed, law_of, lots_of

NARROW_CM, WIDE_CM = 8.0, 80.0


def lots(number: int, seed: int, spread: float = 0.2) -> list[Weighed]:
    """Line integrals that show a third of narrow lots and all of wide ones, off by chance."""
    rng = np.random.default_rng(seed)
    found = []
    for _ in range(number):
        kg, across = float(np.exp(rng.uniform(0, 6))), float(rng.choice([NARROW_CM, WIDE_CM]))
        shown = kg * (0.33 if across == NARROW_CM else 1.0) * float(np.exp(rng.normal(0, spread)))
        integral = LineIntegral(
            shown, float(rng.uniform(0.1, 2)), across, float(rng.uniform(0, 4)), bool(rng.random() < 0.5)
        )
        found.append(Weighed(integral, kg))
    return found


def test_a_law_learns_of_which_lots_the_line_integral_shows_too_little() -> None:
    law = law_of(lots(400, seed=1), "came or went")
    for across, factor in ((NARROW_CM, 3.0), (WIDE_CM, 1.0)):
        mass = law.mass(LineIntegral(20.0, 0.5, across, 1.0, declared=True))
        assert mass.kg == pytest.approx(20.0 * factor, rel=0.15)


def test_intervals_hold_as_many_new_lots_as_they_say() -> None:
    law = law_of(lots(400, seed=1), "came or went")
    asked = [(law.mass(lot.integral).interval, lot.kg) for lot in lots(600, seed=2)]
    held = np.mean([interval is not None and interval[0] <= kg <= interval[1] for interval, kg in asked])
    assert LEVEL - 0.04 < held < LEVEL + 0.05


def test_the_less_chance_the_narrower_the_interval() -> None:
    integral = LineIntegral(20.0, 0.5, WIDE_CM, 1.0, declared=True)
    sure, unsure = (law_of(lots(200, 3, spread), "came or went").mass(integral).interval for spread in (0.05, 0.4))
    assert sure is not None
    assert unsure is not None
    assert sure[1] / sure[0] < 0.5 * unsure[1] / unsure[0]


def test_too_few_lots_are_refused() -> None:
    with pytest.raises(CalibrationError, match=f"{FEWEST - 1} findings .* wanted at least {FEWEST}"):
        law_of(lots(FEWEST - 1, seed=1), "seem hidden")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return a_truck_set(tmp_path_factory.mktemp("weighing") / "set", "inserted")


@pytest.mark.parametrize(("event", "taught"), [("inserted", 1), ("swapped", 0)])
def test_lots_that_came_or_went_teach_and_exchanged_goods_do_not(
    folder: Path, event: str, taught: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("serving.findings.kind_of", lambda *_: event)
    [row] = PairIndex.load(folder).rows
    found = lots_of(replace(row, mass_kg=56.0, event=event), folder, write_standin(folder / "standin.onnx"))
    assert len(found.changed) == taught
    assert all(lot.kg == 56.0 and lot.integral.kg > 0 for lot in found.changed)
