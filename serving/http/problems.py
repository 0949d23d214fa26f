"""What goes wrong, as problem details (RFC 9457): the one place where an error becomes a status."""

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from datasets.errors import ScanError, ScanTooLarge, UnreadableScan
from serving.errors import DeadlinePassed, ServiceBusy, UnknownRate

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER_S = 2
STATUSES: dict[type[Exception], int] = {
    UnreadableScan: 415,
    ScanTooLarge: 413,
    ScanError: 422,
    UnknownRate: 400,
    ServiceBusy: 503,
    DeadlinePassed: 504,
}

log = logging.getLogger(__name__)


class Problem(BaseModel):
    """Why there is no answer."""

    type: str = Field("about:blank", description="No more than the status says.")
    title: str = Field(description="The status in words.")
    status: int = Field(description="The HTTP status.")
    detail: str = Field(description="What was found and what is wanted.")
    request_id: str = Field("", description="The X-Request-Id of the request, to be found in the log.")


PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"description": description, "content": {MEDIA_TYPE: {"schema": Problem.model_json_schema()}}}
    for status, description in {
        400: "A malformed request.",
        413: "A body or an image that is too large.",
        415: "A form that is not read.",
        422: "A scan that is readable but unusable; the detail says why.",
        503: "Too many requests are waiting; Retry-After says when to come again.",
        504: "The answer took longer than is allowed.",
    }.items()
}


def add_problem_handlers(app: FastAPI) -> None:
    """Every error leaves as a problem, ours and the framework's alike."""
    for kind in STATUSES:
        app.add_exception_handler(kind, explain)
    app.add_exception_handler(RequestValidationError, explain_request)
    app.add_exception_handler(HTTPException, explain_http)
    app.add_exception_handler(Exception, explain_fault)


async def explain(request: Request, error: Exception) -> Response:
    status = next(STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES)
    return problem(request, status, str(error))


async def explain_request(request: Request, error: Exception) -> Response:
    """A part is missing or is no file; a body that is no form at all is a form that is not read."""
    if not request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
        found = request.headers.get("content-type", "no content type")
        return problem(request, 415, f"the body is {found}, wanted multipart/form-data")
    faults = error.errors() if isinstance(error, RequestValidationError) else []
    told = "; ".join(f"{fault['loc'][-1]}: {fault['msg']}" for fault in faults)
    return problem(request, 400, told or "the request is malformed")


async def explain_http(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    return problem(request, error.status_code, str(error.detail), error.headers)


async def explain_fault(request: Request, error: Exception) -> Response:
    """A fault of ours: the server logs its trace after this line, the caller gets the id to find it by."""
    log.error("request %s failed: %r", request_id(request), error)
    return problem(request, 500, "a fault of the service; its log holds more under this request id")


def problem(request: Request, status: int, detail: str, headers: Mapping[str, str] | None = None) -> Response:
    told = Problem(title=HTTPStatus(status).phrase, status=status, detail=detail, request_id=request_id(request))
    retry = {"Retry-After": str(RETRY_AFTER_S)} if status in (429, 503) else {}
    return Response(told.model_dump_json(), status, {**(headers or {}), **retry}, MEDIA_TYPE)


def request_id(request: Request) -> str:
    return str(getattr(request.state, "request_id", ""))
