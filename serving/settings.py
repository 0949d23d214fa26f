"""The settings of the service, each declared once; a variable DOORLICHT_<NAME> in the environment sets it."""

import os
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "DOORLICHT_"
RELEASED_MODEL = Path(__file__).parents[1] / "model" / "released" / "doorlicht.onnx"

Region = Literal["container", "object"]


class Settings(BaseSettings):
    """Read once, at the edge, and passed on as an argument."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid")

    model: Path = Field(RELEASED_MODEL, description="The network, an ONNX file with its metadata.")
    sites: Path | None = Field(
        None, description="What is known of the sites' sources, as `python -m datasets sites` writes it."
    )
    false_alarm_rate: float = Field(
        0.004,
        gt=0,
        lt=1,
        description="Share of unchanged pairs that may be called a mismatch; picks a stored threshold.",
    )
    region: Region = Field(
        "container", description="What is compared: the container, or the outline of all that is not air (object)."
    )
    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(8000, ge=0, le=65535, description="Port to listen on.")
    workers: int = Field(0, ge=0, description="Threads that compare; 0 takes one a usable core.")
    body_limit_mib: int = Field(64, ge=1, description="Largest request body, MiB.")
    queue_length: int = Field(64, ge=0, description="Requests that may wait for a thread; more are answered 503.")
    deadline_s: float = Field(30.0, gt=0, description="Longest time from a request's arrival to its answer, seconds.")
    drain_s: int = Field(30, ge=0, description="Time that open requests get to finish when the service stops, seconds.")

    @model_validator(mode="after")
    def know_every_name(self) -> Self:
        """A misspelt variable is an error, not a default."""
        known = {PREFIX + name.upper() for name in type(self).model_fields}
        unknown = sorted(name for name in os.environ if name.upper().startswith(PREFIX) and name.upper() not in known)
        if unknown:
            raise ValueError(f"{', '.join(unknown)}: no such setting; there are {', '.join(sorted(known))}")
        return self
