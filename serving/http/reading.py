"""One scan in, what it shows by itself out."""

from typing import Annotated

from fastapi import APIRouter, Depends

from serving.http.problems import PROBLEMS
from serving.http.service import Clock, RunningService
from serving.http.uploads import Asked, Delivered, asked, scan
from serving.replies import ReadingReply

router = APIRouter(prefix="/v1", tags=["reading"], responses=PROBLEMS)


@router.post("/read")
async def read_scan_out(
    service: RunningService,
    clock: Clock,
    asked: Annotated[Asked, Depends(asked)],
    scan: Annotated[Delivered, Depends(scan)],
) -> ReadingReply:
    """Look for something hidden in one scan by itself."""
    return await service.read_out(scan, asked, clock)
