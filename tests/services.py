"""A service on a port of its own, within the test's process, and plain HTTP to it."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import uvicorn

from serving.http.app import create_app
from serving.session import Session
from serving.settings import Settings


@contextmanager
def a_service(session: Session, **settings: object) -> Iterator[httpx.Client]:
    """Started, ready and, at the end, stopped."""
    app = create_app(Settings(**settings), session)  # type: ignore[arg-type]
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started and thread.is_alive():
            time.sleep(0.01)
        port = server.servers[0].sockets[0].getsockname()[1]
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
            yield client
    finally:
        server.should_exit = True
        thread.join(30)
