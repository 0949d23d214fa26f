import json
from collections.abc import Callable
from pathlib import Path

import pytest

from datasets.commands import status_of
from datasets.errors import ScanError
from serving.__main__ import app
from serving.errors import ServingError
from tests.sets import a_set
from tests.standin import write_standin

Run = Callable[..., int]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A set, and the stand-in beside it."""
    folder = tmp_path_factory.mktemp("commands")
    write_standin(folder / "standin.onnx")
    return a_set(folder / "set")


@pytest.fixture
def run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command with the stand-in as the model, and gives its exit status."""
    monkeypatch.setenv("DOORLICHT_MODEL", str(folder.parent / "standin.onnx"))

    def run(*arguments: object) -> int:
        monkeypatch.setattr("sys.argv", ["python -m serving", *map(str, arguments)])
        return status_of(app, (ScanError, ServingError, OSError))

    return run


def test_compare_prints_a_short_answer(run: Run, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("compare", folder / "scans/origin.tif", folder / "scans/more.tif") == 0
    printed = capsys.readouterr().out
    assert printed.startswith("The scans differ\nAbout ")
    assert len(printed.splitlines()) < 25


def test_compare_prints_the_reply_of_the_service(run: Run, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("compare", folder / "scans/origin.tif", folder / "scans/more.tif", "--json") == 0
    reply = json.loads(capsys.readouterr().out)
    assert reply["verdict"] == "mismatch"
    assert reply["findings"][0]["zone"] == "doors"


def test_compare_writes_a_report(run: Run, folder: Path, tmp_path: Path) -> None:
    page = tmp_path / "new" / "report.html"
    assert run("compare", folder / "scans/origin.tif", folder / "scans/more.tif", "--report", page) == 0
    assert page.read_text().startswith("<!doctype html>")


def test_read_prints_what_one_scan_shows(run: Run, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("read", folder / "scans/origin.tif", "--json") == 0
    assert json.loads(capsys.readouterr().out)["model"]["name"] == "stand-in"


def test_the_region_can_be_chosen(run: Run, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("read", folder / "scans/origin.tif", "--json", "--region", "object") == 0
    assert json.loads(capsys.readouterr().out)["container_box"][0] < 100  # the truck is part of the object


def test_batch_survives_bad_files(run: Run, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("batch", folder, "--out", tmp_path) == 0
    assert "1 match, 1 error, 1 mismatch" in capsys.readouterr().out
    assert (tmp_path / "scores.csv").is_file()


def test_demo_prints_a_row_a_pair_and_writes_a_page(
    run: Run, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("demo", "--set", folder, "--out", tmp_path) == 0
    assert "report.html" in capsys.readouterr().out
    assert "inserted, 56 kg, doors" in (tmp_path / "report.html").read_text()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["compare", "absent.tif", "absent.tif"], "absent.tif is not there"),
        (["compare", "absent.tif"], "Missing argument 'DESTINATION'"),
        (["read", "absent.tif", "--region", "truck"], "--region"),
        (["read", "absent.tif", "--model", "absent.onnx"], "absent.onnx: no model there; name one with --model"),
        (["read", "absent.tif", "--false-alarm-rate", "2"], "false_alarm_rate: Input should be less than 1"),
        (["batch", "absent", "--out", "out"], "absent/pairs.csv is not there"),
    ],
)
def test_a_wrong_call_is_told_in_one_line_and_exits_2(
    run: Run, arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*arguments) == 2
    [line] = capsys.readouterr().err.splitlines()
    assert told in line


def test_a_rate_without_a_threshold_exits_2(run: Run, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("read", folder / "scans/origin.tif", "--false-alarm-rate", 0.3) == 2
    assert "there are 0.001, 0.004, 0.01, 0.05" in capsys.readouterr().err
