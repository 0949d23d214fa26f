"""What every command line of the project does alike: its exit status, and one line where the input was wrong."""

import sys
from typing import NoReturn

import typer
from rich.console import Console
from typer.exceptions import TyperException

from datasets.errors import ScanError

DONE, ANYTHING_ELSE, WRONG_INPUT = 0, 1, 2


def command_line(about: str) -> typer.Typer:
    """An application without the ornaments that would hide an error."""
    return typer.Typer(help=about, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


def run(app: typer.Typer, *wrong_input: type[Exception]) -> NoReturn:
    """Runs a command and exits: 0 done, 2 the call or its input was wrong, 1 anything else.

    `wrong_input` are the errors, beside ScanError, that mean the second; their message is all that is said.
    """
    sys.exit(status_of(app, (ScanError, *wrong_input)))


def status_of(app: typer.Typer, wrong_input: tuple[type[Exception], ...]) -> int:
    try:
        return int(app(standalone_mode=False) or DONE)
    except wrong_input as error:
        say(str(error))
        return WRONG_INPUT
    except TyperException as error:
        say(error.format_message())
        return error.exit_code
    except typer.Abort:
        say("stopped")
        return ANYTHING_ELSE


def say(message: str) -> None:
    """One line on the error output, whatever the message holds."""
    if line := " ".join(message.split()):
        Console(stderr=True, soft_wrap=True).print(line, markup=False, highlight=False)
