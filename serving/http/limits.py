"""What a request may cost before it is answered: the size of its body, and the time it takes to arrive."""

import asyncio
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from serving.stopwatch import Stopwatch

LINGER_S = 2.0


class BodyLimit:
    """Refuses a body that says it is too large, or turns out to be while it streams, or that comes too slowly."""

    def __init__(self, app: ASGIApp, most_bytes: int) -> None:
        self.app = app
        self.most_bytes = most_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            receive = Body(receive, self.most_bytes, declared(scope), scope["state"]["clock"]).next
        await self.app(scope, receive, send)


@dataclass
class Body:
    """A body on its way in."""

    receive: Receive
    most_bytes: int
    declared: int
    clock: Stopwatch
    received: int = 0

    async def next(self) -> Message:
        """The next part of it, as long as it is within its limits."""
        if self.declared > self.most_bytes:
            await self.let_pass()
            raise HTTPException(413, f"the body has {self.declared} bytes, at most {self.most_bytes} are read")
        try:
            message = await asyncio.wait_for(self.receive(), max(self.clock.deadline_s - self.clock.total, 0.0))
        except TimeoutError:
            raise HTTPException(504, f"the body did not arrive within {self.clock.deadline_s:g} s") from None
        self.received += len(message.get("body", b""))
        if self.received > self.most_bytes:
            await self.let_pass()
            raise HTTPException(413, f"the body has more than {self.most_bytes} bytes, which is all that is read")
        return message

    async def let_pass(self) -> None:
        """Throw away what still comes, for a short while: a caller cut off while sending never sees the answer."""
        try:
            async with asyncio.timeout(LINGER_S):
                while (await self.receive()).get("more_body", False):
                    pass
        except TimeoutError:
            return


def declared(scope: Scope) -> int:
    """The length that the request says it has, 0 where it says none."""
    length = dict(scope["headers"]).get(b"content-length", b"")
    return int(length) if length.isdigit() else 0
