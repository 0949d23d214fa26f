"""A set's previews compared with radiographs of a folder, from the files to the page."""

from pathlib import Path

import pytest

from datasets.errors import SetError
from datasets.simulation.realism import classifier
from datasets.simulation.realism import realism as subject
from datasets.simulation.realism.realism import realism
from tests.previews import a_folder, a_preview_set


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("realism")
    return a_preview_set(folder / "set", 10), a_folder(folder / "real", 10, "lines")


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fewer patches and turns than a measurement takes."""
    monkeypatch.setattr(subject, "EACH", 4)
    monkeypatch.setattr(classifier, "FOLDS", 2)


@pytest.mark.usefixtures("quick")
def test_loads_of_another_texture_are_found_out_and_shown(folders: tuple[Path, Path], tmp_path: Path) -> None:
    report = realism(*folders, tmp_path, seed=1)
    assert report.told.accuracy > 0.9
    assert report.kinds["loaded"] == (20, 10)
    page = (tmp_path / "realism.html").read_text()
    assert page.count("<polyline") == 2 * len(report.gaps)
    assert all((tmp_path / f"surest_{side}.png").is_file() for side in ("simulated", "real"))


@pytest.mark.usefixtures("quick")
def test_what_is_printed_says_how_far_apart_and_how_far_the_real_are(folders: tuple[Path, Path]) -> None:
    lines = realism(*folders, seed=1).lines()
    assert lines[0] == "20 simulated previews beside 11 real ones"
    assert any("loaded, row spectrum" in line and "two halves of the real" in line for line in lines)
    assert any("95 % interval by 20 scans or pairs" in line for line in lines)


def test_too_few_loads_are_refused(folders: tuple[Path, Path], tmp_path: Path) -> None:
    with pytest.raises(SetError, match="in 3 scans or pairs, wanted at least 10"):
        realism(folders[0], a_folder(tmp_path, 3))
