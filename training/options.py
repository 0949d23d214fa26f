"""The settings of a run as options of the command line: one for each, typed and explained by the record itself."""

import inspect
from collections.abc import Callable
from dataclasses import Field, fields
from functools import wraps
from typing import Annotated, Any, Optional, get_type_hints

import typer

from training.settings import TrainSettings

CHANGES = "changes"  # the parameter of a command that takes the settings that were given


def with_settings(command: Callable[..., None]) -> Callable[..., None]:
    """The command with an option for every setting; those that were given reach it as `changes`, by name."""
    hints = get_type_hints(TrainSettings)
    names = [setting.name for setting in fields(TrainSettings)]

    @wraps(command)
    def called(**values: Any) -> None:
        given = {name: value for name in names if (value := values.pop(name)) is not None}
        command(**values, changes=given)

    own = inspect.signature(command, eval_str=True)
    kept = [parameter for parameter in own.parameters.values() if parameter.name != CHANGES]
    options = [option(setting, hints[setting.name]) for setting in fields(TrainSettings)]
    called.__signature__ = own.replace(parameters=[*kept, *options])  # type: ignore[attr-defined]
    called.__annotations__ = {parameter.name: parameter.annotation for parameter in (*kept, *options)}
    return called


def option(setting: Field[Any], kind: Any) -> inspect.Parameter:
    """Left out, a setting stays as the experiment has it."""
    about = typer.Option(help=setting.metadata["about"], rich_help_panel="Settings", show_default=False)
    # Optional[...] holds for kinds that are optional already, and typer understands it.
    annotation = Annotated[Optional[kind], about]  # noqa: UP045
    return inspect.Parameter(setting.name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=annotation)
