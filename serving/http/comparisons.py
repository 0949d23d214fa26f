"""Two scans in, a comparison out."""

from typing import Annotated

from fastapi import APIRouter, Depends

from serving.http.problems import PROBLEMS
from serving.http.service import Clock, RunningService
from serving.http.uploads import Asked, Delivered, asked, destination, origin
from serving.replies import ComparisonReply

router = APIRouter(prefix="/v1", tags=["comparisons"], responses=PROBLEMS)


@router.post("/compare")
async def compare_scans(
    service: RunningService,
    clock: Clock,
    asked: Annotated[Asked, Depends(asked)],
    origin: Annotated[Delivered, Depends(origin)],
    destination: Annotated[Delivered, Depends(destination)],
) -> ComparisonReply:
    """Compare the origin scan and the destination scan of one container."""
    return await service.compare(origin, destination, asked, clock)
