"""The application: one network, its routes, its limits."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

import cv2
from fastapi import FastAPI

from datasets.locator.edges import locator
from serving.http import comparisons, health, reading
from serving.http.arrival import Arrival
from serving.http.limits import BodyLimit
from serving.http.problems import add_problem_handlers
from serving.http.service import Service
from serving.session import Session
from serving.settings import Settings

MIB = 1 << 20
ABOUT = "Compares X-ray scans of shipping containers, and reads single ones for what is hidden."


def create_app(settings: Settings, session: Session) -> FastAPI:
    """The service over a loaded network; it takes requests between startup and shutdown."""
    service = Service.start(settings, session)
    # The pages of /docs would load their script from elsewhere; the schema itself is at /openapi.json.
    app = FastAPI(
        title="doorlicht", summary=ABOUT, version="1", lifespan=partial(running, service), docs_url=None, redoc_url=None
    )
    for noun in (comparisons, reading, health):
        app.include_router(noun.router)
    add_problem_handlers(app)
    app.add_middleware(BodyLimit, most_bytes=settings.body_limit_mib * MIB)
    app.add_middleware(Arrival, deadline_s=settings.deadline_s, metrics=service.metrics)
    return app


@asynccontextmanager
async def running(service: Service, app: FastAPI) -> AsyncIterator[None]:
    locator()  # a checkout without it must not start, rather than refuse each scan
    cv2.setNumThreads(1)  # each request has one thread; opencv's own would only get in its way
    app.state.service = service
    yield
    app.state.service = None
    service.pool.close()
