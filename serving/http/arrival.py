"""What every request gets on arrival: an id, a clock, and a line in the metrics when it is answered."""

import re
import uuid

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from serving.http.metrics import Metrics
from serving.stopwatch import Stopwatch

HEADER = "X-Request-Id"
GIVEN = re.compile(r"[A-Za-z0-9._:-]{1,128}")


class Arrival:
    """Echoes X-Request-Id, starts the clock of the deadline, and counts the answer."""

    def __init__(self, app: ASGIApp, deadline_s: float, metrics: Metrics) -> None:
        self.app = app
        self.deadline_s = deadline_s
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        state = scope.setdefault("state", {})
        state["request_id"], state["clock"] = id_of(scope), Stopwatch(self.deadline_s)

        async def with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)[HEADER] = state["request_id"]
                self.metrics.answered(route_of(scope), message["status"], state["clock"].total)
            await send(message)

        await self.app(scope, receive, with_id)


def id_of(scope: Scope) -> str:
    """The caller's own id where it is a harmless one, else a new one."""
    given = dict(scope["headers"]).get(HEADER.lower().encode(), b"").decode("latin-1")
    return given if GIVEN.fullmatch(given) else uuid.uuid4().hex


def route_of(scope: Scope) -> str:
    """The path as it was declared, so that unknown paths do not fill the metrics."""
    return str(getattr(scope.get("route"), "path", "unknown"))
