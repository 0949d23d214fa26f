"""Is the service alive, can it answer, and what has it done."""

from typing import Literal

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST
from pydantic import BaseModel, Field

from serving.http.service import RunningService
from serving.replies import ModelReply

router = APIRouter(tags=["health"])


class Alive(BaseModel):
    """The process runs."""

    status: Literal["alive"] = Field("alive", description="Said as long as the process answers at all.")


class Ready(BaseModel):
    """The network is loaded and proved."""

    status: Literal["ready"] = Field("ready", description="Said as long as requests are taken.")
    model: ModelReply = Field(description="The network that answers.")


@router.get("/healthz")
async def healthz() -> Alive:
    """Is the process alive."""
    return Alive()


@router.get("/readyz")
async def readyz(service: RunningService) -> Ready:
    """Can it answer; 503 until the network is loaded and once the service stops."""
    return Ready(model=ModelReply.of(service.session.card))


@router.get("/metrics", response_class=Response)
async def metrics(service: RunningService) -> Response:
    """For Prometheus."""
    return Response(service.metrics.text(), media_type=CONTENT_TYPE_LATEST)
