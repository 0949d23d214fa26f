from dataclasses import replace
from pathlib import Path

import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from tests.outcomes import a_lot, an_outcome
from training.evaluating import plots
from training.evaluating.figures import figures
from training.evaluating.methods import pair_methods
from training.evaluating.plots import draw_by_mass, draw_roc
from training.evaluating.rival_networks import RivalScores

OUTCOMES = [replace(o, rivals=(RivalScores("unet", 0.5, 0.1, 0.1),)) for o in (an_outcome(0.1), a_lot(0.9))]
NAMES = ["network", "difference", "SSIM", "unet"]


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names in the legends of the plots that a test draws."""
    names: list[str] = []
    finish = plots.finish

    def watched(figure: Figure, axes: Axes, path: Path) -> None:
        names.extend(axes.get_legend_handles_labels()[1])
        finish(figure, axes, path)

    monkeypatch.setattr(plots, "finish", watched)
    return names


def test_every_method_has_its_curve(drawn: list[str], tmp_path: Path) -> None:
    draw_roc(OUTCOMES, tmp_path / "roc.png")
    assert drawn == NAMES


def test_every_method_has_its_marks_at_each_mass(drawn: list[str], tmp_path: Path) -> None:
    draw_by_mass(figures(OUTCOMES, 0.004), pair_methods(OUTCOMES), tmp_path / "found_by_mass.png")
    assert drawn == NAMES
