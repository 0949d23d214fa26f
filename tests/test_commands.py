"""Exit statuses, and one line where the input was wrong."""

import subprocess
import sys
from pathlib import Path

import pytest
import typer

from datasets.commands import command_line, run
from datasets.errors import UnreadableScan
from datasets.pairs import PairIndex, PairRow
from tests.pictures import a_picture, npy

REPOSITORY = Path(__file__).parents[1]


def an_app(outcome: Exception | None) -> typer.Typer:
    app = command_line("An application that ends as it is told.")

    @app.command()
    def end() -> None:
        """Ends."""
        if outcome:
            raise outcome

    return app


def status(app: typer.Typer, *arguments: str, wrong_input: tuple[type[Exception], ...] = ()) -> int:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["end", *(arguments or ("--",))])
        with pytest.raises(SystemExit) as ended:
            run(app, *wrong_input)
    return int(ended.value.code or 0)


def test_a_command_that_is_done_ends_with_0() -> None:
    assert status(an_app(None)) == 0


def test_wrong_input_ends_with_2_and_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert status(an_app(UnreadableScan("two\nlines [red]"))) == 2
    assert capsys.readouterr().err == "two lines [red]\n"


def test_errors_that_are_named_as_wrong_input_end_with_2() -> None:
    assert status(an_app(LookupError("no such rate")), wrong_input=(LookupError,)) == 2


def test_any_other_error_is_not_hidden() -> None:
    with pytest.raises(LookupError):
        status(an_app(LookupError("ours")))


def test_a_call_that_is_wrong_ends_with_2_and_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert status(an_app(None), "--colour", "red") == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_stopped_command_ends_with_1() -> None:
    assert status(an_app(typer.Abort())) == 1


@pytest.mark.parametrize(("destination", "code"), [("d.npy", 0), ("absent.npy", 2)])
def test_check_says_by_its_status_whether_a_set_is_sound(tmp_path: Path, destination: str, code: int) -> None:
    for seed, name in enumerate(("o.npy", "d.npy")):
        (tmp_path / name).write_bytes(npy(a_picture(seed=seed)))
    PairIndex((PairRow("p1", "o.npy", destination),)).write(tmp_path)
    done = subprocess.run(
        [sys.executable, "-m", "datasets", "check", str(tmp_path)], cwd=REPOSITORY, capture_output=True, text=True
    )
    assert done.returncode == code
    assert ("is sound" in done.stdout) == (code == 0)
    assert ("p1: absent.npy" in done.stderr) == (code == 2)
